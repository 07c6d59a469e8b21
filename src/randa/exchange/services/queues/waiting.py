"""A learner's place in a queue: put in by the home organisation, its weeks changed, taken out."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.core.notifications.kinds import Channel, Kind
from randa.core.notifications.services import notify
from randa.core.periods import monday_of
from randa.exchange.errors_queues import (
    InQueueAlreadyError,
    NotWaitingError,
    OfferWaitsError,
    PlannedAtHomeError,
    QueueClosedError,
    QueueOutsideError,
    StartsPassedError,
)
from randa.exchange.models import QueuePlace, SeatQueue
from randa.exchange.permissions import can_ask_for_seats, can_speak_for_place
from randa.exchange.queue_order import last_possible_start
from randa.exchange.services.queues.opening import lies_in, locked
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Enrolment, LearnerKind

QUEUE = Kind("exchange.queue", gettext_lazy("Din plats i en kö till sidotjänstgöring"), Channel.DAILY, private=True)
State = QueuePlace.State
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Wish:
    """When somebody can come. The weeks of the days are meant; `training_ends_on` is the last day of the training when it is decided."""

    weeks: int
    first_start: dt.date
    last_start: dt.date
    training_ends_on: dt.date | None = None

    @property
    def latest(self) -> dt.date:
        """The Monday of the last week in which the stay can begin."""
        return monday_of(last_possible_start(self.last_start, self.training_ends_on, self.weeks))


@transaction.atomic
def put_in_queue(
    *,
    actor: User,
    queue: SeatQueue,
    organisation: Organisation,
    enrolment: Enrolment,
    kind: LearnerKind,
    wish: Wish,
    today: dt.date,
) -> QueuePlace:
    """Put a learner of `organisation` in a queue.

    Raises:
        PermissionDenied: `actor` does not place learners for the organisation, or is the learner.
        QueueClosedError: the queue takes nobody.
        QueueOutsideError: the organisation lies outside the healthcare region, or the learner belongs to another.
        PlannedAtHomeError: the queue is for one of the organisation's own units.
        StartsPassedError, InvalidInputError: the weeks cannot be.
        InQueueAlreadyError: the learner waits there already.
    """
    require(can_ask_for_seats, actor, organisation)
    queue = locked(queue)
    if not queue.is_open:
        raise QueueClosedError(queue.closed_on)
    post = enrolment.post
    belongs = post.region.path.startswith(organisation.path) or post.base.path.startswith(organisation.path)
    if not belongs or not lies_in(organisation, queue.healthcare_region):
        raise QueueOutsideError
    if queue.unit is not None and queue.unit.organisation.path.startswith(organisation.path):
        raise PlannedAtHomeError
    _refuse_wrong_weeks(wish, today)
    if QueuePlace.objects.alive().filter(queue=queue, enrolment=enrolment).exists():
        raise InQueueAlreadyError
    place = QueuePlace(
        queue=queue, organisation=organisation, enrolment=enrolment, kind=kind, weeks=wish.weeks,
        first_start=monday_of(wish.first_start), last_start=wish.latest, training_ends_on=wish.training_ends_on,
        queued_on=today, put_in_by=actor,
    )  # fmt: skip
    require(can_speak_for_place, actor, place)
    place.save()
    record(actor, "queue_place.put_in", place, after=_as_data(place), subject=enrolment.learner)
    tell_learner(place, gettext_lazy("Du står nu i kön till %(queue)s"), actor=actor)
    return place


@transaction.atomic
def change_wish(*, actor: User, place: QueuePlace, wish: Wish, today: dt.date) -> QueuePlace:
    """Change when somebody can come; the time that they have waited is kept. The same again changes nothing.

    Raises:
        PermissionDenied: `actor` does not speak for the learner.
        OfferWaitsError, NotWaitingError: there is an offer to answer, or the place is over.
        StartsPassedError, InvalidInputError: the weeks cannot be.
    """
    place = _waiting(actor, place)
    _refuse_wrong_weeks(wish, today)
    before = _as_data(place)
    place.weeks, place.first_start, place.last_start = wish.weeks, monday_of(wish.first_start), wish.latest
    place.training_ends_on = wish.training_ends_on
    if _as_data(place) == before:
        return place
    place.save()
    record(actor, "queue_place.changed", place, before=before, after=_as_data(place), subject=place.enrolment.learner)
    tell_learner(place, gettext_lazy("Dina veckor i kön till %(queue)s är ändrade"), actor=actor)
    return place


@transaction.atomic
def take_out_of_queue(*, actor: User, place: QueuePlace, reason: str) -> QueuePlace:
    """Take a learner out of a queue, with a reason. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not speak for the learner.
        OfferWaitsError, NotWaitingError: there is an offer to answer, or they have a seat.
        InvalidInputError: no reason.
    """
    require(can_speak_for_place, actor, place)
    if locked_place(place).state == State.LEFT:
        return locked_place(place)
    place = _waiting(actor, place)
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför. Den som tas ut ur kön läser det."))
    leave(place, reason.strip(), actor=actor)
    return place


def leave(place: QueuePlace, reason: str, *, actor: User | None) -> None:
    """End a locked place and tell the learner why."""
    place.state, place.reason = State.LEFT, reason
    place.save(update_fields=["state", "reason", "changed_at"])
    after, learner = {"state": place.state}, place.enrolment.learner
    record(actor, "queue_place.left", place, after=after, reason=reason, subject=learner)
    tell_learner(place, gettext_lazy("Du står inte längre i kön till %(queue)s"), reason, actor=actor)


def tell_learner(place: QueuePlace, title: Words, why: Words = "", *, actor: User | None) -> None:
    """Tell the learner what has happened to their place. `title` names the `%(queue)s`; mail says only that there is something to read."""
    queue = str(place.queue)
    learner = place.enrolment.learner
    notify(
        learner, QUEUE.key, lambda: str(title) % {"queue": queue}, lambda: str(why), reverse("exchange:my_queues"), actor=actor
    )  # fmt: skip


def locked_place(place: QueuePlace) -> QueuePlace:
    """Return the place as it stands now, held."""
    rows = QueuePlace.objects.select_for_update(of=("self",)).select_related(
        "queue", "organisation", "kind", "enrolment__learner", "put_in_by"
    )
    return rows.get(pk=place.pk)


def _waiting(actor: User, place: QueuePlace) -> QueuePlace:
    place = locked_place(place)
    require(can_speak_for_place, actor, place)
    if place.state == State.OFFERED:
        raise OfferWaitsError
    if place.state != State.WAITING:
        raise NotWaitingError(place.get_state_display())
    return place


def _refuse_wrong_weeks(wish: Wish, today: dt.date) -> None:
    if wish.weeks < 1:
        raise InvalidInputError(_("Ange minst en vecka."))
    if wish.latest < monday_of(wish.first_start):
        raise StartsPassedError(
            _(
                "Det måste gå att börja senast %(latest)s för att hinna klart, men tidigast är %(first)s. Ändra veckorna."
            )
            % {"latest": wish.latest, "first": monday_of(wish.first_start)}
        )
    if wish.latest < monday_of(today):
        raise StartsPassedError(_("Sista veckan att börja har redan varit. Välj en senare."))


def _as_data(place: QueuePlace) -> dict[str, object]:
    ends = place.training_ends_on
    return {
        "weeks": place.weeks, "first_start": place.first_start.isoformat(), "last_start": place.last_start.isoformat(),
        "training_ends_on": ends.isoformat() if ends else None,
    }  # fmt: skip
