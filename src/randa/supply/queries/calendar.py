"""A unit's seats week by week: what there is room and supervision for, what is promised, taken, held, free, and what lacks a supervisor."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from randa.core.periods import week_code
from randa.placements.capacity import NONE, Limit, WeekCapacity, unit_capacity
from randa.placements.held import Seats, held_seats
from randa.placements.models import Placement, PlacementQuerySet
from randa.placements.queries.seats import taken_seats
from randa.supply.queries.concerns import unsupervised_per_week
from randa.training.models import Unit


@dataclass(frozen=True, slots=True)
class SeatWeek:
    """One unit in one week, exactly: learners who share a seat take a part each.

    Attributes:
        taken: seats of published placements there.
        held: seats that others have confirmed and that nobody is placed on yet.
        unsupervised: the seats of learners there whose named supervisor is away.
    """

    monday: dt.date
    capacity: WeekCapacity
    taken: Decimal
    held: Decimal = NONE
    unsupervised: Decimal = NONE

    @property
    def code(self) -> str:
        return week_code(self.monday)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def free(self) -> Decimal:
        """What is left, in parts of a seat: half a seat is none for a doctor, and one for a student of a pair."""
        return max(NONE, self.capacity.open - self.taken - self.held)

    @property
    def amber(self) -> Decimal:
        """Seats that are taken while what carries them is gone: a named supervisor who is away, or more learners than the ceiling allows.

        A promise that nobody has taken up yet lacks nothing so far.
        """
        too_many = min(self.taken, self.taken + self.capacity.reserved - self.capacity.usable)
        return max(self.unsupervised, too_many, NONE)

    @property
    def cause(self) -> Limit | None:
        """Return the limit that leaves no seat free, or turns seats amber; None while there are free ones."""
        if self.amber and self.unsupervised and not self.capacity.is_closed:
            return "supervisors"
        return self.capacity.binding if self.amber or not self.free else None


@dataclass(frozen=True, slots=True)
class Free:
    """Some weeks in a row with as much free."""

    starts_on: dt.date
    ends_before: dt.date
    seats: Decimal


def seat_weeks(units: Collection[Unit], mondays: Sequence[dt.date]) -> dict[int, list[SeatWeek]]:
    """Return, per unit, its seats in each of the consecutive weeks: a constant number of queries at any size."""
    keys = [unit.pk for unit in units]
    capacity = unit_capacity(keys, mondays)
    taken = taken_weeks(keys, mondays)
    held = held_seats(keys, mondays[0], len(mondays))
    unsupervised = unsupervised_per_week(keys, mondays)
    return {
        key: [
            SeatWeek(*week)
            for week in zip(mondays, capacity[key], taken[key], held[key], unsupervised[key], strict=True)
        ]
        for key in keys
    }


def taken_weeks(unit_ids: Sequence[int], mondays: Sequence[dt.date]) -> Seats:
    """Return, per unit and week, how many of its seats published placements take."""
    return taken_seats(published_there(unit_ids, mondays), unit_ids, mondays[0], len(mondays))


def published_there(unit_ids: Sequence[int], mondays: Sequence[dt.date]) -> PlacementQuerySet:
    """Return the published placements at the units in any of the weeks."""
    until = mondays[-1] + dt.timedelta(weeks=1)
    return Placement.objects.filter(
        unit__in=unit_ids, is_published=True, starts_on__lt=until, ends_before__gt=mondays[0]
    )


def free_runs(weeks: Sequence[SeatWeek]) -> list[Free]:
    """Return the stretches of weeks with free seats, each with its number."""
    found = []
    for seats, group in groupby(weeks, key=lambda week: week.free):
        run = list(group)
        if seats:
            found.append(Free(run[0].monday, run[-1].monday + dt.timedelta(weeks=1), seats))
    return found
