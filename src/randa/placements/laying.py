"""A draft -> the engine's problem for some of its learners, everybody else's places taken; and the engine's answer -> blocks to lay.

No algorithm here, and nothing is written.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.engines.planning.costs import Tiers, held_parts, occupancy_cost, programme_tiers, summed
from randa.engines.planning.model import (
    Block,
    BlockRule,
    Doctor,
    InvalidInputError,
    Option,
    Problem,
    Programme,
    Template,
)
from randa.engines.planning.model import Plan as EnginePlan
from randa.engines.planning.model import Unit as EngineUnit
from randa.placements.bearing import Bearing, bearing_prices, bearing_unit
from randa.placements.broken_rules import Naming
from randa.placements.editing.rows import Row
from randa.placements.errors import ContradictoryLocksError, ContradictoryProgrammeError
from randa.placements.held import Counts
from randa.placements.judging import Judge, bearings_of, choices_of, judge_of
from randa.placements.locking import contradictions, fits
from randa.placements.models import Plan
from randa.placements.parts import (
    InParts,
    Parted,
    area_of,
    in_areas,
    named,
    parted,
    rules_with,
    split_areas,
)
from randa.placements.planning import WEEK
from randa.placements.queries.board import naming_of, rows_by_enrolment
from randa.placements.queries.seats import count_weeks, plan_seats


@dataclass(frozen=True, slots=True)
class Layout:
    """Learners to be planned anew, and what stands around them.

    Attributes:
        judge: rules and weeks of all who were asked for.
        rows: blocks as they are, by enrolment, of those who are planned anew.
        problem: for the engine; doctors and units are numbered as the judge's, what stands is locked.
        split: areas in parts, by enrolment, of those who have any and are planned anew. Their parts stay as they are; each is an area by
            itself in the problem, with a template of the learner's own.
        by_hand: enrolments that were asked for and cannot be planned anew: what they have begun, or the parts of their split blocks, break
            a rule, their data are restricted, or they are at a unit outside the plan's regions. Their blocks stay as they are.
        other_open_weeks: working weeks without a place of everybody else in the plan.
    """

    judge: Judge
    rows: dict[str, list[Row]]
    problem: Problem
    split: dict[str, frozenset[str]]
    by_hand: tuple[str, ...]
    other_open_weeks: int

    def key(self, doctor: int) -> str:
        """Return the enrolment of a doctor of the problem."""
        return str(self.judge.enrolments[doctor].pk)

    def now(self) -> EnginePlan:
        """Return the learners' blocks as they are, in the problem's words, whatever rules they break."""
        programmes = (
            named(self.judge.programme(key, rows), self.split.get(key, ())) for key, rows in self.rows.items()
        )
        return EnginePlan(tuple(sorted(programmes, key=lambda one: one.doctor)))

    def monday(self, week: int) -> dt.date:
        return self.judge.plan.horizon_starts_on + week * WEEK


def layout_of(
    plan: Plan, day: dt.date, *, only: Collection[str] | None = None, held: Collection[str] = ()
) -> Layout:  # fmt: skip
    """Return the problem of laying learners of a draft anew: some two dozen queries at any size.

    Locked blocks stay, and so do the parts of an area that somebody has split, locked or not: to have it laid whole is to join them first.
    So does what has begun by `day`: its unit and first week; it grows by weeks that an absence took from it.

    Args:
        plan: the draft.
        day: today; what begins in its week has begun.
        only: enrolments to plan anew, the others' places being taken; None for everybody in the plan.
        held: enrolments that stay as they are all the same.

    Raises:
        ContradictoryLocksError: locked blocks break rules or do not fit their units; each is named.
        ContradictoryProgrammeError: what is registered cannot be planned for.
    """
    judge = judge_of(plan, only)
    with as_system("whether a place is free counts every learner of the plan, and says nothing of who they are"):
        there = [Row.of(one) for one in plan.placements.order_by("starts_on", "pk")]
    blocks = rows_by_enrolment(there)
    wanted = {key: blocks.get(key, []) for key in judge.numbers if key not in held}
    weeks = max([judge.weeks, *(doctor.work[-1] + 1 for doctor in judge.problem.doctors)])
    seats = plan_seats(plan, judge.units.values(), weeks)
    naming = naming_of(judge)
    _refuse_contradictions(judge, wanted, seats, day)
    fixed, by_hand = _standing(judge, wanted, day, naming)
    planned = {key: rows for key, rows in wanted.items() if key not in by_hand}
    others = [row for row in there if row.enrolment not in planned]
    borne = bearings_of(judge, seats)
    problem = _problem(judge, fixed, *_left(judge, seats, borne, weeks, others, fixed), weeks)
    split = {key: areas for key, rows in planned.items() if (areas := split_areas(row.area for row in rows))}
    return Layout(judge, planned, problem, split, by_hand, sum(row.weeks for row in others if row.unit is None))


def _refuse_contradictions(judge: Judge, wanted: Mapping[str, Sequence[Row]], seats: Counts, day: dt.date) -> None:
    locked = {key: [row for row in rows if row.is_locked and not has_begun(row, day)] for key, rows in wanted.items()}
    lines = contradictions(judge, {key: rows for key, rows in locked.items() if rows}, wanted, seats)
    if lines:
        raise ContradictoryLocksError(lines)


def has_begun(row: Row, day: dt.date) -> bool:
    """Tell whether a block has begun by the end of the week of `day`."""
    return row.starts_on <= monday_of(day)


def _standing(
    judge: Judge, wanted: Mapping[str, Sequence[Row]], day: dt.date, naming: Naming
) -> tuple[dict[str, list[Row]], tuple[str, ...]]:
    """Return the blocks that stay, by enrolment, and those who cannot be planned around theirs."""
    fixed: dict[str, list[Row]] = {}
    by_hand = []
    for key, rows in wanted.items():
        one = judge.enrolments[judge.numbers[key]]
        stay = what_stays(judge, key, rows, day, naming)
        is_known = all(row.unit is None or row.unit in judge.units for row in rows)
        if one.learner.restricted_at is None and is_known and stay is not None:
            fixed[key] = stay
        else:
            by_hand.append(key)
    return fixed, tuple(by_hand)


def what_stays(judge: Judge, key: str, rows: Sequence[Row], day: dt.date, naming: Naming) -> list[Row] | None:
    """Return those of one learner's blocks that stay when the rest is laid anew; None when no programme can hold them."""
    split = split_areas(row.area for row in rows)
    stay = [row for row in rows if row.is_locked or has_begun(row, day) or row.area in split]
    if not stay:  # so it is for most; whether the programme can be filled at all, the problem itself is asked
        return stay
    if fits(judge, key, stay, rows, naming) and not any(_is_cut(judge, row) for row in stay if row.area in split):
        return stay
    stay = [row if row.is_locked else _grown(judge, row, is_part=row.area in split) for row in stay]
    return stay if fits(judge, key, stay, rows, naming) else None


