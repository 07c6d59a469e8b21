"""Who holds which place, week by week, while a plan is being built or improved. Compiled by numba."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from randa.engines.planning.compile import NONE, Index, Ints, Longs, Tables
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import INFINITE


class State(NamedTuple):
    """A plan under construction. D doctors, K kinds, U units, W weeks.

    Attributes:
        room: [U, W] places left.
        last_full: [U, W] last week at or before this one without room (-1: none).
        blocks: [D, K, 4] kind, position, weeks, unit.
        block_count: [D] number of blocks; 0 while the doctor has no programme.
        cost: [D] scaled cost of the programme, INFINITE while there is none.
        open_weeks: [D] weeks without a unit.
        sitter_start, sitter_count, sitters: per unit, the doctors who hold a place there that is not locked.
    """

    room: Ints
    last_full: Ints
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
    full = np.where(tables.places <= 0, np.arange(weeks, dtype=np.int32), np.int32(NONE))
    last_full = np.maximum.accumulate(full, axis=1) if units else full
    return State(
        room=tables.places.copy(),
        last_full=last_full.astype(np.int32),
        blocks=np.full((doctors, width, 4), NONE, np.int32),
        block_count=np.zeros(doctors, np.int32),
        cost=np.full(doctors, INFINITE, np.int64),
        open_weeks=np.zeros(doctors, np.int32),
        sitter_start=start,
        sitter_count=np.zeros(units, np.int32),
        sitters=np.zeros(int(start[-1]), np.int32),
    )


@compiled
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
            _occupy(tables, state, doctor, blocks[index], -1)
            state.sitters[state.sitter_start[unit] + state.sitter_count[unit]] = doctor
            state.sitter_count[unit] += 1
    state.block_count[doctor] = count
    state.cost[doctor] = cost
    state.open_weeks[doctor] = open_weeks


@compiled
def unseat(tables: Tables, state: State, doctor: Index) -> None:
    """Take a doctor's programme away and free its places, except the locked ones."""
    for index in range(state.block_count[doctor]):
        block = state.blocks[doctor, index]
        unit = block[3]
        if unit != NONE and tables.lock_position[doctor, block[0]] == NONE:
            _occupy(tables, state, doctor, block, 1)
            _leave(state, unit, doctor)
    state.block_count[doctor] = 0
    state.cost[doctor] = INFINITE
    state.open_weeks[doctor] = 0


@compiled
def _leave(state: State, unit: int, doctor: Index) -> None:
    start = state.sitter_start[unit]
    last = start + state.sitter_count[unit] - 1
    for slot in range(start, last + 1):
        if state.sitters[slot] == doctor:
            state.sitters[slot] = state.sitters[last]
            break
    state.sitter_count[unit] -= 1


@compiled
def _occupy(tables: Tables, state: State, doctor: Index, block: Ints, change: int) -> None:
    """Add `change` to the room of the block's unit in all its weeks and bring `last_full` up to date."""
    begin = tables.work[doctor, block[1]]
    end = tables.work[doctor, block[1] + block[2] - 1]
    room, last_full = state.room[block[3]], state.last_full[block[3]]
    latest = last_full[begin - 1] if begin > 0 else NONE
    for week in range(begin, room.shape[0]):
        if week <= end:
            room[week] += change
        if room[week] <= 0:
            latest = week
        # Beyond the block nothing changes once an old value comes out again.
        if week > end and last_full[week] == latest:
            break
        last_full[week] = latest
