"""A unit's seats week by week: what there is room and supervision for, what is promised, taken, free, and what lacks a supervisor."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import groupby

from randa.core.access.row_security import as_system
from randa.core.periods import week_code
from randa.placements.capacity import Limit, WeekCapacity, unit_capacity
from randa.placements.held import Counts
from randa.placements.models import Placement
from randa.placements.queries.seats import count_weeks
from randa.supply.queries.concerns import unsupervised_per_week
from randa.training.models import Unit


@dataclass(frozen=True, slots=True)
class SeatWeek:
    """One unit in one week.

    Attributes:
        taken: learners of published placements there.
        unsupervised: of these, those whose named supervisor is away.
    """

    monday: dt.date
    capacity: WeekCapacity
    taken: int
    unsupervised: int = 0

    @property
    def code(self) -> str:
        return week_code(self.monday)

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def free(self) -> int:
        return max(0, self.capacity.open - self.taken)

    @property
    def amber(self) -> int:
        """Seats that are taken while what carries them is gone: a named supervisor who is away, or more learners than the ceiling allows.

        A promise that nobody has taken up yet lacks nothing so far.
        """
        return max(self.unsupervised, min(self.taken, self.taken + self.capacity.reserved - self.capacity.usable))

    @property
    def cause(self) -> Limit | None:
        """Return the limit that leaves no seat free, or turns seats amber; None while there are free ones."""
        if self.amber and self.unsupervised and not self.capacity.is_closed:
            return "supervisors"
        return self.capacity.binding if self.amber or not self.free else None


@dataclass(frozen=True, slots=True)
class Free:
    """Some weeks in a row with the same number of free seats."""

    starts_on: dt.date
    ends_before: dt.date
    seats: int


def seat_weeks(units: Collection[Unit], mondays: Sequence[dt.date]) -> dict[int, list[SeatWeek]]:
    """Return, per unit, its seats in each of the consecutive weeks: a constant number of queries at any size."""
    keys = [unit.pk for unit in units]
    capacity = unit_capacity(keys, mondays)
    taken = taken_weeks(keys, mondays)
    unsupervised = unsupervised_per_week(keys, mondays)
    return {
        key: [
            SeatWeek(monday, week, used, lost)
            for monday, week, used, lost in zip(mondays, capacity[key], taken[key], unsupervised[key], strict=True)
        ]
        for key in keys
    }


def taken_weeks(unit_ids: Sequence[int], mondays: Sequence[dt.date]) -> Counts:
    """Return, per unit and week, how many learners of published placements it holds. Counts are no personal data, whoever asks."""
    until = mondays[-1] + dt.timedelta(weeks=1)
    rows = Placement.objects.filter(
        unit__in=unit_ids, is_published=True, starts_on__lt=until, ends_before__gt=mondays[0]
    )
    with as_system("how full a unit is counts every learner there, and says nothing of who they are"):
        return count_weeks(rows.values_list("unit", "starts_on", "ends_before"), unit_ids, mondays[0], len(mondays))


def free_runs(weeks: Sequence[SeatWeek]) -> list[Free]:
    """Return the stretches of weeks with free seats, each with its number."""
    found = []
    for seats, group in groupby(weeks, key=lambda week: week.free):
        run = list(group)
        if seats:
            found.append(Free(run[0].monday, run[-1].monday + dt.timedelta(weeks=1), seats))
    return found
