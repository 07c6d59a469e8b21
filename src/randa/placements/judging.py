"""A draft as the engine's judge sees it: the learners who are concerned, their rules and weeks, and who holds which place.

Built for some learners or for all; `queries.board` and `services.edits` ask it, and publishing does.
"""

import datetime as dt
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Q

from randa.core.access.row_security import as_system
from randa.engines.planning.check import Broken, Hold, broken_by_programme
from randa.engines.planning.model import Block, Doctor, Option, ProblemParts, Programme
from randa.engines.planning.model import Unit as EngineUnit
from randa.placements.bearing import Bearing, bearing_prices, bearing_unit, bearings
from randa.placements.choices import PlanningChoices, choices_in
from randa.placements.editing.rows import Row
from randa.placements.held import Counts
from randa.placements.models import OUTSIDE, Placement, Plan
from randa.placements.parts import in_sum
from randa.placements.planning import (
    WEEK,
    options_of,
    template_name,
    templates_of,
    with_programmes,
    working_weeks,
)
from randa.placements.queries.seats import columns, plan_seats
from randa.training.models import Enrolment, EnrolmentQuerySet, Unit

WEEKS_BEYOND = 26  # a block may be laid this long after the plan's last week; it breaks a rule there, but is not lost


@dataclass(frozen=True, slots=True)
class Judge:
    """Rules and weeks of some learners of a plan.

    Attributes:
        plan: the draft.
        problem: templates, prices and `doctors`; doctors are numbered in the order of the plan.
        enrolments: by doctor's number.
        numbers: doctor's number by enrolment key.
        units: every unit of the plan's regions, by key, which is its number here too.
    """

    plan: Plan
    problem: ProblemParts
    enrolments: Sequence[Enrolment]
    numbers: dict[str, int]
    units: dict[int, Unit]

    @property
    def weeks(self) -> int:
        """Calendar weeks that are counted: those of the plan and some after."""
        return self.plan.horizon_weeks + WEEKS_BEYOND

    def doctor(self, enrolment: str) -> Doctor:
        """Return the doctor of an enrolment."""
        return self.problem.doctors[self.numbers[enrolment]]

    def programme(self, enrolment: str, rows: Iterable[Row]) -> Programme:
        """Return the blocks of one learner in order, whatever rules they break."""
        doctor = self.doctor(enrolment)
        return Programme(doctor.id, tuple(sorted((self._block(doctor, row) for row in rows), key=_order)))

    def broken(self, enrolment: str, rows: Iterable[Row]) -> list[Broken]:
        """Return the rules that one learner's blocks break by themselves; the parts of an area are read together."""
        doctor, programme = self.doctor(enrolment), self.programme(enrolment, rows)
        return in_sum(self.problem, [programme], broken_by_programme(self.problem, doctor, programme))

    def week_of(self, row: Row) -> tuple[int, int]:
        """Return the calendar weeks of a row, half-open, counted from the plan's first."""
        first = self.plan.horizon_starts_on
        return (row.starts_on - first).days // 7, -((first - row.ends_before).days // 7)

    def _block(self, doctor: Doctor, row: Row) -> Block:
        first, after = self.week_of(row)
        place = bisect_left(doctor.work, first)
        return Block(place, row.area, bisect_left(doctor.work, after) - place, row.unit)


def judge_of(
    plan: Plan, enrolments: Collection[str] | None = None, *, used: Mapping[str, Collection[int]] | None = None
) -> Judge:
    """Return the judge of some of a plan's learners, or of all: eight queries at any size.

    `used` are the units that are asked about, by enrolment; without it every unit in reach is an option.
    """
    if enrolments is None:
        chosen = Enrolment.objects.filter(placements__plan=plan)
    else:
        chosen = enrolments_of(plan).filter(pk__in=[UUID(key) for key in enrolments])
    learners = with_programmes(Enrolment.objects.filter(pk__in=chosen.values("pk")))
    units = list(
        Unit.objects.filter(region__in=plan.regions.all())
        .select_related("organisation", "region", "area")
        .order_by("region__sort_name", "area__sort_order", "organisation__sort_name")
    )
    choices = choices_of(plan)
    by_key = {unit.pk: unit for unit in units}

    def asked(one: Enrolment) -> list[Unit]:
        keys = by_key if used is None else used.get(str(one.pk), ())
        return [by_key[key] for key in keys if key in by_key]

    doctors = tuple(_doctor(number, one, plan, asked(one), choices) for number, one in enumerate(learners))
    problem = ProblemParts(
        weeks=plan.horizon_weeks + WEEKS_BEYOND,
        kinds=tuple(choices.unplaced_per_week),
        regions=(),
        templates=templates_of(learners),
        unplaced_cost_per_week=choices.unplaced_per_week,
        off_nominal_cost_per_week=choices.off_nominal_points,
        max_gap_weeks=choices.max_gap_weeks,
        units=(),
        doctors=doctors,
        split_cost=choices.split_points,
        fairness=choices.fairness,
    )
    numbers = {str(one.pk): number for number, one in enumerate(learners)}
    return Judge(plan, problem, learners, numbers, by_key)


