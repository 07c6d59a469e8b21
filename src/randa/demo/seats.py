"""Seats of the units 2026-2030: what AT has held, what those who began BT in 2026 hold, and what is left for 2027."""

import datetime as dt
import math
from collections import defaultdict
from dataclasses import dataclass

from randa.demo.chance import spread
from randa.demo.facts import REGIONS, RegionFacts, bt_blocks
from randa.demo.hospitals import HOSPITALS
from randa.demo.occupancy import AT_WEEKS, AtWeeks
from randa.demo.story import WARD_CODE, WARD_SEATS
from randa.placements.models import SeatPeriod
from randa.training.models import Programme, Unit

WORKING_WEEKS_A_YEAR = 46
ROOM_TO_MOVE = 1.35  # seats per person in the areas that are not scarce; assumption


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time with its share of AT's seats still held, and how many of the two BT starts of 2026 are under way."""

    starts_on: dt.date
    at_share: float
    starts_of_2026: int


PHASES = (
    Phase(dt.date(2026, 1, 5), 1.0, 1),
    Phase(dt.date(2026, 8, 31), 1.0, 2),
    Phase(dt.date(2027, 2, 1), 1.0, 1),
    # AT doctors who began in 2026 hold their seats all through 2027: the seats of AT come free a year after BT needs them.
    Phase(dt.date(2027, 8, 30), 1.0, 0),
    Phase(dt.date(2028, 1, 3), 0.8, 0),
    Phase(dt.date(2028, 7, 3), 0.5, 0),
    Phase(dt.date(2029, 1, 1), 0.25, 0),
    Phase(dt.date(2029, 7, 2), 0.1, 0),
    Phase(dt.date(2029, 12, 31), 0.05, 0),
)
ENDS_BEFORE = dt.date(2030, 12, 30)


def make_seats() -> None:
    """Make the seat periods of every unit, each with the ground that its number stands on."""
    units: dict[tuple[str, str], list[Unit]] = defaultdict(list)
    rows = Unit.objects.select_related("organisation", "organisation__parent", "region", "area")
    for unit in rows.order_by("organisation__code"):
        units[unit.region.code, unit.area_id].append(unit)
    periods: list[SeatPeriod] = []
    for facts in REGIONS:
        for area in AT_WEEKS[facts.code]:
            periods += _periods_of(facts, area, units[facts.code, area])
    SeatPeriod.objects.bulk_create(periods)


def at_seats(facts: RegionFacts, area: str) -> int:
    """Return the seats AT has held: posts a year times weeks in the area, over the working weeks of a year."""
    return round(facts.at_posts * AT_WEEKS[facts.code][area].weeks / WORKING_WEEKS_A_YEAR)


def seats_per_start_of_2026(facts: RegionFacts, area: str) -> int:
    """Return the seats that half of the BT posts of 2026 hold when spread evenly over their year."""
    return round(facts.bt_posts(2026) / 2 * _bt_weeks(facts, area) / 52)


def open_in_spring(facts: RegionFacts, area: str) -> int:
    """Return the seats left for those who begin in spring 2027: set where scarce, else what 2027's posts need and some more."""
    if area == "PSY":
        return facts.open_psychiatry
    if area == "AM":
        return facts.open_general_practice
    return math.ceil(facts.bt_posts(2027) * _bt_weeks(facts, area) / 52 * ROOM_TO_MOVE) + 1


def gross_seats(facts: RegionFacts, area: str) -> int:
    """Return all seats of the area in the region, as they stand before 3 May 2027."""
    return (
        at_seats(facts, area)
        + seats_per_start_of_2026(facts, area)
        + open_in_spring(facts, area)
        + _shared(facts, area)
    )


def _shared(facts: RegionFacts, area: str) -> int:
    return facts.shared_psychiatry if area == "PSY" else 0


