"""Seats that one organisation asks of others: the request, a thread with each who was asked, its offers, and who gets the seats."""

import datetime as dt
import uuid
from decimal import Decimal
from typing import Self

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from randa.core.freetext.fields import GuardedCharField, GuardedTextField
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement
from randa.supply.models import PlaceOffer
from randa.training.models import Enrolment, LearnerKind, PlacementArea, Unit

ASK, ANSWER = "exchange.ask", "exchange.answer"


def under(actor: User, permission: str, *fields: str) -> Q:
    """Return the rows one of whose organisation `fields` lies where the actor has `permission` today."""
    found = Q(pk__in=[])
    for path in actor.paths_with(permission):
        for field in fields:
            found |= Q(**{f"{field}__path__startswith": path})
    return found


class SeatRequestQuerySet(models.QuerySet["SeatRequest"]):
    def visible_to(self, actor: User) -> Self:
        """Return what the actor's organisations have asked for, and what they have been asked."""
        asked = Inquiry.objects.visible_to(actor).values("request")
        return self.filter(under(actor, ASK, "asker") | Q(pk__in=asked))


class SeatRequest(models.Model):
    """An organisation asks one or several others for seats: how many, for whom, in what area, which weeks, and by when to answer.

    Seats are counted in those who come, here and in threads and bids; what they take of a unit's seats follows from the kind.
    """

    class State(models.TextChoices):
        OPEN = "open", _("öppen")
        FILLED = "filled", _("fylld")
        WITHDRAWN = "withdrawn", _("återtagen")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    asker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="seat_requests")
    kind = models.ForeignKey(LearnerKind, on_delete=models.PROTECT, related_name="+")
    area = models.ForeignKey(PlacementArea, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField()
    weeks = models.PositiveSmallIntegerField()
    starts_on = models.DateField()  # a Monday
    alternatives = ArrayField(models.DateField(), default=list, blank=True)  # other Mondays that would do as well
    wishes = GuardedTextField(blank=True)
    reply_by = models.DateField()
    group = models.ForeignKey(
        "exchange.StudentGroup", null=True, blank=True, on_delete=models.PROTECT, related_name="requests"
    )  # the course occasion whose students the seats are for
    bank_offer = models.ForeignKey(
        PlaceOffer, null=True, blank=True, on_delete=models.SET_NULL, related_name="requests"
    )  # what in the place bank is asked for; only the side that is asked may know of which unit it is
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SeatRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="request_is_for_seats_and_weeks",
                condition=Q(seats__gt=0, weeks__gt=0, starts_on__week_day=2),
            ),
            models.CheckConstraint(
                name="request_has_a_known_state", condition=Q(state__in=["open", "filled", "withdrawn"])
            ),
        ]
        triggers = [
            pgtrigger.FSM(
                name="request_goes_allowed_ways",
                field="state",
                transitions=[("open", "filled"), ("filled", "open"), ("open", "withdrawn"), ("filled", "withdrawn")],
            )
        ]

    def __str__(self) -> str:
        return f"{self.asker}: {self.area}, {self.kind}, {self.seats}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:request", args=[self.pk])

    @property
    def ends_before(self) -> dt.date:
        return self.starts_on + dt.timedelta(weeks=self.weeks)

    @property
    def drawn(self) -> Decimal:
        """How much of a unit's seats all who are asked for take together."""
        return self.seats * self.kind.weight

    @property
    def starts(self) -> list[dt.date]:
        """The first choice and the other Mondays that would do."""
        return [self.starts_on, *self.alternatives]


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def visible_to(self, actor: User) -> Self:
        """Return the threads of what the actor's organisations ask, were asked, or give a seat for."""
        gives = under(actor, ANSWER, "recipient", "unit__organisation")
        return self.filter(under(actor, ASK, "asker") | gives)

    def with_names(self) -> Self:
        return self.select_related(
            "request__area", "request__kind", "request__asker", "asker", "recipient", "unit__organisation"
        )


