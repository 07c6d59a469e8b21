"""Whose turn it is, and telling them: one open notification a thread, reminded of by the house once a day at most."""

import datetime as dt
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from randa.core.notifications.kinds import Channel, Kind
from randa.core.notifications.services import notify_all, settle
from randa.exchange.models import ANSWER, ASK, Inquiry
from randa.exchange.queries.who import speakers_of
from randa.people.models import User

TURN = Kind("exchange.turn", _("Förfrågningar om platser som väntar på dig"), Channel.DAILY, remind_days=2)
NEWS = Kind("exchange.news", _("Vad som har hänt med förfrågningar om platser"), Channel.DAILY)
Words = str | Callable[[], str]


def their_turn(inquiry: Inquiry, title: Words, *, to_asker: bool, actor: User, day: dt.date, why: Words = "") -> None:
    """Tell the side that must act now, and end what the other side was waiting with."""
    _settle(inquiry)
    _tell(TURN, inquiry, title, to_asker=to_asker, actor=actor, day=day, why=why)


def news(inquiry: Inquiry, title: Words, *, to_asker: bool, actor: User | None, day: dt.date, why: Words = "") -> None:
    """Tell a side what has happened, when nothing more is asked of anybody in this thread."""
    _settle(inquiry)
    _tell(NEWS, inquiry, title, to_asker=to_asker, actor=actor, day=day, why=why)


def _turn(inquiry: Inquiry, number: int) -> str:
    return f"inquiry-{inquiry.pk}-{number}"


def _settle(inquiry: Inquiry) -> None:
    for number in {max(0, inquiry.bids - 1), inquiry.bids}:  # of this turn, and of the one before the bid just made
        settle(TURN.key, _turn(inquiry, number))


def _tell(
    kind: Kind,
    inquiry: Inquiry,
    title: Words,
    *,
    to_asker: bool,
    actor: User | None,
    day: dt.date,
    why: Words,
) -> None:
    side, permission = (inquiry.asker, ASK) if to_asker else (inquiry.recipient, ANSWER)
    people = [one for one in speakers_of(side, permission, day) if actor is None or one.pk != actor.pk]
    dedupe = _turn(inquiry, inquiry.bids) if kind is TURN else ""
    notify_all(people, kind.key, title, why, inquiry.get_absolute_url(), actor=actor, dedupe=dedupe)
