"""What the audit log says about queues for scarce placements, and where they belong."""

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.exchange.models import QueuePlace, QueueSeat, SeatQueue
from randa.organisations.audit_words import organisation_names
from randa.organisations.history import remember

QUEUE, PLACE = "exchange.seatqueue", "exchange.queueplace"


def _of_queue(queue: SeatQueue) -> list[str]:
    return [queue.keeper.path, queue.healthcare_region.path]


def _of_place(place: QueuePlace) -> list[str]:
    return [place.organisation.path]


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place(QUEUE, _of_queue)
    places.register_place(PLACE, _of_place)
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
    remember(QUEUE, "exchange.view")
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