def _bt_weeks(facts: RegionFacts, area: str) -> float:
    """Return the nominal weeks of BT in the area, the mean over the region's posts."""
    free, whole = facts.free_part
    by_kind = ((Programme.Kind.BT_FREE, free), (Programme.Kind.BT_INTEGRATED, whole - free))
    return sum(_mean_weeks(facts, kind, area) * posts / whole for kind, posts in by_kind)


def _mean_weeks(facts: RegionFacts, kind: Programme.Kind, area: str) -> float:
    variants = bt_blocks(facts, kind)
    return sum(one.weeks.get(area, (0, 0, 0))[1] for one in variants) / len(variants)


def _periods_of(facts: RegionFacts, area: str, units: list[Unit]) -> list[SeatPeriod]:
    ward = next((unit for unit in units if unit.organisation.code == WARD_CODE), None)
    others = [unit for unit in units if unit is not ward]
    total = gross_seats(facts, area) - (WARD_SEATS.before if ward else 0)
    seats = spread(total, [_weight(unit) for unit in others])
    periods = [period for phase in PHASES for period in _phase_periods(facts, area, phase, others, seats, ward)]
    return _merged(periods)


def _phase_periods(
    facts: RegionFacts, area: str, phase: Phase, units: list[Unit], seats: list[int], ward: Unit | None
) -> list[SeatPeriod]:
    reserved = round(at_seats(facts, area) * phase.at_share) + _shared(facts, area)
    reserved += seats_per_start_of_2026(facts, area) * phase.starts_of_2026
    free = gross_seats(facts, area) - reserved - (WARD_SEATS.before - WARD_SEATS.reserved if ward else 0)
    free_by_unit = spread(max(0, free), seats)
    ground = AT_WEEKS[facts.code][area]
    basis = _basis(facts, ground)
    periods = [
        _period(unit, phase, there, max(0, there - free_there), basis, ground)
        for unit, there, free_there in zip(units, seats, free_by_unit, strict=True)
    ]
    if ward:
        # As it stood when the year was planned; the changed mandate is recorded afterwards.
        periods.append(_period(ward, phase, WARD_SEATS.before, WARD_SEATS.reserved, basis, ground))
    return periods


def _period(unit: Unit, phase: Phase, seats: int, reserved: int, basis: str, ground: AtWeeks) -> SeatPeriod:
    return SeatPeriod(
        unit=unit,
        starts_on=phase.starts_on,
        ends_before=_end(phase),
        seats=seats,
        reserved=reserved,
        basis=basis[:300],
        provenance=ground.provenance,
        source="001 Tabell 1, Bilaga 1–7; 002; 004 Tabell 2",
    )


def _end(phase: Phase) -> dt.date:
    place = PHASES.index(phase)
    return PHASES[place + 1].starts_on if place + 1 < len(PHASES) else ENDS_BEFORE


def _basis(facts: RegionFacts, ground: AtWeeks) -> str:
    return (
        f"Enhetens del av regionens platser i området: {facts.at_posts} AT-tjänster 2023 × {ground.weeks:g} veckor / "
        f"{WORKING_WEEKS_A_YEAR} ({ground.ground}), BT som började 2026, och antagna platser för ST, studenter och 2027 års BT."
    ).replace(".5 ", ",5 ")


def _weight(unit: Unit) -> int:
    """A health centre weighs as much as any other; a clinic as much as its hospital."""
    parent = unit.organisation.parent
    return HOSPITALS[parent.code].weight if parent is not None and parent.code in HOSPITALS else 1


def _merged(periods: list[SeatPeriod]) -> list[SeatPeriod]:
    """Join neighbouring periods of a unit that say the same."""
    merged: list[SeatPeriod] = []
    for period in sorted(periods, key=lambda one: (one.unit_id, one.starts_on)):
        last = merged[-1] if merged else None
        if last and (last.unit_id, last.seats, last.reserved, last.basis) == (
            period.unit_id,
            period.seats,
            period.reserved,
            period.basis,
        ):
            last.ends_before = period.ends_before
        else:
            merged.append(period)
    return merged
