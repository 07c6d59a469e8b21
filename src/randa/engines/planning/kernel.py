"""A doctor's cheapest programme, exactly: a dynamic programme over (set of kinds done, working weeks used).

Compiled by numba. `reference.py` says the same in plain Python, and a test holds them together.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from randa.engines.planning.compile import NONE, Cubes, Index, Ints, LongCubes, Longs, Tables
from randa.engines.planning.jit import compiled, inlined

INFINITE = 1 << 60
NO_PRICES = np.zeros((1, 0, 0), np.int64)
NEVER_FULL = np.zeros((1, 0, 0), np.int32)


class Scratch(NamedTuple):
    """Room for one search, reused from call to call.

    Attributes:
        arc: [K, lengths, L] cost of a block of a kind with a length that begins at a position.
        value: [2^K, L + 1] least cost of having done a set of kinds by a position.
        low, high, full: [L] readings of the unit at hand: price sum before and after each position's week, last full week.
        spare: [K, 4] a second programme, to choose between two.
        bound: [1] receives, with each search, what no programme of the doctor is below.
    """

    arc: Longs
    value: Longs
    low: Longs
    high: Longs
    full: Longs
    spare: Ints
    bound: Longs


def scratch(tables: Tables) -> Scratch:
    """Return working memory that fits every doctor of the problem."""
    width = tables.shortest.shape[1]
    spans = tables.longest - tables.shortest
    lengths = int(spans.max(initial=0)) + 1
    length = tables.work.shape[1]
    return Scratch(
        np.zeros((width, lengths, length), np.int64),
        np.zeros((tables.first.shape[1], length + 1), np.int64),
        np.zeros(length, np.int64),
        np.zeros(length, np.int64),
        np.zeros(length, np.int64),
        np.zeros((width, 4), np.int32),
        np.zeros(1, np.int64),
    )


@compiled
def cheapest(
    tables: Tables, doctor: Index, last_full: Cubes, price: LongCubes, twist: Index, memory: Scratch, blocks: Ints
) -> tuple[int, int]:
    """Find the cheapest programme of one doctor.

    Exact, but for burdens (`Fairness`): a programme just below what weighs only once may be a little cheaper than the
    one found. `memory.bound` receives a cost that none is below.

    Args:
        tables: the problem.
        doctor: its index.
        last_full: [S, U, W] last week at or before this one in which the unit has no room for a learner of this size
            (-1: none). `NEVER_FULL` means that no unit is ever full.
        price: [S, U, W + 1] sum of the prices of all earlier weeks for a learner of this size. `NO_PRICES` means none.
        twist: where to begin looking; decides between equally cheap programmes.
        memory: working memory.
        blocks: [K, 4] receives kind, position, weeks, unit of each block.

    Returns:
        The scaled cost and the number of blocks written. INFINITE and 0 when no programme exists.
    """
    full = last_full[min(tables.size[doctor], last_full.shape[0] - 1)]
    mine = price[min(tables.size[doctor], price.shape[0] - 1)]
    cost, count = _cheapest_at(tables, doctor, tables.option_cost, full, mine, twist, memory, blocks)
    memory.bound[0] = cost
    if tables.fair_free == NONE or cost >= INFINITE:
        return cost, count
    over = _burden(tables, doctor, blocks, count) - tables.fair_free
    if over <= 0:
        return cost, count
    # The cost is the greater of two sums that differ in what a unit's cost weighs; the least of each sum is a bound.
    steep, other = _cheapest_at(tables, doctor, tables.option_steep, full, mine, twist, memory, memory.spare)
    steep -= tables.fair_free
    memory.bound[0] = max(cost, steep)
    steep += max(0, tables.fair_free - _burden(tables, doctor, memory.spare, other))
    cost += over
    if cost <= steep:
        return cost, count
    for index in range(other):
        for column in range(4):
            blocks[index, column] = memory.spare[index, column]
    return steep, other


@compiled
def _burden(tables: Tables, doctor: Index, blocks: Ints, count: Index) -> int:
    """Return how much more a programme's units cost together where nothing of a burden is free, scaled."""
    burden = np.int64(0)
    for index in range(count):
        k, unit = blocks[index, 0], blocks[index, 3]
        for option in range(tables.option_start[doctor, k], tables.option_start[doctor, k + 1]):
            if unit != NONE and tables.option_unit[option] == unit:
                burden += tables.option_steep[option] - tables.option_cost[option]
    return int(burden)


