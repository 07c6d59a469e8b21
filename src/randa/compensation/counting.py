"""The days and weeks that somebody serves and that are paid, week by week. Reads no database.

Weekdays count, Monday to Friday, without those that lie in an absence. Whether public holidays, eves and part time take anything off is
what the rule of the agreement says. Five days are a week.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from randa.core.holidays import eves, holidays
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
class Rule:
    """What is not paid: public holidays, the eves, and the part of full time that is not served."""

    holidays_off: bool
    eves_off: bool
    by_share: bool

    def is_off(self, day: dt.date) -> bool:
        return (self.holidays_off and day in holidays(day.year)) or (self.eves_off and day in eves(day.year))


@dataclass(frozen=True, slots=True)
class ServedWeek:
    """A week in which somebody serves: its Monday, and the weekdays inside the stay without absence."""

    monday: dt.date
    days: tuple[dt.date, ...]

    def paid(self, rule: Rule, percent: int) -> "PaidWeek":
        """Return what of the week is paid to somebody who serves `percent` of full time."""
        free = sum(rule.is_off(day) for day in self.days)
        share = Decimal(percent) / 100 if rule.by_share else Decimal(1)
        return PaidWeek(len(self.days) - free, free, (len(self.days) - free) * share / WEEKDAYS)


@dataclass(frozen=True, slots=True)
class PaidWeek:
    """Weekdays that count, those taken off as holidays, and the weeks to pay with the share of full time in them."""

    days: int
    free: int
    weeks: Decimal


def served_weeks(stay: Period, wanted: Period, away: Iterable[Period]) -> Iterator[ServedWeek]:
    """Yield the weeks of the stay inside `wanted` in which at least one weekday is served."""
    absences = list(away)
    first, end = max(stay.starts_on, wanted.starts_on), min(stay.ends_before, wanted.ends_before)
    monday = monday_of(first)
    while monday < end:
        days = (monday + number * DAY for number in range(WEEKDAYS))
        served = tuple(day for day in days if first <= day < end and not any(one.holds(day) for one in absences))
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
