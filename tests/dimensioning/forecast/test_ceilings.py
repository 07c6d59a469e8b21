"""What rooms, closures and supervisors leave of the seats, year by year."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from randa.dimensioning.assumptions import BASE, Values
from randa.dimensioning.ceiling_words import ceiling_rows
from randa.dimensioning.forecasting import capacities, levers_of
from randa.dimensioning.queries.ceilings import AreaCeilings, ceilings_of
from randa.dimensioning.queries.forecast_basis import forecast_basis
from randa.dimensioning.services.scenarios import create_scenario
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import SeatClaim, Unit
from tests.dimensioning.forecast.test_pages import text_of
from tests.factories import (
    AreaBudgetFactory,
    LearnerKindFactory,
    PatientNeedFactory,
    SeatClaimFactory,
    SeatPeriodFactory,
    SupervisorFactory,
    UnitClosureFactory,
    UnitFactory,
    UnitPatientBaseFactory,
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
    closure = UnitClosureFactory.create(unit=unit)  # four weeks of July 2027

    found = _psychiatry(planned["REG-20"])

    assert [(year, one.binding, one.takes("closed")) for year, one in found.years.items() if year in {2027, 2028}] == [
        (2027, "closed", 16),
        (2028, "seats", 0),
    ]
    assert [(one.unit, one.row, one.takes) for one in found.grounds] == [(unit, closure, 16)]


def test_the_forecast_loses_the_closed_weeks_and_no_more(planned: Country) -> None:
    UnitClosureFactory.create(unit=_unit(planned["REG-20"]))

    found = capacities(forecast_basis(), BASE)

    assert found["REG-20", "PSY", 2027].supervisors == 4 * (52 - 4) / 4
    assert found["REG-20", "PSY", 2028].supervisors == 4 * 52 / 4


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


def test_patients_are_a_ceiling_where_the_unit_has_stated_them_and_the_region_has_a_rule(planned: Country) -> None:
    stated, _silent = _unit(planned["REG-20"]), _unit(planned["REG-20"])
    UnitPatientBaseFactory.create(unit=stated, amount=1250)
    PatientNeedFactory.create(region=planned["REG-20"], amount=500)

    found = _psychiatry(planned["REG-20"])

    year = found.years[2027]
    assert (year.binding, year.weeks["patients"], year.left) == ("patients", (2.5 + 4) * 52, (2.5 + 4) * 52)
    assert (year.known["patients"], len(year.units)) == ({stated.pk}, 2)
    assert [(one.unit, one.takes) for one in found.grounds] == [
        (stated, 1.5 * 5 * 52)
    ]  # stated and decided from 2026v02


def test_patients_without_a_rule_are_no_ceiling_and_are_named_as_not_counted(planned: Country) -> None:
    unit = _unit(planned["REG-20"])
    base = UnitPatientBaseFactory.create(unit=unit, amount=0)
    PatientNeedFactory.create(region=planned["REG-18"])  # another region's rule is not theirs

    found = _psychiatry(planned["REG-20"])

    assert (found.years[2027].binding, found.years[2027].is_known("patients")) == ("seats", False)
    assert [(one.row, one.takes) for one in found.grounds] == [(base, None)]


def test_a_rule_and_a_patient_base_hold_from_their_days(planned: Country) -> None:
    unit = _unit(planned["REG-20"])
    UnitPatientBaseFactory.create(unit=unit, amount=1000, starts_on=FROM, ends_before=dt.date(2029, 1, 1))
    PatientNeedFactory.create(region=planned["REG-20"], amount=500, starts_on=dt.date(2027, 1, 4))
    PatientNeedFactory.create(region=planned["REG-20"], amount=1000, starts_on=dt.date(2028, 1, 3))

    years = _psychiatry(planned["REG-20"]).years

    assert [years[year].weeks["patients"] for year in (2027, 2028, 2029)] == [2 * 52, 1 * 52, 4 * 52]
    assert [years[year].is_known("patients") for year in (2026, 2027, 2028, 2029)] == [False, True, True, False]


def test_learners_who_are_promised_seats_take_what_their_kind_needs(planned: Country) -> None:
    unit, student = _unit(planned["REG-20"]), LearnerKindFactory.create(code="MED", weight=Decimal("0.5"))
    SeatClaimFactory.create(
        unit=unit, kind=student, learners=2, state=SeatClaim.State.PROMISED, starts_on=FROM, ends_before=UNTIL
    )
    UnitPatientBaseFactory.create(unit=unit, amount=1000)
    PatientNeedFactory.create(region=planned["REG-20"], amount=500)
    PatientNeedFactory.create(region=planned["REG-20"], amount=125, kind=student)

    # Two students share one seat and take 250; what is left suffices for one and a half doctors.
    assert _psychiatry(planned["REG-20"]).years[2027].weeks["patients"] == pytest.approx(2.5 * 52)


def test_a_budget_is_the_ceiling_of_its_own_year(planned: Country) -> None:
    _unit(planned["REG-20"])
    AreaBudgetFactory.create(region=planned["REG-20"], year=2027)  # a hundred seat-weeks

    years = _psychiatry(planned["REG-20"]).years

    assert [(years[year].binding, years[year].left) for year in (2027, 2028)] == [("budget", 100), ("seats", 4 * 52)]
    assert not years[2028].is_known("budget")


def test_the_forecast_is_short_where_patients_or_money_run_out(planned: Country) -> None:
    UnitPatientBaseFactory.create(unit=_unit(planned["REG-20"]), amount=1000)
    PatientNeedFactory.create(region=planned["REG-20"], amount=500, starts_on=dt.date(2027, 1, 4))
    AreaBudgetFactory.create(region=planned["REG-20"], year=2028, amount=520_000)  # one seat
    values = BASE.with_value("competing_share", 0)

    found = capacities(forecast_basis(), values)

    years = [found["REG-20", "PSY", year] for year in (2026, 2027, 2028)]
    assert [(one.limit, one.binding(999)) for one in years[1:]] == [(2 * 13, "patients"), (1 * 13, "budget")]
    assert (years[0].patients, years[0].budget, years[0].binding(999)) == (None, None, "seats")


def test_a_scenario_changes_the_ceilings_and_tells_what_they_were(planned: Country) -> None:
    UnitPatientBaseFactory.create(unit=_unit(planned["REG-20"]), amount=1000)
    PatientNeedFactory.create(region=planned["REG-20"], amount=500)
    AreaBudgetFactory.create(region=planned["REG-20"])
    tried = Values({("patients_psy", ""): 1.5, ("budget_psy", "REG-20"): 1.2, ("seats_psy", ""): 1.25})

    found = ceilings_of(["REG-20"], tried)["REG-20", "PSY"]

    year, before = found.years[2027], (found.before or {})[2027]
    assert [year.weeks[name] for name in ("seats", "patients", "budget")] == [5 * 52, 3 * 52, 120]
    assert [before.weeks[name] for name in ("seats", "patients", "budget")] == [4 * 52, 2 * 52, 100]


def test_supervisors_of_one_area_change_beside_those_of_all() -> None:
    tried = Values({("supervisors_factor", ""): 1.2, ("supervisors_psy", "REG-20"): 0.5})

    assert levers_of(tried, "REG-20", "PSY").supervisors == pytest.approx(0.6)
    assert levers_of(tried, "REG-20", "AM").supervisors == 1.2
    assert levers_of(tried, "REG-13", "PSY").supervisors == 1.2


def test_levers_of_one_area_leave_the_others_alone(planned: Country) -> None:
    _unit(planned["REG-20"])

    found = ceilings_of(["REG-20"], Values({("seats_am", ""): 2.0, ("budget_other", ""): 2.0}))

    assert found["REG-20", "PSY"].before is None


@pytest.mark.parametrize("units", [1, 3])
def test_ceilings_take_as_many_queries_for_three_units_as_for_one(
    planned: Country, django_assert_num_queries: Callable[..., Any], units: int
) -> None:
    for _number in range(units):
        unit = _unit(planned["REG-20"])
        UnitClosureFactory.create(unit=unit)
        UnitPatientBaseFactory.create(unit=unit)
        PatientNeedFactory.create(region=planned["REG-20"], starts_on=FROM.replace(month=1 + _number))
        AreaBudgetFactory.create(region=planned["REG-20"], year=2026 + _number)

    with django_assert_num_queries(14):
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


def test_the_page_of_a_scenario_says_what_each_changed_figure_is_in_the_base_case(
    client: Client, planned: Country, planner: User
) -> None:
    UnitPatientBaseFactory.create(unit=_unit(planned["REG-20"]), amount=1000)
    PatientNeedFactory.create(region=planned["REG-20"], amount=500)
    AreaBudgetFactory.create(region=planned["REG-20"])
    made = create_scenario(actor=planner, name="Fler patienter", values={"patients_psy": 1.5})
    client.force_login(planner)

    shown = text_of(client.get(reverse("dimensioning:ceilings"), {"region": "REG-20", "scenario": made.pk}))

    assert "Taken i scenariot Fler patienter." in shown
    assert "156 lägst −52 i grundfallet 104" in shown
    assert "2027: 1 000 000 kronor, 10 000 kronor per platsvecka, räcker till 100 platsveckor." in shown
    assert "Alla som utbildas: var och en behöver 500 besök per år" in shown


def test_the_file_has_the_base_case_beside_a_scenario(client: Client, planned: Country, planner: User) -> None:
    AreaBudgetFactory.create(region=_unit(planned["REG-20"]).region)
    made = create_scenario(actor=planner, name="Mer pengar", values={"budget_psy": 1.5})
    client.force_login(planner)

    address = reverse("dimensioning:ceilings_export", args=["csv"])
    plain, tried = (client.get(address, query).content.decode() for query in ({}, {"scenario": made.pk}))

    assert "Psykiatrin;2027;Platser som budgeten räcker till;100;108;;1;ja" in plain
    assert "Psykiatrin;2027;Platser som budgeten räcker till;150;58;;1;ja;100" in tried
    assert "Psykiatrin;2027;Platser som patientunderlaget räcker till;ej angivet;;0;1;;ej angivet" in tried