def _is_cut(judge: Judge, row: Row) -> bool:
    """Tell whether an absence has taken weeks from a block since it was laid."""
    return not row.is_locked and judge.programme(row.enrolment, [row]).blocks[0].weeks < row.weeks


def _grown(judge: Judge, row: Row, *, is_part: bool) -> Row:
    """Return a block that stays, as many working weeks long as it was, or as its programme asks for now."""
    doctor = judge.doctor(row.enrolment)
    rule = None if is_part else judge.problem.templates[doctor.template].blocks.get(row.area)
    first = next((place for place, week in enumerate(doctor.work) if week >= judge.week_of(row)[0]), len(doctor.work))
    weeks = row.weeks if rule is None else min(max(row.weeks, rule.minimum), rule.maximum)
    if first + weeks > len(doctor.work):
        return row
    work, start = doctor.work, judge.plan.horizon_starts_on
    return replace(
        row, starts_on=start + work[first] * WEEK, ends_before=start + (work[first + weeks - 1] + 1) * WEEK, weeks=weeks
    )


def _left(
    judge: Judge, seats: Counts, borne: Mapping[int, Bearing], weeks: int, others: Iterable[Row],
    fixed: Mapping[str, Sequence[Row]],
) -> tuple[Counts, dict[int, Bearing]]:  # fmt: skip
    """Return the places for those who are planned anew, never fewer than what stands holds already, and what units bear of them."""
    first, keys = judge.plan.horizon_starts_on, list(seats)
    taken = count_weeks(_periods(others, seats), keys, first, weeks)
    stands = count_weeks(_periods((row for rows in fixed.values() for row in rows), seats), keys, first, weeks)
    places = {
        unit: [
            max(0, there - used, held) for there, used, held in zip(seats[unit], taken[unit], stands[unit], strict=True)
        ]
        for unit in keys
    }
    return places, {unit: one.without(taken[unit]) for unit, one in borne.items()}


