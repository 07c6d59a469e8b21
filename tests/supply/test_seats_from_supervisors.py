"""A seat exists only if there is a qualified, present supervisor with hours left, a room and an open door."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError

from randa.placements.capacity import WeekCapacity, unit_capacity
from randa.training.models import Unit
from tests.factories import (
    AllowedSpecialityFactory,
    CapacityMethodFactory,
    SeatPeriodFactory,
    SpecialityFactory,
    SupervisorFactory,
    UnitClosureFactory,
    UnitFactory,
    UnitMethodFactory,
    UnitRoomsFactory,
)

pytestmark = pytest.mark.django_db
FIRST, NEXT = dt.date(2027, 5, 3), dt.date(2027, 5, 10)


def _weeks(unit: Unit, *mondays: dt.date) -> list[WeekCapacity]:
    return unit_capacity([unit.pk], mondays)[unit.pk]


def _unit(*, seats: int = 9, limit: int = 2, hours: str = "2.0") -> Unit:
    unit: Unit = SupervisorFactory.create(learner_limit=limit, supervision_hours_per_week=Decimal(hours)).unit
    SeatPeriodFactory.create(unit=unit, seats=seats)
    return unit


def test_without_a_method_the_supervisors_own_limit_counts() -> None:
    (week,) = _weeks(_unit(limit=3), FIRST)

    assert (week.usable, week.binding) == (3, "supervisors")


def test_the_default_method_holds_for_a_unit_that_has_said_nothing() -> None:
    CapacityMethodFactory.create(learners_per_supervisor=1, hours_per_learner_week=Decimal("1.5"), is_default=True)

    (week,) = _weeks(_unit(limit=2, hours="2.0"), FIRST)

    assert (week.supervisor_places, week.hour_places, week.usable, week.binding) == (2, 1, 1, "hours")


def test_pair_supervision_gives_more_seats_from_the_week_it_begins_until_the_hours_bind() -> None:
    CapacityMethodFactory.create(learners_per_supervisor=1, hours_per_learner_week=Decimal("1.0"), is_default=True)
    unit = _unit(limit=1, hours="2.0")
    pair = CapacityMethodFactory.create(learners_per_supervisor=3, hours_per_learner_week=Decimal("1.0"))
    UnitMethodFactory.create(unit=unit, method=pair, starts_on=NEXT)

    before, after = _weeks(unit, FIRST, NEXT)

    assert (before.usable, after.supervisor_places, after.usable, after.binding) == (1, 3, 2, "hours")


def test_a_speciality_that_may_not_supervise_in_the_area_makes_no_seat() -> None:
    psychiatry, surgery = SpecialityFactory.create_batch(2)
    unit = _unit(limit=1)
    AllowedSpecialityFactory.create(area=unit.area, speciality=psychiatry)
    SupervisorFactory.create(unit=unit, speciality=psychiatry)
    SupervisorFactory.create(unit=unit, speciality=surgery)

    assert _weeks(unit, FIRST)[0].supervisor_places == 1


def test_an_area_without_allowed_specialities_takes_any() -> None:
    AllowedSpecialityFactory.create(area__code="KIR")

    assert _weeks(_unit(limit=1), FIRST)[0].supervisor_places == 1


def test_rooms_are_a_ceiling_of_their_own() -> None:
    unit = _unit(limit=4, seats=3)
    UnitRoomsFactory.create(unit=unit, rooms=1, starts_on=NEXT)

    before, after = _weeks(unit, FIRST, NEXT)

    assert (before.usable, before.binding) == (3, "seats")
    assert (after.usable, after.binding) == (1, "rooms")


@pytest.mark.parametrize(
    ("starts_on", "ends_before", "is_closed"),
    [
        (FIRST, NEXT, True),
        (FIRST + dt.timedelta(days=2), FIRST + dt.timedelta(days=3), True),  # the Wednesday
        (FIRST, FIRST + dt.timedelta(days=2), False),
        (FIRST + dt.timedelta(days=3), NEXT, False),
    ],
)
def test_a_closed_unit_has_no_seats_in_weeks_whose_wednesday_it_is_closed(
    starts_on: dt.date, ends_before: dt.date, is_closed: bool
) -> None:
    unit = _unit()
    UnitClosureFactory.create(unit=unit, starts_on=starts_on, ends_before=ends_before)

    (week,) = _weeks(unit, FIRST)

    assert (week.is_closed, week.usable == 0, week.binding == "closed") == (is_closed, is_closed, is_closed)


def test_the_lowest_ceiling_is_named_and_the_seats_when_all_are_equal() -> None:
    week = WeekCapacity(seats=2, reserved=0, supervisor_places=2, hour_places=2, rooms=2)

    assert week.binding == "seats"
    assert list(week.ceilings) == ["seats", "rooms", "supervisors", "hours"]


def test_two_methods_at_the_same_time_are_refused_by_the_database() -> None:
    unit = UnitFactory.create()
    UnitMethodFactory.create(unit=unit)

    with pytest.raises(IntegrityError, match="one_method_at_a_time"):
        UnitMethodFactory.create(unit=unit, starts_on=FIRST)
