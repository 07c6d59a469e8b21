"""What rooms, closures and supervisors leave of the seats, year by year."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from randa.dimensioning.ceiling_words import ceiling_rows
from randa.dimensioning.queries.ceilings import AreaCeilings, ceilings_of
from randa.dimensioning.queries.forecast_basis import forecast_basis
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import Unit
from tests.dimensioning.forecast.test_pages import text_of
from tests.factories import (
    SeatPeriodFactory,
    SupervisorFactory,
    UnitClosureFactory,
    UnitFactory,
    UnitRoomsFactory,
)

Country = dict[str, Organisation]
FROM, UNTIL = dt.date(2020, 1, 1), dt.date(2035, 1, 1)


def _unit(region: Organisation, *, seats: int = 4, learners: int = 9) -> Unit:
    unit: Unit = UnitFactory.create(region=region)
    SupervisorFactory.create(unit=unit, learner_limit=learners, supervision_hours_per_week=99)
    SeatPeriodFactory.create(unit=unit, seats=seats, starts_on=FROM, ends_before=UNTIL)
    return unit


def _psychiatry(region: Organisation) -> AreaCeilings:
    return ceilings_of([region.code])[region.code, "PSY"]


def test_seats_are_the_ceiling_where_nothing_takes_any_away(planned: Country) -> None:
    _unit(planned["REG-20"])

    year = _psychiatry(planned["REG-20"]).years[2027]

    assert (year.binding, year.left, set(year.weeks.values())) == ("seats", 4 * 52, {4 * 52})


def test_a_year_of_fifty_three_weeks_counts_them_all(planned: Country) -> None:
    _unit(planned["REG-20"])

    assert _psychiatry(planned["REG-20"]).years[2026].left == 4 * 53


def test_a_closure_takes_its_own_weeks_and_is_the_ceiling_that_year_only(planned: Country) -> None:
    unit = _unit(planned["REG-20"])
    UnitClosureFactory.create(unit=unit)  # four weeks of July 2027

    found = _psychiatry(planned["REG-20"])

    assert [(year, one.binding, one.takes("closed")) for year, one in found.years.items() if year in {2027, 2028}] == [
        (2027, "closed", 16),
        (2028, "seats", 0),
    ]
    assert [(one.unit, one.rooms, one.takes) for one in found.grounds] == [(unit, None, 16)]


def test_the_forecast_loses_the_closed_weeks_and_no_more(planned: Country) -> None:
    UnitClosureFactory.create(unit=_unit(planned["REG-20"]))

    seats = forecast_basis().seats

    assert seats["REG-20", "PSY", 2027].usable == 4 * (52 - 4) / 4
    assert seats["REG-20", "PSY", 2028].usable == 4 * 52 / 4


def test_rooms_bind_only_the_units_that_have_said_how_many(planned: Country) -> None:
    small, _large = _unit(planned["REG-20"]), _unit(planned["REG-20"])
    UnitRoomsFactory.create(unit=small, rooms=3)

    year = _psychiatry(planned["REG-20"]).years[2027]

    assert (year.binding, year.weeks["rooms"], year.left) == ("rooms", (3 + 4) * 52, (3 + 4) * 52)
    assert (len(year.known["rooms"]), len(year.units)) == (1, 2)


def test_what_nobody_has_said_is_unknown_and_never_nought(planned: Country) -> None:
    UnitFactory.create(region=planned["REG-20"])

    found = _psychiatry(planned["REG-20"])

    assert {box.weeks for row in ceiling_rows(found) for box in row.boxes} == {None}
    assert found.years[2027].binding is None
    assert len(found.silent) == 1


def test_a_unit_without_supervisors_has_seats_on_paper_and_is_named(planned: Country) -> None:
    _unit(planned["REG-20"])
    alone = UnitFactory.create(region=planned["REG-20"])
    SeatPeriodFactory.create(unit=alone, seats=2, starts_on=FROM, ends_before=UNTIL)

    found = _psychiatry(planned["REG-20"])

    assert (found.years[2027].binding, found.years[2027].takes("supervisors")) == ("supervisors", 2 * 52)
    assert found.unsupervised == [alone]


def test_units_that_differ_leave_less_than_the_lowest_ceiling(planned: Country) -> None:
    UnitRoomsFactory.create(unit=_unit(planned["REG-20"]), rooms=3)
    _unit(planned["REG-20"], learners=2)

    year = _psychiatry(planned["REG-20"]).years[2027]

    assert (year.binding, year.weeks["supervisors"], year.left) == ("supervisors", (4 + 2) * 52, (3 + 2) * 52)


@pytest.mark.parametrize("units", [1, 3])
def test_ceilings_take_as_many_queries_for_three_units_as_for_one(
    planned: Country, django_assert_num_queries: Callable[..., Any], units: int
) -> None:
    for _number in range(units):
        UnitClosureFactory.create(unit=_unit(planned["REG-20"]))

    with django_assert_num_queries(11):
        ceilings_of(["REG-20"])


def test_the_page_marks_the_lowest_ceiling_and_names_what_it_stands_on(
    client: Client, planned: Country, planner: User
) -> None:
    unit = _unit(planned["REG-20"])
    UnitClosureFactory.create(unit=unit)
    client.force_login(planner)

    shown = text_of(client.get(reverse("dimensioning:ceilings"), {"region": "REG-20"}))

    nothing = "ingen angiven"
    assert f"stängda veckor räknas bort {nothing} 192 lägst −16, 1 enhet {nothing}" in shown
    assert "Platser som ryms i rummen ej angivet ej angivet" in shown
    assert f"{unit} Stängt 2027-07-05 – 2027-08-01 16" in shown


def test_the_file_has_a_line_per_year_and_ceiling(client: Client, planned: Country, planner: User) -> None:
    UnitClosureFactory.create(unit=_unit(planned["REG-20"]))
    client.force_login(planner)

    response = client.get(reverse("dimensioning:ceilings_export", args=["csv"]))

    assert "Psykiatrin;2027;Platser när stängda veckor räknas bort;192;16;1;1;ja" in response.content.decode()
