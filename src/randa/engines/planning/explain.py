"""Why a block has no unit, who sits where it could have been, and what the three cheapest ways out would cost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from randa.engines.planning.costs import calendar_weeks, held_parts
from randa.engines.planning.model import Block, Doctor, Plan, Problem
from randa.engines.planning.remedies import Board, Remedy, cheapest_remedies, value_of_one_more_place

Held = dict[int, Counter[int]]
"""Parts of places held, per unit and week."""


class Reason(StrEnum):
    """Why no unit took the block."""

    NO_OPTION = "no_option"  # the doctor has no unit for this kind
    FULL = "full"  # every unit is full in some week of the block
    DEARER = "dearer"  # some unit has room, but costs more than leaving the block out
    LOCKED = "locked"  # the block is locked without a unit


@dataclass(frozen=True, slots=True)
class Tried:
    """One unit that could have taken the block.

    Attributes:
        unit: its id.
        full_weeks: the block's calendar weeks in which it has no place left; empty when there is room.
        sitters: ids of the doctors who hold the places in those weeks.
    """

    unit: int
    full_weeks: tuple[int, ...]
    sitters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class UnplacedBlock:
    """One block without a unit, in calendar weeks first_week..last_week (both included)."""

    doctor: int
    block: Block
    first_week: int
    last_week: int
    reason: Reason
    tried: tuple[Tried, ...]
    remedies: tuple[Remedy, ...]


@dataclass(frozen=True, slots=True)
class Shortage:
    """What one kind lacks in one region.

    Attributes:
        kind, region: which; the region is the doctors'.
        blocks, weeks: blocks and working weeks without a unit.
        unit, saved_cost, saved_weeks: where one more place in every week helps most, how much the cost falls when it is
            used by those who lack one, and how many more weeks are placed. `unit` is None when no unit helps.
    """

    kind: str
    region: int
    blocks: int
    weeks: int
    unit: int | None
    saved_cost: int
    saved_weeks: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything a plan leaves open: block by block, and summed by kind and region (largest shortage first)."""

    blocks: tuple[UnplacedBlock, ...]
    shortages: tuple[Shortage, ...]


def explain(problem: Problem, plan: Plan) -> Explanation:
    """Return why each unplaced block of a legal plan is unplaced, and what would help."""
    board = Board(problem, plan)
    sitters = _sitters(problem, plan)
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    held = held_parts(problem, plan.programmes, doctors)
    blocks = tuple(
        _explained(board, doctors[programme.doctor], block, sitters, held)
        for programme in sorted(plan.programmes, key=lambda programme: programme.doctor)
        for block in programme.blocks
        if block.unit is None
    )
    return Explanation(blocks, tuple(_shortages(board, doctors, blocks)))


def _explained(
    board: Board, doctor: Doctor, block: Block, sitters: dict[tuple[int, int], tuple[int, ...]], held: Held
) -> UnplacedBlock:
    weeks, takes = calendar_weeks(doctor, block), board.problem.takes(doctor)
    tried = []
    for option in doctor.options.get(block.kind, ()):
        cap = board.problem.unit(option.unit).cap
        full = tuple(week for week in weeks if held[option.unit][week] + takes > cap[week])
        who = sorted({sitter for week in full for sitter in sitters[option.unit, week]})
        tried.append(Tried(option.unit, full, tuple(who)))
    return UnplacedBlock(
        doctor.id,
        block,
        weeks[0],
        weeks[-1],
        _reason(doctor, block, tried),
        tuple(tried),
        cheapest_remedies(board, doctor, block, tried=[(one.unit, one.full_weeks, one.sitters) for one in tried]),
    )


def _reason(doctor: Doctor, block: Block, tried: list[Tried]) -> Reason:
    if block in doctor.locked:
        return Reason.LOCKED
    if not tried:
        return Reason.NO_OPTION
    return Reason.FULL if all(one.full_weeks for one in tried) else Reason.DEARER


def _sitters(problem: Problem, plan: Plan) -> dict[tuple[int, int], tuple[int, ...]]:
    """Return, per unit and week, the doctors who hold a place."""
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    found: dict[tuple[int, int], tuple[int, ...]] = defaultdict(tuple)
    for programme in plan.programmes:
        for block in programme.blocks:
            if block.unit is not None:
                for week in calendar_weeks(doctors[programme.doctor], block):
                    found[block.unit, week] += (programme.doctor,)
    return found


def _shortages(board: Board, doctors: dict[int, Doctor], blocks: tuple[UnplacedBlock, ...]) -> Iterator[Shortage]:
    lacking: dict[tuple[str, int], list[UnplacedBlock]] = defaultdict(list)
    for one in blocks:
        lacking[one.block.kind, doctors[one.doctor].region].append(one)
    by_weeks = sorted(lacking.items(), key=lambda item: (-sum(one.block.weeks for one in item[1]), item[0]))
    for (kind, region), ones in by_weeks:
        unit, cost, weeks = value_of_one_more_place(board, kind, sorted({one.doctor for one in ones}))
        yield Shortage(kind, region, len(ones), sum(one.block.weeks for one in ones), unit, cost, weeks)
