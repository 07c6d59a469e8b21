"""A basis made straight from the printed tables, and the same country in the database."""

import pytest

from randa.dimensioning.ceilings import AreaYear, UnitRun
from randa.dimensioning.forecasting import AREAS, WEEKS_A_QUARTER, Basis, Region
from randa.dimensioning.loader import load_dimensioning_reference, load_published_plan
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.capacity import WeekCapacity
from randa.reference import readers
from tests.dimensioning.plan.conftest import country
from tests.factories import person_with

__all__ = ["country"]

INHABITANTS = 300_000
NATION = 10_500_000
NAMES = {"REG-20": "Dalarna", "REG-18": "Örebro"}


def made_basis(*codes: str, seats: float = 300.0, supervised: float = 300.0) -> Basis:
    """Return the named regions with the posts of 001 Tabell 1 and 004 Tabell 2 (all free-standing) and the need of Tabell 3."""
    forecast = {row["region"]: row for row in readers.printed_table("t2025_2_bt_forecast").rows}
    past = {row["region"]: row for row in readers.printed_table("t2023_1_dimensioning").rows}
    need = readers.printed_table("t2025_3_at_need").rows
    posts: dict[tuple[str, str], dict[int, int]] = {}
    for code in codes:
        row = next(row for name, row in forecast.items() if NAMES[code] in name)
        posts[code, "BTF"] = {year: int(row[f"bt_{year}"]) for year in range(2026, 2031)}
        posts[code, "AT"] = {2025: int(past[NAMES[code]]["at_2023_count"]), 2026: 50, 2027: 5}
        posts[code, "ST"] = {2026: 60}
    return Basis(
        regions=tuple(Region(code, NAMES[code], INHABITANTS, 1000) for code in codes),
        nation=NATION,
        posts=posts,
        need={int(row["year"]): (int(row["swedish_degree"]), int(row["eu_ees_schweiz_kul_degree"])) for row in need},
        seats={(code, area, 2027): year_with(int(seats), int(supervised)) for code in codes for area in AREAS},
    )


def year_with(seats: int, supervised: int) -> AreaYear:
    """Return an area whose year is one week of one unit, so that a quarter has that many seat-weeks."""
    week = WeekCapacity(seats=seats, reserved=0, supervisor_places=supervised)
    return AreaYear(weeks=WEEKS_A_QUARTER, runs=[UnitRun(1, week, 1)], units={1}, supervised_units={1})


@pytest.fixture
def planned(country: dict[str, Organisation]) -> dict[str, Organisation]:
    """The country with the published plan and need."""
    load_dimensioning_reference()
    load_published_plan()
    return country


@pytest.fixture
def planner(planned: dict[str, Organisation]) -> User:
    """A person in Dalarna who may see plans and try scenarios."""
    return person_with("dimensioning.view", "scenario.edit", at=planned["REG-20"])
