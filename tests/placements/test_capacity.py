"""How many learners a unit takes in a week, and what binds."""

import datetime as dt
from typing import Any

import pytest

from randa.placements.capacity import WeekCapacity, unit_capacity, weeks_from
from randa.placements.queries.seats import open_seats
from tests.factories import (
    MandateChangeFactory,
    SeatPeriodFactory,
    SupervisorAbsenceFactory,
    SupervisorFactory,
)

pytestmark = pytest.mark.django_db

BEFORE, FIRST, NEXT = dt.date(2027, 4, 26), dt.date(2027, 5, 3), dt.date(2027, 5, 10)


def _weeks(unit: Any, *mondays: dt.date) -> list[WeekCapacity]:
    return unit_capacity([unit.pk], mondays)[unit.pk]


def test_a_unit_is_open_for_what_is_not_reserved() -> None:
    unit = SupervisorFactory.create(learner_limit=5).unit
    SeatPeriodFactory.create(unit=unit, seats=4, reserved=1)

    assert _weeks(unit, FIRST) == [WeekCapacity(seats=4, reserved=1, supervisor_places=5, hour_places=5)]
    assert open_seats([unit], FIRST, 2, placing=()) == {unit.pk: [3, 3]}


def test_a_week_belongs_to_the_period_that_holds_its_monday() -> None:
    unit = SupervisorFactory.create(learner_limit=9).unit
    SeatPeriodFactory.create(unit=unit, seats=4, ends_before=FIRST)
    SeatPeriodFactory.create(unit=unit, seats=2, starts_on=FIRST)

    assert [week.seats for week in _weeks(unit, BEFORE, FIRST)] == [4, 2]


def test_a_week_without_a_seat_figure_has_no_seats() -> None:
    unit = SupervisorFactory.create().unit
    SeatPeriodFactory.create(unit=unit, ends_before=FIRST)

    assert [week.open for week in _weeks(unit, BEFORE, FIRST)] == [1, 0]


def test_supervisors_bind_when_they_are_fewer_than_the_seats() -> None:
    unit = SupervisorFactory.create(learner_limit=2).unit
    SeatPeriodFactory.create(unit=unit, seats=4, reserved=1)

    (week,) = _weeks(unit, FIRST)

    assert (week.usable, week.open, week.binding) == (2, 1, "supervisors")


def test_more_reserved_than_usable_leaves_nothing_open() -> None:
    unit = SupervisorFactory.create(learner_limit=1).unit
    SeatPeriodFactory.create(unit=unit, seats=4, reserved=3)

    assert _weeks(unit, FIRST)[0].open == 0


def test_a_supervisor_counts_from_the_first_week_after_the_training() -> None:
    unit = SupervisorFactory.create(trained_on=dt.date(2027, 5, 4)).unit
    SupervisorFactory.create(unit=unit, trained_on=None)

    assert [week.supervisor_places for week in _weeks(unit, FIRST, NEXT)] == [0, 1]


def test_a_supervisor_away_for_a_day_does_not_count_that_week() -> None:
    supervisor = SupervisorFactory.create()
    SupervisorAbsenceFactory.create(supervisor=supervisor, starts_on=dt.date(2027, 5, 9), ends_before=NEXT)

    assert [week.supervisor_places for week in _weeks(supervisor.unit, BEFORE, FIRST, NEXT)] == [1, 0, 1]


def test_a_changed_mandate_holds_from_its_first_whole_week() -> None:
    unit = SupervisorFactory.create(learner_limit=9).unit
    SeatPeriodFactory.create(unit=unit, seats=4, reserved=3)
    MandateChangeFactory.create(unit=unit, effective_on=dt.date(2027, 5, 4), seats_before=4, seats_after=2)

    assert [(week.seats, week.reserved) for week in _weeks(unit, FIRST, NEXT)] == [(4, 3), (2, 2)]


def test_a_later_seat_figure_goes_before_an_earlier_mandate() -> None:
    unit = SupervisorFactory.create(learner_limit=9).unit
    SeatPeriodFactory.create(unit=unit, seats=4, ends_before=NEXT)
    SeatPeriodFactory.create(unit=unit, seats=5, starts_on=NEXT)
    MandateChangeFactory.create(unit=unit, effective_on=FIRST, seats_after=2)

    assert [week.seats for week in _weeks(unit, BEFORE, FIRST, NEXT)] == [4, 2, 5]


@pytest.mark.parametrize("units", [1, 4])
def test_capacity_takes_as_many_queries_for_four_units_as_for_one(units: int, django_assert_num_queries: Any) -> None:
    made = [SeatPeriodFactory.create(unit=SupervisorFactory.create().unit).unit for _number in range(units)]

    with django_assert_num_queries(10):  # seats, mandates, rooms, closures, claims; supervisors and how they work
        unit_capacity([unit.pk for unit in made], weeks_from(FIRST, 30))
