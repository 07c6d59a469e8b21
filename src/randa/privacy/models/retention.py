"""How long things are kept, and what may not be removed in spite of that."""

import datetime as dt

from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.language import in_language
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation
from randa.people.models import User


class RetentionClass(Sourced):
    """Kinds of data that are kept equally long, with the period that holds until an organisation has decided its own."""

    key = models.SlugField(primary_key=True, max_length=40)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    months = models.PositiveSmallIntegerField(null=True, blank=True)  # None: kept for good

    class Meta:
        ordering = ["name_sv"]

    def __str__(self) -> str:
        return in_language(self.name_sv, self.name_en)


class RetentionPeriod(models.Model):
    """An organisation's own period for a class, with the decision that it rests on."""

    retention_class = models.ForeignKey(RetentionClass, on_delete=models.PROTECT, related_name="periods")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="retention_periods")
    months = models.PositiveSmallIntegerField(null=True, blank=True)  # None: kept for good
    decision = GuardedCharField(max_length=200)  # the register number of the decision (gallringsbeslut)
    decided_on = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(name="one_period_per_class", fields=["retention_class", "organisation"]),
            models.CheckConstraint(name="period_rests_on_a_decision", condition=~Q(decision="")),
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.retention_class_id}"


class LegalHoldQuerySet(models.QuerySet["LegalHold"]):
    def on(self, day: dt.date) -> "LegalHoldQuerySet":
        """Return the holds that forbid removal on `day`."""
        return self.filter(lifted_on__isnull=True).filter(Q(until__isnull=True) | Q(until__gt=day))

    def visible_to(self, actor: User) -> "LegalHoldQuerySet":
        """Return the holds of the organisations where one manages privacy or approves removal."""
        seen = Q(pk__in=[])
        for path in {*actor.paths_with("privacy.manage"), *actor.paths_with("retention.approve")}:
            seen |= Q(organisation__path__startswith=path)
        return self.filter(seen)


class LegalHold(models.Model):
    """Nothing of a person, or of a kind of data, is removed until the hold ends: a dispute, an audit, an investigation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="legal_holds")
    person = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="legal_holds")
    kind = models.CharField(max_length=40, blank=True)  # key of a kind of data
    reason = GuardedCharField(max_length=500)
    placed_on = models.DateField()
    placed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    until = models.DateField(null=True, blank=True)  # first day without it
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lifted_because = GuardedCharField(max_length=500, blank=True)

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        ordering = ["-placed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="hold_is_on_a_person_or_a_kind",
                condition=Q(person__isnull=False, kind="") | (Q(person__isnull=True) & ~Q(kind="")),
            ),
            models.CheckConstraint(
                name="hold_ends_after_it_is_placed", condition=Q(until__isnull=True) | Q(until__gt=F("placed_on"))
            ),
            models.CheckConstraint(name="hold_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.placed_on}"
