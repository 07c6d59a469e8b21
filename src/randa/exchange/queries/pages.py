"""What the list of requests and the pages of a request and of one thread show. Each costs the same number of queries at any size."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When

from randa.core.periods import monday_of
from randa.exchange.models import ANSWER, ASK, Inquiry, NamedSeat, Offer, SeatRequest, under
from randa.exchange.permissions import can_speak_for_asker, can_speak_for_recipient
from randa.exchange.queries.free import Week, fewest_free, free_weeks, room_for
from randa.people.models import User
from randa.training.models import LearnerKind, Unit

State = Inquiry.State
TONES = {
    "asked": "warning", "offered": "info", "countered": "info", "confirmed": "success", "declined": "neutral", "refused": "neutral",
    "withdrawn": "neutral", "released": "neutral", "open": "warning", "filled": "success",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class UnitRoom:
    """How full a unit is in the weeks that matter: the fullest of them. `learners`: how many of the kind asked for there is room for."""

    unit: Unit
    open: Decimal
    held: Decimal
    promised: Decimal
    free: Decimal
    learners: int


@dataclass(frozen=True, slots=True)
class Thread:
    """One thread with what its reader may do in it."""

    inquiry: Inquiry
    offers: Sequence[Offer]
    may_ask: bool
    may_answer: bool

    @property
    def tone(self) -> str:
        return TONES[self.inquiry.state]

    @property
    def may_confirm(self) -> bool:
        return self.may_ask and self.inquiry.state == State.OFFERED

    @property
    def may_counter(self) -> bool:
        return self.may_confirm

    @property
    def may_offer(self) -> bool:
        return self.may_answer and self.inquiry.is_open

    @property
    def may_end(self) -> bool:
        return (self.may_ask or self.may_answer) and (self.inquiry.is_open or self.inquiry.state == State.CONFIRMED)


def requests_of(actor: User) -> QuerySet[SeatRequest]:
    """Return what the actor's organisations ask others, with how many seats are confirmed and how many offers wait: one query."""
    confirmed = Q(inquiries__state=State.CONFIRMED)
    return (
        SeatRequest.objects.filter(under(actor, ASK, "asker"))
        .select_related("asker", "area", "kind")
        .annotate(
            confirmed=Sum("inquiries__seats", filter=confirmed, default=0),
            asked=Count("inquiries"),
            offers=Count("inquiries", filter=Q(inquiries__state=State.OFFERED)),
        )
        .order_by("-created_at", "pk")
    )


def inquiries_to(actor: User) -> QuerySet[Inquiry]:
    """Return what the actor's organisations have been asked, what waits for their answer first: one query."""
    mine_first = Case(
        When(state__in=[State.ASKED, State.COUNTERED], then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    rows = Inquiry.objects.filter(under(actor, ANSWER, "recipient", "unit__organisation"))
    return rows.with_names().annotate(turn=mine_first).order_by("turn", "request__reply_by", "pk")


def threads(request: SeatRequest, actor: User) -> list[Thread]:
    """Return the threads of a request that the actor may see: two queries."""
    inquiries = list(Inquiry.objects.visible_to(actor).filter(request=request).with_names())
    return [_thread(one, actor, offers) for one, offers in _with_offers(inquiries)]


def thread(inquiry: Inquiry, actor: User) -> Thread:
    """Return one thread with its bids."""
    ((_inquiry, offers),) = _with_offers([inquiry])
    return _thread(inquiry, actor, offers)


def named(request: SeatRequest) -> list[NamedSeat]:
    """Return those the seats are for, as far as the reader may know (the database answers for them)."""
    rows = NamedSeat.objects.filter(request=request)
    return list(rows.select_related("enrolment__learner", "enrolment__post", "inquiry__recipient"))


def units_to_offer(inquiry: Inquiry, actor: User) -> QuerySet[Unit]:
    """Return the units of the request's area whose seats the actor may offer in this thread."""
    mine = under(actor, ANSWER, "organisation")
    below = Q(organisation__path__startswith=inquiry.recipient.path)
    rows = Unit.objects.filter(mine & below, area=inquiry.request.area_id)
    return rows.select_related("organisation").order_by("organisation__sort_name", "pk")


def room_at(units: Sequence[Unit], inquiry: Inquiry, day: dt.date) -> list[UnitRoom]:
    """Return how full each unit is in the weeks on the table, or those asked for; most room first."""
    request = inquiry.request
    starts_on, weeks = inquiry.starts_on or request.starts_on, inquiry.weeks or request.weeks
    there = free_weeks(units, monday_of(starts_on), weeks, day=day, but=inquiry.pk)
    rows = [_room(unit, there[unit.pk], request.kind) for unit in units]
    return sorted(rows, key=lambda one: (-one.free, one.unit.organisation.sort_name))


def _room(unit: Unit, weeks: Sequence[Week], kind: LearnerKind) -> UnitRoom:
    fullest = min(weeks, key=lambda week: week.free)
    return UnitRoom(unit, fullest.open, fullest.held, fullest.promised, fewest_free(weeks), room_for(kind, weeks))


def _with_offers(inquiries: Sequence[Inquiry]) -> list[tuple[Inquiry, list[Offer]]]:
    offers: dict[object, list[Offer]] = {one.pk: [] for one in inquiries}
    rows = Offer.objects.filter(inquiry__in=inquiries).select_related("unit__organisation")
    for offer in rows.order_by("inquiry", "number"):
        offers[offer.inquiry_id].append(offer)
    return [(one, offers[one.pk]) for one in inquiries]


def _thread(inquiry: Inquiry, actor: User, offers: Sequence[Offer]) -> Thread:
    return Thread(inquiry, offers, can_speak_for_asker(actor, inquiry), can_speak_for_recipient(actor, inquiry))
