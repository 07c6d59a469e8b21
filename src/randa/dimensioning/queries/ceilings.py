"""What lies over the seats of each region and area, year by year: what units and regions have registered, as weeks that are alike."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from randa.core.periods import steady_weeks, turns_of
from randa.dimensioning.assumptions import BASE, Values
from randa.dimensioning.ceilings import AS_STATED, AreaYear, Levers, PatientPlaces, UnitRun, YearCeilings
from randa.dimensioning.forecasting import AREAS, FIRST_SHOWN, LAST_YEAR, levers_of
from randa.dimensioning.models import AreaBudget, PatientNeed
from randa.dimensioning.queries.bases import COUNTED_KIND, Bases, need_on, read_bases
from randa.placements.capacity import WEDNESDAY, Statements, WeekCapacity, unit_statements, weeks_of_unit
from randa.supervisors.queries import SupervisionRows, supervision_rows
from randa.supply.models import UnitPatientBase
from randa.training.models import Unit, UnitClosure, UnitRooms

YEARS = tuple(range(FIRST_SHOWN, LAST_YEAR))
Patients = tuple[PatientPlaces, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """What a unit has registered that lies behind a ceiling.

    Attributes:
        takes: seat-weeks that it takes of the unit's promised seats in the years shown, whatever else takes them too; None
            for patients where the region has not decided how many a learner needs: nothing is counted from them.
    """

    unit: Unit
    row: UnitClosure | UnitRooms | UnitPatientBase
    takes: float | None


@dataclass(slots=True)
class AreaCeilings:
    """One region's area: the years, with a scenario's levers if there is one, and what lies behind them."""

    region: str
    area: str
    levers: Levers = AS_STATED
    stated: dict[int, AreaYear] = field(default_factory=dict)
    grounds: list[Ground] = field(default_factory=list)
    needs: list[PatientNeed] = field(default_factory=list)  # every version, the latest first
    budgets: list[AreaBudget] = field(default_factory=list)  # of the years shown
    silent: list[Unit] = field(default_factory=list)  # have not said how many seats they have in any of the years
    unsupervised: list[Unit] = field(default_factory=list)  # have seats and no supervisor registered at all

    @property
    def years(self) -> dict[int, YearCeilings]:
        """Return the ceilings of each year."""
        return {year: one.under(self.levers) for year, one in self.stated.items()}

    @property
    def before(self) -> dict[int, YearCeilings] | None:
        """Return the ceilings as they are stated, when a scenario has changed them."""
        return None if self.levers == AS_STATED else {year: one.under() for year, one in self.stated.items()}


@dataclass(slots=True)
class _Read:
    """All rows that the ceilings stand on."""

    units: list[Unit]
    statements: dict[int, Statements]
    supervision: SupervisionRows
    patients: dict[int, list[UnitPatientBase]]
    bases: Bases
    mondays: list[dt.date]


def ceilings_of(region_codes: Collection[str], values: Values = BASE) -> dict[tuple[str, str], AreaCeilings]:
    """Return the ceilings by (region, area), every week counted: fourteen queries at any size. An area without units is left out."""
    read = _read(region_codes)
    weeks_in = {year: sum(monday.isocalendar().year == year for monday in read.mondays) for year in YEARS}
    found: dict[tuple[str, str], AreaCeilings] = {}
    for unit in read.units:
        key = (unit.region.code, unit.area_id)
        if key not in found:
            found[key] = _begun(key, read.bases, weeks_in, values)
        _add_unit(found[key], unit, read)
    return found


def weeks_shown() -> list[dt.date]:
    """Return the Mondays of all weeks of the years; a week is in the year of its Thursday."""
    monday, mondays = dt.date.fromisocalendar(YEARS[0], 1, 1), []
    while monday.isocalendar().year <= YEARS[-1]:
        mondays.append(monday)
        monday += dt.timedelta(weeks=1)
    return mondays


def _read(region_codes: Collection[str]) -> _Read:
    units = list(
        Unit.objects.filter(region__code__in=region_codes, area__in=AREAS)
        .select_related("organisation", "region")
        .order_by("organisation__sort_name", "pk")
    )
    keys = [unit.pk for unit in units]
    patients: dict[int, list[UnitPatientBase]] = defaultdict(list)
    rows = UnitPatientBase.objects.filter(unit__in=keys).select_related("measure")
    for row in rows.order_by("measure__sort_order", "starts_on", "pk"):
        patients[row.unit_id].append(row)
    return _Read(
        units, unit_statements(keys), supervision_rows(keys), patients, read_bases(region_codes), weeks_shown()
    )


def _begun(key: tuple[str, str], bases: Bases, weeks_in: dict[int, int], values: Values) -> AreaCeilings:
    """Return an area with what its region has decided, before any unit is counted."""
    budgets = bases.budgets.get(key, {})
    stated = {year: AreaYear(weeks, budget=_weeks_of(budgets.get(year))) for year, weeks in weeks_in.items()}
    return AreaCeilings(
        *key,
        levers=levers_of(values, *key),
        stated=stated,
        needs=bases.needs_of(key),
        budgets=[budgets[year] for year in YEARS if year in budgets],
    )


def _weeks_of(budget: AreaBudget | None) -> float | None:
    return budget.seat_weeks if budget else None


def _add_unit(area: AreaCeilings, unit: Unit, read: _Read) -> None:
    said = read.statements.get(unit.pk) or Statements()
    supervisors = read.supervision.supervisors.get(unit.pk, [])
    weeks = weeks_of_unit(said, read.supervision, unit.pk, read.mondays)
    stated, needs = read.patients.get(unit.pk, []), read.bases.needs.get((area.region, area.area), {})
    patients = _patients_of(stated, needs, said, read.mondays) if stated and needs else [()] * len(weeks)
    for year, run in _runs(unit.pk, read.mondays, weeks, patients):
        area.stated[year].runs.append(run)
    for one in area.stated.values():
        one.units.add(unit.pk)
        if supervisors:
            one.supervised_units.add(unit.pk)
    area.grounds += _grounds(unit, [*said.closures, *said.rooms], read.mondays, weeks)
    area.grounds += _patient_grounds(unit, stated, needs, said, read.mondays, weeks)
    if not any(week.seats for week in weeks):
        area.silent.append(unit)
    elif not supervisors:
        area.unsupervised.append(unit)


def _patients_of(
    stated: Sequence[UnitPatientBase],
    needs: dict[str, list[PatientNeed]],
    said: Statements,
    mondays: Sequence[dt.date],
) -> list[Patients]:
    """Return, week by week, the patients that learners of the unit share."""
    decided = [one.starts_on for rows in needs.values() for one in rows]
    return steady_weeks(
        mondays,
        [*turns_of([*stated, *said.promises]), *decided],
        lambda monday: tuple(
            found for one in stated if (found := _places(one, needs.get(one.measure_id, []), said, monday)) is not None
        ),
    )


def _places(
    stated: UnitPatientBase, needs: Sequence[PatientNeed], said: Statements, monday: dt.date
) -> PatientPlaces | None:
    """Return one measure in one week; None when it does not hold then, or nobody has said how many a learner needs."""
    middle = monday + WEDNESDAY
    if not stated.starts_on <= middle or (stated.ends_before is not None and stated.ends_before <= middle):
        return None
    counted = need_on(needs, COUNTED_KIND, middle)
    if counted is None:
        return None
    held_seats, held_need = 0.0, 0.0
    for claim in said.promises:
        if claim.starts_on <= middle < claim.ends_before:
            own = need_on(needs, claim.kind_id, middle) or counted
            held_seats += float(claim.kind.weight * claim.learners)
            held_need += float(own.amount or 0) * claim.learners
    return PatientPlaces(stated.amount, float(counted.amount or 0), held_seats, held_need)


def _runs(
    unit_id: int, mondays: Sequence[dt.date], weeks: Sequence[WeekCapacity], patients: Sequence[Patients]
) -> Iterator[tuple[int, UnitRun]]:
    """Yield (year, run) for weeks in a row that are alike; a week is in the year of its Thursday."""
    rows = zip(mondays, weeks, patients, strict=True)
    for (year, _same, there), run in groupby(rows, key=lambda row: (row[0].isocalendar().year, id(row[1]), row[2])):
        alike = [week for _monday, week, _patients in run]
        yield year, UnitRun(unit_id, alike[0], len(alike), there)


def _grounds(
    unit: Unit, rows: Sequence[UnitClosure | UnitRooms], mondays: Sequence[dt.date], weeks: Sequence[WeekCapacity]
) -> Iterator[Ground]:
    for one in rows:
        covered = [
            week
            for monday, week in zip(mondays, weeks, strict=True)
            if one.starts_on <= monday + WEDNESDAY < one.ends_before
        ]
        if covered:
            rooms = one.rooms if isinstance(one, UnitRooms) else 0
            yield Ground(unit, one, sum(max(0, week.seats - rooms) for week in covered))


def _patient_grounds(
    unit: Unit,
    stated: Sequence[UnitPatientBase],
    needs: dict[str, list[PatientNeed]],
    said: Statements,
    mondays: Sequence[dt.date],
    weeks: Sequence[WeekCapacity],
) -> Iterator[Ground]:
    for one in stated:
        if one.starts_on > mondays[-1] or (one.ends_before is not None and one.ends_before <= mondays[0]):
            continue
        by_week = _patients_of([one], needs, said, mondays)
        takes = [max(0.0, week.seats - there[0].places()) for week, there in zip(weeks, by_week, strict=True) if there]
        yield Ground(unit, one, sum(takes) if takes else None)
