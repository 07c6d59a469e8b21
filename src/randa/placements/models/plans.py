"""Seats of units, plans as versions, and placements: who is where, which weeks."""

import datetime as dt
import uuid
from typing import Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.clock import today
from randa.core.freetext.fields import GuardedCharField
from randa.core.jobs.models import Job
from randa.core.periods import DateRange
from randa.core.provenance import Sourced
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Enrolment, LearnerKind, PlacementArea, Unit

OUTSIDE = (
    0  # the start year of a standing plan with an organisation's placements at others: no planned version replaces it
)


class SeatPeriod(Sourced):
    """How many learners a unit takes at a time during [starts_on, ends_before); the basis is named."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="seat_periods")
    starts_on = models.DateField()
    ends_before = models.DateField()
    seats = models.PositiveSmallIntegerField()  # all learner kinds together: one pool
    reserved = models.PositiveSmallIntegerField(default=0)  # of these, promised to AT, ST and students already
    basis = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["unit", "starts_on"]
        constraints = [
            models.CheckConstraint(name="seat_period_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            models.CheckConstraint(name="reserved_seats_exist", condition=Q(reserved__lte=F("seats"))),
            ExclusionConstraint(
                name="one_seat_figure_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.seats}"


class MandateChange(models.Model):
    """A unit's clinical mandate changes (beds, services): seats from a day on, who decided and why (N-D9)."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="mandate_changes")
    effective_on = models.DateField()
    seats_before = models.PositiveSmallIntegerField()
    seats_after = models.PositiveSmallIntegerField()
    reason = GuardedCharField(max_length=300)
    decided_by = GuardedCharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-effective_on", "unit"]

    def __str__(self) -> str:
        return f"{self.unit}: {self.seats_before} → {self.seats_after}"


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, actor: User) -> Self:
        """Return the published plans that touch a region where the actor may see placements, and every plan where they plan.

        A role under a region (hospital, unit) sees the region's plans; what it sees in them is filtered by row.
        """
        seen = Q(pk__in=[])
        for path in actor.paths_with("placements.view"):
            region = Q(regions__path__startswith=path) | Q(regions__code=path.split("/", 1)[0])
            seen |= region & Q(state=Plan.State.PUBLISHED)
        for path in actor.paths_with("placements.plan"):
            seen |= Q(regions__path__startswith=path) | Q(regions__code=path.split("/", 1)[0])
        return self.filter(seen).distinct()


class Plan(models.Model):
    """One version of who is where for the learners who start in a year, in one or several regions."""

    class State(models.TextChoices):
        DRAFT = "draft", _("utkast")
        PUBLISHED = "published", _("publicerad")
        ARCHIVED = "archived", _("ersatt")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=120)
    regions = models.ManyToManyField(Organisation, related_name="plans")
    start_year = models.PositiveSmallIntegerField()
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    horizon_starts_on = models.DateField()  # Monday of calendar week 0 of the engine's problem
    horizon_weeks = models.PositiveSmallIntegerField()
    problem_sha256 = models.CharField(max_length=64, blank=True)
    seed = models.PositiveIntegerField(default=1)
    iterations = models.PositiveIntegerField(default=0)
    cost = models.PositiveIntegerField(null=True, blank=True)
    bound = models.FloatField(null=True, blank=True)
    unplaced_weeks = models.PositiveIntegerField(null=True, blank=True)
    left_out = models.PositiveIntegerField(
        default=0
    )  # learners whose data are restricted (GDPR article 18) when it was made
    explanation = models.JSONField(default=dict)  # why each unplaced block has no unit, and the cheapest remedies
    edit_number = models.PositiveIntegerField(default=0)  # of the latest change by hand; 0 while there is none
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="plan")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"

    def get_absolute_url(self) -> str:
        return reverse("placements:plan", args=[self.pk])


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own published placements, those at or from organisations where one sees placements, and what one plans.

        What is not published is the planners' own: nobody should hear of a draft before it counts.
        """
        seen = Q(enrolment__learner=actor, is_published=True)
        for path in actor.paths_with("placements.view"):
            seen |= Q(plan__state=Plan.State.PUBLISHED) & (_of_learners(path) | _visiting(path))
        seen |= Q(is_published=True, enrolment__learner__in=actor.shared_people("placements.view"))
        for path in actor.paths_with("placements.plan"):
            seen |= _touching(path)
        return self.filter(seen).distinct()

    def usable(self, actor: User) -> Self:
        """Leave out learners whose data are restricted (GDPR article 18): what is theirs stands, but goes into no file or other system.

        One's own stays one's own.
        """
        return self.filter(Q(enrolment__learner__restricted_at=None) | Q(enrolment__learner=actor))

    def for_file(self) -> Self:
        """Return the rows by post and time with what a plan's file names."""
        rows = self.select_related("enrolment__post", "enrolment__learner", "unit__organisation")
        return rows.order_by("enrolment__post__number", "starts_on")


def _touching(path: str) -> Q:
    """Return the placements at a unit, or of a learner, under `path`."""
    return Q(unit__organisation__path__startswith=path) | _of_learners(path)


def _of_learners(path: str) -> Q:
    return Q(enrolment__post__base__path__startswith=path) | Q(enrolment__post__region__path__startswith=path)


def _visiting(path: str) -> Q:
    """Return the placements at a unit under `path`; of another organisation's learner from some weeks before until the end.

    A placement is the narrowest agreement there is between two organisations, and its end ends it (ADR 0006).
    """
    day = today()
    soon_or_now = Q(starts_on__lte=day + dt.timedelta(weeks=settings.SHARING_WEEKS_BEFORE), ends_before__gt=day)
    same_organisation = Q(enrolment__post__region__path__startswith=path.split("/", 1)[0] + "/")
    return Q(unit__organisation__path__startswith=path) & (same_organisation | soon_or_now)


