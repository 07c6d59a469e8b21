"""The working weeks of a person's way through a programme, and how they would fall if nothing were planned."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from randa.training.models import Absence, Enrolment

WEEK = dt.timedelta(weeks=1)


def working_weeks(starts_on: dt.date, count: int, absences: Iterable[Absence]) -> list[dt.date]:
    """Return the Mondays of the first `count` weeks from `starts_on` (a Monday) that no absence touches, ascending."""
    away = list(absences)
    mondays: list[dt.date] = []
    monday = starts_on
    while len(mondays) < count:
        if not any(one.starts_on < monday + WEEK and one.ends_before > monday for one in away):
            mondays.append(monday)
        monday += WEEK
    return mondays


def calendar_weeks_needed(standard_weeks: int, percent: int) -> int:
    """Return how many calendar weeks `standard_weeks` of full time take at `percent`, rounded up."""
    return -(-standard_weeks * 100 // percent)


def nominal_demand(enrolments: Iterable[Enrolment]) -> dict[tuple[int, str, dt.date], float]:
    """Return seats wanted per (region, placement area, Monday) when each programme is spread evenly over its weeks.

    The wish before any plan: a seat held by a person at 80 % counts whole. Give enrolments with `post__programme`
    selected and `absences` and `post__programme__blocks` prefetched; no query is made here then.
    """
    wanted: dict[tuple[int, str, dt.date], float] = defaultdict(float)
    for enrolment in enrolments:
        programme = enrolment.post.programme
        weeks = calendar_weeks_needed(programme.standard_weeks, enrolment.percent)
        mondays = working_weeks(enrolment.starts_on, weeks, enrolment.absences.all())
        for block in programme.blocks.all():
            share = block.weeks_nominal / programme.standard_weeks
            for monday in mondays:
                wanted[enrolment.post.region_id, block.area_id, monday] += share
    return dict(wanted)
