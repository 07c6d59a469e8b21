"""Queues for scarce placements in a healthcare region: who waits, by which published rule, and which seats were offered to whom."""

import uuid
from typing import Self

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField
from randa.core.provenance import Sourced
from randa.exchange.models.order_rules import OrderRule
from randa.exchange.models.seats import ASK, Inquiry, under
from randa.organisations.models import HealthcareRegionMembership, Organisation
from randa.people.models import User
from randa.supply.models import FrameworkAgreement
from randa.training.models import Enrolment, LearnerKind, PlacementArea, Unit

VIEW = "exchange.view"


def root_of(path: str) -> str:
    """Return the path of the region, or other root, that an organisation lies in."""
    return path.split("/", 1)[0] + "/"


def healthcare_regions_of(actor: User) -> list[int]:
    """Return the keys of the healthcare regions in which the actor's organisations lie, or that the actor serves itself."""
    roots = {root_of(path) for path in actor.paths_with(VIEW)}
    rows = HealthcareRegionMembership.objects.filter(Q(region__path__in=roots) | Q(healthcare_region__path__in=roots))
    return sorted(set(rows.values_list("healthcare_region", flat=True)))


def member_regions(healthcare_region: Organisation) -> list[Organisation]:
    """Return the regions of a healthcare region, by name."""
    members = HealthcareRegionMembership.objects.filter(healthcare_region=healthcare_region).values("region")
    return list(Organisation.objects.filter(pk__in=members).order_by("sort_name", "pk"))


class SeatQueueQuerySet(models.QuerySet["SeatQueue"]):
    def visible_to(self, actor: User) -> Self:
        """Return the queues of the healthcare regions in which the actor's organisations lie."""
        return self.filter(healthcare_region__in=healthcare_regions_of(actor))

    def with_names(self) -> Self:
        return self.select_related("healthcare_region", "keeper", "area", "unit__organisation")


class SeatQueue(models.Model):
    """A queue for seats of one area in a healthcare region, or at one unit. `keeper` is the organisation whose co-ordinator keeps it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    healthcare_region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seat_queues")
    keeper = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    name = GuardedCharField(max_length=120)
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="queues")
    weeks = models.PositiveSmallIntegerField()  # the usual length
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)
    closed_reason = GuardedCharField(max_length=300, blank=True)

    objects = SeatQueueQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="open_queue_has_its_own_name",
                fields=["healthcare_region", "name"],
                condition=Q(closed_on__isnull=True),
            ),
            models.CheckConstraint(name="queue_is_for_weeks", condition=Q(weeks__gt=0)),
            models.CheckConstraint(
                name="closing_has_a_reason", condition=Q(closed_on__isnull=True) | ~Q(closed_reason="")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("exchange:queue", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class QueueShare(Sourced):
    """How large a part of a queue's weeks a region is to have, as agreed: `parts` of the sum of all regions' parts."""

    queue = models.ForeignKey(SeatQueue, on_delete=models.CASCADE, related_name="shares")
    region = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    parts = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["queue", "region__sort_name"]
        constraints = [models.UniqueConstraint(name="one_share_per_region", fields=["queue", "region"])]

    def __str__(self) -> str:
        return f"{self.region}: {self.parts}"


class QueuePlaceQuerySet(models.QuerySet["QueuePlace"]):
    def visible_to(self, actor: User) -> Self:
        """Return the places of those for whom the actor's organisations ask for seats."""
        return self.filter(under(actor, ASK, "organisation"))

    def alive(self) -> Self:
        return self.filter(state__in=QueuePlace.ALIVE)


class QueuePlace(models.Model):
    """A learner's place in a queue: from when they can come, and by which week they must have begun."""

    class State(models.TextChoices):
        WAITING = "waiting", _("väntar")
        OFFERED = "offered", _("har ett erbjudande")
        PLACED = "placed", _("har fått plats")
        LEFT = "left", _("har lämnat kön")

    ALIVE = ("waiting", "offered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    queue = models.ForeignKey(SeatQueue, on_delete=models.PROTECT, related_name="places")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # who asks for them
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="queue_places")
    kind = models.ForeignKey(LearnerKind, on_delete=models.PROTECT, related_name="+")
    weeks = models.PositiveSmallIntegerField()
    first_start = models.DateField()  # a Monday: the wish
    last_start = models.DateField()  # a Monday: the last week in which they can begin
    training_ends_on = models.DateField(null=True, blank=True)  # the legal or decided end, when there is one
    queued_on = models.DateField()  # from which waiting is counted
    refusals = models.PositiveSmallIntegerField(default=0)  # offers turned down or not answered, since `queued_on`
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    reason = GuardedCharField(max_length=300, blank=True)  # of leaving
    put_in_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    objects = QueuePlaceQuerySet.as_manager()

    class Meta:
        ordering = ["queue", "queued_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_place_in_a_queue",
                fields=["queue", "enrolment"],
                condition=Q(state__in=["waiting", "offered"]),
            ),
            models.CheckConstraint(
                name="queue_place_is_possible",
                condition=Q(
                    weeks__gt=0, first_start__week_day=2, last_start__week_day=2, last_start__gte=F("first_start")
                ),
            ),
            models.CheckConstraint(name="leaving_has_a_reason", condition=~Q(state="left") | ~Q(reason="")),
        ]
        triggers = [
            pgtrigger.FSM(
                name="queue_place_goes_allowed_ways",
                field="state",
                transitions=[
                    ("waiting", "offered"),
                    ("offered", "waiting"),
                    ("offered", "placed"),
                    ("waiting", "left"),
                    ("placed", "waiting"),
                    ("placed", "left"),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.queue_id}: {self.enrolment_id}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:queue_place", args=[self.pk])


class QueueSeat(models.Model):
    """One seat that a unit leaves to a queue. It is offered to the first whom it suits, and on to the next after a no."""

    class State(models.TextChoices):
        OFFERED = "offered", _("erbjuden")
        TAKEN = "taken", _("tagen")
        LEFT = "left", _("ingen i kön kunde ta den")
        WITHDRAWN = "withdrawn", _("återtagen av enheten")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    queue = models.ForeignKey(SeatQueue, on_delete=models.PROTECT, related_name="seats")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()  # a Monday
    weeks = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=9, choices=State)
    released_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    released_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-released_at", "pk"]
        constraints = [
            models.CheckConstraint(name="queue_seat_is_for_weeks", condition=Q(weeks__gt=0, starts_on__week_day=2))
        ]

    def __str__(self) -> str:
        return f"{self.unit}: {self.starts_on}"


class QueueOffer(models.Model):
    """A seat as offered to somebody in the queue; what came of it stands in the thread.

    `rule` is the order it was offered by, whatever is decided later; `terms` are the agreement's at confirmation.
    """

    seat = models.ForeignKey(QueueSeat, on_delete=models.PROTECT, related_name="offers")
    place = models.ForeignKey(QueuePlace, on_delete=models.PROTECT, related_name="offers")
    inquiry = models.OneToOneField(Inquiry, on_delete=models.PROTECT, related_name="queue_offer")
    rule = models.ForeignKey(
        OrderRule, null=True, on_delete=models.PROTECT, related_name="+"
    )  # none: before it was kept
    agreement = models.ForeignKey(FrameworkAgreement, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    terms = models.JSONField(default=dict, blank=True)  # salary, travel, insurance, reference: codes and a number

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="a_seat_is_offered_once_to_each", fields=["seat", "place"])]

    def __str__(self) -> str:
        return f"{self.seat_id}: {self.place_id}"
