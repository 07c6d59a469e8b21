"""Who holds which place, week by week, while a plan is being built or improved. Compiled by numba."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from randa.engines.planning.compile import NONE, Cubes, Index, Ints, LongCubes, Longs, Tables
from randa.engines.planning.jit import compiled, inlined
from randa.engines.planning.kernel import INFINITE, NO_PRICES


class State(NamedTuple):
    """A plan under construction. D doctors, K kinds, U units, W weeks, S sizes of learners.

    Attributes:
        room: [U, W] parts of places left.
        last_full: [S, U, W] last week at or before this one without room for a learner of this size (-1: none).
        strain: [S, U, W + 1] by how much a learner of this size would change what the units bear, summed over all earlier
            weeks; `NO_PRICES` where units bear nothing.
        borne: [1] scaled cost of units with fewer than they ought to have or more than they have with ease.
        blocks: [D, K, 4] kind, position, weeks, unit.
        block_count: [D] number of blocks; 0 while the doctor has no programme.
        cost: [D] scaled cost of the programme, INFINITE while there is none.
        open_weeks: [D] weeks without a unit.
        sitter_start, sitter_count, sitters: per unit, the doctors who hold a place there that is not locked.
    """

    room: Ints
    last_full: Cubes
    strain: LongCubes
    borne: Longs
    blocks: Ints
    block_count: Ints
    cost: Longs
    open_weeks: Ints
    sitter_start: Ints
    sitter_count: Ints
    sitters: Ints


def empty_state(tables: Tables) -> State:
    """Return the state in which nobody but locked blocks holds a place."""
    doctors, width = tables.lock_position.shape
    units, weeks = tables.places.shape
    audience = np.bincount(tables.option_unit, minlength=units) if units else np.zeros(0, np.int64)
    start = np.zeros(units + 1, np.int32)
    start[1:] = np.cumsum(audience)
    last_full = np.empty((len(tables.sizes), units, weeks), np.int32)
    for size, parts in enumerate(tables.sizes):
        for unit in range(units):
            last_full[size, unit] = last_full_weeks(tables.places[unit], int(parts))
    strain, borne = NO_PRICES, np.array([tables.strained], np.int64)
    if len(tables.least):
        strain = np.zeros((len(tables.sizes), units, weeks + 1), np.int64)
        borne += int(tables.least.sum()) * tables.below_least
        for unit in range(units):
            bear(tables, strain, tables.places[unit], np.int64(unit), np.int64(0))
    return State(
        room=tables.places.copy(),
        last_full=last_full,
        strain=strain,
        borne=borne,
        blocks=np.full((doctors, width, 4), NONE, np.int32),
        block_count=np.zeros(doctors, np.int32),
        cost=np.full(doctors, INFINITE, np.int64),
        open_weeks=np.zeros(doctors, np.int32),
        sitter_start=start,
        sitter_count=np.zeros(units, np.int32),
        sitters=np.zeros(int(start[-1]), np.int32),
    )


def last_full_weeks(room: Ints, parts: int) -> Ints:
    """Return, per week, the last one at or before it in which there is no room for so many parts (-1: none)."""
    full = np.where(room < parts, np.arange(len(room), dtype=np.int32), np.int32(NONE))
    return np.maximum.accumulate(full)


def total_cost(state: State) -> int:
    """Return the scaled cost of a complete plan."""
    return int(state.cost.sum() + state.borne[0])


@compiled
def borne_at(tables: Tables, unit: Index, week: int, held: Index) -> int:
    """Return the scaled cost of a unit and week in which so many parts are held beyond the locked ones."""
    below = max(0, tables.least[unit, week] - held) * tables.below_least
    return int(below + max(0, held - tables.ease[unit, week]) * tables.above_ease)


@compiled
def bear(tables: Tables, strain: LongCubes, room: Ints, unit: Index, first: Index) -> None:
    """Bring the sums of what one learner more would change up to date, from a week on."""
    for size in range(tables.sizes.shape[0]):
        for week in range(first, room.shape[0]):
            held = np.int64(tables.places[unit, week] - room[week])
            more = borne_at(tables, unit, week, held + tables.sizes[size]) - borne_at(tables, unit, week, held)
            strain[size, unit, week + 1] = strain[size, unit, week] + more


@inlined
def seat(tables: Tables, state: State, doctor: Index, cost: Index, blocks: Ints, count: Index) -> None:
    """Give a doctor without a programme this one. The places must be free."""
    open_weeks = 0
    for index in range(count):
        for column in range(4):
            state.blocks[doctor, index, column] = blocks[index, column]
        unit = blocks[index, 3]
        if unit == NONE:
            open_weeks += blocks[index, 2]
        elif tables.lock_position[doctor, blocks[index, 0]] == NONE:
            begin = tables.work[doctor, blocks[index, 1]]
            end = tables.work[doctor, blocks[index, 1] + blocks[index, 2] - 1]
            _occupy(state.room, state.last_full, tables.sizes, unit, begin, end, -tables.sizes[tables.size[doctor]])
            state.sitters[state.sitter_start[unit] + state.sitter_count[unit]] = doctor
            state.sitter_count[unit] += 1
    if state.strain.shape[1] > 0:
        _bear_programme(tables, state, doctor, blocks, count, np.int64(1))
    state.block_count[doctor] = count
    state.cost[doctor] = cost
    state.open_weeks[doctor] = open_weeks


@inlined
def unseat(tables: Tables, state: State, doctor: Index) -> None:
    """Take a doctor's programme away and free its places, except the locked ones."""
    for index in range(state.block_count[doctor]):
        kind, position, weeks, unit = state.blocks[doctor, index]
        if unit != NONE and tables.lock_position[doctor, kind] == NONE:
            begin, end = tables.work[doctor, position], tables.work[doctor, position + weeks - 1]
            _occupy(state.room, state.last_full, tables.sizes, unit, begin, end, tables.sizes[tables.size[doctor]])
            _leave(state, unit, doctor)
    if state.strain.shape[1] > 0:
        _bear_programme(tables, state, doctor, state.blocks[doctor], np.int64(state.block_count[doctor]), np.int64(-1))
    state.block_count[doctor] = 0
    state.cost[doctor] = INFINITE
    state.open_weeks[doctor] = 0


