"""What the audit log says about requests for seats, and where they belong."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.exchange.models import Inquiry, SeatRequest
from randa.organisations.audit_words import organisation_names
from randa.organisations.history import remember
from randa.training.models import LearnerKind

REQUEST, INQUIRY = "exchange.seatrequest", "exchange.inquiry"


def _of_request(request: SeatRequest) -> list[str]:
    return [request.asker.path]


def _of_inquiry(inquiry: Inquiry) -> list[str]:
    unit = inquiry.unit
    return [inquiry.asker.path, inquiry.recipient.path] + ([unit.organisation.path] if unit is not None else [])


def _kind_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in LearnerKind.objects.filter(pk__in=keys)}


def _request_state(value: str) -> str:
    return str(dict(SeatRequest.State.choices).get(value, value))


def _inquiry_state(value: str) -> str:
    return str(dict(Inquiry.State.choices).get(value, value))


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_place(REQUEST, _of_request)
    places.register_place(INQUIRY, _of_inquiry)
    wording.register_type(REQUEST, _("Förfrågan om platser"))
    wording.register_type(INQUIRY, _("Fråga om platser till en organisation"))
    wording.register("seat_request.asked", _("Förfrågan om %(after_seats)s platser skickades"))
    wording.register("seat_request.withdrawn", _("Förfrågan togs tillbaka"))
    wording.register("seat_request.filled", _("Alla platser i förfrågan är bekräftade"))
    wording.register("seat_inquiry.asked", _("Frågan om platser skickades"))
    wording.register("seat_inquiry.offered", _("%(after_seats)s platser erbjöds"))
    wording.register("seat_inquiry.countered", _("Ett motbud på %(after_seats)s platser skickades"))
    wording.register("seat_inquiry.confirmed", _("%(after_seats)s platser bekräftades"))
    wording.register("seat_inquiry.declined", _("Svaret blev nej"))
    wording.register("seat_inquiry.refused", _("Erbjudandet avböjdes"))
    wording.register("seat_inquiry.withdrawn", _("Frågan togs tillbaka"))
    wording.register("seat_inquiry.released", _("Bekräftade platser lämnades tillbaka"))
    remember(REQUEST, "exchange.view")
    remember(INQUIRY, "exchange.view")
    for of in (REQUEST, INQUIRY):
        wording.register_field("asker", _("Frågar"), names=organisation_names, of=of)
        wording.register_field("asked", _("Tillfrågade"), names=organisation_names, of=of)
        wording.register_field("unit", _("Enhet"), names=organisation_names, of=of)
        wording.register_field("kind", _("Gäller"), names=_kind_names, of=of)
        wording.register_field("area", _("Område"), of=of)
        wording.register_field("seats", _("Platser"), of=of)
        wording.register_field("weeks", _("Veckor"), of=of)
        wording.register_field("starts_on", _("Första dag"), of=of)
        wording.register_field("reply_by", _("Svar senast"), of=of)
    wording.register_field("state", _("Läge"), show=_request_state, of=REQUEST)
    wording.register_field("state", _("Läge"), show=_inquiry_state, of=INQUIRY)