class Placement(models.Model):
    """A learner's block at a unit during [starts_on, ends_before) in one plan; without unit it could not be placed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="placements")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="placements")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="placements")
    starts_on = models.DateField()
    ends_before = models.DateField()
    working_weeks = models.PositiveSmallIntegerField()
    is_published = models.BooleanField(
        default=False
    )  # follows the plan's state, so that the constraint below can read it
    is_locked = models.BooleanField(default=False)  # a planner's word that this block stays as it is
    comment = GuardedCharField(max_length=300, blank=True)
    edited_in = models.PositiveIntegerField(default=0)  # number of the plan's edit that made the row what it is
    kind = models.ForeignKey(
        LearnerKind, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )  # as whom the learner draws from the pool of seats, where two organisations have agreed on it; a plan's take a whole seat

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["enrolment", "starts_on"]
        constraints = [
            models.CheckConstraint(name="placement_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            models.CheckConstraint(name="placement_holds_a_week", condition=Q(working_weeks__gte=1)),
            ExclusionConstraint(
                name="placement_learner_is_in_one_place",
                condition=Q(is_published=True),
                expressions=[
                    ("enrolment", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]
        indexes = [
            models.Index(fields=["plan", "unit", "starts_on"], name="placement_by_unit"),
            models.Index(fields=["unit", "ends_before"], name="placement_at_unit_until"),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.area_id} {self.starts_on}"


class PlanEdit(models.Model):
    """One change that a planner made to a draft, over one or many placements: what can be undone, and what others must hear of.

    `before` and `after` hold the rows as `editing.rows` writes them, by the placement's key; null where there was, or is, no row.
    """

    class Kind(models.TextChoices):
        MOVE = "move", _("flyttat")
        RESIZE = "resize", _("ändrad längd")
        SPLIT = "split", _("delat")
        JOIN = "join", _("sammanslaget")
        COPY = "copy", _("kopierat")
        REMOVE = "remove", _("borttaget")
        UNIT = "unit", _("bytt enhet")
        AREA = "area", _("bytt område")
        LOCK = "lock", _("låst")
        UNLOCK = "unlock", _("upplåst")
        COMMENT = "comment", _("kommenterat")
        CHANGE = "change", _("ändrat")
        ARRANGE = "arrange", _("omlagt")
        PASTE = "paste", _("inklistrat")
        SWAP = "swap", _("bytt mellan två")
        UNDO = "undo", _("ångrat")
        REDO = "redo", _("gjort om")

    class State(models.TextChoices):
        DONE = "done", _("gäller")
        UNDONE = "undone", _("ångrad")
        DROPPED = "dropped", _("ångrad, och något annat gjordes i stället")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="edits")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.DONE)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    before = models.JSONField()
    after = models.JSONField()
    price = models.IntegerField(default=0)  # change of the plan's cost, in points
    undoes = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(name="edit_number_once_per_plan", fields=["plan", "number"]),
            models.CheckConstraint(name="edit_numbers_count_from_one", condition=Q(number__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.plan}: {self.number}"


class Rearrangement(models.Model):
    """A draft's learners planned anew by the engine: what was asked, the answers to choose among, and which edit laid one.

    `asked` and `answers` hold keys and no names (`services.rearranging` writes them, `queries.rearrangement` reads them).
    """

    class Kind(models.TextChoices):
        SELECTION = "select", _("valda läkare")
        MENDING = "mend", _("det som inte längre stämmer")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="rearrangements")
    kind = models.CharField(max_length=8, choices=Kind)
    job = models.OneToOneField(Job, null=True, blank=True, on_delete=models.SET_NULL, related_name="rearrangement")
    asked = models.JSONField(default=dict)
    made_after = models.PositiveIntegerField(
        default=0
    )  # number of the plan's edit that the answers were worked out after
    answers = models.JSONField(null=True)  # null until they are there
    laid_in = models.PositiveIntegerField(null=True)  # number of the edit that laid one of them
    laid_answer = models.PositiveSmallIntegerField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.plan}: {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        return reverse("placements:rearrangement", args=[self.plan_id, self.pk])


class LateChange(models.Model):
    """What was promised and became another thing inside the notice period: one row per learner, unit and publication or swap (N-P7).

    `unit` is the one that the learner was promised: it counts for that unit's quality, whoever caused it.
    """

    class Cause(models.TextChoices):
        UNIT = "unit", _("enheten")
        PLANNING = "plan", _("planeringen")
        LEARNER = "learner", _("läkaren eller studenten")
        OTHER = "other", _("annan")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="late_changes")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="late_changes")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="late_changes")
    first_day = models.DateField()  # the first day that is not as it was promised
    told_on = models.DateField()
    notice_weeks = models.PositiveSmallIntegerField()  # what the rule asked for that day
    cause = models.CharField(max_length=7, choices=Cause)  # who made it come late, as whoever decided saw it
    reason = GuardedCharField(max_length=300)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    edit_number = models.PositiveIntegerField(default=0)  # which change of the plan's it was

    class Meta:
        ordering = ["-told_on", "first_day", "pk"]
        indexes = [models.Index(fields=["unit", "told_on"], name="late_change_by_unit")]
        constraints = [
            models.CheckConstraint(name="late_change_has_a_reason", condition=~Q(reason="")),
            models.UniqueConstraint(
                name="late_change_once_per_plan", fields=["plan", "enrolment", "unit", "first_day", "edit_number"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.enrolment_id}: {self.first_day}"

    @property
    def weeks_before(self) -> int:
        """Whole weeks from the day people were told to the first day that is another; negative when it had passed."""
        return (self.first_day - self.told_on).days // 7
