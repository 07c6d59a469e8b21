"""What all kinds of learners share: placement areas, units, programmes, posts, enrolments and absences."""

import uuid
from decimal import Decimal
from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField, GuardedTextField
from randa.core.language import in_language
from randa.core.periods import DateRange
from randa.core.provenance import Sourced
from randa.core.secrets_at_rest import EncryptedTextField
from randa.core.ui.formats import amount
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.models import Regulation


class PlacementArea(models.Model):
    """Where a block is served: medicine, surgery, emergency, general practice, psychiatry, elective, student place."""

    code = models.CharField(max_length=4, primary_key=True)  # IM KIR AKU AM PSY VAL VFU: colour, chart and badge key
    name_sv = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return in_language(self.name_sv, self.name_en)


class Unit(models.Model):
    """A clinic or health centre that takes learners in one area. Its organisation row carries name, place in the tree and roles."""

    organisation = models.OneToOneField(Organisation, primary_key=True, on_delete=models.CASCADE, related_name="unit")
    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="units")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="units")
    site = models.CharField(max_length=80)  # place of service, e.g. the hospital's name
    x_km = models.FloatField(default=0)  # position on a flat map of Mellansverige, for travel between units
    y_km = models.FloatField(default=0)

    class Meta:
        ordering = ["organisation__sort_name"]

    def __str__(self) -> str:
        return self.organisation.name


