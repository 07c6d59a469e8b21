"""The ceilings as numbers: what each leaves of the seats, alone and together, and what a scenario's levers change."""

import pytest

from randa.dimensioning.ceilings import AS_STATED, AreaYear, Levers, PatientPlaces, UnitRun
from randa.placements.capacity import WeekCapacity


def _year(*weeks: WeekCapacity, patients: tuple[PatientPlaces, ...] = (), budget: float | None = None) -> AreaYear:
    """Return a year of ten weeks in which each unit is like its week."""
    runs = [UnitRun(number, week, 10, patients) for number, week in enumerate(weeks)]
    units = set(range(len(weeks)))
    return AreaYear(10, runs, units, units, budget)


SEATS = WeekCapacity(seats=4, reserved=0, supervisor_places=9)


@pytest.mark.parametrize(
    ("patients", "places"),
    [
        (PatientPlaces(amount=1500, need=500), 3.0),
        (PatientPlaces(amount=0, need=500), 0.0),
        (PatientPlaces(amount=1750, need=500), 3.5),
        # Two students on one seat need 250 together; what is left suffices for two and a half doctors.
        (PatientPlaces(amount=1500, need=500, held_seats=1, held_need=250), 1 + 1250 / 500),
        # Not even those who are promised seats have enough: half the patients, half their seats.
        (PatientPlaces(amount=500, need=500, held_seats=4, held_need=1000), 2.0),
    ],
)
def test_promised_learners_take_their_patients_first_and_the_rest_are_bt_doctors(
    patients: PatientPlaces, places: float
) -> None:
    assert patients.places() == pytest.approx(places)


def test_patients_are_a_ceiling_in_seat_weeks() -> None:
    year = _year(SEATS, patients=(PatientPlaces(1250, 500),)).under()

    assert (year.binding, year.weeks["patients"], year.left) == ("patients", 25, 25)
    assert year.known["patients"] == {0}


def test_of_several_measures_the_one_that_suffices_for_the_fewest_decides() -> None:
    year = _year(SEATS, patients=(PatientPlaces(5000, 500), PatientPlaces(20, 10))).under()

    assert year.weeks["patients"] == 2 * 10


def test_a_budget_is_a_ceiling_over_all_units_together() -> None:
    year = _year(SEATS, SEATS, budget=55).under()

    assert (year.binding, year.weeks["budget"], year.left, year.is_known("budget")) == ("budget", 55, 55, True)


def test_money_for_more_than_is_promised_is_no_ceiling() -> None:
    year = _year(SEATS, budget=500).under()

    assert (year.binding, year.weeks["budget"], year.takes("budget"), year.left) == ("seats", 40, 0, 40)


def test_a_budget_of_nothing_leaves_nothing_and_none_leaves_all() -> None:
    assert (_year(SEATS, budget=0).under().left, _year(SEATS).under().left) == (0, 40)
    assert not _year(SEATS).under().is_known("budget")


def test_what_is_left_is_less_than_the_lowest_ceiling_where_units_differ() -> None:
    few_rooms = WeekCapacity(seats=4, reserved=0, supervisor_places=9, rooms=3)
    few_supervisors = WeekCapacity(seats=4, reserved=0, supervisor_places=2)

    year = _year(few_rooms, few_supervisors, budget=100).under()

    assert (year.binding, year.weeks["supervisors"], year.left) == ("supervisors", 60, 50)


@pytest.mark.parametrize(
    ("levers", "ceiling", "weeks"),
    [
        (Levers(seats=1.5), "seats", 60),
        (Levers(supervisors=0.5), "supervisors", 30),
        (Levers(supervisors=0.5), "hours", 25),
        (Levers(patients=0.5), "patients", 15),
        (Levers(budget=2), "budget", 36),
        (Levers(seats=2), "rooms", 50),  # rooms do not grow with the seats that are promised
    ],
)
def test_a_lever_changes_its_own_ceiling(levers: Levers, ceiling: str, weeks: float) -> None:
    week = WeekCapacity(seats=4, reserved=0, supervisor_places=6, hour_places=5, rooms=5)
    year = _year(week, patients=(PatientPlaces(1500, 500),), budget=18)

    assert year.under(levers).weeks[ceiling] == pytest.approx(weeks)  # type: ignore[index]
    assert year.under(AS_STATED).weeks["seats"] == 40


def test_a_closed_unit_stays_closed_whatever_is_tried() -> None:
    closed = WeekCapacity(seats=4, reserved=0, supervisor_places=9, is_closed=True)

    assert _year(closed).under(Levers(seats=3, supervisors=3)).left == 0


def test_the_forecast_is_told_what_is_housed_supervised_and_left() -> None:
    week = WeekCapacity(seats=4, reserved=0, supervisor_places=6, hour_places=2, rooms=3)
    year = _year(week, patients=(PatientPlaces(500, 500),), budget=7).under()

    assert (year.housed, year.supervised, year.supervised_seats, year.patient_seats, year.left) == (30, 20, 20, 10, 7)
