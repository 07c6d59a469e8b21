"""Requests for seats between the regions, one in each state: made as people would make them, on the demo world's day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from randa.core.clock import today
from randa.demo.chance import fixed_id
from randa.exchange.models import Inquiry, SeatRequest, StudentGroup
from randa.exchange.queries.free import free_weeks, room_for
from randa.exchange.services.bidding import Bid, counter_offer, end_inquiry, offer_seats
from randa.exchange.services.confirming import confirm_offer
from randa.exchange.services.requests import Wanted, ask_for_seats, withdraw_request
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.training.models import LearnerKind, PlacementArea, Unit

DALARNA, UPPSALA, SORMLAND, VARMLAND, OREBRO, VASTMANLAND, GAVLEBORG = (
    "REG-20", "REG-03", "REG-04", "REG-17", "REG-18", "REG-19", "REG-21",
)  # fmt: skip
SPRING, SUMMER = dt.date(2027, 3, 1), dt.date(2027, 5, 3)
FORTNIGHT, WEEK = dt.timedelta(days=14), dt.timedelta(weeks=1)
AHEAD = 60  # weeks


def make_requests() -> None:
    """Make the requests; each shows one state of the negotiation."""
    _ask("waits", DALARNA, [UPPSALA], "AM", 2, SPRING, "Gärna samma vårdcentral hela tiden.")
    _ask("to-answer", VARMLAND, [DALARNA], "AM", 1, SPRING, "Två av veckorna får gärna vara jourtid.")
    _offer(_ask("offered", DALARNA, [OREBRO, VASTMANLAND], "IM", 2, SUMMER), later=2)
    _counter(_offer(_ask("countered", SORMLAND, [VASTMANLAND], "AM", 2, SUMMER), later=1))
    _confirm(_offer(_ask("confirmed", GAVLEBORG, [UPPSALA], "IM", 1, SPRING)))
    _end(
        _ask("declined", DALARNA, [GAVLEBORG], "PSY", 2, SPRING).inquiries.get(),
        GAVLEBORG,
        "Alla handledare är upptagna under våren.",
    )
    refused = _offer(_ask("refused", VASTMANLAND, [OREBRO], "AM", 1, SUMMER), later=4)
    _end(refused, VASTMANLAND, "De veckorna är våra läkare på kurs.")
    withdrawn = _ask("withdrawn", UPPSALA, [SORMLAND], "AM", 3, SUMMER)
    withdraw_request(
        actor=speaker_of(UPPSALA), request=withdrawn, reason="Platserna ordnades på hemmaplan.", today=today()
    )
    released = _confirm(_offer(_ask("released", OREBRO, [VARMLAND], "AM", 1, SUMMER)))
    _end(released, OREBRO, "Läkaren har fått förlängd föräldraledighet.")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a region or a university asks for, and for whom: BT doctors unless said."""

    key: str
    asker: str
    recipients: Sequence[str]
    area: str
    seats: int
    starts_on: dt.date
    wishes: str = ""
    kind: str = "BT"
    weeks: int = 4
    group: StudentGroup | None = None


def _ask(
    key: str, asker: str, recipients: Sequence[str], area: str, seats: int, starts_on: dt.date, wishes: str = ""
) -> SeatRequest:
    return ask(Asked(key, asker, recipients, area, seats, starts_on, wishes), today())


def ask(asked: Asked, day: dt.date) -> SeatRequest:
    """Ask for seats on a day, as whoever speaks for the asker would."""
    places = Organisation.objects.in_bulk([asked.asker, *asked.recipients], field_name="code")
    wanted = Wanted(
        kind=LearnerKind.objects.get(pk=asked.kind), area=PlacementArea.objects.get(pk=asked.area), seats=asked.seats,
        weeks=asked.weeks, starts_on=asked.starts_on, reply_by=day + FORTNIGHT, wishes=asked.wishes, group=asked.group,
    )  # fmt: skip
    return ask_for_seats(
        actor=speaker_of(asked.asker), asker=places[asked.asker], recipients=[places[code] for code in asked.recipients],
        wanted=wanted, today=day, key=request_id(asked.key),
    )  # fmt: skip


def request_id(key: str) -> UUID:
    """Return the key of one of the requests, the same in every demo world."""
    return fixed_id("seat request", key)


def _offer(request: SeatRequest, *, later: int = 0) -> Inquiry:
    return offer(request, today(), later=later)


def offer(request: SeatRequest, day: dt.date, *, later: int = 0) -> Inquiry:
    """Let the first who was asked offer what is wanted, `later` weeks later, at the first unit with room."""
    inquiry = request.inquiries.with_names().order_by("recipient__code")[0]
    below = Unit.objects.filter(organisation__path__startswith=inquiry.recipient.path, area=request.area)
    units = list(below.select_related("organisation").order_by("organisation__code"))
    first = request.starts_on + later * WEEK
    unit, starts_on, seats = _first_room(units, first, request, day)
    return offer_seats(
        actor=speaker_of(inquiry.recipient.code), inquiry=inquiry, unit=unit,
        bid=Bid(seats, starts_on, request.weeks, "Handledaren har schema klart för de veckorna."), seen=0, today=day,
    )  # fmt: skip


def _first_room(units: Sequence[Unit], first: dt.date, request: SeatRequest, day: dt.date) -> tuple[Unit, dt.date, int]:
    """Return where, when and for how many there is room first, from `first` on: for all who are asked for, else for fewer."""
    free = free_weeks(units, first, AHEAD + request.weeks, day=day)
    for seats in range(request.seats, 0, -1):
        for week in range(AHEAD):
            for unit in units:
                if room_for(request.kind, free[unit.pk][week : week + request.weeks]) >= seats:
                    return unit, first + week * WEEK, seats
    raise LookupError(f"no room for {request} within {AHEAD} weeks: choose another region or area")


def _counter(inquiry: Inquiry) -> None:
    bid = Bid(1, inquiry.request.starts_on, 4, "En plats räcker om den kan börja som vi bad om.")
    counter_offer(actor=speaker_of(inquiry.asker.code), inquiry=inquiry, bid=bid, seen=1, today=today())


def _confirm(inquiry: Inquiry) -> Inquiry:
    return confirm(inquiry, today())


def confirm(inquiry: Inquiry, day: dt.date) -> Inquiry:
    """Take the offer on a day, as whoever speaks for the asker would."""
    return confirm_offer(actor=speaker_of(inquiry.asker.code), inquiry=inquiry, seen=1, today=day)


def _end(inquiry: Inquiry, by: str, reason: str) -> None:
    end_inquiry(actor=speaker_of(by), inquiry=inquiry, reason=reason, today=today())


def speaker_of(code: str) -> User:
    """Return who plans and answers for a region, or asks for a university, in the demo world."""
    held = RoleAssignment.objects.filter(role__in=("training_manager", "programme_lead"), organisation__code=code)
    return held.select_related("user").order_by("pk")[0].user
