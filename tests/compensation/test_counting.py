"""Days and weeks are counted as the page says: weekdays inside the stay, the period and no absence."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from randa.compensation.counting import Period, Rule, amount_of, served_weeks, summed

MONDAY = dt.date(2027, 2, 1)
DAY = dt.timedelta(days=1)


def period(first: int, days: int) -> Period:
    """Return so many days from the day `first` after Monday 1 February."""
    return Period(MONDAY + first * DAY, MONDAY + (first + days) * DAY)


def counted(stay: Period, wanted: Period, *away: Period) -> list[tuple[dt.date, int]]:
    return [(one.monday, len(one.days)) for one in served_weeks(stay, wanted, away)]


def test_a_week_has_five_days_and_the_end_is_left_out() -> None:
    assert counted(period(0, 14), period(0, 100)) == [(MONDAY, 5), (MONDAY + 7 * DAY, 5)]
    assert counted(period(0, 8), period(0, 100))[1] == (MONDAY + 7 * DAY, 1)


def test_a_stay_that_begins_in_the_week_counts_from_its_day() -> None:
    assert counted(period(2, 5), period(0, 100)) == [(MONDAY, 3)]


def test_only_weeks_that_are_asked_for_count() -> None:
    assert counted(period(0, 28), period(7, 7)) == [(MONDAY + 7 * DAY, 5)]


def test_days_of_absence_do_not_count_and_a_whole_week_away_is_no_line() -> None:
    assert counted(period(0, 14), period(0, 100), period(3, 5)) == [(MONDAY, 3), (MONDAY + 7 * DAY, 4)]
    assert counted(period(0, 7), period(0, 100), period(0, 7)) == []


def test_a_weekend_is_no_day_of_service() -> None:
    assert counted(period(5, 2), period(0, 100)) == []


CHRISTMAS = Period(
    dt.date(2026, 12, 21), dt.date(2027, 1, 11)
)  # three weeks; 25, 26, 1 and 6 are holidays, 26 a Saturday


@pytest.mark.parametrize(
    ("rule", "percent", "paid"),
    [
        (Rule(False, False, False), 75, [(5, 0, "1"), (5, 0, "1"), (5, 0, "1")]),
        (Rule(True, False, False), 75, [(4, 1, "0.8"), (4, 1, "0.8"), (4, 1, "0.8")]),
        (Rule(True, True, False), 100, [(3, 2, "0.6"), (3, 2, "0.6"), (4, 1, "0.8")]),
        (Rule(False, True, False), 100, [(4, 1, "0.8"), (4, 1, "0.8"), (5, 0, "1")]),
        (Rule(True, False, True), 75, [(4, 1, "0.6"), (4, 1, "0.6"), (4, 1, "0.6")]),
    ],
)
def test_holidays_eves_and_part_time_are_taken_off_as_the_rule_says(
    rule: Rule, percent: int, paid: list[tuple[int, int, str]]
) -> None:
    found = [one.paid(rule, percent) for one in served_weeks(CHRISTMAS, CHRISTMAS, [])]

    assert [(one.days, one.free, one.weeks) for one in found] == [
        (days, free, Decimal(weeks)) for days, free, weeks in paid
    ]


def test_a_holiday_in_an_absence_is_taken_off_once() -> None:
    (first, *_rest) = served_weeks(CHRISTMAS, CHRISTMAS, [Period(dt.date(2026, 12, 24), dt.date(2026, 12, 28))])

    assert (len(first.days), first.paid(Rule(True, True, True), 100).free) == (3, 0)


def test_no_amount_is_made_up() -> None:
    assert amount_of(Decimal("0.6"), None) is None
    assert amount_of(Decimal("0.6"), Decimal(4000)) == Decimal("2400.00")
    assert summed([Decimal(1), None, Decimal(2)]) == 3
    assert summed([None]) is None


periods = st.builds(period, st.integers(-10, 40), st.integers(1, 40))


@given(periods, periods, st.lists(periods, max_size=3))
def test_each_weekday_served_counts_once(stay: Period, wanted: Period, away: list[Period]) -> None:
    days = [MONDAY + number * DAY for number in range(-20, 100)]
    served = [
        day
        for day in days
        if day.weekday() < 5 and stay.holds(day) and wanted.holds(day) and not any(one.holds(day) for one in away)
    ]

    assert sum(days for _monday, days in counted(stay, wanted, *away)) == len(served)
