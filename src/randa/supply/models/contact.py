"""Whom a learner asks for at a unit, and where to go the first day."""

from django.db import models
from django.db.models import Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.position import EAST, NORTH, SOUTH, WEST, Position
from randa.training.models import Unit


class UnitContact(models.Model):
    """How a unit is reached by those who come to it. What is not known is empty."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.CASCADE, related_name="contact")
    name = GuardedCharField(max_length=120, blank=True)  # a person or a function, such as the secretary of the clinic
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = GuardedCharField(max_length=200, blank=True)
    directions = GuardedCharField(max_length=300, blank=True)  # where to go the first day
    latitude = models.DecimalField(max_digits=7, decimal_places=5, null=True, blank=True)  # degrees north, WGS 84
    longitude = models.DecimalField(max_digits=7, decimal_places=5, null=True, blank=True)

    class Meta:
        ordering = ["unit"]
        constraints = [
            models.CheckConstraint(
                name="position_has_both_numbers",
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(latitude__isnull=False, longitude__isnull=False),
            ),
            models.CheckConstraint(
                name="position_is_in_sweden",
                condition=Q(latitude__isnull=True) | Q(latitude__range=(SOUTH, NORTH), longitude__range=(WEST, EAST)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.name}"

    @property
    def position(self) -> Position | None:
        """Return where the unit lies; None when it has not said."""
        if self.latitude is None or self.longitude is None:
            return None
        return Position(self.latitude, self.longitude)
