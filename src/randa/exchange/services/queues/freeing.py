"""A unit leaves a seat to a queue: it is offered to the first whom it suits, as an ordinary offer with a deadline."""

import datetime as dt
from functools import partial
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.notifications.services import notify_all
from randa.core.periods import monday_of
from randa.exchange.errors import PeriodPassedError, SeatsTakenError
from randa.exchange.errors_queues import NobodyForSeatError, QueueClosedError, QueueOutsideError
from randa.exchange.models import ANSWER, Inquiry, NamedSeat, QueueOffer, QueuePlace, QueueSeat, SeatQueue, SeatRequest
from randa.exchange.permissions import can_leave_seat_to_queue
from randa.exchange.queries.queues.picture import Picture, picture_of, units_of
from randa.exchange.queries.who import speakers_of
from randa.exchange.services.bidding import Bid, put_on_the_table
from randa.exchange.services.locking import lock_unit
from randa.exchange.services.queues.opening import locked
from randa.exchange.services.queues.waiting import locked_place, tell_learner
from randa.exchange.services.requests import as_data
from randa.exchange.services.seats import refuse_unless_free
from randa.exchange.services.telling import NEWS, their_turn
from randa.people.models import User
from randa.training.models import Unit

State = QueueSeat.State


@transaction.atomic
def leave_seat_to_queue(
    *, actor: User, queue: SeatQueue, unit: Unit, starts_on: dt.date, weeks: int, today: dt.date
) -> QueueSeat:
    """Leave one seat of a unit to a queue, and offer it to the first in the order whom the weeks suit.

    Raises:
        PermissionDenied: `actor` does not answer for the unit.
        QueueClosedError, QueueOutsideError: the queue takes no seats, or none of this unit.
        PeriodPassedError, InvalidInputError: the weeks cannot be.
        NobodyForSeatError: nobody in the queue can come then; nothing is kept.
        SeatsTakenError: the unit has no free seat in those weeks; says who has them and what is free instead.
    """
    require(can_leave_seat_to_queue, actor, unit)
    queue = locked(queue)
    if not queue.is_open:
        raise QueueClosedError(queue.closed_on)
    if unit.pk not in {one.pk for one in units_of([queue])[queue.pk]}:
        raise QueueOutsideError
    first = monday_of(starts_on)
    if weeks < 1:
        raise InvalidInputError(_("Ange minst en vecka."))
    if first <= today:
        raise PeriodPassedError(first)
    seat = QueueSeat.objects.create(
        queue=queue, unit=unit, starts_on=first, weeks=weeks, state=State.OFFERED, released_by=actor
    )
    after = {"unit": unit.organisation.code, "starts_on": first.isoformat(), "weeks": weeks}
    record(actor, "seat_queue.seat_left", queue, after=after)
    if not _offer_to_next(seat, queue, actor=actor, today=today):
        raise NobodyForSeatError
    return seat


def offer_on(seat: QueueSeat, *, actor: User | None, today: dt.date) -> None:
    """Offer the seat to the next whom it suits, after a no; if there is nobody, or the seat is gone, tell the unit."""
    queue = locked(seat.queue)
    try:
        with transaction.atomic():
            found = _offer_to_next(seat, queue, actor=actor, today=today)
    except SeatsTakenError:
        found = False
    if found:
        return
    seat.state = State.LEFT
    seat.save(update_fields=["state"])
    after = {"unit": seat.unit.organisation.code, "state": seat.state}
    record(actor, "seat_queue.seat_over", queue, after=after)
    people = speakers_of(seat.unit.organisation, ANSWER, today)
    notify_all(people, NEWS.key, partial(_over, queue), "", queue.get_absolute_url(), actor=actor)


def _offer_to_next(seat: QueueSeat, queue: SeatQueue, *, actor: User | None, today: dt.date) -> bool:
    """Make the offer with the unit locked. Return False when the seat suits nobody who has not been asked about it."""
    with as_system("the next in the queue may belong to any region"):
        picture = picture_of(queue, today)
        place = _next_for(seat, picture)
        if place is None:
            return False
        unit = lock_unit(seat.unit)
        until = today + dt.timedelta(days=picture.rule.answer_days)
        inquiry = _request_for(place, seat, unit, until)
        refuse_unless_free(inquiry, unit, 1, seat.starts_on, place.weeks, today=today)
        bid = Bid(1, seat.starts_on, place.weeks)
        put_on_the_table(inquiry, unit, bid, actor=seat.released_by, by_asker=False, until=until)
        QueueOffer.objects.create(seat=seat, place=place, inquiry=inquiry, rule=picture.rule)
        place.state, seat.state = QueuePlace.State.OFFERED, State.OFFERED
        place.save(update_fields=["state", "changed_at"])
        seat.save(update_fields=["state"])
        learner, after = place.enrolment.learner, {"unit": unit.organisation.code, "state": place.state}
        record(actor, "queue_place.offered", place, after=after, subject=learner)
        their_turn(
            inquiry, partial(_offered, queue, unit, until), to_asker=True, actor=seat.released_by, day=today,
            why=lambda: _("Nästa i kön får platsen om ni inte svarar i tid."),
        )  # fmt: skip
        tell_learner(place, gettext_lazy("En plats erbjuds dig ur kön till %(queue)s"), actor=actor)
    return True


def _next_for(seat: QueueSeat, picture: Picture) -> QueuePlace | None:
    asked = set(seat.offers.values_list("place", flat=True))
    home = seat.unit.organisation.path
    for one in picture.standings:
        place = one.place
        is_asked = place.pk in asked or home.startswith(place.organisation.path)
        if one.position and not is_asked and _suits(place, seat):
            held = locked_place(place)
            if held.state == QueuePlace.State.WAITING and _suits(held, seat):  # not taken out or changed meanwhile
                return held
    return None


def _suits(place: QueuePlace, seat: QueueSeat) -> bool:
    return place.first_start <= seat.starts_on <= place.last_start and place.weeks <= seat.weeks


def _request_for(place: QueuePlace, seat: QueueSeat, unit: Unit, until: dt.date) -> Inquiry:
    """Make the home organisation's request, which its planner asked for when the learner was put in the queue."""
    request = SeatRequest.objects.create(
        pk=uuid4(), asker=place.organisation, kind=place.kind, area=unit.area, seats=1, weeks=place.weeks,
        starts_on=seat.starts_on, reply_by=until, created_by=place.put_in_by,
    )  # fmt: skip
    NamedSeat.objects.create(request=request, enrolment=place.enrolment)
    record(place.put_in_by, "seat_request.asked", request, after=as_data(request) | {"asked": [unit.organisation.code]})
    return Inquiry.objects.create(request=request, asker=place.organisation, recipient=unit.organisation)


def _offered(queue: SeatQueue, unit: Unit, until: dt.date) -> str:
    return _("%(unit)s erbjuder en plats ur kön %(queue)s. Ta ställning senast %(day)s.") % {
        "unit": unit, "queue": queue, "day": until,
    }  # fmt: skip


def _over(queue: SeatQueue) -> str:
    return _("Ingen i kön %(queue)s kunde ta platsen") % {"queue": queue}