@inlined
def _leave(state: State, unit: int, doctor: Index) -> None:
    start = state.sitter_start[unit]
    last = start + state.sitter_count[unit] - 1
    for slot in range(start, last + 1):
        if state.sitters[slot] == doctor:
            state.sitters[slot] = state.sitters[last]
            break
    state.sitter_count[unit] -= 1


@inlined
def _occupy(rooms: Ints, fulls: Cubes, sizes: Ints, unit: int, begin: int, end: int, change: int) -> None:
    """Change the room of a unit from week to week, both included, and bring the last full weeks up to date.

    Takes only what it needs: handing over all tables, thousands of times a second, cost more than the work.
    """
    room = rooms[unit]
    for week in range(begin, end + 1):
        room[week] += change
    for size in range(sizes.shape[0]):
        parts, last_full = sizes[size], fulls[size, unit]
        latest = last_full[begin - 1] if begin > 0 else NONE
        for week in range(begin, room.shape[0]):
            if room[week] < parts:
                latest = week
            # Beyond the block nothing changes once an old value comes out again.
            if week > end and last_full[week] == latest:
                break
            last_full[week] = latest


@compiled
def _bear_programme(tables: Tables, state: State, doctor: Index, blocks: Ints, count: Index, sign: Index) -> None:
    """Bring what the units bear up to date after a programme's places have been taken (1) or given back (-1)."""
    change = sign * tables.sizes[tables.size[doctor]]
    for index in range(count):
        unit = np.int64(blocks[index, 3])
        if unit != NONE and tables.lock_position[doctor, blocks[index, 0]] == NONE:
            begin = np.int64(tables.work[doctor, blocks[index, 1]])
            end = tables.work[doctor, blocks[index, 1] + blocks[index, 2] - 1]
            for week in range(begin, end + 1):
                held = np.int64(tables.places[unit, week] - state.room[unit, week])
                state.borne[0] += borne_at(tables, unit, week, held) - borne_at(tables, unit, week, held - change)
            bear(tables, state.strain, state.room[unit], unit, begin)
