"""What the audit log says about requests for seats, and where they belong."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.exchange.models import GroupMember, Inquiry, SeatRequest, StudentGroup
from randa.organisations.audit_words import organisation_names
from randa.organisations.history import remember
from randa.training.models import LearnerKind

REQUEST, INQUIRY, GROUP = "exchange.seatrequest", "exchange.inquiry", "exchange.studentgroup"


def _of_request(request: SeatRequest) -> list[str]:
    return [request.asker.path]


def _of_inquiry(inquiry: Inquiry) -> list[str]:
    unit = inquiry.unit
    return [inquiry.asker.path, inquiry.recipient.path] + ([unit.organisation.path] if unit is not None else [])


def _of_group(group: StudentGroup) -> list[str]:
    return [group.organisation.path]


def _kind_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in LearnerKind.objects.filter(pk__in=keys)}


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
    _register_group_words()
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
    wording.register_field("state", _("Läge"), show=wording.chosen(SeatRequest.State), of=REQUEST)
    wording.register_field("state", _("Läge"), show=wording.chosen(Inquiry.State), of=INQUIRY)


def _register_group_words() -> None:
    places.register_place(GROUP, _of_group)
    wording.register_type(GROUP, _("Kurstillfälle"))
    wording.register("student_group.made", _("Kurstillfället lades till"))
    wording.register("student_group.imported", _("En studentlista lästes in"))
    wording.register("student_group.wished", _("Önskemål om enheter lämnades (%(subject)s)"))
    wording.register("student_group.reason_asked", _("Ett särskilt skäl anmäldes (%(subject)s)"))
    wording.register("student_group.reason_granted", _("Ett särskilt skäl beviljades (%(subject)s)"))
    wording.register("student_group.reason_refused", _("Ett särskilt skäl avslogs (%(subject)s)"))
    wording.register("student_group.housing_answered", _("Svar om bostad gavs (%(subject)s)"))
    wording.register_field("housing", _("Bostad"), show=wording.chosen(GroupMember.Housing), of=GROUP)
    wording.register("student_group.allocated", _("%(after_placed)s platser fördelades"))
    wording.register("student_group.swapped", _("Två studenter bytte plats"))
    wording.register_field("placed", _("Fick plats"), of=GROUP)
    wording.register_field("unplaced", _("Utan plats"), of=GROUP)
    wording.register_field("mark", _("Förslagets märke"), of=GROUP)
    wording.register_field("wishes", _("Önskemål"), of=GROUP)
    wording.register_field("units", _("Enheter"), of=GROUP)
    remember(GROUP, "exchange.ask")
    wording.register_field("organisation", _("Lärosäte"), names=organisation_names, of=GROUP)
    wording.register_field("kind", _("Gäller"), names=_kind_names, of=GROUP)
    wording.register_field("area", _("Område"), of=GROUP)
    wording.register_field("weeks", _("Veckor"), of=GROUP)
    wording.register_field("starts_on", _("Första dag"), of=GROUP)
    wording.register_field("wishes_until", _("Önskemål senast"), of=GROUP)
    wording.register_field("new", _("Nya i kurstillfället"), of=GROUP)
    wording.register_field("changed", _("Ändrade uppgifter"), of=GROUP)
    wording.register_field("unchanged", _("Oförändrade"), of=GROUP)
