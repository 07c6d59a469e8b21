"""What units say about themselves in the demo world: rooms, minima, methods, closures, objectives, offers; agreements; what is in order."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

from randa.compensation.models import Rate
from randa.core.provenance import Provenance
from randa.demo.chance import stream
from randa.demo.exchange import DALARNA, OREBRO, SORMLAND, VARMLAND, VASTMANLAND
from randa.demo.story import WARD_CODE, WARD_SEATS
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.capacity import weeks_from
from randa.placements.models import Placement, UnitMinimum
from randa.regulations.models import Objective
from randa.supervisors.models import CapacityMethod, UnitMethod
from randa.supply.models import ClearanceItem, ClearanceTick, FrameworkAgreement, PlaceOffer, UnitObjective
from randa.supply.queries.calendar import free_runs, seat_weeks
from randa.training.models import Unit, UnitClosure, UnitRooms

WEEK = dt.timedelta(weeks=1)
OFFERED = (Decimal(2), Decimal("1.5"))  # seats, at most; half of one is for one of two students
TODAY = dt.date(2027, 1, 11)
FROM, UNTIL = dt.date(2026, 1, 5), dt.date(2030, 12, 30)
# Objectives that a unit of the area can meet beside those that all can; the rest stand in EVERYWHERE.
EVERYWHERE = ("BT3", "BT5", "BT6", "BT7", "BT8", "BT9", "BT10", "BT11", "BT13", "BT15")
OF_AREA = {
    "AM": ("BT1", "BT2", "BT4", "BT12", "BT14", "BT16", "BT17"),
    "AKU": ("BT1", "BT2", "BT12", "BT18"),
    "IM": ("BT1", "BT14", "BT16", "BT17", "BT18"),
    "KIR": ("BT1", "BT17"),
    "PSY": ("BT2", "BT4", "BT14", "BT16"),
    "VAL": ("BT1", "BT12"),
}
MADE_UP_RATE = 1000  # kronor a week
UNIVERSITY = "LS-ORU"
WARD_LOSES = ("BT4", "BT16")
METHOD_FROM = dt.date(2028, 9, 4)  # after the plans of 2027, so that these stand as they are
SUMMER = (dt.date(2029, 7, 2), dt.date(2029, 7, 30))
LARGE_WARD = 4  # seats; the visitor's own ward states no minimum yet
ROOMS_EVERY, METHOD_EVERY, CLOSED_EVERY, OFFER_EVERY = 4, 9, 12, 5
WEEKS_OFFERED, OFFERS = 5, 24


def make_register() -> None:
    """Make all of it; nothing makes a seat of the published plan scarcer."""
    units = list(
        Unit.objects.select_related("organisation", "region")
        .prefetch_related("seat_periods")
        .order_by("organisation__code")
    )
    UnitRooms.objects.bulk_create(_rooms(units))
    UnitMinimum.objects.bulk_create(_minima(units))
    UnitMethod.objects.bulk_create(_methods(units))
    UnitClosure.objects.bulk_create(_closures(units))
    UnitObjective.objects.bulk_create(_objectives(units))
    PlaceOffer.objects.bulk_create(_offers(units))
    agreements = FrameworkAgreement.objects.bulk_create(_agreements())
    Rate.objects.bulk_create(_rates(agreements[::2]))
    ClearanceTick.objects.bulk_create(_ticks())


def _rooms(units: list[Unit]) -> Iterator[UnitRooms]:
    for unit in units[::ROOMS_EVERY]:
        seats = max((period.seats for period in unit.seat_periods.all()), default=0)
        yield UnitRooms(
            unit=unit,
            starts_on=FROM,
            ends_before=UNTIL,
            rooms=seats + 1,
            basis="Lokalöversyn 2025 (påhittad)",
            provenance=Provenance.FICTIONAL,
        )


def _minima(units: list[Unit]) -> Iterator[UnitMinimum]:
    for unit in units:
        seats = min((period.seats for period in unit.seat_periods.all()), default=0)
        if unit.area_id == "PSY" and seats >= LARGE_WARD and unit.organisation.code != WARD_CODE:
            yield UnitMinimum(
                unit=unit,
                starts_on=FROM,
                ends_before=UNTIL,
                least=seats // 2,
                reason="Med färre blir rutinen för liten (påhittat)",
                provenance=Provenance.FICTIONAL,
            )


def _methods(units: list[Unit]) -> Iterator[UnitMethod]:
    pair, fork = CapacityMethod.objects.get(pk="pair"), CapacityMethod.objects.get(pk="fork_clinic")
    for unit in units[::METHOD_EVERY]:
        method = fork if unit.area_id == "AM" else pair
        yield UnitMethod(
            unit=unit, method=method, starts_on=METHOD_FROM, reason="Prövas när AT har trappats ner (påhittat)"
        )


def _closures(units: list[Unit]) -> Iterator[UnitClosure]:
    for unit in units[::CLOSED_EVERY]:
        yield UnitClosure(
            unit=unit,
            starts_on=SUMMER[0],
            ends_before=SUMMER[1],
            reason="Sommarstängt (påhittat)",
            decided_by="Verksamhetschefen",
        )


def _objectives(units: list[Unit]) -> Iterator[UnitObjective]:
    goals = {one.code: one for one in Objective.objects.filter(code__startswith="BT")}
    for unit in units:
        for code in (*EVERYWHERE, *OF_AREA.get(unit.area_id, ())):
            lost = unit.organisation.code == WARD_CODE and code in WARD_LOSES
            yield UnitObjective(
                unit=unit,
                objective=goals[code],
                starts_on=FROM,
                ends_before=WARD_SEATS.effective_on if lost else None,
                reason="Mottagningen följer med heldygnsvården till Falun (påhittat)" if lost else "",
                provenance=Provenance.FICTIONAL,
            )


def _offers(units: list[Unit]) -> Iterator[PlaceOffer]:
    """Give what is free for at least five weeks at every fifth unit, the first stretch of the year ahead."""
    chosen = units[::OFFER_EVERY]
    weeks = seat_weeks(chosen, weeks_from(TODAY + 4 * WEEK, 40))
    found = 0
    for number, unit in enumerate(chosen):
        run = next(
            (one for one in free_runs(weeks[unit.pk]) if one.ends_before - one.starts_on >= WEEKS_OFFERED * WEEK), None
        )
        if run and found < OFFERS:
            found += 1
            yield PlaceOffer(
                unit=unit,
                starts_on=run.starts_on,
                ends_before=run.starts_on + WEEKS_OFFERED * WEEK,
                seats=min(run.seats, OFFERED[number % len(OFFERED)]),
                is_anonymous=number % 4 != 0,
            )


def _agreements() -> Iterator[FrameworkAgreement]:
    """Give one agreement per pair of neighbouring regions, in both directions, for the next years, and some of the university."""
    regions = list(Organisation.objects.in_mellansverige())
    pairs = [
        (home, regions[other % len(regions)]) for place, home in enumerate(regions) for other in (place + 1, place - 1)
    ]
    by_code = {one.code: one for one in regions}
    # A doctor of Västmanland is in Säter on the demo world's day: the first thing that the basis of compensation shows.
    pairs += [(by_code[VASTMANLAND], by_code[DALARNA]), (by_code[DALARNA], by_code[VASTMANLAND])]
    # And students of the university are in three regions.
    university = Organisation.objects.get(code=UNIVERSITY)
    pairs += [(university, by_code[code]) for code in (OREBRO, SORMLAND, VARMLAND)]
    payer = FrameworkAgreement.Payer
    for home, host in pairs:
        yield FrameworkAgreement(
            home=home, host=host, starts_on=dt.date(2026, 1, 1), ends_before=dt.date(2030, 1, 1),
            salary=payer.HOME, travel=payer.HOME, insurance=payer.HOST,
            reference=f"Påhittat avtal {home.code.partition('-')[2]}/{host.code.partition('-')[2]}",
        )  # fmt: skip


def _rates(agreements: list[FrameworkAgreement]) -> Iterator[Rate]:
    """Give every second agreement a round figure that is marked as made up; the others show what is said without one."""
    for agreement in agreements:
        yield Rate(
            agreement=agreement, amount=Decimal(MADE_UP_RATE), starts_on=agreement.starts_on, provenance=Provenance.FICTIONAL,
            source="Påhittat belopp för demovärlden",
        )  # fmt: skip


def _ticks() -> Iterator[ClearanceTick]:
    """Tick some of what is due for those who begin soon; the rest is for whoever tries."""
    chance = stream("clearance")
    items = list(ClearanceItem.objects.filter(is_agreement=False).order_by("sort_order"))
    coming = Placement.objects.filter(
        is_published=True, starts_on__gte=TODAY, starts_on__lt=TODAY + 6 * WEEK, unit__isnull=False
    )
    somebody = User.objects.filter(role_assignments__role="coordinator").order_by("pk").first()
    for placement in coming.order_by("enrolment__post__number", "starts_on"):
        for item in items:
            if chance.random() < 0.6:
                yield ClearanceTick(
                    enrolment_id=placement.enrolment_id,
                    unit_id=placement.unit_id,
                    item=item,
                    done_on=TODAY - WEEK,
                    done_by=somebody,
                )
