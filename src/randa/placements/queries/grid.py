"""The two grids of a plan: learners × weeks and units × weeks, as runs of weeks so that a page stays small."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from randa.core.access.row_security import as_system
from randa.core.periods import week_code
from randa.people.models import User
from randa.placements.held import Counts
from randa.placements.models import Placement, PlacementQuerySet, Plan
from randa.placements.queries.seats import columns, count_weeks, plan_seats
from randa.training.models import Absence, Enrolment, Unit

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Week:
    """One column: its Monday, and its ISO number."""

    monday: dt.date

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def code(self) -> str:
        return week_code(self.monday)


@dataclass(frozen=True, slots=True)
class MonthSpan:
    """A heading over the columns of one month, by the Thursday of each week as ISO does."""

    first_day: dt.date
    weeks: int


@dataclass(frozen=True, slots=True)
class Run:
    """Some neighbouring weeks of a row that hold the same: `first` is the column, `weeks` how many."""

    first: int
    weeks: int
    placement: Placement | None = None
    is_absence: bool = False
    taken: int = 0
    seats: int = 0

    @property
    def is_over(self) -> bool:
        return self.taken > self.seats

    @property
    def is_full(self) -> bool:
        return self.taken == self.seats > 0


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner's year."""

    placement: Placement  # any of the row's, for the learner, post and programme it names
    runs: tuple[Run, ...]
    unplaced_weeks: int


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One unit's weeks: how many of the open seats are taken."""

    unit: Unit
    runs: tuple[Run, ...]
    taken_weeks: int
    seat_weeks: int
    full_weeks: int
    over_weeks: int


def weeks_of(plan: Plan) -> list[Week]:
    """Return the plan's columns."""
    return [Week(plan.horizon_starts_on + number * WEEK) for number in range(plan.horizon_weeks)]


def months_of(weeks: Sequence[Week]) -> list[MonthSpan]:
    """Return the months over the columns."""
    thursdays = [week.monday + dt.timedelta(days=3) for week in weeks]
    return [
        MonthSpan(dt.date(year, month, 1), len(list(days)))
        for (year, month), days in groupby(thursdays, key=lambda day: (day.year, day.month))
    ]


def learner_rows(
    plan: Plan, actor: User, *, region: str = "", area: str = "", only_unplaced: bool = False
) -> list[LearnerRow]:
    """Return the learners of `plan` that `actor` may see, by start and post number; two queries at any size."""
    rows = _placements(plan, actor)
    if region:
        rows = rows.filter(enrolment__post__region__code=region)
    by_enrolment = [list(group) for _key, group in groupby(rows, key=lambda row: row.enrolment_id)]
    absences = _absences([group[0] for group in by_enrolment], actor)
    found = [_learner_row(plan, group, absences.get(group[0].enrolment_id, [])) for group in by_enrolment]
    if area:
        found = [row for row in found if any(run.placement and run.placement.area_id == area for run in row.runs)]
    return [row for row in found if row.unplaced_weeks or not only_unplaced]


def unit_rows(plan: Plan, *, region: str = "", area: str = "", only_full: bool = False) -> list[UnitRow]:
    """Return the units of the plan's regions with taken and open seats per week; a handful of queries at any size."""
    units = Unit.objects.filter(region__in=plan.regions.all()).select_related("organisation", "area", "region")
    if region:
        units = units.filter(region__code=region)
    if area:
        units = units.filter(area_id=area)
    ordered = list(units.order_by("region__sort_name", "area__sort_order", "organisation__sort_name"))
    seats = plan_seats(plan, ordered)
    taken = taken_per_week(plan, ordered)
    found = [_unit_row(unit, taken[unit.pk], seats[unit.pk]) for unit in ordered]
    return [row for row in found if row.full_weeks or row.over_weeks or not only_full]


def _placements(plan: Plan, actor: User) -> PlacementQuerySet:
    rows = Placement.objects.visible_to(actor).filter(plan=plan)
    return rows.select_related(
        "area", "unit__organisation", "enrolment__learner", "enrolment__post__programme", "enrolment__post__region",
        "enrolment__post__base",
    ).order_by("enrolment__starts_on", "enrolment__post__number", "starts_on")  # fmt: skip


def _absences(rows: Sequence[Placement], actor: User) -> dict[object, list[Absence]]:
    """Return the absences of the learners whose whole year `actor` may see; a unit that is visited learns nothing of them."""
    seen = Enrolment.objects.visible_to(actor).filter(pk__in=[row.enrolment_id for row in rows])
    absences = Absence.objects.filter(enrolment__in=seen).order_by("enrolment", "starts_on")
    return {key: list(group) for key, group in groupby(absences, key=lambda absence: absence.enrolment_id)}


def _learner_row(plan: Plan, placements: Sequence[Placement], absences: Sequence[Absence]) -> LearnerRow:
    cells: list[tuple[Placement | None, bool]] = [(None, False)] * plan.horizon_weeks
    for placement in placements:
        for week in columns(plan.horizon_starts_on, plan.horizon_weeks, placement.starts_on, placement.ends_before):
            cells[week] = (placement, False)
    for absence in absences:
        for week in columns(plan.horizon_starts_on, plan.horizon_weeks, absence.starts_on, absence.ends_before):
            cells[week] = (cells[week][0], True)
    runs, first = [], 0
    for (held, is_absence), group in groupby(cells):  # neighbours of one block share the same object
        length = len(list(group))
        runs.append(Run(first, length, placement=held, is_absence=is_absence))
        first += length
    unplaced = sum(placement.working_weeks for placement in placements if placement.unit_id is None)
    return LearnerRow(placements[0], tuple(runs), unplaced)


def taken_per_week(plan: Plan, units: Sequence[Unit]) -> Counts:
    """Return, per unit and week, how many learners of `plan` it holds. Counts are no personal data, whoever asks."""
    held = plan.placements.filter(unit__in=[unit.pk for unit in units]).values_list("unit", "starts_on", "ends_before")
    with as_system("how many learners of a plan a unit holds says nothing of who they are"):
        return count_weeks(held, [unit.pk for unit in units], plan.horizon_starts_on, plan.horizon_weeks)


def _unit_row(unit: Unit, taken: Sequence[int], seats: Sequence[int]) -> UnitRow:
    runs, first = [], 0
    for (used, open_now), group in groupby(zip(taken, seats, strict=True)):
        length = len(list(group))
        runs.append(Run(first, length, taken=used, seats=open_now))
        first += length
    return UnitRow(
        unit,
        tuple(runs),
        taken_weeks=sum(taken),
        seat_weeks=sum(seats),
        full_weeks=sum(used == open_now > 0 for used, open_now in zip(taken, seats, strict=True)),
        over_weeks=sum(used > open_now for used, open_now in zip(taken, seats, strict=True)),
    )