@compiled
def _cheapest_at(
    tables: Tables,
    doctor: Index,
    asked: Longs,
    last_full: Ints,
    price: Longs,
    twist: Index,
    memory: Scratch,
    blocks: Ints,
) -> tuple[int, int]:
    """Find the cheapest programme when the options cost what `asked` says; see `cheapest`."""
    _price_blocks(tables, doctor, asked, last_full, price, memory)
    done, cost = _search(tables, doctor, memory)
    if cost >= INFINITE:
        return INFINITE, 0
    count = _walk_back(tables, doctor, done, twist, memory, blocks)
    for index in range(count):
        _choose_unit(tables, doctor, asked, last_full, price, twist, blocks[index])
    return cost, count


@compiled
def _price_blocks(tables: Tables, doctor: Index, asked: Longs, last_full: Ints, price: Longs, memory: Scratch) -> None:
    """Fill `memory.arc` with the cost of every block this doctor could have."""
    template = tables.template[doctor]
    total, arc = tables.total[template], memory.arc
    for k in range(tables.kinds[template]):
        if tables.lock_position[doctor, k] != NONE:
            _price_locked(tables, doctor, asked, k, arc)
            continue
        unplaced = tables.unplaced[template, k] * tables.priority[doctor]
        shortest, longest = tables.shortest[template, k], tables.longest[template, k]
        for weeks in range(shortest, longest + 1):
            for position in range(total):
                arc[k, weeks - shortest, position] = weeks * unplaced
        for option in range(tables.option_start[doctor, k], tables.option_start[doctor, k + 1]):
            _price_option(tables, doctor, asked, k, option, last_full, price, memory)
        if tables.keep_position[doctor, k] != NONE:
            _price_kept(tables, doctor, asked, k, last_full, price, arc)
        for weeks in range(shortest, longest + 1):
            _price_length_and_time(tables, doctor, k, weeks, arc[k, weeks - shortest])


@inlined
def _price_length_and_time(tables: Tables, doctor: Index, k: int, weeks: int, row: Longs) -> None:
    """Add what a block of this length costs wherever it is: off the nominal length, torn apart, later than it should be."""
    template = tables.template[doctor]
    extra = abs(weeks - tables.nominal[template, k]) * tables.off_nominal
    for position in range(tables.total[template] - weeks + 1):
        row[position] += extra
        if tables.gap[doctor, position + weeks - 1] > position:
            row[position] += tables.split
    if tables.due_cost[doctor, k] > 0:
        for position in range(tables.total[template] - weeks + 1):
            row[position] += late(tables, doctor, k, position + weeks - 1)


@inlined
def late(tables: Tables, doctor: Index, k: int, last: int) -> int:
    """Return what it costs that a block of a kind has this last position."""
    return int(max(0, tables.work[doctor, last] - tables.due_week[doctor, k]) * tables.due_cost[doctor, k])


