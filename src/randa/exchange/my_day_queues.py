"""Min dag: one's own place in a queue, and those of one's own whose last week to begin comes near."""

import datetime as dt
from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.notifications.waiting import Consequence, Task, Urgency
from randa.core.ui.formats import week_words
from randa.exchange.models import QueuePlace
from randa.people.models import User

SHOWN = 6
NEAR = dt.timedelta(weeks=8)
SOON = dt.timedelta(weeks=4)
State = QueuePlace.State


def my_queues(person: User, today: dt.date) -> Iterator[Task]:
    """The queues in which the person stands: one query. The number in the queue is on the page, where it is counted."""
    rows = QueuePlace.objects.alive().filter(enrolment__learner=person).select_related("queue")
    for place in rows.order_by("queued_on", "pk")[:SHOWN]:
        is_offered = place.state == State.OFFERED
        title = _("Du erbjuds en plats ur kön till %(queue)s") if is_offered else _("Du står i kö till %(queue)s")
        yield Task(
            Urgency.COMING,
            title % {"queue": place.queue},
            _("Din region svarar. Hör av dig dit om det inte passar.")
            if is_offered
            else _("Du vill börja %(week)s.") % {"week": week_words(place.first_start)},
            _("Se kön"),
            reverse("exchange:my_queues"),
            icon="hourglass",
            on=max(place.first_start, today),
            key=f"queue:{place.pk}",
        )


def near_their_last_week(person: User, today: dt.date) -> Iterator[Task]:
    """Those whom the person's organisations have in queues, without a seat and near their last week to begin: one query."""
    if not person.has("exchange.ask"):
        return
    rows = QueuePlace.objects.visible_to(person).filter(state=State.WAITING, last_start__lte=today + NEAR)
    for place in rows.select_related("queue", "enrolment__learner").order_by("last_start", "pk")[:SHOWN]:
        yield Task(
            Urgency.NOW if place.last_start <= today + SOON else Urgency.WAITING,
            _("%(name)s väntar ännu i kön till %(queue)s") % {"name": place.enrolment.learner, "queue": place.queue},
            _("Måste ha börjat %(week)s. Sök en annan väg, eller ändra veckorna.")
            % {"week": week_words(place.last_start)},
            _("Se platsen"),
            place.get_absolute_url(),
            icon="hourglass",
            on=place.last_start,
            consequence=Consequence.LEGAL if place.training_ends_on else Consequence.BLOCKS,
            key=f"queue:last:{place.pk}",
        )
