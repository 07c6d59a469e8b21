"""Who supervises whom, who goes first when seats are short, and what a unit can teach."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.periods import DateRange
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.models import Objective
from randa.supervisors.models import Supervisor
from randa.supply.pool import KindRule
from randa.training.models import Enrolment, LearnerKind, Unit


class SupervisionQuerySet(models.QuerySet["Supervision"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own, as learner or supervisor, and those at or from organisations where one sees placements."""
        seen = Q(enrolment__learner=actor) | Q(supervisor__user=actor)
        for path in actor.paths_with("placements.view"):
            seen |= Q(supervisor__unit__organisation__path__startswith=path)
            seen |= Q(enrolment__post__base__path__startswith=path) | Q(enrolment__post__region__path__startswith=path)
        return self.filter(seen).distinct()


class Supervision(models.Model):
    """A supervisor has a learner during [starts_on, ends_before). It belongs to the learner, not to a plan: a new plan lets it stand."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="supervisions")
    supervisor = models.ForeignKey(Supervisor, on_delete=models.CASCADE, related_name="supervisions")
    starts_on = models.DateField()
    ends_before = models.DateField()

    objects = SupervisionQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="supervision_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            ExclusionConstraint(
                name="one_supervisor_at_a_time",
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [models.Index(fields=["supervisor", "ends_before"], name="supervision_until")]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.supervisor_id} {self.starts_on}"


class PoolRuleSet(Sourced):
    """One version of who goes first when the seats of an organisation are short; None as organisation holds where nobody has decided."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="pool_rule_sets"
    )
    version = models.PositiveSmallIntegerField(default=1)
    valid_from = models.DateField()
    decided_by = GuardedCharField(max_length=120, blank=True)

    class Meta:
        ordering = ["organisation", "-version"]
        constraints = [
            models.UniqueConstraint(
                name="pool_rules_version_once", fields=["organisation", "version"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"version {self.version}"


class PoolRule(models.Model):
    """What holds for one kind of learner: its place in the order, and a share or number of seats kept for it until so many weeks before."""

    rule_set = models.ForeignKey(PoolRuleSet, on_delete=models.CASCADE, related_name="rules")
    kind = models.ForeignKey(LearnerKind, on_delete=models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    reserved_number = models.PositiveSmallIntegerField(null=True, blank=True)
    reserved_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    until_weeks_before = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["rule_set", "order"]
        constraints = [
            models.UniqueConstraint(name="pool_rule_once_per_kind", fields=["rule_set", "kind"]),
            models.UniqueConstraint(name="pool_order_once", fields=["rule_set", "order"]),
            models.CheckConstraint(
                name="pool_keeps_a_number_or_a_share",
                condition=Q(reserved_number__isnull=True) | Q(reserved_percent__isnull=True),
            ),
            models.CheckConstraint(
                name="pool_keeps_at_most_all",
                condition=Q(reserved_percent__isnull=True) | Q(reserved_percent__lte=100),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.order}. {self.kind_id}"

    def as_rule(self) -> KindRule:
        """Return the rule as the pure function takes it."""
        return KindRule(self.kind_id, self.order, self.reserved_number, self.reserved_percent, self.until_weeks_before)


class UnitObjective(Sourced):
    """A unit can meet an objective (delmål) from a day on; a service that is cut takes its objectives with it, for a reason."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="objectives")
    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    reason = GuardedCharField(max_length=300, blank=True)  # why it ended

    class Meta:
        ordering = ["unit", "objective__sort_order", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="unit_objective_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
            ),
            ExclusionConstraint(
                name="objective_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("objective", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.objective_id}"
