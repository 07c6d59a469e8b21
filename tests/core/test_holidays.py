"""Sweden's public holidays, against days that are known."""

import datetime as dt

import pytest

from randa.core.holidays import easter_sunday, eves, holidays


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2000, 4, 23), (2008, 3, 23), (2011, 4, 24), (2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2028, 4, 16), (2038, 4, 25)],
)  # fmt: skip
def test_easter(year: int, month: int, day: int) -> None:
    assert easter_sunday(year) == dt.date(year, month, day)


def test_the_holidays_of_2027() -> None:
    assert sorted(f"{one:%m-%d}" for one in holidays(2027)) == [
        "01-01", "01-06", "03-26", "03-28", "03-29", "05-01", "05-06", "05-16", "06-06", "06-26", "11-06", "12-25", "12-26",
    ]  # fmt: skip


def test_the_eves_of_2027_are_no_holidays() -> None:
    assert sorted(eves(2027)) == [dt.date(2027, 6, 25), dt.date(2027, 12, 24), dt.date(2027, 12, 31)]
    assert not eves(2027) & holidays(2027)


def test_the_sixth_of_june_is_a_holiday_since_2005() -> None:
    assert [dt.date(year, 6, 6) in holidays(year) for year in (2004, 2005)] == [False, True]


@pytest.mark.parametrize("year", range(2020, 2060))
def test_midsummer_and_all_saints_are_saturdays_in_their_weeks(year: int) -> None:
    saturdays = [one for one in holidays(year) if one.weekday() == 5]

    assert any(dt.date(year, 6, 20) <= one <= dt.date(year, 6, 26) for one in saturdays)
    assert any(dt.date(year, 10, 31) <= one <= dt.date(year, 11, 6) for one in saturdays)
