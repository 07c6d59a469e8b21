"""What would help somebody without a place, each way priced by the exact kernel on the plan as it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from randa.engines.planning import costs
from randa.engines.planning.compile import NONE, SCALE, Ints, blocks_of, compile_problem, rows_of
from randa.engines.planning.construct import priced_at_zero
from randa.engines.planning.kernel import cheapest, scratch
from randa.engines.planning.model import Block, Doctor, Plan, Problem, Programme
from randa.engines.planning.seats import borne_at, empty_state, last_full_weeks, seat, unseat

REMEDIES = 3
MOST_MOVES_TRIED = 12  # per unit; more sitters than this seldom give a cheaper move and cost time on large plans


class Way(StrEnum):
    """What would be done."""

    CHANGE_OWN = "change_own"  # give the doctor another programme in what is free today
    MOVE_OTHER = "move_other"  # re-plan one sitting doctor and use the place
    EXTRA_PLACE = "extra_place"  # the unit takes one more in its full weeks


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way to place the block.

    Attributes:
        way: what is done.
        price: change of the plan's total cost (negative: the plan becomes cheaper).
        unit: where the block would be; None when the whole programme changes.
        other: the doctor who is re-planned, for MOVE_OTHER.
        extra_weeks: place-weeks beyond capacity that somebody must find, for EXTRA_PLACE; else 0.
    """

    way: Way
    price: int
    unit: int | None = None
    other: int | None = None
    extra_weeks: int = 0


