"""Half-open periods of days and ISO weeks (docs/adr/0001-half-open-periods.md)."""

import datetime as dt
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol, TypeVar

from django.contrib.postgres.fields import DateRangeField
from django.db import models

WEEK = dt.timedelta(weeks=1)
Of = TypeVar("Of")


class Lasting(Protocol):
    """What holds during [starts_on, ends_before); without an end, for ever."""

    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_before(self) -> dt.date | None: ...


class DateRange(models.Func):
    """`daterange(starts_on, ends_before)` in the database; a missing end means for ever."""

    function = "daterange"
    output_field = DateRangeField()


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday of the ISO week of `day`."""
    return day - dt.timedelta(days=day.weekday())


def week_code(day: dt.date) -> str:
    """Return the ISO week of `day` as written in tables: 2027v35."""
    iso = day.isocalendar()
    return f"{iso.year}v{iso.week:02d}"


def weeks_span(starts_on: dt.date, ends_before: dt.date) -> str:
    """Return the ISO weeks of a half-open period, the last one included: 2027v05–2027v12, or one week alone."""
    first, last = week_code(starts_on), week_code(ends_before - dt.timedelta(days=1))
    return first if first == last else f"{first}–{last}"


def turns_of(rows: Iterable[Lasting]) -> list[dt.date]:
    """Return the days on which any of the rows begins or ends, in no order."""
    return [day for one in rows for day in (one.starts_on, one.ends_before) if day is not None]


def steady_weeks(mondays: Sequence[dt.date], turns: Iterable[dt.date], of_week: Callable[[dt.date], Of]) -> list[Of]:
    """Return `of_week` for each Monday, asked only where a turn can set a week apart from the one before.

    Args:
        turns: days on which something begins or ends. Of two weeks with none from the first one's Monday to the end of
            the second, the second is the first's very object.
    """
    days = sorted(turns)
    found: list[Of] = []
    before: dt.date | None = None
    for monday in mondays:
        steady = (
            before is not None and before < monday and bisect_left(days, before) == bisect_right(days, monday + WEEK)
        )
        found.append(found[-1] if steady else of_week(monday))
        before = monday
    return found
