"""The locked blocks of a draft in a new run: read, refused in words when no plan can hold them, and laid into the run's problem."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import replace

from randa.core.access.row_security import as_system
from randa.engines.planning.model import Block, Doctor, InvalidInputError, Option
from randa.placements.choices import PlanningChoices
from randa.placements.editing.rows import Row
from randa.placements.errors import ContradictoryLocksError, ContradictoryProgrammeError
from randa.placements.judging import judge_of
from randa.placements.locking import contradictions
from randa.placements.models import Placement, Plan
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
        lines = contradictions(judge, held, plan_seats(plan, judge.units.values(), judge.weeks))
    if lines:
        raise ContradictoryLocksError(lines)


def with_locks(
    built: BuiltProblem, locked: Iterable[Placement], choices: PlanningChoices
) -> tuple[BuiltProblem, Notes]:  # fmt: skip
    """Return the run's problem in which the blocks stand as they are, and what is to be noted on them in its plan.

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
    try:
        return replace(built, problem=replace(built.problem, doctors=tuple(doctors))), notes
    except InvalidInputError as refusal:
        raise ContradictoryProgrammeError([str(fault) for fault in refusal.faults]) from refusal


def _locked(doctor: Doctor, block: Block, built: BuiltProblem, choices: PlanningChoices) -> Doctor:
    """Return the doctor with the block locked; its unit is possible also when it is none of the cheapest."""
    options = dict(doctor.options)
    offered = options.get(block.kind, ())
    if block.unit is not None and block.unit >= 0 and all(one.unit != block.unit for one in offered):
        price = price_of(built.enrolments[doctor.id], built.units[block.unit], choices)
        if price is not None:
            options[block.kind] = (*offered, Option(block.unit, price))
    return replace(doctor, options=options, locked=(*doctor.locked, block))