@inlined
def _price_locked(tables: Tables, doctor: Index, asked: Longs, k: int, arc: Longs) -> None:
    """Fill in the only block a locked kind may have."""
    template = tables.template[doctor]
    for length in range(tables.longest[template, k] - tables.shortest[template, k] + 1):
        for start in range(tables.total[template]):
            arc[k, length, start] = INFINITE
    position, weeks = tables.lock_position[doctor, k], tables.lock_weeks[doctor, k]
    cost = weeks * tables.unplaced[template, k] * tables.priority[doctor]
    for option in range(tables.option_start[doctor, k], tables.option_start[doctor, k + 1]):
        if tables.option_unit[option] == tables.lock_unit[doctor, k]:
            cost = asked[option]
    cost += late(tables, doctor, k, position + weeks - 1)
    cost += abs(weeks - tables.nominal[template, k]) * tables.off_nominal
    if tables.gap[doctor, position + weeks - 1] > position:
        cost += tables.split
    if is_kept(tables, doctor, k, position, weeks, tables.lock_unit[doctor, k]):
        cost -= tables.keep_reward
    arc[k, weeks - tables.shortest[template, k], position] = cost


@inlined
def _price_kept(tables: Tables, doctor: Index, asked: Longs, k: int, last_full: Ints, price: Longs, arc: Longs) -> None:
    """Lower the cost of the block that is worth keeping, where its unit has room."""
    unit, position, weeks = (
        tables.keep_unit[doctor, k],
        tables.keep_position[doctor, k],
        tables.keep_weeks[doctor, k],
    )
    begin, end = tables.work[doctor, position], tables.work[doctor, position + weeks - 1]
    if last_full.shape[0] > 0 and last_full[unit, end] >= begin:
        return
    cost = INFINITE
    for option in range(tables.option_start[doctor, k], tables.option_start[doctor, k + 1]):
        if tables.option_unit[option] == unit:
            cost = asked[option] - tables.keep_reward
    if price.shape[0] > 0:
        cost += price[unit, end + 1] - price[unit, begin]
    row = arc[k, weeks - tables.shortest[tables.template[doctor], k]]
    row[position] = min(row[position], cost)


@inlined
def _price_option(
    tables: Tables,
    doctor: Index,
    asked: Longs,
    k: int,
    option: int,
    last_full: Ints,
    price: Longs,
    memory: Scratch,
) -> None:
    """Lower `memory.arc` where this unit has room and is cheaper than what was there."""
    template = tables.template[doctor]
    total = tables.total[template]
    unit, cost = tables.option_unit[option], asked[option]
    low, high, full, work = memory.low, memory.high, memory.full, tables.work[doctor]
    for position in range(total):
        low[position] = price[unit, work[position]] if price.shape[0] > 0 else 0
        high[position] = price[unit, work[position] + 1] if price.shape[0] > 0 else 0
        full[position] = last_full[unit, work[position]] if last_full.shape[0] > 0 else NONE
    shortest, longest = tables.shortest[template, k], tables.longest[template, k]
    for weeks in range(shortest, longest + 1):
        row = memory.arc[k, weeks - shortest]
        for position in range(total - weeks + 1):
            end = position + weeks - 1
            offer = cost + high[end] - low[position]
            row[position] = min(row[position], offer if full[end] < work[position] else INFINITE)


@compiled
def _search(tables: Tables, doctor: Index, memory: Scratch) -> tuple[int, int]:
    """Fill `memory.value` forwards and return the set of kinds that ends cheapest, with its cost."""
    template = tables.template[doctor]
    total, required = tables.total[template], tables.required[template]
    for k in range(tables.kinds[template]):
        if tables.lock_position[doctor, k] != NONE:
            required |= 1 << k
    first, last, value = tables.first[template], tables.last[template], memory.value
    best_done, best_cost = 0, INFINITE
    _clear(tables, template, value)
    for done in range(tables.full[template] + 1):
        if first[done] > last[done]:
            continue
        if last[done] == total and done & required == required:
            cost = value[done, total] + tables.missing[template, done]
            if cost < best_cost:
                best_done, best_cost = done, cost
        for k in range(tables.kinds[template]):
            if (done >> k) & 1 == 0 and done & tables.after[template, k] == 0:
                _extend(tables, template, done, k, memory)
    return best_done, best_cost


