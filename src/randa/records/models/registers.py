"""The series of register numbers of an authority in a year."""

from django.db import models
from django.db.models import Q

from randa.organisations.models import Organisation

DEFAULT_SERIES = "UTB"


class Register(models.Model):
    """One series: `last_number` is given out under a lock, so that numbers have no gaps."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="registers")
    series = models.CharField(max_length=10, default=DEFAULT_SERIES)
    year = models.PositiveSmallIntegerField()
    last_number = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["organisation", "-year", "series"]
        constraints = [
            models.UniqueConstraint(name="series_once_a_year", fields=["organisation", "series", "year"]),
            models.CheckConstraint(name="series_is_capitals", condition=Q(series__regex=r"^[A-ZÅÄÖ]{2,10}$")),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"
