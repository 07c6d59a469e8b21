"""How many doctors a unit wants at least at a time, so that receiving them does not become too small a routine."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.periods import DateRange
from randa.core.provenance import Sourced
from randa.training.models import Unit


class UnitMinimum(Sourced):
    """How many doctors placed by plans a unit wants at least during [starts_on, ends_before), and why. Without a row it wants none.

    A trigger refuses more than the seats that are registered in any part of the period, and fewer seats than the minimum.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="minima")
    starts_on = models.DateField()
    ends_before = models.DateField()
    least = models.PositiveSmallIntegerField()
    reason = GuardedCharField(max_length=300)

    class Meta:
        ordering = ["unit", "starts_on"]
        verbose_name_plural = "unit minima"
        constraints = [
            models.CheckConstraint(name="minimum_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            models.CheckConstraint(name="minimum_is_somebody", condition=Q(least__gte=1)),
            models.CheckConstraint(name="minimum_has_a_reason", condition=~Q(reason="")),
            ExclusionConstraint(
                name="one_minimum_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.least}"