class UnitClosure(models.Model):
    """A unit takes nobody during [starts_on, ends_before): rebuilding, summer closing, lack of staff. Who decided and why is named."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="closures")
    starts_on = models.DateField()
    ends_before = models.DateField()
    reason = GuardedCharField(max_length=300)
    decided_by = GuardedCharField(max_length=120, blank=True)
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="closure_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            ExclusionConstraint(
                name="closed_once_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.starts_on}"


class UnitRooms(Sourced):
    """How many learners a unit has rooms for at a time during [starts_on, ends_before). Without a row rooms set no limit."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="rooms")
    starts_on = models.DateField()
    ends_before = models.DateField()
    rooms = models.PositiveSmallIntegerField()
    basis = GuardedCharField(max_length=300, blank=True)

    class Meta:
        ordering = ["unit", "starts_on"]
        verbose_name = "unit rooms"
        constraints = [
            models.CheckConstraint(name="rooms_end_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            ExclusionConstraint(
                name="one_room_figure_at_a_time",
                expressions=[
                    ("unit", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.rooms}"


class LearnerKind(Sourced):
    """A kind of learner who draws from the one pool of seats, and how much of a seat each of them takes (N-P1)."""

    class Level(models.TextChoices):
        BASIC = "basic", _("grundutbildning")
        ADVANCED = "advanced", _("läkare och specialistutbildning")

    code = models.CharField(max_length=3, primary_key=True)  # AT BT ST MED SSK SPE
    name_sv = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    one_sv = models.CharField(max_length=60)  # one of them, in a sentence: läkarstudent
    one_en = models.CharField(max_length=60)
    level = models.CharField(max_length=8, choices=Level)
    weight = models.DecimalField(max_digits=3, decimal_places=2)  # share of a seat
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order"]
        constraints = [
            models.CheckConstraint(name="kind_takes_part_of_a_seat", condition=Q(weight__gt=0, weight__lte=1))
        ]

    def __str__(self) -> str:
        return in_language(self.name_sv, self.name_en)

    def counted(self, number: int) -> str:
        """Return so many of them as a sentence says it: 1 läkarstudent, 5 läkarstudenter."""
        one, several = in_language(self.one_sv, self.one_en), str(self)
        if several[1:2].islower():
            several = several[0].lower() + several[1:]  # AT-läkare keeps its capitals
        return f"{number} {one if number == 1 else several}"

    @property
    def sharing(self) -> str:
        """Return how learners of the kind share a seat, as the beginning of a sentence; empty for those who take a whole one."""
        if self.weight == 1:
            return ""
        if 1 % self.weight == 0:
            return _("%(n)d delar på en plats") % {"n": 1 / self.weight}
        return _("Var och en tar %(share)s plats") % {"share": amount(self.weight)}


class SeatClaim(models.Model):
    """Some learners of a kind at a unit during [starts_on, ends_before), without names: asked for, or promised and so held."""

    class State(models.TextChoices):
        ASKED = "asked", _("begärda")
        PROMISED = "promised", _("lovade")

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="claims")
    kind = models.ForeignKey(LearnerKind, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_before = models.DateField()
    learners = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.ASKED)
    note = GuardedCharField(max_length=200, blank=True)

    class Meta:
        ordering = ["starts_on", "pk"]
        constraints = [
            models.CheckConstraint(name="claim_ends_after_start", condition=Q(ends_before__gt=F("starts_on"))),
            models.CheckConstraint(name="claim_is_for_somebody", condition=Q(learners__gte=1)),
        ]
        indexes = [models.Index(fields=["unit", "ends_before"], name="claim_at_unit_until")]

    def __str__(self) -> str:
        return f"{self.unit}: {self.learners} {self.kind_id}"

    @property
    def seats(self) -> Decimal:
        """What they take of the unit's seats, exactly; `kind` is selected."""
        return self.learners * self.kind.weight


class Programme(models.Model):
    """A way through training in one region: BT free-standing, BT integrated, AT 18 months … with its blocks."""

    class Kind(models.TextChoices):
        AT = "AT", _("AT")
        BT_FREE = "BTF", _("BT, fristående")
        BT_INTEGRATED = "BTI", _("BT, integrerad")
        ST = "ST", _("ST")
        STUDENT = "STU", _("VFU")

    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="programmes")
    kind = models.CharField(max_length=3, choices=Kind)
    name = models.CharField(max_length=120)
    regulation = models.ForeignKey(
        Regulation, null=True, blank=True, on_delete=models.PROTECT, related_name="programmes"
    )
    standard_weeks = models.PositiveSmallIntegerField()  # working weeks in all, vacation left out
    note = GuardedTextField(blank=True)

    class Meta:
        ordering = ["region", "kind", "name"]
        constraints = [models.UniqueConstraint(name="programme_name_once", fields=["region", "kind", "name"])]

    def __str__(self) -> str:
        return self.name


class ProgrammeBlock(models.Model):
    """One area's block of a programme: fewest, nominal and most working weeks, and the blocks that must come before it."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="blocks")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    weeks_min = models.PositiveSmallIntegerField()
    weeks_nominal = models.PositiveSmallIntegerField()
    weeks_max = models.PositiveSmallIntegerField()
    after = models.ManyToManyField(PlacementArea, blank=True, related_name="+")

    class Meta:
        ordering = ["programme", "area__sort_order"]
        constraints = [
            models.UniqueConstraint(name="block_once_per_area", fields=["programme", "area"]),
            models.CheckConstraint(
                name="block_weeks_in_order",
                condition=Q(weeks_min__lte=F("weeks_nominal"), weeks_nominal__lte=F("weeks_max")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme}: {self.area_id} {self.weeks_nominal}"


class Post(models.Model):
    """A post (utbildningstjänst) that can be filled once per start: where, which programme, when it begins."""

    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="posts")
    base = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="based_posts"
    )  # hospital or unit of employment
    number = models.CharField(max_length=30, unique=True)
    starts_on = models.DateField()

    class Meta:
        ordering = ["starts_on", "number"]

    def __str__(self) -> str:
        return self.number


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def visible_to(self, actor: User) -> Self:
        """Return one's own, and those of the regions where the actor may see placements."""
        seen = Q(learner=actor) | Q(learner__in=actor.shared_people("placements.view"))
        for path in actor.paths_with("placements.view"):
            # A role at a hospital or unit sees the learners whose base lies there; placements add more in their own app.
            seen |= Q(post__base__path__startswith=path) | Q(post__region__path__startswith=path)
        return self.filter(seen).distinct()


class Enrolment(models.Model):
    """One person's way through one programme, on one post."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    learner = models.ForeignKey(User, on_delete=models.PROTECT, related_name="enrolments")
    post = models.OneToOneField(Post, on_delete=models.PROTECT, related_name="enrolment")
    starts_on = models.DateField()
    percent = models.PositiveSmallIntegerField(default=100)
    vacation_weeks = models.PositiveSmallIntegerField(default=6)
    home_x_km = models.FloatField(default=0)
    home_y_km = models.FloatField(default=0)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on", "post__number"]
        constraints = [
            models.CheckConstraint(
                name="enrolment_percent_between_50_and_100", condition=Q(percent__gte=50, percent__lte=100)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.learner} ({self.post.number})"


class Absence(models.Model):
    """Weeks away from service, half-open. The kind is for planning; a cause, if any, lies encrypted in `AbsenceReason`."""

    class Kind(models.TextChoices):
        VACATION = "vacation", _("semester")
        PARENTAL = "parental", _("föräldraledighet")
        OTHER = "other", _("annan frånvaro")

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="absences")
    kind = models.CharField(max_length=10, choices=Kind)
    starts_on = models.DateField()
    ends_before = models.DateField()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(name="absence_ends_after_start", condition=Q(ends_before__gt=F("starts_on")))
        ]

    def __str__(self) -> str:
        return f"{self.enrolment}: {self.starts_on}"


class AbsenceReason(models.Model):
    """Why somebody is away, which may be about health (GDPR article 9): encrypted, read by few, every reading logged."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    absence = models.OneToOneField(Absence, on_delete=models.CASCADE, related_name="cause")
    text = EncryptedTextField()
    recorded_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.absence)
