"""Registering what ceilings are counted by: patients per learner, and a year's budget. A row that stands is never changed."""

import datetime as dt
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.provenance import Provenance
from randa.dimensioning.errors import BaseWrongError
from randa.dimensioning.models import AreaBudget, PatientNeed
from randa.dimensioning.permissions import can_decide_bases_of
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.models import PatientMeasure
from randa.training.models import LearnerKind, PlacementArea


@transaction.atomic
def register_patient_need(
    *, actor: User, region: Organisation, area: PlacementArea, measure: PatientMeasure, kind: LearnerKind | None, amount: Decimal | None,
    starts_on: dt.date, source: str,
) -> PatientNeed:  # fmt: skip
    """Register how many patients one learner there all year needs, from a day on; None: it holds no longer from that day.

    A kind of learner without a need of its own is counted by that of all, and where there is none, by none.

    One for the same area, measure, kind and day is a new version, which counts. The same again changes nothing.

    Raises:
        PermissionDenied: `actor` does not decide the region's posts.
        BaseWrongError: the number is not above 0, or it is not said where it was decided.
    """
    require(can_decide_bases_of, actor, region)
    if amount is not None and amount <= 0:
        raise BaseWrongError("amount", _("Skriv ett tal över 0, eller lämna tomt om inget ska räknas från den dagen."))
    _refuse_without_source(source)
    _lock(region)
    place = {"region": region, "area": area, "measure": measure, "kind": kind, "starts_on": starts_on}
    same = PatientNeed.objects.filter(**place).order_by("-version").first()
    if same is not None and (same.amount, same.source) == (amount, source.strip()):
        return same
    made = PatientNeed.objects.create(
        **place, amount=amount, source=source.strip(), provenance=Provenance.STATED,
        version=same.version + 1 if same else 1, recorded_by=actor,
    )  # fmt: skip
    after = {
        "amount": None if amount is None else str(amount), "kind": str(kind or ""), "starts_on": starts_on.isoformat(),
        "version": made.version, "source": made.source,
    }  # fmt: skip
    record(actor, "patient_need.registered", made, after=after)
    return made


@transaction.atomic
def register_budget(
    *, actor: User, region: Organisation, area: PlacementArea, year: int, amount: int | None, week_cost: Decimal | None, covers: str,
    source: str,
) -> AreaBudget:  # fmt: skip
    """Register a region's money for the seats of an area in a year, and what a seat-week costs; None: the year has no budget.

    One for the same year is a new version, which counts. The same again changes nothing.

    Raises:
        PermissionDenied: `actor` does not decide the region's posts.
        BaseWrongError: one of the two without the other, a sum below 0, a cost not above 0, or no word of what it covers or of the source.
    """
    require(can_decide_bases_of, actor, region)
    _refuse_wrong_money(amount, week_cost, covers)
    _refuse_without_source(source)
    _lock(region)
    place = {"region": region, "area": area, "year": year}
    said = {"amount": amount, "week_cost": week_cost, "covers": covers.strip(), "source": source.strip()}
    same = AreaBudget.objects.filter(**place).order_by("-version").first()
    if same is not None and {name: getattr(same, name) for name in said} == said:
        return same
    version = same.version + 1 if same else 1
    made = AreaBudget.objects.create(**place, **said, provenance=Provenance.STATED, version=version, recorded_by=actor)
    after = {**said, "week_cost": None if week_cost is None else str(week_cost), "year": year, "version": version}
    record(actor, "budget.registered", made, after=after)
    return made


def _refuse_wrong_money(amount: int | None, week_cost: Decimal | None, covers: str) -> None:
    if (amount is None) != (week_cost is None):
        field = "amount" if amount is None else "week_cost"
        raise BaseWrongError(
            field, _("Skriv både budget och kostnad per platsvecka, eller lämna båda tomma om året inte har någon budget.")
        )  # fmt: skip
    if amount is not None and amount < 0:
        raise BaseWrongError("amount", _("Budgeten kan inte vara negativ. Skriv 0 om inga pengar finns."))
    if week_cost is not None and week_cost <= 0:
        raise BaseWrongError("week_cost", _("Skriv en kostnad över 0 kronor. Utan kostnad blir budgeten inget tak."))
    if amount is not None and not covers.strip():
        raise BaseWrongError("covers", _("Skriv vad kostnaden täcker. Den som läser taket ska veta vad som är räknat."))


def _refuse_without_source(source: str) -> None:
    if not source.strip():
        raise BaseWrongError("source", _("Skriv var det är beslutat, till exempel beslutets diarienummer."))


def _lock(region: Organisation) -> None:
    """Two who register for one region get two versions."""
    Organisation.objects.select_for_update(of=("self",), no_key=True).get(pk=region.pk)
