"""Made-up planning problems with the shape of real ones: regions, hospitals, health centres, spring and autumn starts.

Psychiatry and general practice are scarce, as in the sources; everything else has some slack.
"""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from randa.engines.planning.model import BlockRule, Doctor, Option, Problem, Template, Unit

KINDS = ("AKUT", "AM", "IM", "KIR", "PSY", "VAL")
TEMPLATES = {
    "F12": Template(
        46,
        {
            "IM": BlockRule(8, 9, 10),
            "KIR": BlockRule(8, 9, 10),
            "AKUT": BlockRule(4, 5, 6),
            "AM": BlockRule(10, 12, 14),
            "PSY": BlockRule(8, 9, 12),
            "VAL": BlockRule(0, 2, 4),
        },
        (("IM", "AKUT"),),
    ),
    "S12": Template(
        44,
        {
            "IM": BlockRule(8, 9, 11),
            "KIR": BlockRule(7, 8, 10),
            "AKUT": BlockRule(4, 5, 6),
            "AM": BlockRule(12, 13, 15),
            "PSY": BlockRule(8, 9, 12),
        },
    ),
}
UNPLACED = {"AKUT": 60, "AM": 60, "IM": 60, "KIR": 60, "PSY": 60, "VAL": 20}
WEEKS = 120
SUMMER = frozenset(week for week in range(WEEKS + 1) if week % 52 in {26, 27, 28, 29})


@dataclass(frozen=True, slots=True)
class Size:
    """How large and how tight a made-up problem is.

    Attributes:
        doctors, regions: how many.
        scarce, ample: places in psychiatry and general practice, and in the rest, as a share of the nominal need.
    """

    doctors: int
    regions: int = 1
    scarce: float = 1.08
    ample: float = 1.3


NORMAL = {
    20: Size(20, scarce=1.15),
    80: Size(80),
    263: Size(263, 7),
    523: Size(523, 7),
    2400: Size(2400, 21),
    10_000: Size(10_000, 21),
}
OVER_SUBSCRIBED = Size(80, scarce=0.85, ample=1.1)


