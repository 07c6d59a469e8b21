"""Bids from both sides: an offer of seats, a counter-offer, and no."""

import datetime as dt
from dataclasses import dataclass
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.periods import monday_of
from randa.exchange import outcomes
from randa.exchange.errors import ChangedMeanwhileError, PeriodPassedError, UnitElsewhereError
from randa.exchange.models import Inquiry, Offer
from randa.exchange.permissions import can_end_inquiry, can_speak_for_asker, can_speak_for_recipient
from randa.exchange.services.locking import lock_inquiry, lock_unit
from randa.exchange.services.placing import give_back
from randa.exchange.services.requests import needs_reason, refuse_unless
from randa.exchange.services.seats import refuse_unless_free
from randa.exchange.services.telling import news, their_turn
from randa.people.models import User
from randa.training.models import Unit

State = Inquiry.State
HOLDS_FOR = dt.timedelta(days=14)  # how long an offer holds its seats when nothing else is said


@dataclass(frozen=True, slots=True)
class Bid:
    """What a side would agree to: how many, from which day (its week is meant), for how many weeks."""

    seats: int
    starts_on: dt.date
    weeks: int
    message: str = ""

    @property
    def first(self) -> dt.date:
        return monday_of(self.starts_on)

    @property
    def ends_before(self) -> dt.date:
        return self.first + dt.timedelta(weeks=self.weeks)


@transaction.atomic
def offer_seats(
    *,
    actor: User,
    inquiry: Inquiry,
    unit: Unit,
    bid: Bid,
    promised_until: dt.date | None = None,
    seen: int,
    today: dt.date,
) -> Inquiry:
    """Offer seats at a unit, perhaps other weeks or fewer than asked. They are promised until `promised_until`.

    Args:
        seen: number of bids that the person has read. The same offer sent twice is one offer.

    Raises:
        PermissionDenied: `actor` does not answer for the organisation that was asked.
        NotOnTheTableError: the thread is over.
        ChangedMeanwhileError: there is a bid that the person has not read.
        UnitElsewhereError, PeriodPassedError, InvalidInputError: it cannot be offered.
        SeatsTakenError: the unit has fewer free seats; says who has them and what is free instead.
    """
    inquiry = lock_inquiry(inquiry)
    require(can_speak_for_recipient, actor, inquiry)
    if _is_sent_twice(inquiry, actor, bid, seen, unit=unit):
        return inquiry
    refuse_unless(inquiry, State.ASKED, State.OFFERED, State.COUNTERED)
    _refuse_unread(inquiry, seen)
    _refuse_wrong_bid(bid, today)
    until = promised_until or today + HOLDS_FOR
    if until < today:
        raise PeriodPassedError(until)
    unit = lock_unit(unit)
    if not unit.organisation.path.startswith(inquiry.recipient.path) or unit.area_id != inquiry.request.area_id:
        raise UnitElsewhereError
    refuse_unless_free(inquiry, unit, bid.seats, bid.first, bid.weeks, today=today)
    put_on_the_table(inquiry, unit, bid, actor=actor, by_asker=False, until=until)
    title = partial(_offered, inquiry, unit)
    their_turn(inquiry, title, to_asker=True, actor=actor, day=today, why=bid.message)
    return inquiry


@transaction.atomic
def counter_offer(*, actor: User, inquiry: Inquiry, bid: Bid, seen: int, today: dt.date) -> Inquiry:
    """Answer an offer with another number or other weeks at the same unit. The offer's seats are promised no more.

    Raises:
        PermissionDenied: `actor` does not place learners for the asker.
        NotOnTheTableError, ChangedMeanwhileError, PeriodPassedError, InvalidInputError: as for an offer.
    """
    inquiry = lock_inquiry(inquiry)
    require(can_speak_for_asker, actor, inquiry)
    if _is_sent_twice(inquiry, actor, bid, seen):
        return inquiry
    refuse_unless(inquiry, State.OFFERED)
    _refuse_unread(inquiry, seen)
    _refuse_wrong_bid(bid, today)
    if inquiry.unit is None:
        raise UnitElsewhereError
    put_on_the_table(inquiry, inquiry.unit, bid, actor=actor, by_asker=True, until=None)
    title = partial(_countered, inquiry)
    their_turn(inquiry, title, to_asker=False, actor=actor, day=today, why=bid.message)
    return inquiry


