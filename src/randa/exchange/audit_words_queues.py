"""What the audit log says about queues for scarce placements, and where they belong."""

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.exchange.models import OrderRule, QueuePlace, QueueSeat, SeatQueue, member_regions
from randa.organisations.audit_words import organisation_names
from randa.organisations.history import remember

QUEUE, PLACE, RULE = "exchange.seatqueue", "exchange.queueplace", "exchange.orderrule"


def _of_queue(queue: SeatQueue) -> list[str]:
    return [queue.keeper.path, queue.healthcare_region.path]


def _of_place(place: QueuePlace) -> list[str]:
    return [place.organisation.path]


def _of_rule(rule: OrderRule) -> list[str]:
    """A healthcare region's rule belongs to each of its regions too, whose places in queues it orders."""
    region = rule.healthcare_region
    return [] if region is None else [region.path, *(one.path for one in member_regions(region))]


def _step_names(codes: object) -> str:
    return ", ".join(str(OrderRule.Step(one).label) for one in str(codes).split())


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place(QUEUE, _of_queue)
    places.register_place(PLACE, _of_place)
    places.register_place(RULE, _of_rule)
    wording.register_type(QUEUE, _("Kö till sidotjänstgöring"))
    wording.register_type(PLACE, _("Plats i en kö"))
    wording.register("seat_queue.opened", _("Kön öppnades"))
    wording.register("seat_queue.shares_agreed", _("Regionernas andelar ändrades"))
    wording.register("seat_queue.closed", _("Kön stängdes"))
    wording.register("seat_queue.seat_left", _("En plats släpptes till kön"))
    wording.register("seat_queue.seat_over", _("Ingen i kön kunde ta platsen"))
    wording.register("queue_place.put_in", _("%(subject)s ställdes i kön"))
    wording.register("queue_place.changed", _("Veckorna för %(subject)s ändrades"))
    wording.register("queue_place.offered", _("%(subject)s erbjöds en plats"))
    wording.register("queue_place.placed", _("%(subject)s fick plats"))
    wording.register("queue_place.waits_again", _("%(subject)s väntar på nytt"))
    wording.register("queue_place.left", _("%(subject)s lämnade kön"))
    wording.register_type(RULE, _("Ordning för köer"))
    wording.register("order_rule.proposed", _("En ordning för köerna föreslogs"))
    wording.register("order_rule.decided", _("Ordningen för köerna beslutades"))
    wording.register("order_rule.withdrawn", _("Ordningen för köerna togs tillbaka"))
    remember(QUEUE, "exchange.view")
    remember(RULE, "exchange.view")
    _register_fields_of_rules()
    wording.register_field("keeper", _("Sköter kön"), names=organisation_names, of=QUEUE)
    wording.register_field("shares", _("Andelar"), of=QUEUE)
    wording.register_field("state", _("Läge"), show=wording.chosen(QueueSeat.State), of=QUEUE)
    wording.register_field("state", _("Läge"), show=wording.chosen(QueuePlace.State), of=PLACE)
    for of in (QUEUE, PLACE):
        wording.register_field("unit", _("Enhet"), names=organisation_names, of=of)
        wording.register_field("weeks", _("Veckor"), of=of)
    wording.register_field("area", _("Område"), of=QUEUE)
    wording.register_field("starts_on", _("Första dag"), of=QUEUE)
    wording.register_field("first_start", _("Kan börja från"), of=PLACE)
    wording.register_field("last_start", _("Måste ha börjat"), of=PLACE)
    wording.register_field("training_ends_on", _("Utbildningen slutar"), of=PLACE)
    wording.register_field("queued_on", _("Väntar sedan"), of=PLACE)
    wording.register_field("refusals", _("Antal nej"), of=PLACE)
    wording.register_field("agreement", _("Ramavtal"), of=PLACE)


def _register_fields_of_rules() -> None:
    wording.register_field("state", _("Läge"), show=wording.chosen(OrderRule.State), of=RULE)
    wording.register_field("steps", _("Det som avgör, i ordning"), show=_step_names, of=RULE)
    wording.register_field("valid_from", _("Gäller från"), of=RULE)
    wording.register_field("decided_by", _("Beslutad av"), of=RULE)
    wording.register_field("source", _("Källa"), of=RULE)
    wording.register_field("deadline_weeks", _("Sista vecka att börja, veckor"), of=RULE)
    wording.register_field("waiting_weeks", _("Väntetid räknas i perioder om, veckor"), of=RULE)
    wording.register_field("account_weeks", _("Andelar räknas, veckor bakåt"), of=RULE)
    wording.register_field("answer_days", _("Ett erbjudande gäller, dagar"), of=RULE)
    wording.register_field("refusals_kept", _("Nej med platsen kvar, gånger"), of=RULE)