def _periods(rows: Iterable[Row], units: Collection[int]) -> list[tuple[int, dt.date, dt.date]]:
    return [(row.unit, row.starts_on, row.ends_before) for row in rows if row.unit is not None and row.unit in units]


def _problem(
    judge: Judge, fixed: Mapping[str, Sequence[Row]], caps: Counts, borne: Mapping[int, Bearing], weeks: int
) -> Problem:
    parts = judge.problem
    standing = {key: _standing_of(judge, key, rows) for key, rows in fixed.items()}
    below, above = bearing_prices(borne.values(), choices_of(judge.plan))
    try:
        return Problem(
            weeks=weeks,
            regions=(str(judge.plan.name),),
            off_nominal_cost_per_week=parts.off_nominal_cost_per_week,
            max_gap_weeks=parts.max_gap_weeks,
            split_cost=parts.split_cost,
            fairness=parts.fairness,
            below_least_cost=below,
            above_ease_cost=above,
            units=tuple(
                bearing_unit(EngineUnit(key, 0, unit.area_id, tuple(caps[key]), unit.site), borne.get(key))
                for key, unit in judge.units.items()
                if unit.area_id in parts.kinds
            ),
            doctors=tuple(replace(one.doctor, locked=one.standing.blocks) for one in standing.values()),
            **rules_with(parts, standing.values()),
        )
    except InvalidInputError as refusal:
        raise ContradictoryProgrammeError([str(fault) for fault in refusal.faults]) from refusal


def _standing_of(judge: Judge, key: str, rows: Sequence[Row]) -> Parted:
    """Return a learner around blocks that stay, with a template of their own when parts are among them."""
    doctor, stands = judge.doctor(key), judge.programme(key, rows)
    template = judge.problem.templates[doctor.template]
    areas = split_areas(row.area for row in rows)
    own = parted(template, doctor, stands, InParts(areas)) if areas else None
    return own or Parted(template, doctor, stands)


def as_it_was(layout: Layout) -> tuple[Problem, EnginePlan]:
    """Return the learners' blocks as a plan, and a problem for which it is legal, whatever has become of the rules since.

    What has happened to absences, lengths and seats meanwhile is nowhere kept as a problem, and need not be: re-planning asks only where
    blocks lay in the calendar. Whoever was in two places is left out, and planned as one who comes new.
    """
    templates, doctors, programmes = {}, [], []
    for key, rows in layout.rows.items():
        laid = _exactly(layout, key, rows)
        if laid is not None:
            doctor, template, programme = laid
            templates[doctor.template] = template
            doctors.append(doctor)
            programmes.append(programme)
    weeks = max([layout.problem.weeks, *(doctor.work[-1] + 1 for doctor in doctors)])
    roomy = tuple(replace(unit, cap=(len(doctors),) * weeks, least=None, ease=None) for unit in layout.problem.units)
    before = replace(
        layout.problem, weeks=weeks, templates=templates, units=roomy,
        doctors=tuple(sorted(doctors, key=lambda one: one.id)),
    )  # fmt: skip
    return before, EnginePlan(tuple(sorted(programmes, key=lambda one: one.doctor)))