@transaction.atomic
def end_inquiry(*, actor: User, inquiry: Inquiry, reason: str, today: dt.date) -> Inquiry:
    """Say no with a reason, or give confirmed seats back; which, follows from the state and the side. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` speaks for neither side.
        InvalidInputError: no reason.
    """
    inquiry = lock_inquiry(inquiry)
    require(can_end_inquiry, actor, inquiry)
    if inquiry.state not in {*Inquiry.OPEN_STATES, State.CONFIRMED}:
        return inquiry
    reason = needs_reason(reason)
    before = inquiry.state
    inquiry.state, told_asker, title = _what_no_means(inquiry, actor)
    inquiry.reason, inquiry.changed_at = reason, timezone.now()
    with as_system("both sides' rows follow what one of them decides"):
        inquiry.save(update_fields=["state", "reason", "changed_at"])
        if inquiry.state == State.RELEASED:
            give_back(inquiry)
    after = {"state": inquiry.state}
    if inquiry.state == State.DECLINED:
        record(actor, "seat_inquiry.declined", inquiry, before={"state": before}, after=after, reason=reason)
    elif inquiry.state == State.REFUSED:
        record(actor, "seat_inquiry.refused", inquiry, before={"state": before}, after=after, reason=reason)
    elif inquiry.state == State.WITHDRAWN:
        record(actor, "seat_inquiry.withdrawn", inquiry, before={"state": before}, after=after, reason=reason)
    else:
        record(actor, "seat_inquiry.released", inquiry, before={"state": before}, after=after, reason=reason)
    news(inquiry, lambda: str(title) % _names(inquiry), to_asker=told_asker, actor=actor, day=today, why=reason)
    outcomes.ended(inquiry, actor=actor, by_asker=not told_asker, today=today)
    return inquiry


def _what_no_means(inquiry: Inquiry, actor: User) -> tuple[str, bool, object]:
    """Return the state after a no, whether the asker is the one to tell, and the words."""
    asks, answers = can_speak_for_asker(actor, inquiry), can_speak_for_recipient(actor, inquiry)
    if inquiry.state == State.CONFIRMED:
        by_asker = asks
        return (
            State.RELEASED,
            not by_asker,
            gettext_lazy("Bekräftade platser har lämnats tillbaka: %(asker)s, %(recipient)s"),
        )
    if inquiry.state == State.OFFERED and asks:
        return State.REFUSED, False, gettext_lazy("%(asker)s tackar nej till ert erbjudande")
    if answers:
        return State.DECLINED, True, gettext_lazy("%(recipient)s har inga platser att erbjuda")
    return State.WITHDRAWN, False, gettext_lazy("%(asker)s har tagit tillbaka sin fråga till er")


def _names(inquiry: Inquiry) -> dict[str, object]:
    return {"asker": inquiry.asker, "recipient": inquiry.recipient}


def _is_sent_twice(inquiry: Inquiry, actor: User, bid: Bid, seen: int, unit: Unit | None = None) -> bool:
    """Tell whether the bid on the table is this very one, made from the same page by the same person."""
    if inquiry.bids != seen + 1:
        return False
    last = inquiry.offers.order_by("-number").first()
    return (
        last is not None
        and last.made_by_id == actor.pk
        and (last.seats, last.starts_on, last.ends_before) == (bid.seats, bid.first, bid.ends_before)
        and unit in {None, last.unit}
    )


def _refuse_unread(inquiry: Inquiry, seen: int) -> None:
    if inquiry.bids != seen:
        raise ChangedMeanwhileError


def _refuse_wrong_bid(bid: Bid, today: dt.date) -> None:
    if bid.seats < 1 or bid.weeks < 1:
        raise InvalidInputError(_("Ange minst en plats i minst en vecka. Säg annars nej och skriv varför."))
    if bid.ends_before <= today:
        raise PeriodPassedError(bid.first)


def put_on_the_table(
    inquiry: Inquiry, unit: Unit, bid: Bid, *, actor: User, by_asker: bool, until: dt.date | None
) -> None:
    """Write a bid that has been found possible, with thread and unit locked."""
    before = {"state": inquiry.state, "seats": inquiry.seats}
    inquiry.state = State.COUNTERED if by_asker else State.OFFERED
    inquiry.unit, inquiry.seats, inquiry.bids = unit, bid.seats, inquiry.bids + 1
    inquiry.starts_on, inquiry.ends_before, inquiry.promised_until = bid.first, bid.ends_before, until
    inquiry.changed_at = timezone.now()
    with as_system("both sides' rows follow what one of them offers"):
        inquiry.save()
        Offer.objects.create(
            inquiry=inquiry, number=inquiry.bids, by_asker=by_asker, unit=unit, seats=bid.seats, starts_on=bid.first,
            ends_before=bid.ends_before, message=bid.message.strip(), made_by=actor,
        )  # fmt: skip
    after = {
        "state": inquiry.state,
        "unit": unit.organisation.code,
        "seats": bid.seats,
        "starts_on": bid.first.isoformat(),
        "weeks": bid.weeks,
    }
    if by_asker:
        record(actor, "seat_inquiry.countered", inquiry, before=before, after=after)
    else:
        record(actor, "seat_inquiry.offered", inquiry, before=before, after=after)


def _offered(inquiry: Inquiry, unit: Unit) -> str:
    return ngettext(
        "%(unit)s erbjuder %(seats)d plats. Ta ställning senast %(day)s.",
        "%(unit)s erbjuder %(seats)d platser. Ta ställning senast %(day)s.",
        inquiry.seats or 0,
    ) % {
        "unit": unit, "seats": inquiry.seats or 0, "day": inquiry.promised_until,
    }  # fmt: skip


def _countered(inquiry: Inquiry) -> str:
    return ngettext(
        "%(asker)s svarar med ett motbud: %(seats)d plats",
        "%(asker)s svarar med ett motbud: %(seats)d platser",
        inquiry.seats or 0,
    ) % {
        "asker": inquiry.asker, "seats": inquiry.seats or 0,
    }  # fmt: skip
