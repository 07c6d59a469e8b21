"""Reminders about queues: whoever put a learner in one hears of it eight and four weeks before the last week to begin."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.notifications.services import notify_all
from randa.core.ui.formats import week_words
from randa.exchange.models import ASK, QueuePlace
from randa.exchange.queries.who import speakers_of
from randa.exchange.services.telling import TURN

WEEKS_BEFORE = (8, 4)


@transaction.atomic
def remind_of_last_weeks(today: dt.date) -> int:
    """Tell home that somebody still waits near their last week. Return for how many; twice a day reminds once."""
    days = [today + dt.timedelta(weeks=weeks) for weeks in WEEKS_BEFORE]
    with as_system("queues are watched for everybody"):
        rows = QueuePlace.objects.filter(state=QueuePlace.State.WAITING, last_start__in=days)
        waiting = list(rows.select_related("queue", "organisation").order_by("last_start", "pk"))
        for place in waiting:
            notify_all(
                speakers_of(place.organisation, ASK, today), TURN.key, partial(_words, place), "", place.get_absolute_url(),
                dedupe=f"queue-{place.pk}-{today}",
            )  # fmt: skip
    return len(waiting)


def _words(place: QueuePlace) -> str:
    return _("Någon hos er väntar ännu i kön till %(queue)s och måste ha börjat %(week)s") % {
        "queue": place.queue, "week": week_words(place.last_start),
    }  # fmt: skip
