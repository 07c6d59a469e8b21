"""What a queue does when an offer from it ends: confirmed places the learner by an agreement, a no sends the seat on."""

import datetime as dt
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.exchange.models import Inquiry, OrderRule, QueueOffer, QueuePlace, QueueSeat, SeatRequest
from randa.exchange.queries.queues.picture import rule_of
from randa.exchange.queries.terms import codes_of
from randa.exchange.services.locking import lock_inquiry
from randa.exchange.services.queues.freeing import offer_on
from randa.exchange.services.queues.waiting import leave, locked_place, tell_learner
from randa.exchange.services.telling import news
from randa.people.models import User
from randa.supply.queries.agreements import covering

State = Inquiry.State


def follow(inquiry: Inquiry, actor: User | None, by_asker: bool, today: dt.date) -> None:
    """Bring queue, place and seat in step with a thread that has been confirmed or has ended. Other threads are left alone."""
    with as_system("a queue goes on whoever ended the thread"):
        offer = (
            QueueOffer.objects.filter(inquiry=inquiry)
            .select_related("seat__queue", "seat__unit__organisation", "rule")
            .first()
        )
        if offer is None:
            return
        place = locked_place(QueuePlace(pk=offer.place_id))
        if inquiry.state == State.CONFIRMED:
            _placed(offer, place, inquiry, actor)
            return
        _close(inquiry.request, actor)
        if inquiry.state == State.RELEASED and by_asker:
            leave(place, inquiry.reason, actor=actor)
        else:
            rule = offer.rule or rule_of(place.queue.healthcare_region_id, today)
            counts = by_asker and inquiry.state != State.RELEASED
            _back(place, rule, actor, counts=counts, why=inquiry.reason, today=today)
        if by_asker:
            offer_on(offer.seat, actor=actor, today=today)
        else:
            offer.seat.state = QueueSeat.State.WITHDRAWN
            offer.seat.save(update_fields=["state"])


def pass_on_unanswered(today: dt.date) -> int:
    """End the offers from queues whose promise ran out without an answer, and offer each seat to the next. Return how many.

    Each in a transaction of its own: a unit that is held for one must not be waited for while the next thread is.
    """
    with as_system("offers are watched for everybody"):
        late = Inquiry.objects.filter(queue_offer__isnull=False, state=State.OFFERED, promised_until__lt=today)
        waiting = list(late.order_by("promised_until", "pk"))
    return sum(_pass_on(one, today) for one in waiting)


@transaction.atomic
def _pass_on(inquiry: Inquiry, today: dt.date) -> bool:
    """End one offer unless it was answered meanwhile."""
    with as_system("offers are watched for everybody"):
        inquiry = lock_inquiry(inquiry)
        if inquiry.state != State.OFFERED or inquiry.promised_until is None or inquiry.promised_until >= today:
            return False
        inquiry.state, inquiry.changed_at = State.WITHDRAWN, timezone.now()
        inquiry.reason = _("Inget svar i tid. Platsen gick vidare till nästa i kön.")
        inquiry.save(update_fields=["state", "reason", "changed_at"])
        record(None, "seat_inquiry.withdrawn", inquiry, before={"state": State.OFFERED}, reason=inquiry.reason)
        news(inquiry, partial(_unanswered, inquiry), to_asker=True, actor=None, day=today, why=inquiry.reason)
        follow(inquiry, None, by_asker=True, today=today)
    return True


def _placed(offer: QueueOffer, place: QueuePlace, inquiry: Inquiry, actor: User | None) -> None:
    place.state, offer.seat.state = QueuePlace.State.PLACED, QueueSeat.State.TAKEN
    place.save(update_fields=["state", "changed_at"])
    offer.seat.save(update_fields=["state"])
    unit = offer.seat.unit
    if inquiry.starts_on and inquiry.ends_before:
        kind, home = inquiry.request.kind, place.organisation
        offer.agreement = covering(home, unit.organisation, kind, inquiry.starts_on, inquiry.ends_before)
        offer.terms = codes_of(offer.agreement)
        offer.save(update_fields=["agreement", "terms"])
    after = {"unit": unit.organisation.code, "state": place.state, "agreement": str(offer.agreement or "")}
    record(actor, "queue_place.placed", place, after=after, subject=place.enrolment.learner)
    tell_learner(place, gettext_lazy("Du har fått plats ur kön till %(queue)s"), actor=actor)


def _back(place: QueuePlace, rule: OrderRule, actor: User | None, *, counts: bool, why: str, today: dt.date) -> None:
    """Let the learner wait again. Beyond as many no as the rule of the offer allows, waiting is counted from today."""
    place.state = QueuePlace.State.WAITING
    place.refusals += counts
    loses = place.refusals > rule.refusals_kept
    if loses:
        place.refusals, place.queued_on = 0, today
    place.save(update_fields=["state", "refusals", "queued_on", "changed_at"])
    after = {"state": place.state, "refusals": place.refusals, "queued_on": place.queued_on.isoformat()}
    learner = place.enrolment.learner
    record(actor, "queue_place.waits_again", place, after=after, reason=why, subject=learner)
    words = (
        gettext_lazy(
            "Väntetiden räknas nu från i dag: fler erbjudanden än regeln tillåter har avböjts eller inte besvarats."
        )
        if loses
        else gettext_lazy("Din väntetid räknas som förut.")
    )
    tell_learner(place, gettext_lazy("Erbjudandet ur kön till %(queue)s gäller inte längre"), words, actor=actor)


def _close(request: SeatRequest, actor: User | None) -> None:
    """End the request that was made for this offer alone; a new offer makes a new one."""
    if request.state != SeatRequest.State.WITHDRAWN:
        request.state = SeatRequest.State.WITHDRAWN
        request.save(update_fields=["state"])
        record(actor, "seat_request.withdrawn", request)


def _unanswered(inquiry: Inquiry) -> str:
    return _("Erbjudandet från %(recipient)s besvarades inte i tid") % {"recipient": inquiry.recipient}
