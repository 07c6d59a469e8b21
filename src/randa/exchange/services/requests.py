"""Asking other organisations for seats, and taking a request back."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.periods import monday_of
from randa.exchange import outcomes
from randa.exchange.errors import MoreLearnersThanSeatsError, NobodyAskedError, NotOnTheTableError, PeriodPassedError
from randa.exchange.models import Inquiry, NamedSeat, SeatRequest, StudentGroup
from randa.exchange.permissions import can_ask_for_seats, can_keep_group, can_withdraw_request
from randa.exchange.queries.free import NOTHING
from randa.exchange.services.locking import lock_request
from randa.exchange.services.telling import news, their_turn
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.models import PlaceOffer
from randa.training.models import Enrolment, LearnerKind, PlacementArea

State = Inquiry.State


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for.

    Attributes:
        starts_on, alternatives: days; the weeks they lie in are meant.
        learners: those the seats are for, as far as they are known; the first ones get the first seats.
        group: the course occasion of the asker whose students get the seats by allocation.
        bank_offer: what in the place bank is asked for.
    """

    kind: LearnerKind
    area: PlacementArea
    seats: int
    weeks: int
    starts_on: dt.date
    reply_by: dt.date
    alternatives: Sequence[dt.date] = ()
    wishes: str = ""
    learners: Sequence[Enrolment] = ()
    group: StudentGroup | None = None
    bank_offer: PlaceOffer | None = None


@transaction.atomic
def ask_for_seats(
    *, actor: User, asker: Organisation, recipients: Sequence[Organisation], wanted: Wanted, today: dt.date, key: UUID
) -> SeatRequest:
    """Ask each of `recipients` for seats. The same `key` again is the same request: sending twice asks once.

    Raises:
        PermissionDenied: `actor` does not place learners for `asker`.
        NobodyAskedError: no other organisation is asked.
        PeriodPassedError: the weeks, or the day to answer by, have been.
        MoreLearnersThanSeatsError: more learners than seats.
        InvalidInputError: no seats or no weeks.
    """
    require(can_ask_for_seats, actor, asker)
    if wanted.group is not None:
        require(can_keep_group, actor, wanted.group)
    others = [one for one in dict.fromkeys(recipients) if not one.path.startswith(asker.path)]
    _refuse_wrong_input(others, wanted, today)
    with as_system("a form sent twice is found whoever may read it"):
        again = SeatRequest.objects.filter(pk=key, created_by=actor).first()
    if again is not None:
        return again
    request = SeatRequest.objects.create(
        pk=key, asker=asker, kind=wanted.kind, area=wanted.area, seats=wanted.seats, weeks=wanted.weeks,
        starts_on=monday_of(wanted.starts_on), alternatives=sorted({monday_of(day) for day in wanted.alternatives}),
        wishes=wanted.wishes.strip(), reply_by=wanted.reply_by, created_by=actor, group=wanted.group,
        bank_offer=wanted.bank_offer,
    )  # fmt: skip
    NamedSeat.objects.bulk_create(
        NamedSeat(request=request, enrolment=one, order=place) for place, one in enumerate(wanted.learners)
    )
    record(actor, "seat_request.asked", request, after=as_data(request) | {"asked": [one.code for one in others]})
    for one in others:
        inquiry = Inquiry.objects.create(pk=uuid5(request.pk, one.code), request=request, asker=asker, recipient=one)
        record(actor, "seat_inquiry.asked", inquiry, after=as_data(request))
        their_turn(inquiry, partial(_asked, request), to_asker=False, actor=actor, day=today, why=request.wishes)
    return request


@transaction.atomic
def withdraw_request(*, actor: User, request: SeatRequest, reason: str, today: dt.date) -> SeatRequest:
    """Take a request back: its open threads end, confirmed seats stand until they are given back one by one. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not place learners for the asker.
        InvalidInputError: no reason.
    """
    request = lock_request(request.pk)
    require(can_withdraw_request, actor, request)
    if request.state == SeatRequest.State.WITHDRAWN:
        return request
    reason = needs_reason(reason)
    request.state = SeatRequest.State.WITHDRAWN
    request.save(update_fields=["state"])
    close_open(actor=actor, request=request, reason=reason, today=today)
    record(actor, "seat_request.withdrawn", request, reason=reason)
    return request


def close_open(*, actor: User, request: SeatRequest, reason: str, today: dt.date, but: UUID = NOTHING) -> None:
    """End the threads of a locked request that wait for somebody, and tell those who were asked why."""
    with as_system("whoever was asked is told, wherever they are"):
        waiting = list(request.inquiries.exclude(pk=but).filter(state__in=Inquiry.OPEN_STATES).with_names())
        for inquiry in waiting:
            before, inquiry.state, inquiry.reason = inquiry.state, State.WITHDRAWN, reason
            inquiry.changed_at = timezone.now()
            inquiry.save(update_fields=["state", "reason", "changed_at"])
            record(actor, "seat_inquiry.withdrawn", inquiry, before={"state": before}, reason=reason)
            news(inquiry, partial(_withdrawn, request), to_asker=False, actor=actor, day=today, why=reason)
            outcomes.ended(inquiry, actor=actor, by_asker=True, today=today)


def needs_reason(reason: str) -> str:
    """Return the reason, trimmed. Raises InvalidInputError when nothing is said."""
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför. Den andra organisationen ska kunna läsa det."))
    return reason.strip()


def refuse_unless(inquiry: Inquiry, *states: str) -> None:
    """Raise NotOnTheTableError unless the locked thread is in one of `states`."""
    if inquiry.state not in states:
        raise NotOnTheTableError(str(inquiry.get_state_display()))


def _refuse_wrong_input(others: Sequence[Organisation], wanted: Wanted, today: dt.date) -> None:
    if not others:
        raise NobodyAskedError
    if wanted.seats < 1 or wanted.weeks < 1:
        raise InvalidInputError(_("Be om minst en plats i minst en vecka."))
    if len(wanted.learners) > wanted.seats:
        raise MoreLearnersThanSeatsError(len(wanted.learners), wanted.seats)
    for day in (wanted.reply_by, wanted.starts_on, *wanted.alternatives):
        if day < today:
            raise PeriodPassedError(day)


def _asked(request: SeatRequest) -> str:
    return ngettext(
        "%(asker)s ber om %(seats)d plats, %(area)s",
        "%(asker)s ber om %(seats)d platser, %(area)s",
        request.seats,
    ) % {
        "asker": request.asker, "seats": request.seats, "area": request.area,
    }  # fmt: skip


def _withdrawn(request: SeatRequest) -> str:
    return _("%(asker)s har tagit tillbaka sin förfrågan om platser, %(area)s") % {
        "asker": request.asker, "area": request.area,
    }  # fmt: skip


def as_data(request: SeatRequest) -> dict[str, object]:
    return {
        "asker": request.asker.code,
        "kind": request.kind_id,
        "area": request.area_id,
        "seats": request.seats,
        "weeks": request.weeks,
        "starts_on": request.starts_on.isoformat(),
        "reply_by": request.reply_by.isoformat(),
    }
