"""What is paid per week between organisations, and which days count: both as data, each with where it was decided."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from randa.compensation.counting import Rule
from randa.core.provenance import Sourced
from randa.people.models import User
from randa.supply.models import FrameworkAgreement
from randa.training.models import LearnerKind


class Rate(Sourced):
    """Kronor per week under an agreement from a day on, until a later day says otherwise; without `kind` for all kinds of learner.

    A row is never changed: a correction is a new version for the same day, and the latest version counts.
    """

    agreement = models.ForeignKey(FrameworkAgreement, on_delete=models.CASCADE, related_name="rates")
    kind = models.ForeignKey(LearnerKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=2, validators=[MinValueValidator(0)])
    starts_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["agreement", "kind", "-starts_on", "-version"]
        constraints = [
            models.CheckConstraint(name="rate_is_not_negative", condition=Q(amount__gte=0)),
            models.CheckConstraint(name="rate_has_a_source", condition=~Q(source="")),
            models.UniqueConstraint(
                name="rate_version_once", fields=["agreement", "kind", "starts_on", "version"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.amount}"


class CountingRule(Sourced):
    """Which days of a placed week are paid under an agreement from a day on; without an agreement where none says anything.

    A row is never changed: a correction is a new version for the same day, and the latest version counts.
    """

    agreement = models.ForeignKey(
        FrameworkAgreement, null=True, blank=True, on_delete=models.CASCADE, related_name="counting_rules"
    )
    holidays_off = models.BooleanField()  # public holidays are not paid
    eves_off = models.BooleanField()  # nor midsummer's, Christmas and New Year's eve
    by_share = models.BooleanField()  # part time is paid by its share of full time
    starts_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["agreement", "-starts_on", "-version"]
        constraints = [
            models.CheckConstraint(name="counting_rule_has_a_source", condition=~Q(source="")),
            models.UniqueConstraint(
                name="counting_rule_version_once", fields=["agreement", "starts_on", "version"], nulls_distinct=False
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement}: {self.starts_on}"

    def as_rule(self) -> Rule:
        """Return the rule as it is counted by."""
        return Rule(self.holidays_off, self.eves_off, self.by_share)
