"""The base case gives back what the reports printed."""

import pytest

from randa.dimensioning.assumptions import BASE
from randa.dimensioning.forecasting import at_weeks, bt_weeks, build_problem, need_at, wanted_bt
from randa.dimensioning.queries.figures import country as whole_country
from randa.dimensioning.queries.forecast import outlook
from randa.dimensioning.queries.forecast_basis import forecast_basis
from randa.dimensioning.queries.lost_weeks import LostWeeks, lost_weeks
from randa.organisations.models import Organisation
from randa.reference import readers
from tests.dimensioning.forecast.conftest import made_basis

Country = dict[str, Organisation]


def test_bt_starts_of_every_region_and_year_are_those_of_004_tabell_2(planned: Country) -> None:
    found = outlook(forecast_basis(), replications=16)

    for row in readers.printed_table("t2025_2_bt_forecast").rows:
        code = next((one.code for one in planned.values() if one.name == row["region"]), "")
        for year in range(2026, 2031):
            assert found.starts("bt_starts", year, code) == pytest.approx(int(row[f"bt_{year}"]), abs=1e-6), row[
                "region"
            ]


def test_the_national_need_of_at_is_that_of_004_tabell_3_in_every_year(planned: Country) -> None:
    problem = build_problem(forecast_basis())

    printed = {int(row["year"]): int(row["total_need_of_at"]) for row in readers.printed_table("t2025_3_at_need").rows}
    assert dict(zip(problem.years, problem.need_at, strict=True)) == {**printed, 2031: 95}


def test_weeks_per_person_are_those_of_002_for_orebro() -> None:
    assert {area: at_weeks(BASE)[area] for area in ("PSY", "AM")} == {"PSY": 12.5, "AM": 23.5}
    assert {area: bt_weeks(BASE)[area] for area in ("PSY", "AM")} == {"PSY": 11.5, "AM": 14.5}
    assert sum(at_weeks(BASE)[area] for area in ("IM", "KIR", "AKU")) == pytest.approx(36, abs=1e-9)
    assert sum(bt_weeks(BASE)[area] for area in ("IM", "KIR", "AKU")) == pytest.approx(18, abs=1e-9)


def test_orebro_wins_and_loses_the_weeks_that_002_gives(planned: Country) -> None:
    found = lost_weeks([one for one in whole_country().members if one.code == "REG-18"])

    assert (found.baseline_at, found.after.bt_posts) == (58, 75)
    assert {area: change.rounded for area, change in found.after.weeks.items()} == {
        "psy": (-4, 138, 279), "am": (-475, -276, -76), "msa": (-738, -738, -738),
    }  # fmt: skip


def test_mellansverige_loses_what_the_seven_plans_give(planned: Country) -> None:
    found = lost_weeks(whole_country().members)

    assert (found.baseline_at, found.after.bt_posts) == (386, 523)
    assert {area: change.rounded[1] for area, change in found.after.weeks.items()} == {
        "psy": 1190, "am": -1488, "msa": -4482,
    }  # fmt: skip
    assert {area: round(each, 2) for area, each in found.break_even.items()} == {"psy": 1.09, "am": 1.62, "msa": 2.0}


def test_a_full_time_post_is_forty_two_weeks() -> None:
    found = LostWeeks(0, [], {}, BASE.get("full_time_weeks"))

    assert found.posts(-84) == -2.0


def test_a_year_without_a_plan_lies_on_the_line_between_its_neighbours() -> None:
    basis = made_basis("REG-18")
    basis.posts["REG-18", "BTF"].pop(2028)  # type: ignore[attr-defined]  # a dict in this test

    assert wanted_bt(basis, BASE, "REG-18", 2028) == 60  # between 45 and 75
    assert wanted_bt(basis, BASE, "REG-18", 2031) == 75


def test_two_quarters_of_delay_move_half_of_each_year() -> None:
    later = BASE.with_value("bt_delay_quarters", 2)

    assert wanted_bt(made_basis("REG-18"), later, "REG-18", 2028) == (45 + 70) / 2
    assert wanted_bt(made_basis("REG-18"), later, "REG-18", 2026) == 20  # has happened already


def test_the_need_after_the_last_printed_year_is_that_years() -> None:
    assert need_at(made_basis("REG-18"), BASE, 2031) == 95
