"""Improvement by ruin and exact re-insertion, accepted by simulated annealing. Compiled by numba.

One step takes 2-8 doctors who compete for the same units out of the plan and puts them back one after another, each
with the exact best programme in what is left. What happens in step i depends on the seed and i alone, so a run that is
stopped after i steps is the beginning of every longer one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.compile import SCALE, Index, Ints, Longs, Tables
from randa.engines.planning.construct import NO_PRICES, priced_at_zero
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import Scratch, cheapest, scratch
from randa.engines.planning.seats import State, seat, unseat

RUIN_LEAST, RUIN_MOST = 2, 8  # doctors taken out per step; 9-12 reached the same cost in three times the time
PRICED_SHARE = 0.7  # how often a step looks at the weekly prices, so that it avoids places that others need more
WARM, COLD = 10.0, 0.3  # accepted worsening, in cost units, at the beginning and end of a cooling
FIRST_COOLING_PER_DOCTOR = 25  # steps of the first cooling; each later one is twice as long as the one before
OPEN_SEED_SHARE = 0.6  # how often a ruin begins with somebody who lacks a place
OPEN_PROBES = 24


Bits = NDArray[np.uint64]


class Search(NamedTuple):
    """All that a step changes or needs.

    Attributes:
        state: the current plan.
        best_blocks, best_count: the best plan so far.
        totals: current cost, best cost, best plan's open weeks (scaled costs).
        random: state of the random numbers.
        chosen, taken: the doctors of this step, as a list and as marks.
        kept_blocks, kept_count, kept_cost: what they had before.
        price, no_prices: weekly prices as prefix sums, and none.
        blocks, memory: working memory.
    """

    state: State
    best_blocks: Ints
    best_count: Ints
    totals: Longs
    random: Bits
    chosen: Ints
    taken: NDArray[np.bool_]
    kept_blocks: Ints
    kept_count: Ints
    kept_cost: Longs
    blocks: Ints
    no_prices: Longs
    price: Longs
    memory: Scratch


def begin(tables: Tables, state: State, seed: int, price: Longs = NO_PRICES) -> Search:
    """Return a search that starts from a complete plan and changes it in place."""
    width = state.blocks.shape[1]
    return Search(
        state=state,
        best_blocks=state.blocks.copy(),
        best_count=state.block_count.copy(),
        totals=np.array([state.cost.sum(), state.cost.sum(), state.open_weeks.sum()], np.int64),
        random=np.array([(seed * 0x9E3779B97F4A7C15 + 0x1234567) % 2**64], np.uint64),
        chosen=np.zeros(RUIN_MOST, np.int32),
        taken=np.zeros(len(state.block_count), np.bool_),
        kept_blocks=np.zeros((RUIN_MOST, width, 4), np.int32),
        kept_count=np.zeros(RUIN_MOST, np.int32),
        kept_cost=np.zeros(RUIN_MOST, np.int64),
        blocks=np.zeros((width, 4), np.int32),
        no_prices=NO_PRICES,
        price=price,
        memory=scratch(tables),
    )


@compiled
def improve(tables: Tables, search: Search, first: int, steps: int) -> None:
    """Do the steps numbered `first` .. `first + steps`."""
    doctors = tables.template.shape[0]
    for number in range(first, first + steps):
        seed, spread = _seed(search), RUIN_MOST - RUIN_LEAST + 1
        count = ruin(tables, search, seed, min(doctors, RUIN_LEAST + below(search.random, spread)))
        change = rebuild(tables, search, count)
        allowed = -np.log(1.0 - uniform(search.random)) * _temperature(number, doctors) * SCALE
        if change > 0 and change >= allowed:
            undo(tables, search, count)
            continue
        search.totals[0] += change
        if search.totals[0] < search.totals[1]:
            search.totals[1] = search.totals[0]
            remember(search)


@compiled
def remember(search: Search) -> None:
    """Keep the current plan as the best so far."""
    state, open_weeks = search.state, 0
    for doctor in range(state.block_count.shape[0]):
        open_weeks += state.open_weeks[doctor]
        search.best_count[doctor] = state.block_count[doctor]
        for block in range(state.block_count[doctor]):
            for column in range(4):
                search.best_blocks[doctor, block, column] = state.blocks[doctor, block, column]
    search.totals[2] = open_weeks


@compiled
def _temperature(number: int, doctors: int) -> float:
    """Return the accepted worsening of step `number`: cooling after cooling, each twice as long."""
    length = FIRST_COOLING_PER_DOCTOR * doctors
    while number >= length:
        number -= length
        length *= 2
    warmth: float = WARM * (COLD / WARM) ** (number / length)
    return warmth


@compiled
def _next(random: Bits) -> np.uint64:
    """Return 64 random bits (splitmix64)."""
    random[0] += np.uint64(0x9E3779B97F4A7C15)
    bits: np.uint64 = random[0]
    bits = (bits ^ (bits >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    bits = (bits ^ (bits >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return bits ^ (bits >> np.uint64(31))


@compiled
def uniform(random: Bits) -> float:
    """Return a number in [0, 1)."""
    return np.int64(_next(random) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@compiled
def below(random: Bits, limit: int) -> int:
    """Return an integer in [0, limit)."""
    return int(uniform(random) * limit)


@compiled
def _seed(search: Search) -> int:
    """Return the doctor a ruin begins with: often somebody who lacks a place."""
    state, random = search.state, search.random
    doctors = state.block_count.shape[0]
    seed = below(random, doctors)
    if uniform(random) < OPEN_SEED_SHARE:
        for _ in range(OPEN_PROBES):
            doctor = below(random, doctors)
            if state.open_weeks[doctor] > 0:
                return doctor
    return seed


@compiled
def ruin(tables: Tables, search: Search, seed: int, want: int) -> int:
    """Take a seed doctor and up to `want - 1` rivals out of the plan; return how many were taken."""
    chosen, random = search.chosen, search.random
    chosen[0] = seed
    search.taken[seed] = True
    count = 1
    for _ in range(want * 6):
        if count == want:
            break
        rival = _rival(tables, search, np.int64(chosen[below(random, count) if count > 4 else 0]))
        if not search.taken[rival]:
            search.taken[rival] = True
            chosen[count] = rival
            count += 1
    for index in range(count - 1, 0, -1):
        other = below(random, index + 1)
        chosen[index], chosen[other] = chosen[other], chosen[index]
    for index in range(count):
        _take_out(tables, search, index)
    return count


@compiled
def _take_out(tables: Tables, search: Search, index: int) -> None:
    """Free the places of one chosen doctor and keep what is needed to undo it."""
    state, doctor = search.state, np.int64(search.chosen[index])
    search.taken[doctor] = False
    search.kept_count[index] = state.block_count[doctor]
    search.kept_cost[index] = state.cost[doctor]
    for block in range(state.block_count[doctor]):
        for column in range(4):
            search.kept_blocks[index, block, column] = state.blocks[doctor, block, column]
    unseat(tables, state, doctor)


@compiled
def _rival(tables: Tables, search: Search, doctor: Index) -> int:
    """Return somebody who sits in a unit this doctor could use; anybody when nobody does."""
    state, random = search.state, search.random
    start = tables.option_start[doctor, 0]
    count = tables.option_start[doctor, tables.option_start.shape[1] - 1] - start
    if count > 0:
        block = state.blocks[doctor, below(random, state.block_count[doctor])]
        first = tables.option_start[doctor, block[0]]
        choices = tables.option_start[doctor, block[0] + 1] - first
        option = first + below(random, choices) if choices > 0 else start + below(random, count)
        unit = tables.option_unit[option]
        if state.sitter_count[unit] > 0:
            return int(state.sitters[state.sitter_start[unit] + below(random, state.sitter_count[unit])])
    return below(random, tables.template.shape[0])


@compiled
def rebuild(tables: Tables, search: Search, count: Index) -> int:
    """Put the chosen doctors back one after another, the exact best programme each; return the change in cost."""
    state, chosen, random = search.state, search.chosen, search.random
    change = np.int64(0)
    price = search.price if uniform(random) < PRICED_SHARE else search.no_prices
    for index in range(count):
        doctor = np.int64(chosen[index])
        twist = below(random, 64)
        cost, blocks = cheapest(tables, doctor, state.last_full, price, twist, search.memory, search.blocks)
        cost = priced_at_zero(tables, doctor, cost, price, search.blocks, blocks)
        seat(tables, state, doctor, cost, search.blocks, blocks)
        change += cost - search.kept_cost[index]
    return int(change)


@compiled
def undo(tables: Tables, search: Search, count: Index) -> None:
    """Give the chosen doctors back what they had."""
    for index in range(count):
        unseat(tables, search.state, np.int64(search.chosen[index]))
    for index in range(count):
        doctor, length = np.int64(search.chosen[index]), np.int64(search.kept_count[index])
        seat(tables, search.state, doctor, search.kept_cost[index], search.kept_blocks[index], length)
