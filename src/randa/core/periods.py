"""Half-open periods of days and ISO weeks (docs/adr/0001-half-open-periods.md)."""

import datetime as dt

from django.contrib.postgres.fields import DateRangeField
from django.db import models


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