def _exactly(layout: Layout, key: str, rows: Sequence[Row]) -> tuple[Doctor, Template, Programme] | None:
    """Return a doctor whose weeks and template are exactly these blocks; None when they are no programme at all."""
    judge = layout.judge
    number = judge.numbers[key]
    work: list[int] = []
    blocks: list[Block] = []
    for row in sorted(rows, key=lambda one: one.starts_on):
        first, after = judge.week_of(row)
        served = [
            *range(first, first + row.weeks - 1),
            after - 1,
        ]  # an absence inside is taken at the end: only the ends count
        if first < 0 or first + row.weeks > after or (work and first <= work[-1]):
            return None
        blocks.append(Block(len(work), row.area, row.weeks, row.unit))
        work += served
    if not blocks:
        return None
    programme = named(Programme(number, tuple(blocks)), layout.split.get(key, ()))
    template = Template(len(work), {block.kind: BlockRule(*(block.weeks,) * 3) for block in programme.blocks})
    options = {block.kind: (Option(block.unit, 0),) for block in programme.blocks if block.unit is not None}
    doctor = Doctor(number, 0, f"as it was: {number}", work[0], tuple(work), options)
    return doctor, template, programme


Said = tuple[str, int | None, str, str, int]
"""Area, unit, first day, day after the last, and working weeks of a block; days as ISO dates."""
Wanted = dict[str, list[Said]]  # by enrolment: every block


def wanted_of(layout: Layout, plan: EnginePlan) -> Wanted:
    """Return the blocks of those for whom the engine's plan says something else than the draft."""
    found: Wanted = {}
    for programme in plan.programmes:
        key = layout.key(programme.doctor)
        stands = {(row.area, row.starts_on.isoformat()): said(row) for row in layout.rows[key] if row.is_locked}
        laid = (_laid(layout, block, programme.doctor) for block in programme.blocks)
        then = sorted((stands.get((one[0], one[2]), one) for one in laid), key=_order)
        if then != sorted((said(row) for row in layout.rows[key]), key=_order):
            found[key] = then
    return found


def said(row: Row) -> Said:
    """Return a block of a draft in an answer's words."""
    return row.area, row.unit, row.starts_on.isoformat(), row.ends_before.isoformat(), row.weeks


def _laid(layout: Layout, block: Block, doctor: int) -> Said:
    work = layout.judge.problem.doctors[doctor].work
    last = work[block.position + block.weeks - 1]
    starts_on, ends_before = layout.monday(work[block.position]), layout.monday(last + 1)
    return area_of(block.kind), block.unit, starts_on.isoformat(), ends_before.isoformat(), block.weeks


def _order(one: Said) -> tuple[str, str, int]:
    return one[2], one[0], one[1] or 0


def change_of(layout: Layout, plan: EnginePlan) -> Tiers:
    """Return how the plan's cost changes when the engine's plan is laid, in points, by what it is for."""
    judge, (problem, then) = layout.judge, in_areas(layout.problem, plan)
    doctors = {judge.numbers[key]: judge.doctor(key) for key in layout.rows}
    now = [judge.programme(key, rows) for key, rows in layout.rows.items()]

    def cost(programmes: Sequence[Programme]) -> Tiers:
        own = [programme_tiers(judge.problem, doctors[one.doctor], one) for one in programmes]
        return summed(own, occupancy_cost(problem, problem.units, held_parts(problem, programmes, doctors)))

    return cost(then.programmes).more_than(cost(now))
