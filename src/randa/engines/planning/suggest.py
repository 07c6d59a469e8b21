"""Alternatives for one doctor while everybody else stays: the best programmes, the best places for one block, and what
a programme somebody has in mind would cost or break.

All questions go to a `Board`, built once for a plan; an answer takes milliseconds and leaves the board as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from randa.engines.planning import check
from randa.engines.planning.compile import NONE, SCALE, Tables, blocks_of
from randa.engines.planning.costs import calendar_weeks
from randa.engines.planning.difference import BlockChange, Spell, spell
from randa.engines.planning.model import Doctor, Programme
from randa.engines.planning.ranked import WHOLE, ranked, ranks
from randa.engines.planning.remedies import Board


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another programme for the doctor.

    Attributes:
        programme: legal, in what the others leave free.
        price: change of the plan's total cost (negative: the plan becomes cheaper).
        unplaced_weeks: of the programme.
        changes: the blocks that are not as they are today.
    """

    programme: Programme
    price: int
    unplaced_weeks: int
    changes: tuple[BlockChange, ...]


@dataclass(frozen=True, slots=True)
class Overfull:
    """A unit that would have too many in one calendar week, and who sits there already."""

    unit: int
    week: int
    sitters: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Priced:
    """What a programme would cost and break.

    Attributes:
        price: change of the plan's total cost.
        broken: rules the programme breaks by itself, in words; empty when none.
        overfull: unit-weeks without room, ascending.
        changes: the blocks that are not as they are today.
    """

    price: int
    broken: tuple[str, ...]
    overfull: tuple[Overfull, ...]
    changes: tuple[BlockChange, ...]


def alternatives(board: Board, doctor: int, *, best: int = 5, change_price: int = 0) -> tuple[Alternative, ...]:
    """Return the best programmes other than today's, cheapest first, no two with the same units in the same order.

    Args:
        board: the plan.
        doctor: the doctor's id.
        best: how many at most (>= 1).
        change_price: what one place that the doctor has today is worth keeping; orders the answers, is not in the price.

    Raises:
        KeyError: no such doctor.
        ValueError: `best` below 1 or a negative change price.
    """
    return _ranked(board, doctor, WHOLE, best, change_price)


def alternatives_for_block(
    board: Board, doctor: int, kind: str, *, best: int = 5, change_price: int = 0
) -> tuple[Alternative, ...]:
    """Return the best other places for one kind, no two with the same unit and first week; see `alternatives`.

    Each is the whole programme around it, as the other blocks may have to move to make room in time.

    Raises:
        KeyError: no such doctor, or no such kind in the doctor's programme.
        ValueError: `best` below 1 or a negative change price.
    """
    names = board.work.kind_names[int(board.work.tables.template[board.work.doctor_index[doctor]])]
    if kind not in names:
        raise KeyError(kind)
    return _ranked(board, doctor, names.index(kind), best, change_price)


def priced(board: Board, programme: Programme) -> Priced:
    """Return what this exact programme of one doctor would cost and break, all others staying as they are.

    Raises:
        KeyError: no such doctor.
    """
    index = board.work.doctor_index[programme.doctor]
    doctor = board.problem.doctors[index]
    broken = tuple(check.programme_violations(board.problem, doctor, programme))
    now = board.programme(index)
    return Priced(
        board.price(index, programme),
        broken,
        tuple(_overfull(board, index, programme)),
        _changes(doctor, now, programme),
    )


def _ranked(board: Board, number: int, focus: int, best: int, change_price: int) -> tuple[Alternative, ...]:
    if best < 1 or change_price < 0:
        raise ValueError(f"best is {best}, change price {change_price}; expected >= 1 and >= 0")
    index = board.work.doctor_index[number]
    doctor, now = board.problem.doctors[index], board.programme(index)
    # Today's own mark may be among them, and what burdens and units bear is known only of whole programmes.
    more = best + 1 if board.problem.fairness is None and not len(board.work.tables.least) else 4 * best + 1
    tables = _keeping(board, index, change_price)
    costs, counts = np.zeros(more, np.int64), np.zeros(more, np.int32)
    blocks = np.zeros((more, board.state.blocks.shape[1], 4), np.int32)
    kept_cost, kept = board.take(index)
    found = ranked(tables, index, board.state.last_full, focus, ranks(tables, more), costs, blocks, counts)
    board.put(index, kept_cost, kept)
    answers = []
    for rank in range(found):
        programme = Programme(number, blocks_of(board.work, index, blocks[rank, : counts[rank]]))
        changes = _changes(doctor, now, programme)
        if not _same(board, index, focus, now, programme):
            price = board.price(index, programme)
            open_weeks = sum(block.weeks for block in programme.blocks if block.unit is None)
            answers.append(Alternative(programme, price, open_weeks, changes))
    if more > best + 1:
        answers.sort(key=lambda one: one.price + change_price * sum(change.is_broken_promise for change in one.changes))
    return tuple(answers[:best])


def _keeping(board: Board, index: int, change_price: int) -> Tables:
    """Return the tables with a reward for each place that the doctor has today."""
    tables = board.work.tables
    if change_price == 0:
        return tables
    position, weeks, unit = (np.full_like(tables.lock_position, NONE) for _ in range(3))
    for row in board.state.blocks[index, : board.state.block_count[index]]:
        if row[3] != NONE:
            position[index, row[0]], weeks[index, row[0]], unit[index, row[0]] = row[1], row[2], row[3]
    return tables._replace(  # noqa: SLF001  a named tuple's public method, despite its name
        keep_position=position, keep_weeks=weeks, keep_unit=unit, keep_reward=change_price * SCALE
    )


def _same(board: Board, index: int, focus: int, now: Programme, programme: Programme) -> bool:
    """Return whether two programmes have the same mark."""
    if focus == WHOLE:
        return [(b.kind, b.unit) for b in now.blocks] == [(b.kind, b.unit) for b in programme.blocks]
    kind = board.work.kind_names[int(board.work.tables.template[index])][focus]
    one, two = ([(b.unit, b.position) for b in blocks if b.kind == kind] for blocks in (now.blocks, programme.blocks))
    return one == two


def _changes(doctor: Doctor, now: Programme, then: Programme) -> tuple[BlockChange, ...]:
    was, will = _spells(doctor, now), _spells(doctor, then)
    return tuple(
        BlockChange(doctor.id, kind, was.get(kind), will.get(kind))
        for kind in sorted(was.keys() | will.keys())
        if was.get(kind) != will.get(kind)
    )


def _spells(doctor: Doctor, programme: Programme) -> dict[str, Spell]:
    inside = [block for block in programme.blocks if calendar_weeks(doctor, block)]
    return {block.kind: spell(doctor, block) for block in inside}


def _overfull(board: Board, index: int, programme: Programme) -> list[Overfull]:
    """Return the unit-weeks in which the programme would need a place that is not there."""
    doctor = board.problem.doctors[index]
    kept_cost, kept = board.take(index)
    found = [
        Overfull(block.unit, week, board.sitters(block.unit, week))
        for block in programme.blocks
        if block.unit in board.work.unit_index and block not in doctor.locked
        for week in calendar_weeks(doctor, block)
        if board.state.room[board.work.unit_index[block.unit], week] < board.problem.takes(doctor)
    ]
    board.put(index, kept_cost, kept)
    return sorted(found, key=lambda one: (one.unit, one.week))
