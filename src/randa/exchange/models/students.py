"""Students on a course occasion: who they are, what they wish and ask to be considered, and the rule by which seats are given."""

import datetime as dt
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.core.language import in_language
from randa.core.provenance import Sourced
from randa.exchange.models.seats import ASK, NamedSeat, under
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Enrolment, LearnerKind, PlacementArea, Programme, Unit


class StudentGroupQuerySet(models.QuerySet["StudentGroup"]):
    def visible_to(self, actor: User) -> Self:
        """Return the groups of the organisations for which the actor asks for seats."""
        return self.filter(under(actor, ASK, "organisation"))


class StudentGroup(models.Model):
    """A course occasion (kurstillfälle) of a university: its students need seats in one area for some weeks."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="student_groups")
    kind = models.ForeignKey(LearnerKind, on_delete=models.PROTECT, related_name="+")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="student_groups")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    course = GuardedCharField(max_length=80)
    term = GuardedCharField(max_length=20)  # as the university writes it: VT 2027, termin 7
    starts_on = models.DateField()  # a Monday
    weeks = models.PositiveSmallIntegerField()
    wishes_until = models.DateField(null=True, blank=True)  # last day for wishes; none: not asked for
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StudentGroupQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "course", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="course_occasion_once", fields=["organisation", "course", "term", "starts_on"]
            ),
            models.CheckConstraint(name="group_comes_for_weeks", condition=Q(weeks__gt=0, starts_on__week_day=2)),
        ]

    def __str__(self) -> str:
        return f"{self.course}, {self.term}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:group", args=[self.pk])

    @property
    def ends_before(self) -> dt.date:
        return self.starts_on + dt.timedelta(weeks=self.weeks)

    def takes_wishes(self, day: dt.date) -> bool:
        """Tell whether students may still change what they wish."""
        return self.wishes_until is not None and day <= self.wishes_until


class GroupMember(models.Model):
    """A student on a course occasion. `seat` is the one they were given, `why` the reason in codes and numbers, never in free text.

    `housing` counts for those who need it: how far the university has come, with a note that the student reads.
    """

    class Housing(models.TextChoices):
        WAITING = "waiting", _("inget gjort än")
        ASKED = "asked", _("efterfrågad")
        ARRANGED = "arranged", _("ordnad")
        IMPOSSIBLE = "impossible", _("gick inte att ordna")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    group = models.ForeignKey(StudentGroup, on_delete=models.CASCADE, related_name="members")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # as in the group
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="memberships")
    label = GuardedCharField(max_length=40, blank=True)  # the university's own subgroup
    home = models.CharField(max_length=60, blank=True)  # municipality, as far as travel can be reckoned from it
    is_distance = models.BooleanField(default=False)
    needs_housing = models.BooleanField(default=False)
    housing = models.CharField(max_length=10, choices=Housing, default=Housing.WAITING)
    housing_note = GuardedCharField(max_length=300, blank=True)
    seat = models.OneToOneField(NamedSeat, null=True, blank=True, on_delete=models.SET_NULL, related_name="member")
    why = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["enrolment__learner__family_name", "enrolment__learner__given_name", "pk"]
        constraints = [
            models.UniqueConstraint(name="member_once_in_a_group", fields=["group", "enrolment"]),
            models.CheckConstraint(
                name="no_housing_has_a_reason", condition=~Q(housing="impossible") | ~Q(housing_note="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.enrolment.learner)


class UnitWish(models.Model):
    """A unit that a student wishes for, best first. Stays readable for the student when the last day has passed."""

    member = models.ForeignKey(GroupMember, on_delete=models.CASCADE, related_name="wishes")
    rank = models.PositiveSmallIntegerField()
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")

    class Meta:
        ordering = ["member", "rank"]
        constraints = [
            models.UniqueConstraint(name="one_unit_per_rank", fields=["member", "rank"]),
            models.UniqueConstraint(name="unit_wished_once", fields=["member", "unit"]),
            models.CheckConstraint(name="wishes_count_from_one", condition=Q(rank__gte=1)),
        ]

    def __str__(self) -> str:
        return f"{self.rank}: {self.unit_id}"


class SpecialReasonKind(Sourced):
    """A category of special reason that may be decided on: a category only, never what lies behind it."""

    code = models.SlugField(primary_key=True, max_length=20)
    name_sv = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return in_language(self.name_sv, self.name_en)


class SpecialReason(models.Model):
    """A student asks to be placed first among the group, for a reason of a known category. The proof is seen, never kept."""

    class State(models.TextChoices):
        ASKED = "asked", _("väntar på beslut")
        GRANTED = "granted", _("beviljat")
        REFUSED = "refused", _("avslaget")

    member = models.OneToOneField(GroupMember, on_delete=models.CASCADE, related_name="special_reason")
    kind = models.ForeignKey(SpecialReasonKind, on_delete=models.PROTECT, related_name="+")
    asked_on = models.DateField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    proof_seen_on = models.DateField(null=True, blank=True)
    reason = GuardedCharField(max_length=300, blank=True)  # of the decision
    decided_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_has_a_reason_and_a_person",
                condition=Q(state="asked", decided_by__isnull=True)
                | Q(state__in=["granted", "refused"], decided_by__isnull=False, decided_at__isnull=False)
                & ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="granted_on_proof", condition=~Q(state="granted") | Q(proof_seen_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_id}: {self.state}"


class AllocationRule(Sourced):
    """How a university gives the seats of a group, from a day on: the longest travel, and how many wishes may be stated."""

    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )  # none: holds where nobody has decided
    valid_from = models.DateField()
    travel_cap_minutes = models.PositiveSmallIntegerField()
    most_wishes = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(
                name="allocation_rule_once_a_day", fields=["organisation", "valid_from"], nulls_distinct=False
            ),
            models.CheckConstraint(
                name="allocation_rule_counts", condition=Q(travel_cap_minutes__gt=0, most_wishes__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from}: {self.travel_cap_minutes}"
