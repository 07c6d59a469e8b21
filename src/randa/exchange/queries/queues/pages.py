"""What the pages about queues show: the overview of a healthcare region, one queue, one place, and one's own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.ui.formats import signed
from randa.exchange.models import (
    ANSWER,
    QueueOffer,
    QueuePlace,
    QueueSeat,
    SeatQueue,
)
from randa.exchange.queries.queues.picture import Picture, Standing, pictures, units_of
from randa.people.models import User
from randa.training.models import Unit

SEATS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class OwnPlace:
    """A learner's own place with its queue, and the latest offer while it is open or taken."""

    place: QueuePlace
    picture: Picture
    standing: Standing | None
    offer: QueueOffer | None


def open_pictures(actor: User, today: dt.date) -> list[Picture]:
    """Return the open queues of the actor's healthcare regions, by name: a constant number of queries."""
    rows = SeatQueue.objects.visible_to(actor).filter(closed_on=None).with_names()
    return pictures(list(rows.order_by("name", "pk")), today)


def names_in(queue: SeatQueue, actor: User) -> dict[UUID, QueuePlace]:
    """Return the places whose learners the actor may know, with their names: one query."""
    rows = QueuePlace.objects.visible_to(actor).alive().filter(queue=queue)
    return {one.pk: one for one in rows.select_related("enrolment__learner", "enrolment__post")}


def seats_left_to(queue: SeatQueue) -> list[QueueSeat]:
    """Return the latest seats that were left to the queue: one query."""
    rows = QueueSeat.objects.filter(queue=queue).select_related("unit__organisation")
    return list(rows.order_by("-released_at", "pk")[:SEATS_SHOWN])


def units_to_leave(queue: SeatQueue, actor: User) -> list[Unit]:
    """Return the units of the queue for which the actor answers."""
    return [one for one in units_of([queue])[queue.pk] if actor.has(ANSWER, one.organisation)]


def offers_of(place: QueuePlace) -> list[QueueOffer]:
    """Return what somebody was offered, latest first: one query."""
    rows = QueueOffer.objects.filter(place=place).select_related(
        "inquiry__unit__organisation", "agreement__home", "agreement__host", "rule"
    )
    return list(rows.order_by("-pk"))


def own_places(person: User, today: dt.date) -> list[OwnPlace]:
    """Return the person's own places in queues, those that wait first: a constant number of queries."""
    rows = QueuePlace.objects.filter(enrolment__learner=person).select_related(
        "organisation", "queue__healthcare_region", "queue__keeper", "queue__area", "queue__unit__organisation"
    )
    places = sorted(rows, key=lambda one: (one.state not in QueuePlace.ALIVE, one.queued_on, str(one.pk)))
    by_queue = {
        one.queue.pk: one for one in pictures(list({one.queue_id: one.queue for one in places}.values()), today)
    }
    offers = _latest_offers(places)
    return [
        OwnPlace(one, by_queue[one.queue_id], by_queue[one.queue_id].standing_of(one), offers.get(one.pk))
        for one in places
    ]


def _latest_offers(places: Sequence[QueuePlace]) -> dict[UUID, QueueOffer]:
    with as_system("what is offered to a learner is told to them, not the negotiation"):
        rows = QueueOffer.objects.filter(place__in=places).select_related(
            "inquiry__unit__organisation", "inquiry__request"
        )
        return {one.place_id: one for one in rows.order_by("pk")}


def shares_in_brief(picture: Picture) -> str:
    """Return who has most to get and who has had most, in weeks against their shares."""
    rows = sorted(picture.accounts, key=lambda one: one.balance)
    far = [one for one in (rows[:1] + rows[-1:] if len(rows) > 1 else rows) if abs(one.balance) >= 0.5]
    if not any(one.received for one in rows):
        return _("inget utdelat än")
    named = [f"{picture.regions[one.region]} {signed(one.balance)}" for one in far]
    return ", ".join(named) or _("jämnt")
