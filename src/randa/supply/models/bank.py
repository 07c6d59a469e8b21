"""Free seats that a unit offers to everybody."""

from django.db import models
from django.db.models import F, Q

from randa.core.freetext.fields import GuardedCharField
from randa.core.ui.formats import amount
from randa.supply.seat_words import seats_words
from randa.training.models import Unit


class PlaceOffer(models.Model):
    """A unit offers free seats during [starts_on, ends_before). What is taken meanwhile is gone from the bank by itself."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="offers")
    starts_on = models.DateField()
    ends_before = models.DateField()
    seats = models.DecimalField(max_digits=4, decimal_places=2)  # parts of a seat where learners share one
    is_anonymous = models.BooleanField(default=True)
    note = GuardedCharField(max_length=200, blank=True)
    published_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="offer_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            models.CheckConstraint(name="offer_is_of_something", condition=Q(seats__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {amount(self.seats)}"

    @property
    def seats_words(self) -> str:
        return seats_words(self.seats)
