"""Confirming an offer: from then on the seats are taken, and each named learner has a placement."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.exchange import outcomes
from randa.exchange.errors import ChangedMeanwhileError, MoreThanAskedError, UnitElsewhereError
from randa.exchange.models import Inquiry, SeatRequest
from randa.exchange.permissions import can_speak_for_asker
from randa.exchange.services.locking import lock_inquiry, lock_unit
from randa.exchange.services.placing import place_the_named
from randa.exchange.services.requests import close_open, refuse_unless
from randa.exchange.services.seats import refuse_unless_free
from randa.exchange.services.telling import news
from randa.people.models import User

State = Inquiry.State


@transaction.atomic
def confirm_offer(*, actor: User, inquiry: Inquiry, seen: int, today: dt.date) -> Inquiry:
    """Take the offer on the table. Its seats are held, the request's named learners are placed, and a filled request asks nobody more.

    Confirming twice changes nothing. A promise that has run out is asked for again: the seats may be gone.

    Raises:
        PermissionDenied: `actor` does not place learners for the asker.
        NotOnTheTableError: nothing is offered any more.
        ChangedMeanwhileError: the offer is another than the person has read.
        MoreThanAskedError: the request misses fewer seats than are offered.
        SeatsTakenError: the promise has run out and the seats are gone.
        PlacedMeanwhileError: a named learner is somewhere else during those weeks.
    """
    inquiry = lock_inquiry(inquiry)
    require(can_speak_for_asker, actor, inquiry)
    if inquiry.state == State.CONFIRMED:
        return inquiry
    refuse_unless(inquiry, State.OFFERED)
    if inquiry.bids != seen:
        raise ChangedMeanwhileError
    if inquiry.unit is None or inquiry.seats is None or inquiry.starts_on is None:
        raise UnitElsewhereError  # the database refuses such an offer
    request = inquiry.request
    missing = seats_missing(request)
    if inquiry.seats > missing:
        raise MoreThanAskedError(missing)
    unit = lock_unit(inquiry.unit)
    refuse_unless_free(inquiry, unit, inquiry.seats, inquiry.starts_on, inquiry.weeks, today=today)
    inquiry.state, inquiry.confirmed_by, inquiry.confirmed_at = State.CONFIRMED, actor, timezone.now()
    inquiry.changed_at = inquiry.confirmed_at
    with as_system("both sides' rows follow what is confirmed, and confirmed seats place those they are for"):
        inquiry.save(update_fields=["state", "confirmed_by", "confirmed_at", "changed_at"])
        place_the_named(inquiry)
    after = {"state": inquiry.state, "unit": unit.organisation.code, "seats": inquiry.seats}
    record(actor, "seat_inquiry.confirmed", inquiry, before={"state": State.OFFERED}, after=after)
    news(inquiry, partial(_confirmed, inquiry), to_asker=False, actor=actor, day=today)
    outcomes.ended(inquiry, actor=actor, by_asker=True, today=today)
    if inquiry.seats == missing:
        _fill(actor, request, inquiry, today)
    return inquiry


def seats_missing(request: SeatRequest) -> int:
    """Return how many of the seats asked for are not confirmed yet."""
    with as_system("what a request still misses counts every thread"):
        taken = request.inquiries.filter(state=State.CONFIRMED).aggregate(taken=Sum("seats"))["taken"]
    return max(0, request.seats - (taken or 0))


def _fill(actor: User, request: SeatRequest, inquiry: Inquiry, today: dt.date) -> None:
    close_open(actor=actor, request=request, reason=_("Alla platser har bekräftats."), today=today, but=inquiry.pk)
    request.state = SeatRequest.State.FILLED
    request.save(update_fields=["state"])
    record(actor, "seat_request.filled", request, after={"state": request.state})


def _confirmed(inquiry: Inquiry) -> str:
    return ngettext(
        "%(asker)s har bekräftat %(seats)d plats hos %(unit)s",
        "%(asker)s har bekräftat %(seats)d platser hos %(unit)s",
        inquiry.seats or 0,
    ) % {
        "asker": inquiry.asker, "seats": inquiry.seats or 0, "unit": inquiry.unit,
    }  # fmt: skip
