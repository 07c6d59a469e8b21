"""Weeks between which nothing begins or ends are counted once, and never wrongly."""

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from randa.core.periods import WEEK, steady_weeks

FIRST = dt.date(2027, 1, 4)
MONDAYS = [FIRST + number * WEEK for number in range(12)]


def _of_week(monday: dt.date, days: list[dt.date]) -> list[tuple[bool, ...]]:
    """What can be asked about a week and a day: on its Monday, its Wednesday, or touching it."""
    return [(day <= monday, day <= monday + dt.timedelta(days=2), day > monday, day < monday + WEEK) for day in days]


@given(st.lists(st.integers(-10, 100), max_size=4))
def test_every_week_is_as_if_counted_by_itself(offsets: list[int]) -> None:
    days = [FIRST + dt.timedelta(days=one) for one in offsets]

    assert steady_weeks(MONDAYS, days, lambda monday: _of_week(monday, days)) == [
        _of_week(one, days) for one in MONDAYS
    ]


def test_a_quiet_year_is_counted_once() -> None:
    asked: list[dt.date] = []

    steady_weeks(MONDAYS, [dt.date(2020, 1, 1), dt.date(2035, 1, 1)], asked.append)

    assert asked == [FIRST]