def generate(size: Size, seed: int = 1) -> Problem:
    """Return a problem of this size. The same seed gives the same problem."""
    chance = random.Random(seed)  # noqa: S311  made-up people, not secrets
    shares = _region_sizes(size.doctors, size.regions)
    units: list[Unit] = []
    doctors: list[Doctor] = []
    for region, count in enumerate(shares):
        centre = (150.0 * (region % 5), 150.0 * (region // 5))
        units += _region_units(chance, size, region, count, centre, len(units))
        doctors += [_doctor(chance, len(doctors) + i, region, centre) for i in range(count)]
    doctors = [_with_options(chance, doctor, units) for doctor in doctors]
    return Problem(
        name=f"{size.doctors} doctors, {size.regions} regions, seed {seed}",
        weeks=WEEKS,
        kinds=KINDS,
        regions=tuple(f"Region {index + 1}" for index in range(size.regions)),
        templates=TEMPLATES,
        unplaced_cost_per_week=UNPLACED,
        off_nominal_cost_per_week=1,
        max_gap_weeks=8,
        units=tuple(units),
        doctors=tuple(doctors),
    )


def _region_sizes(doctors: int, regions: int) -> list[int]:
    """Return doctors per region, the first region the largest."""
    weights = [1.0 / (1.0 + 0.35 * region) for region in range(regions)]
    sizes = [int(doctors * weight / sum(weights)) for weight in weights]
    for index in range(doctors - sum(sizes)):
        sizes[index % regions] += 1
    return sizes


def _region_units(
    chance: random.Random, size: Size, region: int, doctors: int, centre: tuple[float, float], first_id: int
) -> list[Unit]:
    hospitals = max(1, min(4, round(doctors / 25)))
    sites = [(f"Hospital {region + 1}.{i + 1}", _near(chance, centre, 45.0)) for i in range(hospitals)]
    units: list[Unit] = []
    for kind in ("AKUT", "IM", "KIR", "PSY", "VAL"):
        slack = size.scarce if kind == "PSY" else size.ample
        places = _split(chance, _need(kind, doctors) * slack, hospitals)
        for (site, xy), mean in zip(sites, places, strict=True):
            units.append(_unit(chance, first_id + len(units), region, kind, site, xy, mean))
    centres = max(2, round(doctors / 4))
    for index, mean in enumerate(_split(chance, _need("AM", doctors) * size.scarce, centres)):
        site, xy = f"Health centre {region + 1}.{index + 1}", _near(chance, centre, 55.0)
        units.append(_unit(chance, first_id + len(units), region, "AM", site, xy, mean))
    return units


def _need(kind: str, doctors: int) -> float:
    """Return the mean number of places in use at once: doctors' nominal weeks over the weeks of the year cycle."""
    nominal = sum(t.blocks[kind].nominal for t in TEMPLATES.values() if kind in t.blocks) / len(TEMPLATES)
    return doctors * nominal / 55.0  # the busiest weeks hold about this share of a year's cohort


def _split(chance: random.Random, total: float, parts: int) -> list[float]:
    weights = [chance.uniform(0.6, 1.4) for _ in range(parts)]
    return [total * weight / sum(weights) for weight in weights]


def _unit(
    chance: random.Random, number: int, region: int, kind: str, site: str, xy: tuple[float, float], mean: float
) -> Unit:
    """Return a unit whose places vary with its supervisors and shrink in summer."""
    places = max(1, math.floor(mean + chance.random()))
    cap = [places] * WEEKS
    for _ in range(chance.randrange(3)):
        first, weeks = chance.randrange(WEEKS), chance.randrange(4, 14)
        change = chance.choice((-1, -1, 1))
        for week in range(first, min(WEEKS, first + weeks)):
            cap[week] = max(0, cap[week] + change)
    return Unit(number, region, kind, tuple(cap), site, gross=places, supervisors=(places, 1), xy=xy)


def _near(chance: random.Random, centre: tuple[float, float], spread: float) -> tuple[float, float]:
    return (
        round(centre[0] + chance.uniform(-spread, spread), 1),
        round(centre[1] + chance.uniform(-spread, spread), 1),
    )


def _doctor(chance: random.Random, number: int, region: int, centre: tuple[float, float]) -> Doctor:
    template = chance.choice(("F12", "F12", "S12"))
    start = chance.choice((0, 6, 13, 26, 32, 39)) + chance.randrange(3)
    absent: tuple[tuple[int, int], ...] = ()
    if chance.random() < 0.12:
        first = start + chance.randrange(4, 40)
        absent = ((first, first + chance.choice((2, 3, 5, 10, 14))),)
    holiday = start + chance.randrange(8, 20)
    work = tuple(
        week
        for week in range(start, WEEKS)
        if week not in SUMMER and week != holiday and not any(one <= week < two for one, two in absent)
    )
    return Doctor(
        id=number,
        region=region,
        template=template,
        start=start,
        work=work,
        options={},
        absent=absent,
        arrival=round(chance.random(), 4),
        home=_near(chance, centre, 40.0),
    )


def _with_options(chance: random.Random, doctor: Doctor, units: Sequence[Unit]) -> Doctor:
    """Return the doctor with the nearest units of each kind, dearer the farther away; borders are crossed rarely."""
    options: dict[str, tuple[Option, ...]] = {}
    for kind in TEMPLATES[doctor.template].blocks:
        reach = 6 if kind == "AM" else 4
        found = sorted(
            (_travel_cost(chance, doctor, unit), unit.id)
            for unit in units
            if unit.kind == kind and (unit.region == doctor.region or chance.random() < 0.04)
        )[:reach]
        options[kind] = tuple(Option(unit, cost) for cost, unit in found)
    return Doctor(
        doctor.id,
        doctor.region,
        doctor.template,
        doctor.start,
        doctor.work,
        options,
        absent=doctor.absent,
        arrival=doctor.arrival,
        home=doctor.home,
    )


def _travel_cost(chance: random.Random, doctor: Doctor, unit: Unit) -> int:
    """Return a cost of 0 to about 40: kilometres, a border, and a wish."""
    if doctor.home is None or unit.xy is None:
        return 0
    km = math.dist(doctor.home, unit.xy)
    border = 12 if unit.region != doctor.region else 0
    return int(km / 5.0) + border + chance.choice((0, 0, 2, 5))
