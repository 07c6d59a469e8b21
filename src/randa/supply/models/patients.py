"""The patients that a unit's learners meet: how many a year, of what, since when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.language import in_language
from randa.core.periods import DateRange
from randa.core.provenance import Sourced
from randa.training.models import Unit


class PatientMeasure(models.Model):
    """What a patient base is counted in: listed patients, visits, care episodes, beds. Rows of data, not choices in code."""

    code = models.CharField(max_length=12, primary_key=True)
    name_sv = models.CharField(max_length=60)  # in the plural, as it stands after a number
    name_en = models.CharField(max_length=60)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return in_language(self.name_sv, self.name_en)


class UnitPatientBase(Sourced):
    """How many of a measure a unit has in a year, during [starts_on, ends_before); without an end it goes on.

    Without a row nothing is known, and nothing is counted: a unit is not without patients because it has not said how many.
    """

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="patient_bases")
    measure = models.ForeignKey(PatientMeasure, on_delete=models.PROTECT, related_name="+")
    amount = models.PositiveIntegerField()  # a year: visits and episodes; listed patients and beds, on average over it
    starts_on = models.DateField()
    ends_before = models.DateField(null=True, blank=True)
    basis = GuardedCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["unit", "measure", "starts_on"]
        constraints = [
            models.CheckConstraint(
                name="patient_base_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gt=F("starts_on")),
            ),
            ExclusionConstraint(
                name="one_patient_base_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    ("measure", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.amount} {self.measure}"
