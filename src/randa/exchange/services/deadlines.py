"""Deadlines of requests and promises: whoever has the next word hears of them two days before and on the day, once each."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.notifications.services import notify_all
from randa.exchange.models import ANSWER, ASK, Inquiry
from randa.exchange.queries.who import speakers_of
from randa.exchange.services.telling import TURN

State = Inquiry.State
BEFORE = dt.timedelta(days=2)


@transaction.atomic
def remind_of_deadlines(today: dt.date) -> int:
    """Tell the side whose turn it is that a day is near. Return how many threads were reminded of; twice a day reminds once."""
    days = [today, today + BEFORE]
    with as_system("deadlines are watched for everybody"):
        waiting = Inquiry.objects.filter(
            Q(state__in=[State.ASKED, State.COUNTERED], request__reply_by__in=days)
            | Q(state=State.OFFERED, promised_until__in=days)
        ).with_names()  # fmt: skip
        count = 0
        for inquiry in waiting:
            offered = inquiry.state == State.OFFERED
            side, permission = (inquiry.asker, ASK) if offered else (inquiry.recipient, ANSWER)
            day = (inquiry.promised_until if offered else None) or inquiry.request.reply_by
            dedupe = f"deadline-{inquiry.pk}-{inquiry.bids}-{today}"
            title = partial(_words, inquiry, day)
            notify_all(
                speakers_of(side, permission, today), TURN.key, title, "", inquiry.get_absolute_url(), dedupe=dedupe
            )
            count += 1
    return count


def _words(inquiry: Inquiry, day: dt.date) -> str:
    if inquiry.state == State.OFFERED:
        return _("Erbjudandet från %(recipient)s håller platserna till och med %(day)s") % {
            "recipient": inquiry.recipient, "day": day,
        }  # fmt: skip
    return _("%(asker)s väntar på svar om platser senast %(day)s") % {"asker": inquiry.asker, "day": day}
