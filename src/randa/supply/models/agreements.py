"""Framework agreements between organisations, and the rule that nobody trains where they work."""

import datetime as dt

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.models import Rule
from randa.training.models import Enrolment, LearnerKind, Unit


class FrameworkAgreement(models.Model):
    """`home` sends learners to `host` and everything below it: who pays what, so that no contract per person is needed."""

    class Payer(models.TextChoices):
        HOME = "home", _("den som sänder")
        HOST = "host", _("den som tar emot")
        SHARED = "shared", _("delas lika")
        NOBODY = "nobody", _("ingen ersättning")

    home = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_as_home")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_as_host")
    kinds = models.ManyToManyField(LearnerKind, blank=True, related_name="+")  # none: all kinds
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    salary = models.CharField(max_length=6, choices=Payer, default=Payer.HOME)
    travel = models.CharField(max_length=6, choices=Payer, default=Payer.HOME)
    insurance = models.CharField(max_length=6, choices=Payer, default=Payer.HOME)
    reference = GuardedCharField(max_length=120, blank=True)  # registration number
    note = GuardedCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["home__sort_name", "host__sort_name", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="agreement_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
            ),
            models.CheckConstraint(name="agreement_is_between_two", condition=~Q(home=F("host"))),
        ]

    def __str__(self) -> str:
        return f"{self.home} – {self.host}"

    def get_absolute_url(self) -> str:
        return reverse("supply:agreement", args=[self.pk])

    def covers(self, home: Organisation, day: dt.date) -> bool:
        """Tell whether learners of `home` are covered on the day; `home` must be selected."""
        holds = self.starts_on <= day and (self.ends_before is None or day < self.ends_before)
        return holds and home.path.startswith(self.home.path)


class WorkplaceRule(Sourced):
    """Nobody is placed where they work, or have worked or been placed within so many months; None as organisation holds for all."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="workplace_rules"
    )
    months_back = models.PositiveSmallIntegerField()
    binding = models.CharField(max_length=8, choices=Rule.Binding, default=Rule.Binding.SHOULD)
    valid_from = models.DateField()

    class Meta:
        ordering = ["organisation", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="workplace_rule_once_a_day", fields=["organisation", "valid_from"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.months_back} ({self.binding})"


class WorkplaceException(models.Model):
    """Somebody decided that a learner may be at a unit although they work there, and why."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="workplace_exceptions")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    reason = GuardedCharField(max_length=300)
    decided_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(name="one_exception_per_unit", fields=["enrolment", "unit"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.unit_id}"
