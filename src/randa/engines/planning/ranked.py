"""A doctor's best programmes, not only the cheapest one: the kernel's search with the best few kept in every state.

Two programmes are different when their *marks* are. A mark is put together from the blocks, so that programmes that
differ by a week here and there do not crowd out the choices a person would see as others. Every state keeps the
cheapest ways with different marks; as a mark is the mark of the beginning and the last block's code, nothing among the
best is lost by that. Compiled by numba.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.compile import NONE, Cubes, Index, Ints, Longs, Tables
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import INFINITE, is_kept, late

WHOLE = -1  # as `focus`: the order of kinds and units is what counts


class Ranks(NamedTuple):
    """Room for one search. S sets of kinds, P positions, M best ways kept.

    Attributes:
        cost: [S, P, M] scaled, ascending, INFINITE where there are fewer.
        mark: [S, P, M].
        origin: [S, P, M, 4] slot in the state before, kind, weeks and unit of the last block.
    """

    cost: Longs
    mark: NDArray[np.uint64]
    origin: Ints


def ranks(tables: Tables, best: int) -> Ranks:
    """Return working memory for the `best` cheapest programmes of any doctor."""
    shape = (tables.first.shape[1], tables.work.shape[1] + 1, best)
    return Ranks(np.zeros(shape, np.int64), np.zeros(shape, np.uint64), np.zeros((*shape, 4), np.int32))


@compiled
def ranked(
    tables: Tables,
    doctor: Index,
    last_full: Cubes,
    focus: Index,
    memory: Ranks,
    costs: Longs,
    blocks: Ints,
    counts: Ints,
) -> int:
    """Write the cheapest programmes with different marks, cheapest first, and return how many there are.

    Args:
        tables: the problem.
        doctor: its index.
        last_full: [S, U, W] as in `kernel.cheapest`.
        focus: WHOLE, or the kind (by number) whose unit and first week alone make the mark.
        memory: working memory.
        costs: [M] receives scaled costs, rewards for kept blocks taken off.
        blocks: [M, K, 4] receives kind, position, weeks, unit of each block, last block first.
        counts: [M] receives numbers of blocks.
    """
    template = tables.template[doctor]
    total, required = tables.total[template], tables.required[template]
    for k in range(tables.kinds[template]):
        if tables.lock_position[doctor, k] != NONE:
            required |= 1 << k
    first, last = tables.first[template], tables.last[template]
    for done in range(tables.full[template] + 1):
        for position in range(first[done], last[done] + 1):
            memory.cost[done, position, :] = INFINITE
    memory.cost[0, 0, 0], memory.mark[0, 0, 0] = 0, 0
    final, ends = np.full(costs.shape[0], INFINITE, np.int64), np.zeros((costs.shape[0], 2), np.int32)
    marks = np.zeros(costs.shape[0], np.uint64)
    for done in range(tables.full[template] + 1):
        for position in range(first[done], last[done] + 1):
            if memory.cost[done, position, 0] < INFINITE and position < total:
                _extend(tables, doctor, last_full, focus, done, position, memory)
        if first[done] <= last[done] == total and done & required == required:
            _finish(memory, done, total, tables.missing[template, done], final, marks, ends)
    found = 0
    while found < costs.shape[0] and final[found] < INFINITE:
        costs[found] = final[found]
        counts[found] = _trace(memory, ends[found, 0], total, ends[found, 1], blocks[found])
        found += 1
    return found


@compiled
def _extend(
    tables: Tables, doctor: Index, last_full: Cubes, focus: Index, done: int, position: int, memory: Ranks
) -> None:
    """Append every possible block to the ways of having done `done` by `position`."""
    template = tables.template[doctor]
    first, last = tables.first[template], tables.last[template]
    for k in range(tables.kinds[template]):
        if (done >> k) & 1 or done & tables.after[template, k] != 0:
            continue
        then = done | (1 << k)
        for weeks in range(tables.shortest[template, k], tables.longest[template, k] + 1):
            if not first[then] <= position + weeks <= last[then]:
                continue
            if tables.lock_position[doctor, k] != NONE:
                if tables.lock_position[doctor, k] == position and tables.lock_weeks[doctor, k] == weeks:
                    _append(tables, doctor, focus, done, position, k, weeks, tables.lock_unit[doctor, k], memory)
                continue
            begin, end = tables.work[doctor, position], tables.work[doctor, position + weeks - 1]
            for option in range(tables.option_start[doctor, k], tables.option_start[doctor, k + 1]):
                unit = tables.option_unit[option]
                if last_full[tables.size[doctor], unit, end] < begin:
                    _append(tables, doctor, focus, done, position, k, weeks, unit, memory)
            _append(tables, doctor, focus, done, position, k, weeks, NONE, memory)


@compiled
def _append(
    tables: Tables, doctor: Index, focus: Index, done: int, position: int, k: int, weeks: int, unit: int, memory: Ranks
) -> None:
    """Append one block to every way kept in a state."""
    there, end = done | (1 << k), position + weeks
    block_cost = _block_cost(tables, doctor, k, position, weeks, unit)
    code = np.uint64((k + 1) * 1_000_003 + unit + 2)
    for slot in range(memory.cost.shape[2]):
        cost = memory.cost[done, position, slot]
        if cost >= INFINITE:
            break
        mark = memory.mark[done, position, slot]
        if focus == WHOLE:
            mark = (mark * np.uint64(0x9E3779B97F4A7C15)) ^ code
        elif focus == k:
            mark = np.uint64((unit + 2) * 4096 + position)
        place = _insert(
            memory.cost[there, end], memory.mark[there, end], memory.origin[there, end], cost + block_cost, mark
        )
        if place >= 0:
            row = memory.origin[there, end, place]
            row[0], row[1], row[2], row[3] = slot, k, weeks, unit


@compiled
def _block_cost(tables: Tables, doctor: Index, k: int, position: int, weeks: int, unit: int) -> int:
    """Return the scaled cost of one block, less the reward when it is kept."""
    template = tables.template[doctor]
    cost = weeks * tables.unplaced[template, k] * tables.priority[doctor]
    for option in range(tables.option_start[doctor, k], tables.option_start[doctor, k + 1]):
        if unit != NONE and tables.option_unit[option] == unit:
            cost = tables.option_cost[option]
    cost += abs(weeks - tables.nominal[template, k]) * tables.off_nominal
    if tables.gap[doctor, position + weeks - 1] > position:
        cost += tables.split
    cost += late(tables, doctor, k, position + weeks - 1)
    if is_kept(tables, doctor, k, position, weeks, unit):
        cost -= tables.keep_reward
    return int(cost)


@compiled
def _insert(costs: Longs, marks: NDArray[np.uint64], rows: Ints, cost: int, mark: np.uint64) -> int:
    """Make room in an ascending list for a way with this mark; return where, or -1 when it is not among the best."""
    size = costs.shape[0]
    drop = size - 1
    if cost >= costs[drop]:
        return -1
    for slot in range(size):
        if costs[slot] < INFINITE and marks[slot] == mark:
            if costs[slot] <= cost:
                return -1
            drop = slot
            break
    place = drop
    while place > 0 and costs[place - 1] > cost:
        costs[place], marks[place] = costs[place - 1], marks[place - 1]
        rows[place] = rows[place - 1]
        place -= 1
    costs[place], marks[place] = cost, mark
    return int(place)


@compiled
def _finish(
    memory: Ranks, done: int, total: int, missing: int, final: Longs, marks: NDArray[np.uint64], ends: Ints
) -> None:
    """Merge the complete programmes of one set of kinds into the list of the best."""
    for slot in range(memory.cost.shape[2]):
        if memory.cost[done, total, slot] < INFINITE:
            place = _insert(
                final, marks, ends, memory.cost[done, total, slot] + missing, memory.mark[done, total, slot]
            )
            if place >= 0:
                ends[place, 0], ends[place, 1] = done, slot


@compiled
def _trace(memory: Ranks, done: int, position: int, slot: int, blocks: Ints) -> int:
    """Write the blocks of one way, last block first, and return how many."""
    count = 0
    while done != 0:
        row = memory.origin[done, position, slot]
        k, weeks = row[1], row[2]
        position -= weeks
        blocks[count, 0], blocks[count, 1], blocks[count, 2], blocks[count, 3] = k, position, weeks, row[3]
        done, slot = done ^ (1 << k), row[0]
        count += 1
    return int(count)