class Board:
    """A legal plan laid out so that single changes can be tried and taken back."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.work = compile_problem(problem)
        self.state = empty_state(self.work.tables)
        self.memory = scratch(self.work.tables)
        self.blocks = np.zeros((self.state.blocks.shape[1], 4), np.int32)
        for programme in plan.programmes:
            index = self.work.doctor_index[programme.doctor]
            rows = rows_of(self.work, index, programme.blocks)
            cost = costs.programme_cost(problem, problem.doctors[index], programme) * SCALE
            seat(self.work.tables, self.state, index, cost, rows, len(rows))

    def best(self, index: int) -> tuple[int, Ints]:
        """Return the cheapest programme of an unseated doctor in what is free: scaled cost by itself, and rows."""
        tables, strain = self.work.tables, self.state.strain
        cost, count = cheapest(tables, index, self.state.last_full, strain, 0, self.memory, self.blocks)
        return priced_at_zero(tables, index, cost, strain, self.blocks, count), self.blocks[:count].copy()

    def take(self, index: int) -> tuple[int, Ints]:
        """Unseat a doctor and return what it needs to be put back."""
        kept = int(self.state.cost[index]), self.state.blocks[index, : self.state.block_count[index]].copy()
        unseat(self.work.tables, self.state, index)
        return kept

    def put(self, index: int, cost: int, rows: Ints) -> None:
        """Seat a doctor; the places must be free."""
        seat(self.work.tables, self.state, index, cost, rows, len(rows))

    @property
    def borne(self) -> int:
        """Scaled cost of what the units bear."""
        return int(self.state.borne[0])

    def programme(self, index: int) -> Programme:
        """Return what a seated doctor has."""
        rows: Ints = self.state.blocks[index, : self.state.block_count[index]]
        return Programme(self.problem.doctors[index].id, blocks_of(self.work, index, rows))

    def price(self, index: int, programme: Programme) -> int:
        """Return by how much the plan's cost would change with this programme instead of today's, legal or not."""
        doctor = self.problem.doctors[index]
        own = costs.programme_cost(self.problem, doctor, programme) - int(self.state.cost[index]) // SCALE
        return own + self._more_borne(doctor, self.programme(index), programme)

    def _more_borne(self, doctor: Doctor, now: Programme, then: Programme) -> int:
        """Return by how much that changes what the units bear."""
        tables, parts = self.work.tables, self.problem.takes(doctor)
        if not len(tables.least):
            return 0
        change: Counter[tuple[int, int]] = Counter()
        for programme, sign in ((now, -parts), (then, parts)):
            for block in programme.blocks:
                if block.unit in self.work.unit_index:
                    for week in costs.calendar_weeks(doctor, block):
                        change[self.work.unit_index[block.unit], week] += sign
        more = 0
        for (unit, week), parts_more in change.items():
            held = int(tables.places[unit, week] - self.state.room[unit, week])
            more += borne_at(tables, unit, week, held + parts_more) - borne_at(tables, unit, week, held)
        return more // SCALE

    def sitters(self, unit: int, week: int) -> tuple[int, ...]:
        """Return the ids of the doctors who hold a place in this unit (by id) and calendar week, ascending."""
        number, tables, state = self.work.unit_index[unit], self.work.tables, self.state
        column = np.arange(state.blocks.shape[1])
        there = (state.blocks[:, :, 3] == number) & (column < state.block_count[:, None])
        found = set()
        for index, row in zip(*np.nonzero(there), strict=True):
            _, position, weeks, _ = state.blocks[index, row]
            if tables.work[index, position] <= week <= tables.work[index, position + weeks - 1]:
                found.add(self.problem.doctors[int(index)].id)
        return tuple(sorted(found))


def cheapest_remedies(
    board: Board,
    doctor: Doctor,
    block: Block,
    *,
    tried: Sequence[tuple[int, tuple[int, ...], tuple[int, ...]]],
) -> tuple[Remedy, ...]:
    """Return the cheapest ways to place the block: those that need no extra place first, then by price.

    Args:
        board: the plan.
        doctor: whose block it is.
        block: the block without a unit.
        tried: unit, its full weeks and who sits there, for each option.
    """
    if block in doctor.locked:
        return ()
    found = list(_own_change(board, doctor, block))
    index = board.work.doctor_index[doctor.id]
    now = board.programme(index)
    for unit, full_weeks, sitters in tried:
        if full_weeks:
            there = tuple(replace(one, unit=unit) if one == block else one for one in now.blocks)
            price = board.price(index, Programme(doctor.id, there))
            found.append(Remedy(Way.EXTRA_PLACE, price, unit, extra_weeks=len(full_weeks)))
            found += _moves(board, index, there, block, sitters)
    found.sort(key=lambda one: (one.extra_weeks, one.price, one.way, one.unit or 0, one.other or 0))
    return tuple(found[:REMEDIES])


def _own_change(board: Board, doctor: Doctor, block: Block) -> Iterator[Remedy]:
    """Yield the best programme of the doctor alone in which this kind has a unit, or is left out."""
    tables = board.work.tables
    index = board.work.doctor_index[doctor.id]
    k = board.work.kind_names[int(tables.template[index])].index(block.kind)
    kept_cost, kept = board.take(index)
    template = int(tables.template[index])
    unplaced = tables.unplaced[template, k]
    tables.unplaced[template, k] = unplaced * 1000 + SCALE * 100_000  # dear enough that any unit is preferred
    _, rows = board.best(index)
    tables.unplaced[template, k] = unplaced
    board.put(index, kept_cost, kept)
    if all(row[3] != NONE for row in rows if row[0] == k):
        programme = Programme(doctor.id, blocks_of(board.work, index, rows))
        yield Remedy(Way.CHANGE_OWN, board.price(index, programme))


def _moves(
    board: Board, index: int, there: tuple[Block, ...], block: Block, sitters: Sequence[int]
) -> Iterator[Remedy]:
    """Yield each sitting doctor whose leaving makes room, priced with the best programme they get instead."""
    doctor, tables, before = board.problem.doctors[index], board.work.tables, board.borne
    wanted = rows_of(board.work, index, there)
    unit = next(one.unit for one in there if one.position == block.position)
    number = board.work.unit_index[unit] if unit is not None else NONE
    cost_there = costs.programme_cost(board.problem, doctor, Programme(doctor.id, there)) * SCALE
    begin, end = doctor.work[block.position], doctor.work[block.position + block.weeks - 1]
    for other in sitters[:MOST_MOVES_TRIED]:
        other_index = board.work.doctor_index[other]
        if other_index == index:
            continue
        kept_cost, kept = board.take(other_index)
        own_cost, own = board.take(index)
        if board.state.last_full[tables.size[index], number, end] < begin:
            board.put(index, cost_there, wanted)
            cost, rows = board.best(other_index)
            board.put(other_index, cost, rows)
            change = cost_there - own_cost + cost - kept_cost + board.borne - before
            yield Remedy(Way.MOVE_OTHER, change // SCALE, unit, other)
            board.take(other_index)
            board.take(index)
        board.put(index, own_cost, own)
        board.put(other_index, kept_cost, kept)


def value_of_one_more_place(board: Board, kind: str, lacking: Sequence[int]) -> tuple[int | None, int, int]:
    """Return the unit where one more place in every week saves most, the cost saved, and the weeks placed by it.

    Args:
        board: the plan.
        kind: the kind that is short.
        lacking: ids of the doctors who lack it; they are re-planned in turn, everybody else stays.
    """
    indices = [board.work.doctor_index[doctor] for doctor in lacking]
    units = sorted({o.unit for i in indices for o in board.problem.doctors[i].options.get(kind, ())})
    best: tuple[int | None, int, int] = (None, 0, 0)
    for unit in units:
        number = board.work.unit_index[unit]
        with_more = _saved(board, number, [i for i in indices if _may_use(board, i, kind, unit)])
        if with_more[0] > best[1]:
            best = (unit, *with_more)
    return best


def _may_use(board: Board, index: int, kind: str, unit: int) -> bool:
    return any(option.unit == unit for option in board.problem.doctors[index].options.get(kind, ()))


def _saved(board: Board, number: int, indices: Sequence[int]) -> tuple[int, int]:
    """Return cost and weeks saved when these doctors are re-planned with one more place in a unit; change nothing."""
    state = board.state
    room, last_full = state.room[number].copy(), state.last_full[:, number].copy()
    state.room[number] += board.problem.parts_per_place
    for size, parts in enumerate(board.work.tables.sizes):
        state.last_full[size, number] = last_full_weeks(state.room[number], int(parts))
    kept, saved_cost, saved_weeks, borne = [], 0, 0, board.borne
    for index in indices:
        before = int(state.open_weeks[index])
        old_cost, old = board.take(index)
        cost, rows = board.best(index)
        board.put(index, cost, rows)
        kept.append((index, old_cost, old))
        saved_cost += old_cost - cost
        saved_weeks += before - int(state.open_weeks[index])
    saved_cost += borne - board.borne
    for index, _, _ in kept:
        board.take(index)
    state.room[number], state.last_full[:, number] = room, last_full
    for index, cost, rows in kept:
        board.put(index, cost, rows)
    return saved_cost // SCALE, saved_weeks