class Inquiry(models.Model):
    """One request as put to one organisation. Unit, seats and days are what stands on the table now; every earlier bid is an `Offer`."""

    class State(models.TextChoices):
        ASKED = "asked", _("väntar på svar")
        OFFERED = "offered", _("erbjudet")
        COUNTERED = "countered", _("motbud")
        CONFIRMED = "confirmed", _("bekräftat")
        DECLINED = "declined", _("fick nej")
        REFUSED = "refused", _("erbjudandet avböjt")
        WITHDRAWN = "withdrawn", _("återtagen")
        RELEASED = "released", _("återlämnat")

    OPEN_STATES = ("asked", "offered", "countered")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    request = models.ForeignKey(SeatRequest, on_delete=models.CASCADE, related_name="inquiries")
    asker = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")  # as in the request
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="inquiries")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    unit = models.ForeignKey(Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="inquiries")
    seats = models.PositiveSmallIntegerField(null=True, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_before = models.DateField(null=True, blank=True)
    promised_until = models.DateField(null=True, blank=True)  # last day on which the offer holds its seats
    bids = models.PositiveSmallIntegerField(default=0)
    reason = GuardedCharField(max_length=300, blank=True)  # of a no, a withdrawal, or seats given back
    changed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["request", "recipient__sort_name"]
        constraints = [
            models.UniqueConstraint(name="each_is_asked_once", fields=["request", "recipient"]),
            models.CheckConstraint(
                name="inquiry_is_to_another",
                condition=~Q(asker=F("recipient")),
            ),
            models.CheckConstraint(
                name="offer_on_the_table_is_whole",
                condition=Q(state__in=["asked", "declined", "withdrawn"])
                | Q(
                    state__in=["offered", "countered", "confirmed", "refused", "released"],
                    unit__isnull=False,
                    seats__gt=0,
                    starts_on__week_day=2,
                    ends_before__gt=F("starts_on"),
                    bids__gt=0,
                ),
            ),
            models.CheckConstraint(
                name="offer_says_how_long_it_holds", condition=~Q(state="offered") | Q(promised_until__isnull=False)
            ),
            models.CheckConstraint(
                name="confirmed_by_somebody_once",
                condition=Q(state__in=["confirmed", "released"], confirmed_by__isnull=False, confirmed_at__isnull=False)
                | Q(confirmed_by__isnull=True, confirmed_at__isnull=True) & ~Q(state__in=["confirmed", "released"]),
            ),
            models.CheckConstraint(
                name="no_has_a_reason",
                condition=~Q(state__in=["declined", "refused", "withdrawn", "released"]) | ~Q(reason=""),
            ),
        ]
        indexes = [models.Index(fields=["unit", "state", "ends_before"], name="inquiry_by_unit")]
        triggers = [
            pgtrigger.FSM(
                name="inquiry_goes_allowed_ways",
                field="state",
                transitions=[
                    *(("asked", to) for to in ("offered", "declined", "withdrawn")),
                    *(("offered", to) for to in ("countered", "confirmed", "declined", "refused", "withdrawn")),
                    *(("countered", to) for to in ("offered", "declined", "withdrawn")),
                    ("confirmed", "released"),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.asker} → {self.recipient}"

    def get_absolute_url(self) -> str:
        return reverse("exchange:inquiry", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def weeks(self) -> int:
        """Weeks of what stands on the table; 0 before anything does."""
        if self.starts_on is None or self.ends_before is None:
            return 0
        return (self.ends_before - self.starts_on).days // 7

    @property
    def drawn(self) -> Decimal:
        """How much of the unit's seats those who come take together; 0 before anything stands on the table."""
        return (self.seats or 0) * self.request.kind.weight


class Offer(models.Model):
    """One bid in a thread: what one side would agree to. Never changed: a new bid is a new row."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="offers")
    number = models.PositiveSmallIntegerField()
    by_asker = models.BooleanField()
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    seats = models.PositiveSmallIntegerField()
    starts_on = models.DateField()
    ends_before = models.DateField()
    message = GuardedCharField(max_length=500, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["inquiry", "number"]
        constraints = [
            models.UniqueConstraint(name="bid_has_a_number", fields=["inquiry", "number"]),
            models.CheckConstraint(
                name="bid_is_for_seats_and_weeks", condition=Q(seats__gt=0, ends_before__gt=F("starts_on"))
            ),
        ]
        triggers = [pgtrigger.Protect(name="bid_stands_as_made", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.inquiry} {self.number}"


class NamedSeat(models.Model):
    """A learner for whom a seat is asked. With `inquiry` one of its confirmed seats is theirs, and the placement says so."""

    request = models.ForeignKey(SeatRequest, on_delete=models.CASCADE, related_name="learners")
    enrolment = models.ForeignKey(Enrolment, on_delete=models.PROTECT, related_name="named_seats")
    order = models.PositiveSmallIntegerField(default=0)
    inquiry = models.ForeignKey(Inquiry, null=True, blank=True, on_delete=models.SET_NULL, related_name="learners")
    placement = models.OneToOneField(
        Placement, null=True, blank=True, on_delete=models.SET_NULL, related_name="named_seat"
    )

    class Meta:
        ordering = ["request", "order", "pk"]
        constraints = [
            models.UniqueConstraint(name="learner_is_named_once_in_a_request", fields=["request", "enrolment"]),
            models.CheckConstraint(
                name="placement_comes_from_a_thread", condition=Q(placement__isnull=True) | Q(inquiry__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id}: {self.enrolment_id}"
