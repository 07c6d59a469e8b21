"""A draft proposed to the units it needs, and what each of them answers about each block (ADR 26)."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField, GuardedTextField
from randa.core.language import in_language
from randa.core.provenance import Sourced
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.supervisors.models import Supervisor
from randa.training.models import Enrolment, PlacementArea, Unit

ANSWER = "capacity.edit"
PLANNERS = ("placements.plan", "placements.publish")


class NoReason(Sourced):
    """Why a unit says no, as all units choose it, so that the reasons can be counted."""

    code = models.SlugField(primary_key=True, max_length=30)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    needs_words = models.BooleanField(default=False)  # says nothing by itself
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "code"]

    def __str__(self) -> str:
        return in_language(self.name_sv, self.name_en)


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, actor: User) -> Self:
        """Return what the actor's units are asked, and what is asked about plans that they plan or publish."""
        asked = ProposedBlock.objects.asked_of(actor).values("proposal")
        seen = Q(pk__in=asked)
        for name in PLANNERS:
            for path in actor.paths_with(name):
                seen |= Q(plan__regions__path__startswith=path) | Q(plan__regions__code=path.split("/", 1)[0])
        return self.filter(seen).distinct()


class Proposal(models.Model):
    """A picture of a draft, sent to its units with a letter and a day to answer by. The draft stays a draft, and can be changed.

    Sending again makes the next number of the same plan: what a unit has answered about blocks that are the same stands.
    """

    class State(models.TextChoices):
        OPEN = "open", _("hos enheterna")
        REPLACED = "replaced", _("ersatt av ett nytt förslag")
        WITHDRAWN = "withdrawn", _("tillbakadraget")
        PUBLISHED = "published", _("planen är publicerad")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="proposals")
    number = models.PositiveSmallIntegerField(default=1)
    edit_number = models.PositiveIntegerField(default=0)  # of the plan's latest edit when the picture was taken
    letter = GuardedTextField(max_length=1000, blank=True)
    answer_by = models.DateField()
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(name="proposal_number_once_per_plan", fields=["plan", "number"]),
            models.UniqueConstraint(name="one_open_proposal_per_plan", fields=["plan"], condition=Q(state="open")),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("proposals:plan", args=[self.plan_id])

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


def _in_draft() -> Exists:
    """The plan still has the block with the same learner, area, unit and days: an answer is about exactly that."""
    same = Placement.objects.filter(
        pk=OuterRef("placement"), plan=OuterRef("plan"), enrolment=OuterRef("enrolment"), area=OuterRef("area"),
        unit=OuterRef("unit"), starts_on=OuterRef("starts_on"), ends_before=OuterRef("ends_before"),
    )  # fmt: skip
    return Exists(same)


def _in_suggested_weeks() -> Exists:
    """The plan has the block from the week that the unit suggested, as many weeks of service: that is what the unit has said yes to."""
    same = Placement.objects.filter(
        pk=OuterRef("placement"), plan=OuterRef("plan"), enrolment=OuterRef("enrolment"), area=OuterRef("area"),
        unit=OuterRef("unit"), starts_on=OuterRef("suggested_on"), working_weeks=OuterRef("working_weeks"),
    )  # fmt: skip
    return Exists(same)


class ProposedBlockQuerySet(models.QuerySet["ProposedBlock"]):
    def asked_of(self, actor: User) -> Self:
        """Return the blocks at units that the actor keeps: theirs to answer."""
        seen = Q(pk__in=[])
        for path in actor.paths_with(ANSWER):
            seen |= Q(unit__organisation__path__startswith=path)
        return self.filter(seen)

    def as_drafted(self) -> Self:
        """Return the rows with `is_as_drafted`, whether the draft still has the block as it was proposed, and `is_as_suggested`, whether
        it lies in the other weeks that the unit named. As the system only."""
        return self.annotate(is_as_drafted=_in_draft(), is_as_suggested=_in_suggested_weeks())

    def to_answer(self) -> Self:
        """Return what open proposals wait for: not answered, and still as the draft has it. As the system only."""
        return self.filter(_in_draft(), proposal__state="open", answer="waiting")

    def with_names(self) -> Self:
        """Return the rows with what a page shows. As the system only: joining a hidden learner would hide the row."""
        related = (
            "enrolment__learner",
            "enrolment__post__programme",
            "enrolment__post__region",
            "enrolment__post__base",
        )
        own = ("area", "unit__organisation", "reason", "supervisor__user", "answered_by")
        return self.select_related(*related, *own).order_by("starts_on", "enrolment__post__number", "pk")


class ProposedBlock(models.Model):
    """One block as it was proposed to its unit, and the unit's answer.

    `placement` is the key of the draft's row, not a reference: a row that is removed and brought back by undo is the same block. The plan
    is kept here too, so that the database can ask who plans it without reading the proposal.
    """

    class Answer(models.TextChoices):
        WAITING = "waiting", _("inte svarat")
        YES = "yes", _("ja")
        NO = "no", _("nej")
        OTHER = "other", _("andra veckor passar")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="blocks")
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="+")
    placement = models.UUIDField()
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="proposed_blocks")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="proposed_blocks")
    starts_on = models.DateField()
    ends_before = models.DateField()
    working_weeks = models.PositiveSmallIntegerField()
    answer = models.CharField(max_length=7, choices=Answer, default=Answer.WAITING)
    supervisor = models.ForeignKey(
        Supervisor, null=True, blank=True, on_delete=models.PROTECT, related_name="proposed_blocks"
    )
    reason = models.ForeignKey(NoReason, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    words = GuardedCharField(max_length=300, blank=True)
    suggested_on = models.DateField(null=True, blank=True)  # the Monday from which as many weeks of service would suit
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)
    answers = models.PositiveSmallIntegerField(default=0)  # how many times it was answered: what a page has seen

    is_as_drafted: bool  # of rows that `as_drafted` has read; an answer is about exactly what was proposed
    is_as_suggested: bool  # of the same rows: other weeks that were named and laid are agreed to

    objects = ProposedBlockQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.UniqueConstraint(name="block_once_per_proposal", fields=["proposal", "placement"]),
            models.CheckConstraint(name="proposed_block_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            models.CheckConstraint(
                name="a_no_has_a_reason_and_nothing_else_has", condition=Q(answer="no") ^ Q(reason__isnull=True)
            ),
            models.CheckConstraint(
                name="other_weeks_are_named", condition=Q(answer="other") ^ Q(suggested_on__isnull=True)
            ),
            models.CheckConstraint(
                name="only_a_yes_names_a_supervisor", condition=Q(answer="yes") | Q(supervisor__isnull=True)
            ),
        ]
        indexes = [models.Index(fields=["unit", "proposal"], name="proposed_by_unit")]

    def __str__(self) -> str:
        return f"{self.unit_id}: {self.enrolment_id} {self.starts_on}"

    @property
    def weeks(self) -> int:
        """Calendar weeks from the first day to the last, absences inside counted too."""
        return (self.ends_before - self.starts_on).days // 7
