"""What a region has decided that ceilings over the seats are counted by: patients per learner, and a year's budget.

Neither has a national figure. Where a region has said nothing there is no ceiling; none is made up.
"""

from django.db import models
from django.db.models import Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.models import PatientMeasure
from randa.training.models import LearnerKind, PlacementArea


class PatientNeed(Sourced):
    """How many of a measure one learner who is there all year needs, in a region's area from a day on; without `kind` whoever has no own.

    A row is never changed: a correction is a new version for the same day, and the latest version counts. Without an amount
    a kind has no need of its own from that day, and without one for all of them nothing is counted.
    """

    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="patient_needs")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    measure = models.ForeignKey(PatientMeasure, on_delete=models.PROTECT, related_name="+")
    kind = models.ForeignKey(LearnerKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    amount = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)
    starts_on = models.DateField()
    version = models.PositiveSmallIntegerField(default=1)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["region", "area", "measure", "kind", "-starts_on", "-version"]
        constraints = [
            models.CheckConstraint(
                name="patient_need_is_above_nought", condition=Q(amount__isnull=True) | Q(amount__gt=0)
            ),
            models.CheckConstraint(name="patient_need_has_a_source", condition=~Q(source="")),
            models.UniqueConstraint(
                name="patient_need_version_once",
                fields=["region", "area", "measure", "kind", "starts_on", "version"],
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.region}, {self.area}, {self.measure}"


class AreaBudget(Sourced):
    """A region's money for the seats of an area in a year, and what a seat-week costs there: money over cost is the ceiling.

    The cost is stated here and not read from `compensation.Rate`: a rate is what one organisation pays another for learners it
    sends, under their agreement; most seats of a region are its own learners', for whom nobody is paid a rate. `covers` says
    what the cost holds, so that nobody takes one for the other.

    A row is never changed: a correction is a new version for the same year, and the latest version counts. Without an amount
    the year has no budget any more.
    """

    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="area_budgets")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    amount = models.PositiveBigIntegerField(null=True, blank=True)  # kronor
    week_cost = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True)  # kronor per seat-week
    covers = GuardedCharField(max_length=300, blank=True)  # what the cost holds, and what not
    version = models.PositiveSmallIntegerField(default=1)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["region", "area", "year", "-version"]
        constraints = [
            models.CheckConstraint(
                name="budget_has_both_or_neither",
                condition=Q(amount__isnull=True, week_cost__isnull=True)
                | Q(amount__isnull=False, week_cost__isnull=False),
            ),
            models.CheckConstraint(
                name="week_cost_is_above_nought", condition=Q(week_cost__isnull=True) | Q(week_cost__gt=0)
            ),
            models.CheckConstraint(name="budget_has_a_source", condition=~Q(source="")),
            models.CheckConstraint(name="budget_year_is_plausible", condition=Q(year__gte=2015, year__lte=2060)),
            models.UniqueConstraint(name="budget_version_once", fields=["region", "area", "year", "version"]),
        ]

    def __str__(self) -> str:
        return f"{self.region}, {self.area} {self.year}"

    @property
    def seat_weeks(self) -> float | None:
        """Return the seat-weeks that the money suffices for; None without a budget."""
        if self.amount is None or self.week_cost is None:
            return None
        return float(self.amount / self.week_cost)
