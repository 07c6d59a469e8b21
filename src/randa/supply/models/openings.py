"""A unit is asked to take one learner more for some weeks: by whoever plans there, answered by whoever keeps the unit."""

import uuid

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.people.models import User
from randa.supervisors.models import Supervisor
from randa.supply.models.seats import Supervision
from randa.training.models import LearnerKind, Unit


class SeatOpening(models.Model):
    """One place more with a supervisor, during [starts_on, ends_before) in whole weeks. Nobody is named: who comes is said by the plan."""

    class State(models.TextChoices):
        ASKED = "asked", _("väntar på svar")
        OPENED = "opened", _("platsen är öppnad")
        DECLINED = "declined", _("fick nej")
        WITHDRAWN = "withdrawn", _("återtagen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="openings")
    kind = models.ForeignKey(LearnerKind, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()  # a Monday
    ends_before = models.DateField()  # a Monday
    message = GuardedCharField(max_length=300, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.ASKED)
    answer = GuardedCharField(max_length=300, blank=True)  # of a no, read by whoever asked
    supervisor = models.ForeignKey(
        Supervisor, null=True, blank=True, on_delete=models.SET_NULL, related_name="openings"
    )  # who stands for an opened place: their hours are kept for whoever comes
    supervision = models.OneToOneField(
        Supervision, null=True, blank=True, on_delete=models.SET_NULL, related_name="opening"
    )  # of the learner who came: from then on it takes the hours, and the place keeps none
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="opening_is_for_whole_weeks",
                condition=Q(ends_before__gt=F("starts_on"), starts_on__week_day=2, ends_before__week_day=2),
            ),
            models.UniqueConstraint(
                name="one_opening_asked_at_a_time",
                fields=["unit", "kind", "starts_on", "ends_before"],
                condition=Q(state="asked"),
            ),
            models.CheckConstraint(
                name="opening_is_declined_for_a_reason", condition=~Q(state="declined") | ~Q(answer="")
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="opening_goes_allowed_ways",
                field="state",
                transitions=[("asked", "opened"), ("asked", "declined"), ("asked", "withdrawn")],
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.starts_on}–{self.ends_before}"

    @property
    def enrolment_id(self) -> None:
        """Nobody is named: what a supervisor is promised for counts against any learner."""
        return

    def get_absolute_url(self) -> str:
        return f"{reverse('supply:openings', args=[self.unit.organisation.code])}#opening-{self.pk}"
