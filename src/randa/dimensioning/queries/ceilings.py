"""What each ceiling leaves of a year's seat-weeks, per region and area: seats, rooms, closures, supervisors and their hours."""

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Literal

from randa.dimensioning.forecasting import AREAS, FIRST_SHOWN, LAST_YEAR
from randa.placements.capacity import WEDNESDAY, Statements, WeekCapacity, unit_statements, weeks_of_unit
from randa.supervisors.queries import supervision_rows
from randa.training.models import Unit, UnitClosure, UnitRooms

YEARS = tuple(range(FIRST_SHOWN, LAST_YEAR))
Ceiling = Literal["seats", "rooms", "closed", "supervisors", "hours"]
CEILINGS: tuple[Ceiling, ...] = ("seats", "rooms", "closed", "supervisors", "hours")


@dataclass(slots=True)
class YearCeilings:
    """A region's area in one year, in seat-weeks.

    Attributes:
        weeks: per ceiling, the promised seats that remain if only that ceiling is over them, unit by unit and week by week.
        left: what remains under all of them together; at most the lowest, as units differ in what binds.
        known: per ceiling, the units that have registered something of it that holds during the year.
        units: all units of the area.
    """

    weeks: dict[Ceiling, int] = field(default_factory=lambda: dict.fromkeys(CEILINGS, 0))
    left: int = 0
    known: dict[Ceiling, set[int]] = field(default_factory=lambda: {one: set() for one in CEILINGS})
    units: set[int] = field(default_factory=set)

    def add(self, unit_id: int, week: WeekCapacity, weeks: int) -> None:
        """Add `weeks` weeks of a unit that are like `week`."""
        over: dict[Ceiling, int | None] = {
            "seats": week.seats,
            "rooms": week.rooms,
            "closed": 0 if week.is_closed else None,
            "supervisors": week.supervisor_places,
            "hours": week.hour_places,
        }
        for name, ceiling in over.items():
            self.weeks[name] += weeks * (week.seats if ceiling is None else min(week.seats, ceiling))
        self.left += weeks * week.usable
        if week.seats:
            self.known["seats"].add(unit_id)
        if week.rooms is not None:
            self.known["rooms"].add(unit_id)
        if week.is_closed:
            self.known["closed"].add(unit_id)

    def is_known(self, name: Ceiling) -> bool:
        """Tell whether any unit has registered what the ceiling is counted from; what nobody has said is unknown, not 0."""
        return bool(self.known["seats"] and self.known[name])

    def takes(self, name: Ceiling) -> int:
        """Return the promised seat-weeks that the ceiling takes away by itself."""
        return self.weeks["seats"] - self.weeks[name]

    @property
    def binding(self) -> Ceiling | None:
        """Return the lowest ceiling, the first when several are equally low; None when no unit has said how many seats it has."""
        if not self.is_known("seats"):
            return None
        return min(CEILINGS, key=self.weeks.__getitem__)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a unit has registered that lies behind a ceiling.

    Attributes:
        rooms: learners there are rooms for; None for a closure.
        takes: seat-weeks that it takes of the unit's promised seats in the years shown, whatever else takes them too.
    """

    unit: Unit
    starts_on: dt.date
    ends_before: dt.date
    rooms: int | None
    takes: int


@dataclass(slots=True)
class AreaCeilings:
    """One region's area: the years, and what lies behind them."""

    region: str
    area: str
    years: dict[int, YearCeilings] = field(default_factory=lambda: {year: YearCeilings() for year in YEARS})
    grounds: list[Ground] = field(default_factory=list)
    silent: list[Unit] = field(default_factory=list)  # have not said how many seats they have in any of the years
    unsupervised: list[Unit] = field(default_factory=list)  # have seats and no supervisor registered at all


def ceilings_of(region_codes: Collection[str]) -> dict[tuple[str, str], AreaCeilings]:
    """Return the ceilings by (region, area), every week counted: eleven queries at any size. An area without units is left out."""
    units = list(
        Unit.objects.filter(region__code__in=region_codes, area__in=AREAS)
        .select_related("organisation", "region")
        .order_by("organisation__sort_name")
    )
    keys = [unit.pk for unit in units]
    statements, supervision = unit_statements(keys), supervision_rows(keys)
    mondays = weeks_shown()
    found: dict[tuple[str, str], AreaCeilings] = {}
    for unit in units:
        key = (unit.region.code, unit.area_id)
        area = found.setdefault(key, AreaCeilings(*key))
        said, supervisors = statements.get(unit.pk) or Statements(), supervision.supervisors.get(unit.pk, [])
        weeks = weeks_of_unit(said, supervision, unit.pk, mondays)
        for year, week, number in _runs(mondays, weeks):
            area.years[year].add(unit.pk, week, number)
        for one in area.years.values():
            one.units.add(unit.pk)
            if supervisors:
                one.known["supervisors"].add(unit.pk)
                one.known["hours"].add(unit.pk)
        area.grounds += _grounds(unit, said, mondays, weeks)
        if not any(week.seats for week in weeks):
            area.silent.append(unit)
        elif not supervisors:
            area.unsupervised.append(unit)
    return found


def weeks_shown() -> list[dt.date]:
    """Return the Mondays of all weeks of the years; a week is in the year of its Thursday."""
    monday, mondays = dt.date.fromisocalendar(YEARS[0], 1, 1), []
    while monday.isocalendar().year <= YEARS[-1]:
        mondays.append(monday)
        monday += dt.timedelta(weeks=1)
    return mondays


def _runs(mondays: Sequence[dt.date], weeks: Sequence[WeekCapacity]) -> Iterator[tuple[int, WeekCapacity, int]]:
    """Yield (year, week, number of weeks like it) for weeks in a row that are one object; a week is in the year of its Thursday."""
    pairs = zip(mondays, weeks, strict=True)
    for (year, _same), run in groupby(pairs, key=lambda pair: (pair[0].isocalendar().year, id(pair[1]))):
        alike = [week for _monday, week in run]
        yield year, alike[0], len(alike)


def _grounds(
    unit: Unit, said: Statements, mondays: Sequence[dt.date], weeks: Sequence[WeekCapacity]
) -> Iterator[Ground]:
    rows: list[UnitClosure | UnitRooms] = [*said.closures, *said.rooms]
    for one in rows:
        covered = [
            week
            for monday, week in zip(mondays, weeks, strict=True)
            if one.starts_on <= monday + WEDNESDAY < one.ends_before
        ]
        if covered:
            rooms = one.rooms if isinstance(one, UnitRooms) else None
            takes = sum(max(0, week.seats - (rooms or 0)) for week in covered)
            yield Ground(unit, one.starts_on, one.ends_before, rooms, takes)
