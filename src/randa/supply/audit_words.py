"""What the audit log says about supervisors, and where they lie."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from randa.core.audit import places, wording
from randa.people.models import User
from randa.regulations.models import Objective
from randa.supervisors.models import CapacityMethod, Supervisor
from randa.supply.models import ClearanceItem, FrameworkAgreement, PatientMeasure, PoolRuleSet, SeatOpening
from randa.training.models import LearnerKind


def _of_agreement(agreement: FrameworkAgreement) -> list[str]:
    return [agreement.home.path, agreement.host.path]


def _payer(value: str) -> str:
    return str(FrameworkAgreement.Payer(value).label)


def _item_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in ClearanceItem.objects.filter(pk__in=keys)}


def supervisor_paths(person: User) -> Iterable[str]:
    """Return the units where the person supervises."""
    return Supervisor.objects.filter(user=person).order_by("pk").values_list("unit__organisation__path", flat=True)


def _of_supervisor(supervisor: Supervisor) -> list[str]:
    return [supervisor.unit.organisation.path]


def _of_pool(rules: PoolRuleSet) -> list[str]:
    return [rules.organisation.path] if rules.organisation else []


def register_words() -> None:
    """Tell the log what it needs to know."""
    places.register_belonging("40-supervisors", supervisor_paths)
    places.register_place("supervisors.supervisor", _of_supervisor)
    wording.register_type("supervisors.supervisor", _("Handledare"))
    wording.register("supervisor_leave.recorded", _("%(subject)s antecknades som borta från handledning"))
    wording.register("supervisor_leave.withdrawn", _("Det togs tillbaka att %(subject)s är borta från handledning"))
    wording.register("supervisor.assigned", _("%(object)s blev handledare för %(subject)s"))
    wording.register_field("learners", _("Platser utan handledare"))
    places.register_place("supply.poolruleset", _of_pool)
    wording.register_type("supply.poolruleset", _("Ordning i potten"))
    wording.register("pool.decided", _("Ordningen i potten beslutades, %(object)s"))
    wording.register("unit.seats_asked", _("Platser begärdes för en grupp"))
    wording.register("unit.opening_asked", _("Enheten ombads ta emot en till"))
    wording.register("unit.opening_opened", _("Enheten öppnade en plats till"))
    wording.register("unit.opening_declined", _("Enheten kunde inte ta emot en till"))
    wording.register("unit.opening_withdrawn", _("Frågan om en plats till togs tillbaka"))
    wording.register_field("state", _("Läge"), show=wording.chosen(SeatOpening.State), of="training.unit")
    wording.register("unit.seats_promised", _("Platser lovades till en grupp"))
    wording.register("unit.seats_offered", _("Platser bjöds ut i platsbanken"))
    wording.register("unit.offer_withdrawn", _("Ett erbjudande togs ur platsbanken"))
    wording.register("unit.own_workplace_allowed", _("Undantag från regeln om egen arbetsplats för %(subject)s"))
    wording.register("unit.clearance_ticked", _("Checklistan inför start ändrades för %(subject)s"))
    wording.register_field("item", _("Punkt"), names=_item_names)
    wording.register_field("done", _("Klart"))
    places.register_place("supply.frameworkagreement", _of_agreement)
    wording.register_type("supply.frameworkagreement", _("Ramavtal"))
    wording.register("agreement.saved", _("Ramavtalet %(object)s sparades"))
    for key, label in (("salary", _("Lön")), ("travel", _("Resor")), ("insurance", _("Försäkring"))):
        wording.register_field(key, label, show=_payer)
    wording.register_field("kinds", _("Gäller"), names=_kind_names, of="supply.frameworkagreement")
    wording.register_field("reference", _("Diarienummer"), of="supply.frameworkagreement")
    wording.register("unit.contact_changed", _("Hur man når enheten ändrades"))
    wording.register("unit.objectives_changed", _("Delmålen som enheten kan ge ändrades"))
    wording.register_field("valid_from", _("Gäller från"), of="supply.poolruleset")
    wording.register_field("reason", _("Skäl"), of="training.unit")
    wording.register_field("position", _("Koordinater"), of="training.unit")
    wording.register_field("objectives", _("Delmål"), names=_objective_names, of="training.unit")
    wording.register("unit.seats_withdrawn", _("Platser för en grupp togs tillbaka"))
    wording.register_field("kind", _("Vilka"), names=_kind_names, of="training.unit")
    wording.register_field("learners_count", _("Antal"))
    _register_facts()


def _register_facts() -> None:
    wording.register("unit.fact_changed", _("Enhetens uppgifter ändrades: %(after_fact)s"))
    wording.register("unit.fact_removed", _("En uppgift om enheten togs bort: %(before_fact)s"))
    wording.register_field("fact", _("Uppgift"), show=_fact)
    wording.register_field("reserved", _("Varav lovade"), of="training.unit")
    wording.register_field("rooms", _("Rum"))
    wording.register_field("least", _("Minst antal samtidigt"))
    wording.register_field("method", _("Metod"), names=_method_names, of="training.unit")
    wording.register_field("basis", _("Grund"), of="training.unit")
    wording.register_field("measure", _("Räknat i"), names=_measure_names, of="training.unit")
    wording.register_field("amount", _("Antal"), of="training.unit")
    wording.register_field("decided_by", _("Beslutat av"), of="training.unit")


def _kind_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in LearnerKind.objects.filter(pk__in=keys)}


FACTS = {
    "seatperiod": _("platser"),
    "unitminimum": _("minst antal samtidigt"),
    "unitrooms": _("rum"),
    "unitclosure": _("stängd period"),
    "unitmethod": _("metod"),
    "unitpatientbase": _("patientunderlag"),
}


def _fact(name: str) -> str:
    return str(FACTS.get(name, name))


def _method_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in CapacityMethod.objects.filter(pk__in=keys)}


def _measure_names(keys: Collection[str]) -> Mapping[str, str]:
    return {one.pk: str(one) for one in PatientMeasure.objects.filter(pk__in=keys)}


def _objective_names(keys: Collection[str]) -> Mapping[str, str]:
    return {str(one.pk): one.code for one in Objective.objects.filter(pk__in=keys)}
