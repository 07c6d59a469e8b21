"""Which limit binds, and how certain a shortage is."""

import pytest

from randa.dimensioning.assumptions import BASE
from randa.dimensioning.forecasting import Capacity, build_problem, capacities
from randa.dimensioning.queries.forecast import outlook
from randa.dimensioning.queries.remedies import remedies
from tests.dimensioning.forecast.conftest import made_basis

SINCE = "2027Q1"


@pytest.mark.parametrize(
    ("capacity", "load", "binding"),
    [
        (Capacity(seats=100, supervisors=100, assessments=500, taken=0), 120, "seats"),
        (Capacity(seats=100, supervisors=80, assessments=500, taken=0), 90, "supervisors"),
        (Capacity(seats=100, supervisors=80, assessments=500, taken=0), 101, "seats"),
        (Capacity(seats=100, supervisors=100, assessments=60, taken=0), 70, "assessments"),
        (Capacity(seats=100, supervisors=80, assessments=500, taken=20), 81, "seats"),
    ],
)
def test_the_limit_named_is_the_one_in_the_way(capacity: Capacity, load: float, binding: str) -> None:
    assert capacity.binding(load) == binding


def test_seats_that_st_and_students_take_are_not_there_for_at_and_bt() -> None:
    basis = made_basis("REG-20")
    place = ("REG-20", "PSY", 2027)

    without = capacities(basis, BASE.with_value("competing_share", 0))[place]
    with_them = capacities(basis, BASE.with_value("competing_share", 1))[place]

    assert without.limit == 300
    # 60 ST doctors a year x 3 weeks x 52/46 / 4, and 1 000 student weeks x 10 per cent / 4
    assert with_them.limit == pytest.approx(300 - 60 * 3 * 52 / 46 / 4 - 25)


def test_more_seats_alone_do_not_help_where_supervisors_are_missing() -> None:
    basis = made_basis("REG-20", seats=300, supervised=200)
    more_seats = BASE.with_value("seats_psy", 1.1)

    place = ("REG-20", "PSY", 2028)
    assert capacities(basis, more_seats)[place].supervisors == capacities(basis, BASE)[place].supervisors == 200


def test_seats_of_a_year_without_figures_are_the_nearest_years() -> None:
    found = capacities(made_basis("REG-20"), BASE)

    assert found["REG-20", "AM", 2031].seats == 300


def test_the_load_is_what_at_and_bt_take_and_the_engine_agrees() -> None:
    found = outlook(made_basis("REG-20"), replications=16)
    cell = found.cells["REG-20", "PSY", "2029Q2"]

    t = found.problem.quarter_labels.index("2029Q2")
    assert cell.load == pytest.approx(float(found.result.load[t, 0, 0]))


def test_too_few_seats_are_short_for_certain_and_plenty_never() -> None:
    few = outlook(made_basis("REG-20", seats=50, supervised=50), replications=64)
    plenty = outlook(made_basis("REG-20", seats=5000, supervised=5000), replications=64)

    assert {one.probability for one in few.row("REG-20", "PSY")} == {1.0}
    assert plenty.short_cells(since=SINCE) == []


def test_a_short_cell_says_how_many_seats_would_do() -> None:
    found = outlook(made_basis("REG-20", seats=200, supervised=200), replications=16)
    cell = found.cells["REG-20", "PSY", "2029Q2"]

    seats = -(-cell.missing // 13)
    assert f"{int(seats)} platser till" in remedies(found, cell)[0]


def test_a_cell_with_room_needs_no_remedy() -> None:
    found = outlook(made_basis("REG-20", seats=5000, supervised=5000), replications=16)

    assert remedies(found, found.cells["REG-20", "PSY", "2029Q2"]) == []


def test_the_same_values_give_the_same_forecast() -> None:
    runs = [outlook(made_basis("REG-20", "REG-18"), replications=64) for _time in range(2)]

    assert [one.probability for one in runs[0].cells.values()] == [one.probability for one in runs[1].cells.values()]


def test_regions_with_at_of_different_length_stand_side_by_side() -> None:
    assert build_problem(made_basis("REG-20", "REG-18")).at_slots == (7, 6)
