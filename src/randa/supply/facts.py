"""The kinds of facts that a unit keeps about itself: one form, one service and one list each, behind one pair of addresses."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from randa.core.personal_data import Words
from randa.core.ui.formats import decimal
from randa.placements.models import SeatPeriod, UnitMinimum
from randa.supervisors.models import UnitMethod
from randa.supply.forms_facts import ClosureForm, FactForm, MethodForm, MinimumForm, PatientsForm, RoomsForm, SeatsForm
from randa.supply.models import UnitPatientBase
from randa.supply.services import facts as services
from randa.training.models import Unit, UnitClosure, UnitRooms

SEATS_COUNTED = _("Sparat. Platserna räknas om med en gång.")


@dataclass(frozen=True, slots=True)
class FactKind:
    """One kind. `key` stands in the address, `fields` are what the form asks beside the period.

    `what` says in a row what holds, `related` is what it reads for that, `saved` what follows when it has been saved.
    """

    key: str
    label: Words
    new: Words
    model: type[models.Model]
    form: type[FactForm]
    keep: Callable[..., Any]
    fields: tuple[str, ...]
    what: Callable[[Any], str]
    saved: Words = SEATS_COUNTED
    related: tuple[str, ...] = ()

    def rows(self, unit: Unit, today: dt.date) -> list[Any]:
        """Return what holds today or later, in order of time."""
        lasting = models.Q(ends_before__isnull=True) | models.Q(ends_before__gt=today)
        rows: models.QuerySet[Any] = models.QuerySet(self.model).filter(lasting, unit=unit).order_by("starts_on", "pk")
        return list(rows.select_related(*self.related) if self.related else rows)

    def initial(self, row: Any) -> dict[str, Any]:
        """Return what the form of an existing row opens with."""
        last = row.ends_before - dt.timedelta(days=1) if row.ends_before else None
        return {name: getattr(row, name) for name in self.fields} | {"starts_on": row.starts_on, "last_day": last}


def _seats(row: SeatPeriod) -> str:
    return f"{row.seats} ({row.reserved})"


def _minimum(row: UnitMinimum) -> str:
    return gettext("%(n)d läkare") % {"n": row.least}


def _closure(row: UnitClosure) -> str:
    return f"{row.reason} {row.decided_by}".strip()


def _patients(row: UnitPatientBase) -> str:
    return f"{decimal(row.amount, 0)} {row.measure}"


KINDS = {
    kind.key: kind
    for kind in (
        FactKind(
            "stangt", _("Stängt"), _("Stäng en period"), UnitClosure, ClosureForm, services.save_closure, ("reason", "decided_by"), _closure
        ),
        FactKind(
            "platser", _("Platser (varav lovade)"), _("Lägg till en period"), SeatPeriod, SeatsForm, services.save_seats,
            ("seats", "reserved", "basis"), _seats,
        ),
        FactKind(
            "minst", _("Minst antal samtidigt"), _("Ange minsta antal"), UnitMinimum, MinimumForm, services.save_minimum,
            ("least", "reason"), _minimum, _("Sparat. Nästa planering räknar med det."),
        ),
        FactKind(
            "rum", _("Rum"), _("Ange rum"), UnitRooms, RoomsForm, services.save_rooms, ("rooms", "basis"),
            lambda row: str(row.rooms),
        ),
        FactKind(
            "metod", _("Metod för handledning"), _("Byt metod"), UnitMethod, MethodForm, services.save_method, ("method", "reason"),
            lambda row: str(row.method), related=("method",),
        ),
        FactKind(
            "patienter", _("Patientunderlag"), _("Ange patientunderlag"), UnitPatientBase, PatientsForm, services.save_patient_base,
            ("measure", "amount", "basis"), _patients, related=("measure",),
            saved=_("Sparat. Taket över platserna i prognosen räknas om med en gång."),
        ),
    )
}  # fmt: skip
