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
