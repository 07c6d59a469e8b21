"""Whom a learner asks for at a unit, and where to go the first day."""

from django.db import models

from randa.core.freetext.fields import GuardedCharField
from randa.training.models import Unit


class UnitContact(models.Model):
    """How a unit is reached by those who come to it. What is not known is empty."""

    unit = models.OneToOneField(Unit, primary_key=True, on_delete=models.CASCADE, related_name="contact")
    name = GuardedCharField(max_length=120, blank=True)  # a person or a function, such as the secretary of the clinic
    telephone = models.CharField(max_length=30, blank=True)
    email = models.EmailField(blank=True)
    address = GuardedCharField(max_length=200, blank=True)
    directions = GuardedCharField(max_length=300, blank=True)  # where to go the first day

    class Meta:
        ordering = ["unit"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.name}"
