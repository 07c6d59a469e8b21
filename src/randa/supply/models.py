"""Who supervises whom: what a seat lives by."""

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from randa.core.periods import DateRange
from randa.people.models import User
from randa.supervisors.models import Supervisor
from randa.training.models import Enrolment


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
