"""What one row becomes by each thing a planner can do with it. Whether that breaks a rule, `engines.planning.check` knows."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Literal

from randa.placements.editing.rows import Row
from randa.placements.editing.weeks import WorkingWeeks
from randa.placements.errors import OutsideWeeksError, PartsApartError

Edge = Literal["start", "end"]


def moved(row: Row, work: WorkingWeeks, weeks: int) -> Row:
    """Return the row that many calendar weeks later, as long as before; it begins in the first working week from there on.

    Raises:
        OutsideWeeksError: the learner has no such weeks.
    """
    return placed(row, work, row.starts_on + dt.timedelta(weeks=weeks), row.weeks)


def placed(row: Row, work: WorkingWeeks, starts_on: dt.date, weeks: int) -> Row:
    """Return the row from the first working week on or after `starts_on`, that many working weeks long.

    Raises:
        OutsideWeeksError: the learner has no such weeks.
    """
    is_before = not work.mondays or starts_on + dt.timedelta(weeks=1) <= work.mondays[0]
    return _laid(row, work, -1 if is_before else work.place_of(starts_on), weeks)


def resized(row: Row, work: WorkingWeeks, weeks: int, edge: Edge = "end") -> Row:
    """Return the row `weeks` working weeks longer (shorter when negative) at one edge; the other stays.

    Raises:
        OutsideWeeksError: nothing would be left, or the learner has no such weeks.
    """
    place = work.place_of(row.starts_on)
    return _laid(row, work, place - weeks if edge == "start" else place, row.weeks + weeks)


def split(row: Row, work: WorkingWeeks, before: dt.date, key: str) -> tuple[Row, Row]:
    """Return the row in two parts, the second from the first working week on or after `before`, with `key` as its own.

    Raises:
        OutsideWeeksError: one part would be empty.
    """
    place = work.place_of(row.starts_on)
    first = work.place_of(before) - place
    if not 0 < first < row.weeks:
        raise OutsideWeeksError
    return _laid(row, work, place, first), replace(_laid(row, work, place + first, row.weeks - first), key=key)


def joined(rows: Sequence[Row], work: WorkingWeeks, unit_of: Row) -> Row:
    """Return rows of one learner and area as one, with the first's key, from its first week to the last's last.

    Every comment is kept, those that say the same once.

    Args:
        rows: in order of time, two at least.
        work: the learner's working weeks.
        unit_of: that one of the rows whose unit holds.

    Raises:
        PartsApartError: working weeks lie between two of them, or two are in the same week.
    """
    for one, two in pairwise(rows):
        between = work.place_of(two.starts_on) - work.place_of(one.ends_before)
        if between or two.starts_on < one.ends_before:
            raise PartsApartError(one.ends_before, two.starts_on, between)
    comments = dict.fromkeys(row.comment for row in rows if row.comment)
    return replace(
        rows[0], unit=unit_of.unit, ends_before=rows[-1].ends_before, weeks=sum(row.weeks for row in rows),
        comment=" · ".join(comments),
    )  # fmt: skip


def copied(row: Row, work: WorkingWeeks, held: Iterable[Row], *, enrolment: str, starts_on: dt.date, key: str) -> Row:
    """Return what a copy of the row means for a learner: the same area, unit and length from `starts_on`.

    A programme has each area once. So another learner's block of that area takes the copy's weeks and unit; a new block
    (with `key`) is made when there is none, or when the copy is the learner's own.

    Raises:
        OutsideWeeksError: the learner has no such weeks.
    """
    own = next((one for one in held if one.area == row.area), None) if enrolment != row.enrolment else None
    base = own or replace(row, key=key, enrolment=enrolment, is_locked=False, comment="")
    return placed(replace(base, unit=row.unit), work, starts_on, row.weeks)


def _laid(row: Row, work: WorkingWeeks, place: int, weeks: int) -> Row:
    period = work.period(place, weeks)
    if period is None:
        raise OutsideWeeksError
    return replace(row, starts_on=period[0], ends_before=period[1], weeks=weeks)