def enrolments_of(plan: Plan) -> EnrolmentQuerySet:
    """Return whom the plan is for: those with blocks in it, and those who start then in its regions and have none, or none left."""
    here = Q(pk__in=plan.placements.values("enrolment"))
    if plan.start_year != OUTSIDE:
        here |= Q(post__region__in=plan.regions.all(), starts_on__year=plan.start_year, learner__restricted_at=None)
    return Enrolment.objects.filter(here)


def choices_of(plan: Plan) -> PlanningChoices:
    """Return the prices that the plan was made with; every unit within reach counts, not the cheapest alone."""
    return replace(choices_in(plan.explanation.get("choices", {})), units_per_area=10_000)


def caps_of(judge: Judge, unit_keys: Collection[int]) -> Counts:
    """Return the places open to the plan's learners per week, of some units."""
    units = [judge.units[key] for key in unit_keys if key in judge.units]
    return plan_seats(judge.plan, units, judge.weeks)


def bearings_of(judge: Judge, caps: Counts) -> dict[int, Bearing]:
    """Return what units with these places bear of the plan's learners, all of them: no query where the plan sets no price on it."""
    choices = choices_of(judge.plan)
    if not (choices.below_least_points or choices.above_ease_points):
        return {}
    with as_system("what a unit bears counts every learner of the plan, and says nothing of who they are"):
        placing = list(judge.plan.placements.values_list("enrolment", flat=True).distinct())
    return bearings(caps, judge.plan.horizon_starts_on, placing=placing, choices=choices)


def with_units(judge: Judge, caps: Counts) -> ProblemParts:
    """Return the judge's problem with units that have these places, and what they bear."""
    borne = bearings_of(judge, caps)
    units = (
        EngineUnit(key, 0, judge.units[key].area_id, tuple(places), judge.units[key].site)
        for key, places in caps.items()
    )
    made = tuple(bearing_unit(one, borne.get(one.id)) for one in units)
    below, above = bearing_prices(borne.values(), choices_of(judge.plan))
    return replace(judge.problem, units=made, below_least_cost=below, above_ease_cost=above)


def rows_at(plan: Plan, unit_keys: Collection[int]) -> list[Row]:
    """Return the plan's blocks at some units, of all learners."""
    with as_system("how full a unit is counts every learner there; names are shown to those who may see them"):
        return [Row.of(one) for one in Placement.objects.filter(plan=plan, unit__in=unit_keys).order_by("pk")]


def holds_of(judge: Judge, rows: Iterable[Row], sitters: dict[str, int]) -> list[Hold]:
    """Return the places that rows hold; `sitters` numbers the enrolments, and grows by those it does not know."""
    found = []
    for row in rows:
        weeks = columns(judge.plan.horizon_starts_on, judge.weeks, row.starts_on, row.ends_before)
        if row.unit is not None and weeks:
            number = sitters.setdefault(row.enrolment, len(sitters))
            found.append(Hold(row.unit, number, weeks[0], weeks[-1]))
    return found


def monday(plan: Plan, week: int) -> dt.date:
    """Return the Monday of a week of the plan."""
    return plan.horizon_starts_on + week * WEEK


def _doctor(number: int, one: Enrolment, plan: Plan, units: Sequence[Unit], choices: PlanningChoices) -> Doctor:
    work = working_weeks(one, plan.horizon_starts_on, plan.horizon_weeks + WEEKS_BEYOND)
    return Doctor(
        id=number,
        region=0,
        template=template_name(one),
        start=work[0],
        work=tuple(work),
        options={
            kind: tuple(Option(units[option.unit].pk, option.cost) for option in chosen)
            for kind, chosen in options_of(one, units, choices).items()
        },
    )


def _order(block: Block) -> tuple[int, str, int]:
    return block.position, block.kind, block.weeks
