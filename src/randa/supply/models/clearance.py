"""What must be in order before somebody comes: agreement, confidentiality, health form, card, course (P-08)."""

from django.db import models

from randa.core.language import in_language
from randa.core.provenance import Sourced
from randa.people.models import User
from randa.training.models import Enrolment, Unit


class ClearanceItem(Sourced):
    """One thing to be in order so many weeks before a placement begins."""

    code = models.SlugField(primary_key=True, max_length=30)
    name_sv = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    weeks_before = models.PositiveSmallIntegerField()
    is_agreement = models.BooleanField(
        default=False
    )  # in order by itself when a framework agreement covers the placement
    only_outside = models.BooleanField(default=False)  # asked for only at another organisation than one's own
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return in_language(self.name_sv, self.name_en)


class ClearanceTick(models.Model):
    """Somebody saw that one thing is in order for a learner at a unit. What it says (a health form) is not kept here."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="clearances")
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(ClearanceItem, on_delete=models.CASCADE, related_name="+")
    done_on = models.DateField()
    done_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(name="cleared_once", fields=["enrolment", "unit", "item"])]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.item_id}"
