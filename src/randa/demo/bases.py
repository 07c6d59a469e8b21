"""Patients, what a learner needs of them, and a budget: made-up figures in Dalarna, so that the ceilings have something to show.

None of it makes a seat of the published plans scarcer, and psychiatry still runs out first: the money for general practice shrinks until it
is what binds, and falls short in 2029.
"""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from randa.core.provenance import Provenance
from randa.dimensioning.models import AreaBudget, PatientNeed
from randa.organisations.models import Organisation
from randa.supply.models import UnitPatientBase
from randa.training.models import Unit

REGION = "REG-20"
FROM = dt.date(2026, 1, 1)
DECISION = "Exempel: påhittat beslut i demovärlden"
BASIS = "Exempel, påhittad siffra"
COVERS = "Handledarnas tid, lokaler och material; inte lön till den som utbildas"
# How much one BT doctor needs in a year, and what students who share a seat need.
NEEDS = (("AM", "listed", None, 900), ("AM", "listed", "MED", 300), ("PSY", "visits", None, 600))
# Patients for each promised seat, unit by unit in the order of their codes; the others have not said anything.
LISTED_PER_SEAT, VISITS_PER_SEAT = (1150, 640, 1400), (900, 750)
WEEK_COST = Decimal(6500)
BUDGETS = {2027: 13_650_000, 2028: 12_350_000, 2029: 11_050_000}


def make_bases() -> None:
    """Make all of it as examples."""
    region = Organisation.objects.get(code=REGION)
    PatientNeed.objects.bulk_create(
        PatientNeed(
            region=region, area_id=area, measure_id=measure, kind_id=kind, amount=amount, starts_on=FROM, source=DECISION,
            provenance=Provenance.FICTIONAL,
        )
        for area, measure, kind, amount in NEEDS
    )  # fmt: skip
    AreaBudget.objects.bulk_create(
        AreaBudget(
            region=region, area_id="AM", year=year, amount=amount, week_cost=WEEK_COST, covers=COVERS, source=DECISION,
            provenance=Provenance.FICTIONAL,
        )
        for year, amount in BUDGETS.items()
    )  # fmt: skip
    UnitPatientBase.objects.bulk_create(
        [*_stated("AM", "listed", LISTED_PER_SEAT), *_stated("PSY", "visits", VISITS_PER_SEAT)]
    )


def _stated(area: str, measure: str, per_seat: tuple[int, ...]) -> Iterator[UnitPatientBase]:
    """Yield what the area's first units have stated, by the seats that they promise at most."""
    units = Unit.objects.filter(region__code=REGION, area=area).prefetch_related("seat_periods")
    for unit, each in zip(units.order_by("organisation__code"), per_seat, strict=False):
        seats = max((period.seats for period in unit.seat_periods.all()), default=0)
        yield UnitPatientBase(
            unit=unit,
            measure_id=measure,
            amount=each * seats,
            starts_on=FROM,
            basis=BASIS,
            provenance=Provenance.FICTIONAL,
        )
