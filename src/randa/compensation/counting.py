"""The days and weeks that somebody serves, week by week. Reads no database.

Weekdays count, Monday to Friday, without those that lie in an absence. Public holidays are not known here and count as weekdays; part
time takes the seat whole and counts as whole weeks. Both are said on the page.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from randa.core.periods import monday_of

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
WEEKDAYS = 5


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `starts_on` to before `ends_before`."""

    starts_on: dt.date
    ends_before: dt.date

    def holds(self, day: dt.date) -> bool:
        return self.starts_on <= day < self.ends_before


@dataclass(frozen=True, slots=True)
class ServedWeek:
    """A week in which somebody serves: its Monday, and the weekdays served."""

    monday: dt.date
    days: int

    @property
    def weeks(self) -> Decimal:
        return Decimal(self.days) / WEEKDAYS


def served_weeks(stay: Period, wanted: Period, away: Iterable[Period]) -> Iterator[ServedWeek]:
    """Yield the weeks of the stay inside `wanted` in which at least one weekday is served."""
    absences = list(away)
    first, end = max(stay.starts_on, wanted.starts_on), min(stay.ends_before, wanted.ends_before)
    monday = monday_of(first)
    while monday < end:
        days = [monday + number * DAY for number in range(WEEKDAYS)]
        served = sum(first <= day < end and not any(one.holds(day) for one in absences) for day in days)
        if served:
            yield ServedWeek(monday, served)
        monday += WEEK


def amount_of(weeks: Decimal, rate: Decimal | None) -> Decimal | None:
    """Return kronor for the weeks, to the öre; None without a rate: no amount is made up."""
    return None if rate is None else (weeks * rate).quantize(Decimal("0.01"))


def summed(amounts: Sequence[Decimal | None]) -> Decimal | None:
    """Return the sum of the amounts that are known; None when none is."""
    known = [one for one in amounts if one is not None]
    return sum(known, Decimal(0)) if known else None