@compiled
def _clear(tables: Tables, template: int, value: Longs) -> None:
    """Begin a search: nothing is reached but the start."""
    for done in range(tables.full[template] + 1):
        for position in range(tables.first[template, done], tables.last[template, done] + 1):
            value[done, position] = INFINITE
    value[0, 0] = 0


@inlined
def _extend(tables: Tables, template: int, done: int, k: int, memory: Scratch) -> None:
    """Append a block of kind k, of every length, to every way of having done `done`."""
    first, last = tables.first[template], tables.last[template]
    then = done | (1 << k)
    shortest = tables.shortest[template, k]
    here, there = memory.value[done], memory.value[then]
    for weeks in range(shortest, tables.longest[template, k] + 1):
        row = memory.arc[k, weeks - shortest]
        for position in range(max(first[done], first[then] - weeks), min(last[done], last[then] - weeks) + 1):
            there[position + weeks] = min(there[position + weeks], here[position] + row[position])


@compiled
def _walk_back(tables: Tables, doctor: Index, done: int, twist: Index, memory: Scratch, blocks: Ints) -> int:
    """Write kind, position and weeks of the blocks that reached (done, total), last block first."""
    template = tables.template[doctor]
    count, position = 0, tables.total[template]
    while done != 0:
        k, weeks = _last_block(tables, template, done, position, twist, memory)
        position -= weeks
        done ^= 1 << k
        blocks[count, 0], blocks[count, 1], blocks[count, 2] = k, position, weeks
        count += 1
    return count


@inlined
def _last_block(
    tables: Tables, template: int, done: int, position: int, twist: Index, memory: Scratch
) -> tuple[int, int]:
    """Return a kind and length that explain the value at (done, position)."""
    first, last = tables.first[template], tables.last[template]
    kinds = tables.kinds[template]
    for turn in range(kinds):
        k = (turn + twist) % kinds
        before = done & ~(1 << k)
        if before == done or before & tables.after[template, k] != 0:
            continue
        shortest = tables.shortest[template, k]
        for weeks in range(shortest, tables.longest[template, k] + 1):
            start = position - weeks
            if first[before] <= start <= last[before]:
                cost = memory.value[before, start] + memory.arc[k, weeks - shortest, start]
                if cost == memory.value[done, position] and cost < INFINITE:
                    return k, weeks
    return 0, position  # not reached: some block explains every value that is finite


@inlined
def is_kept(tables: Tables, doctor: Index, k: int, position: int, weeks: int, unit: int) -> bool:
    """Return whether this block is the one that is worth keeping."""
    return bool(
        tables.keep_position[doctor, k] == position
        and tables.keep_weeks[doctor, k] == weeks
        and tables.keep_unit[doctor, k] == unit
    )


@inlined
def _choose_unit(
    tables: Tables, doctor: Index, asked: Longs, last_full: Ints, price: Longs, twist: Index, block: Ints
) -> None:
    """Write the unit of a block whose kind, position and weeks are known."""
    k, position, weeks = block[0], block[1], block[2]
    if tables.lock_position[doctor, k] != NONE:
        block[3] = tables.lock_unit[doctor, k]
        return
    begin, end = tables.work[doctor, position], tables.work[doctor, position + weeks - 1]
    best = weeks * tables.unplaced[tables.template[doctor], k] * tables.priority[doctor]
    block[3] = NONE
    start = tables.option_start[doctor, k]
    count = tables.option_start[doctor, k + 1] - start
    for turn in range(count):
        option = start + (turn + twist) % count
        unit = tables.option_unit[option]
        if last_full.shape[0] > 0 and last_full[unit, end] >= begin:
            continue
        cost = asked[option]
        if price.shape[0] > 0:
            cost += price[unit, end + 1] - price[unit, begin]
        if is_kept(tables, doctor, k, position, weeks, unit):
            cost -= tables.keep_reward
        # At equal cost a place is worth more than none: the same price, and nobody is left outside.
        if cost < best or (cost == best and block[3] == NONE):
            best = cost
            block[3] = unit
