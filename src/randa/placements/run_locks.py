"""The locked blocks of a draft in a new run: read, refused in words when no plan can hold them, and laid into the run's problem."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from randa.core.access.row_security import as_system
from randa.engines.planning.model import Block, Doctor, InvalidInputError, Option, Programme
from randa.placements.choices import PlanningChoices
from randa.placements.editing.rows import Row
from randa.placements.errors import ContradictoryLocksError, ContradictoryProgrammeError
from randa.placements.judging import judge_of
from randa.placements.locking import contradictions
from randa.placements.models import Placement, Plan
from randa.placements.parts import InParts, Parted, parted, rules_with
from randa.placements.plan_file import Notes
from randa.placements.planning import WEEK, BuiltProblem, price_of
from randa.placements.queries.board import rows_by_enrolment
from randa.placements.queries.seats import plan_seats


def locked_in(plan: Plan) -> list[Placement]:
    """Return the locked blocks of a draft, of those whose data may be used: one query."""
    with as_system("a run plans everybody in its regions, and so do the locks that it takes over"):
        rows = plan.placements.filter(is_locked=True, enrolment__learner__restricted_at=None)
        return list(rows.order_by("starts_on", "pk"))


def refuse_contradictory(plan: Plan, locked: Sequence[Placement]) -> None:
    """Refuse locked blocks of a draft that no plan can hold, each named with why.

    Raises:
        ContradictoryLocksError: there are such blocks.
    """
    held = rows_by_enrolment(Row.of(one) for one in locked)
    with as_system("a run plans everybody in its regions, and so do the locks that it takes over"):
        judge = judge_of(plan, held)
        every = rows_by_enrolment(Row.of(one) for one in plan.placements.filter(enrolment__in=list(held)))
        lines = contradictions(judge, held, every, plan_seats(plan, judge.units.values(), judge.weeks))
    if lines:
        raise ContradictoryLocksError(lines)


def with_locks(
    built: BuiltProblem, locked: Sequence[Placement], choices: PlanningChoices
) -> tuple[BuiltProblem, Notes]:  # fmt: skip
    """Return the run's problem in which the blocks stand as they are, and what is to be noted on them in its plan.

    A locked part of a split area stands as long as it is; the weeks of the area that no locked part has are laid as a block of their own.

    Raises:
        ContradictoryProgrammeError: they do not fit the run: a unit of no region that is planned, or other weeks since.
    """
    numbers = {one.pk: number for number, one in enumerate(built.enrolments)}
    units = {one.pk: number for number, one in enumerate(built.units)}
    doctors, notes = list(built.problem.doctors), Notes()
    for row in locked:
        number = numbers.get(row.enrolment_id)
        if number is None:
            continue
        week = (row.starts_on - built.first_monday).days // WEEK.days
        unit = None if row.unit_id is None else units.get(row.unit_id, -1)
        block = Block(bisect_left(doctors[number].work, week), row.area_id, row.working_weeks, unit)
        doctors[number] = _locked(doctors[number], block, built, choices)
        notes[number, block] = (True, row.comment)
    own = dict(_in_parts(built, doctors, locked))
    for number, one in own.items():
        doctors[number] = replace(one.doctor, locked=one.standing.blocks)
    try:
        problem = replace(built.problem, doctors=tuple(doctors), **rules_with(built.problem, own.values()))
        return replace(built, problem=problem), notes
    except InvalidInputError as refusal:
        raise ContradictoryProgrammeError([str(fault) for fault in refusal.faults]) from refusal


def _in_parts(
    built: BuiltProblem, doctors: Sequence[Doctor], locked: Sequence[Placement]
) -> Iterator[tuple[int, Parted]]:
    """Yield, by number, the doctors who have locked parts of an area: one query."""
    there: dict[UUID, list[str]] = {}
    with as_system("a run plans everybody in its regions, and so do the locks that it takes over"):
        every = Placement.objects.filter(
            plan__in={one.plan_id for one in locked}, enrolment__in={one.enrolment_id for one in locked}
        )
        for enrolment, area in every.values_list("enrolment", "area") if locked else ():
            there.setdefault(enrolment, []).append(area)
    for number, doctor in enumerate(doctors):
        areas = there.get(built.enrolments[number].pk, []) if doctor.locked else []
        parts = InParts.of(areas, (block.kind for block in doctor.locked))
        if parts.areas:
            stands = Programme(doctor.id, tuple(sorted(doctor.locked)))
            own = parted(built.problem.templates[doctor.template], doctor, stands, parts)
            if own is not None:  # else the problem refuses them
                yield number, own


def _locked(doctor: Doctor, block: Block, built: BuiltProblem, choices: PlanningChoices) -> Doctor:
    """Return the doctor with the block locked; its unit is possible also when it is none of the cheapest."""
    options = dict(doctor.options)
    offered = options.get(block.kind, ())
    if block.unit is not None and block.unit >= 0 and all(one.unit != block.unit for one in offered):
        price = price_of(built.enrolments[doctor.id], built.units[block.unit], choices)
        if price is not None:
            options[block.kind] = (*offered, Option(block.unit, price))
    return replace(doctor, options=options, locked=(*doctor.locked, block))
