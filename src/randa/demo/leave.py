"""Weeks away: six weeks of vacation within each twelve months of service, and parental leave for some."""

import datetime as dt
import random
from collections.abc import Iterator

from randa.training.models import Absence, Enrolment

WEEK = dt.timedelta(weeks=1)
PARENTAL_SHARE = 0.05
# (Monday, weeks): Christmas, the winter break, four weeks of summer, the autumn break. Years that any enrolment reaches.
_SEASONS = (
    (dt.date(2026, 2, 16), 1),
    (dt.date(2026, 6, 29), 4),
    (dt.date(2026, 10, 26), 1),
    (dt.date(2026, 12, 28), 1),
    (dt.date(2027, 2, 22), 1),
    (dt.date(2027, 6, 28), 4),
    (dt.date(2027, 10, 25), 1),
    (dt.date(2027, 12, 27), 1),
    (dt.date(2028, 2, 21), 1),
    (dt.date(2028, 6, 26), 4),
    (dt.date(2028, 10, 30), 1),
)
SUMMER_WEEKS = 4


def absences_of(enrolment: Enrolment, chance: random.Random) -> Iterator[Absence]:
    """Give the absences of one enrolment, none of which overlap, with leave first."""
    leave = _parental_leave(enrolment, chance)
    if leave:
        yield leave
    left = enrolment.vacation_weeks
    summer_shift = chance.randrange(3)
    for monday, weeks in _SEASONS:
        starts_on = monday + summer_shift * WEEK if weeks == SUMMER_WEEKS else monday
        ends_before = starts_on + weeks * WEEK
        # Nobody has vacation in the first two weeks, nor more than a year's worth before the end of the programme.
        is_new = starts_on < enrolment.starts_on + 2 * WEEK
        is_on_leave = leave is not None and starts_on < leave.ends_before and ends_before > leave.starts_on
        if is_new or is_on_leave or weeks > left:
            continue
        left -= weeks
        yield Absence(enrolment=enrolment, kind=Absence.Kind.VACATION, starts_on=starts_on, ends_before=ends_before)


def _parental_leave(enrolment: Enrolment, chance: random.Random) -> Absence | None:
    if chance.random() >= PARENTAL_SHARE:
        return None
    starts_on = enrolment.starts_on + chance.randrange(14, 30) * WEEK
    ends_before = starts_on + chance.randrange(12, 26) * WEEK
    return Absence(enrolment=enrolment, kind=Absence.Kind.PARENTAL, starts_on=starts_on, ends_before=ends_before)
