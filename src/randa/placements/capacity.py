"""How many learners a unit takes, week by week, and which limit binds: the one answer for planning and for dimensioning."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Literal

from randa.placements.models import MandateChange, SeatPeriod
from randa.supervisors.queries import supervisor_places
from randa.training.models import Unit

WEEK = dt.timedelta(weeks=1)
Limit = Literal["seats", "supervisors"]


@dataclass(frozen=True, slots=True)
class WeekCapacity:
    """One unit in one week.

    Attributes:
        seats: learners of all kinds that the unit has room for.
        reserved: of these, promised to others (AT, ST, students, those who began BT earlier).
        supervisor_places: learners that trained supervisors present that week take together.
    """

    seats: int
    reserved: int
    supervisor_places: int

    @property
    def usable(self) -> int:
        """Learners of all kinds who get both a seat and a supervisor."""
        return min(self.seats, self.supervisor_places)

    @property
    def open(self) -> int:
        """What is left for new learners: nobody who is promised a seat loses it when supervisors are missing."""
        return max(0, self.usable - self.reserved)

    @property
    def binding(self) -> Limit:
        return "supervisors" if self.supervisor_places < self.seats else "seats"


@dataclass(slots=True)
class QuarterCapacity:
    """Sums over the weeks of a quarter (a week belongs to the quarter of its Thursday) and the units of one area."""

    seat_weeks: int = 0
    reserved_weeks: int = 0
    supervisor_weeks: int = 0
    usable_weeks: int = 0
    open_weeks: int = 0

    def add(self, week: WeekCapacity) -> None:
        self.seat_weeks += week.seats
        self.reserved_weeks += week.reserved
        self.supervisor_weeks += week.supervisor_places
        self.usable_weeks += week.usable
        self.open_weeks += week.open

    @property
    def binding(self) -> Limit:
        """What takes most away: supervisors when a seat stands without one in any week, else the seats themselves."""
        return "supervisors" if self.usable_weeks < self.seat_weeks else "seats"


@dataclass(slots=True)
class _Statements:
    """All that has been said about one unit's seats."""

    periods: list[SeatPeriod] = field(default_factory=list)
    changes: list[MandateChange] = field(default_factory=list)


def weeks_from(first_monday: dt.date, count: int) -> list[dt.date]:
    """Return the Mondays of `count` weeks."""
    return [first_monday + number * WEEK for number in range(count)]


def quarter_of(monday: dt.date) -> str:
    """Return the quarter of the week's Thursday, as 2027Q2: every week belongs to one quarter."""
    thursday = monday + dt.timedelta(days=3)
    return f"{thursday.year}Q{(thursday.month + 2) // 3}"


def unit_capacity(unit_ids: Collection[int], mondays: Sequence[dt.date]) -> dict[int, list[WeekCapacity]]:
    """Return, per unit, its capacity in each of the weeks: four queries at any size.

    A unit with no seat figure for a week has 0 seats. A changed mandate holds from the first whole week after its day
    until a seat period that begins later says otherwise.
    """
    statements: dict[int, _Statements] = defaultdict(_Statements)
    for period in SeatPeriod.objects.filter(unit__in=unit_ids).order_by("starts_on"):
        statements[period.unit_id].periods.append(period)
    for change in MandateChange.objects.filter(unit__in=unit_ids).order_by("effective_on", "pk"):
        statements[change.unit_id].changes.append(change)
    places = supervisor_places(unit_ids, mondays)
    nobody = [0] * len(mondays)
    return {
        unit_id: [
            _week(statements[unit_id], monday, there)
            for monday, there in zip(mondays, places.get(unit_id, nobody), strict=True)
        ]
        for unit_id in unit_ids
    }


def open_seats(units: Collection[Unit], first_monday: dt.date, weeks: int) -> dict[int, list[int]]:
    """Return, per unit's key, the places left for new learners in each of `weeks` weeks: what a planning run may fill."""
    capacity = unit_capacity([unit.pk for unit in units], weeks_from(first_monday, weeks))
    return {unit_id: [week.open for week in there] for unit_id, there in capacity.items()}


def area_capacity(
    region_ids: Collection[int], mondays: Sequence[dt.date]
) -> dict[tuple[int, str, str], QuarterCapacity]:
    """Return the capacity per (region, placement area, quarter) of all units in the regions: five queries."""
    units = {unit.pk: unit for unit in Unit.objects.filter(region__in=region_ids)}
    sums: dict[tuple[int, str, str], QuarterCapacity] = defaultdict(QuarterCapacity)
    quarters = [quarter_of(monday) for monday in mondays]
    for unit_id, weeks in unit_capacity(units.keys(), mondays).items():
        unit = units[unit_id]
        for quarter, week in zip(quarters, weeks, strict=True):
            sums[unit.region_id, unit.area_id, quarter].add(week)
    return dict(sums)


def _week(said: _Statements, monday: dt.date, supervisor_places: int) -> WeekCapacity:
    period = next((one for one in said.periods if one.starts_on <= monday < one.ends_before), None)
    if period is None:
        return WeekCapacity(0, 0, supervisor_places)
    seats = period.seats
    for change in said.changes:
        if period.starts_on < change.effective_on <= monday:
            seats = change.seats_after
    return WeekCapacity(seats, min(period.reserved, seats), supervisor_places)
