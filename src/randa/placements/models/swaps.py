"""Two learners change places: a proposal, an answer, and what the planner decides."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.people.models import User
from randa.placements.models.plans import Plan
from randa.training.models import Enrolment, PlacementArea, Unit


@dataclass(frozen=True, slots=True)
class Offered:
    """A block that changes hands, as it was when it was offered; half-open."""

    unit: Unit
    starts_on: dt.date
    ends_before: dt.date


class SwapQuerySet(models.QuerySet["Swap"]):
    def still_open(self) -> Self:
        """Return those that somebody must still answer or decide."""
        return self.filter(state__in=Swap.STILL_OPEN)

    def of(self, actor: User) -> Self:
        """Return those in which the person is one of the two; by key, because each may not read the other's record."""
        own = actor.enrolments.values("pk")
        return self.filter(Q(proposer__in=own) | Q(partner__in=own))

    def with_blocks(self) -> Self:
        """Return the rows with what names the two blocks; not whose they are."""
        return self.select_related("area", "unit__organisation", "partner_unit__organisation", "plan")


class Swap(models.Model):
    """A learner gives the block [starts_on, ends_before) at `unit` for another learner's block of the same area (P-10).

    What the two blocks were when they were offered is kept, so that a plan that has changed meanwhile is noticed. An open proposal
    goes to everybody with a block of the area in the plan, without names until both have said yes; `partner` is null until somebody
    answers it.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", _("väntar på svar")
        OFFERED = "offered", _("någon vill byta")
        AGREED = "agreed", _("väntar på godkännande")
        APPROVED = "approved", _("godkänt")
        DECLINED = "declined", _("nej till bytet")
        REFUSED = "refused", _("inte godkänt")
        WITHDRAWN = "withdrawn", _("tillbakadraget")
        EXPIRED = "expired", _("tiden gick ut")

    STILL_OPEN = (State.PROPOSED, State.OFFERED, State.AGREED)

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="swaps")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    proposer = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="swaps_proposed")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField()
    is_open = models.BooleanField(default=False)  # to anybody, without names
    partner = models.ForeignKey(
        Enrolment, null=True, blank=True, on_delete=models.PROTECT, related_name="swaps_answered"
    )
    partner_unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    partner_starts_on = models.DateField(null=True, blank=True)
    partner_ends_before = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=State, default=State.PROPOSED)
    answer_by = models.DateField()  # the last day for the other learner's answer
    proposed_at = models.DateTimeField(auto_now_add=True)
    answer_reason = GuardedCharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decision_reason = GuardedCharField(max_length=300, blank=True)

    objects = SwapQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "pk"]
        constraints = [
            models.CheckConstraint(name="swap_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            models.CheckConstraint(name="swap_is_between_two", condition=~Q(proposer=F("partner"))),
            models.CheckConstraint(
                name="swap_knows_both_blocks",
                condition=Q(partner=None, partner_unit=None, partner_starts_on=None, partner_ends_before=None)
                | Q(
                    partner__isnull=False,
                    partner_unit__isnull=False,
                    partner_starts_on__isnull=False,
                    partner_ends_before__gt=F("partner_starts_on"),
                ),
            ),
            models.CheckConstraint(
                name="swap_agreed_has_two", condition=~Q(state__in=("offered", "agreed", "approved"), partner=None)
            ),
            models.UniqueConstraint(
                name="swap_once_at_a_time",
                fields=["proposer", "area"],
                condition=Q(state__in=("proposed", "offered", "agreed")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area}: {self.unit}"

    @property
    def partner_block(self) -> "Offered":
        """The partner's block as it was offered; of a swap that has one."""
        assert self.partner_unit is not None  # noqa: S101 - so says swap_knows_both_blocks
        assert self.partner_starts_on is not None  # noqa: S101
        assert self.partner_ends_before is not None  # noqa: S101
        return Offered(self.partner_unit, self.partner_starts_on, self.partner_ends_before)

    def get_absolute_url(self) -> str:
        return reverse("placements:swap", args=[self.pk])
