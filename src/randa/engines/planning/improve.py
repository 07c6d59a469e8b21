"""Improvement by ruin and exact re-insertion, accepted by simulated annealing. Compiled by numba.

One step takes 2-8 doctors who compete for the same units out of the plan and puts them back one after another, each
with the exact best programme in what is left. What happens in step i depends on the seed and i alone, so a run that is
stopped after i steps is the beginning of every longer one.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.ascent import seen_by_sizes
from randa.engines.planning.compile import NONE, SCALE, Index, Ints, Longs, Tables
from randa.engines.planning.construct import priced_at_zero
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import NEVER_FULL, NO_PRICES, Scratch, cheapest, scratch
from randa.engines.planning.seats import State, seat, total_cost, unseat

RUIN_LEAST, RUIN_MOST = 2, 8  # doctors taken out per step; 9-12 reached the same cost in three times the time
PRICED_SHARE = 0.7  # how often a step looks at the weekly prices, so that it avoids places that others need more
PRICE_LEVELS, HIGHEST_LEVEL = 8, 1.4  # a step multiplies the prices by one of these; always by 1 gets stuck sooner
WARM, COLD = 1.0, 0.3  # accepted worsening, in cost units, at both ends of a cooling: a dive's plan is spoilt by heat
COOLING = 100  # steps per doctor; longer coolings gave little more
OPEN_SEED_SHARE = 0.6  # how often a ruin begins with somebody who lacks a place
OPEN_PROBES = 24


Bits = NDArray[np.uint64]


class Search(NamedTuple):
    """All that a step changes or needs.

    Attributes:
        state: the current plan.
        best_blocks, best_count, best_cost: the best plan so far.
        totals: current cost, best cost, best plan's open weeks, 1 while the current plan is a best one (scaled costs).
        floor: [D] what each doctor's programme costs at least, alone in the world.
        random: state of the random numbers.
        chosen, taken: the doctors of this step, as a list and as marks.
        kept_blocks, kept_count, kept_cost: what they had before.
        kept_borne: [1] what the units bore before.
        price: [levels, S, U, W + 1] weekly prices as `kernel.cheapest` takes them, multiplied by rising factors; no levels,
            no prices.
        blocks, memory: working memory.
    """

    state: State
    best_blocks: Ints
    best_count: Ints
    best_cost: Longs
    totals: Longs
    floor: Longs
    random: Bits
    chosen: Ints
    taken: NDArray[np.bool_]
    kept_blocks: Ints
    kept_count: Ints
    kept_cost: Longs
    kept_borne: Longs
    blocks: Ints
    price: NDArray[np.int64]
    memory: Scratch


def begin(tables: Tables, state: State, seed: int, price: Longs | None = None) -> Search:
    """Return a search that starts from a complete plan and changes it in place.

    Args:
        tables: the problem.
        state: the plan.
        seed: of every random choice.
        price: [U, W] weekly prices to be guided by.
    """
    cost = total_cost(state)
    width = state.blocks.shape[1]
    return Search(
        state=state,
        best_blocks=state.blocks.copy(),
        best_count=state.block_count.copy(),
        best_cost=state.cost.copy(),
        totals=np.array([cost, cost, state.open_weeks.sum(), 1], np.int64),
        floor=_floor(tables, scratch(tables)),
        random=np.array([(seed * 0x9E3779B97F4A7C15 + 0x1234567) % 2**64], np.uint64),
        chosen=np.zeros(RUIN_MOST, np.int32),
        taken=np.zeros(len(state.block_count), np.bool_),
        kept_blocks=np.zeros((RUIN_MOST, width, 4), np.int32),
        kept_count=np.zeros(RUIN_MOST, np.int32),
        kept_cost=np.zeros(RUIN_MOST, np.int64),
        blocks=np.zeros((width, 4), np.int32),
        kept_borne=np.zeros(1, np.int64),
        price=_levels(tables, price),
        memory=scratch(tables),
    )


def _levels(tables: Tables, price: Longs | None) -> NDArray[np.int64]:
    """Return the prices times each factor as sums of earlier weeks, size by size."""
    if price is None:
        return np.zeros((0, 0, 0, 0), np.int64)
    factors = (np.arange(PRICE_LEVELS) + 0.5) * (HIGHEST_LEVEL / PRICE_LEVELS)
    return np.array([seen_by_sizes(tables, np.round(price * factor).astype(np.int64)) for factor in factors])


@compiled
def _floor(tables: Tables, memory: Scratch) -> Longs:
    """Return each doctor's least cost when no unit is ever full."""
    floor = np.zeros(tables.template.shape[0], np.int64)
    blocks = np.zeros((tables.shortest.shape[1], 4), np.int32)
    for doctor in range(floor.shape[0]):
        cheapest(tables, doctor, NEVER_FULL, NO_PRICES, np.int64(0), memory, blocks)
        floor[doctor] = memory.bound[0]
    return floor


@compiled
def improve(tables: Tables, search: Search, first: int, steps: int) -> None:
    """Do the steps numbered `first` .. `first + steps` of a cooling."""
    doctors = tables.template.shape[0]
    for number in range(first, first + steps):
        seed, spread = _seed(search), RUIN_MOST - RUIN_LEAST + 1
        count = ruin(tables, search, seed, min(doctors, RUIN_LEAST + below(search.random, spread)))
        allowed = int(np.ceil(-np.log(1.0 - uniform(search.random)) * _temperature(number, doctors) * SCALE))
        change = rebuild(tables, search, count, allowed)
        if change > 0 and change >= allowed:
            undo(tables, search, count)
        else:
            settle(search, change, count)
    keep_best(search)


@compiled
def settle(search: Search, change: Index, count: Index) -> None:
    """Accept a step. A best plan is copied only when the step after it makes it worse: most are bettered at once."""
    if change > 0 and search.totals[3] == 1:
        _keep_before(search, count)
        search.totals[3] = 0
    search.totals[0] += change
    if search.totals[0] < search.totals[1]:
        search.totals[1] = search.totals[0]
        search.totals[3] = 1


@compiled
def keep_best(search: Search) -> None:
    """Copy the current plan if it is a best one.

    It may be bettered by an equally cheap one, so where a run is cut into chunks must not decide which is kept.
    """
    if search.totals[3] == 1:
        state, open_weeks = search.state, 0
        for doctor in range(state.block_count.shape[0]):
            open_weeks += state.open_weeks[doctor]
            search.best_count[doctor] = state.block_count[doctor]
            search.best_cost[doctor] = state.cost[doctor]
            search.best_blocks[doctor] = state.blocks[doctor]
        search.totals[2] = open_weeks


@compiled
def _keep_before(search: Search, count: Index) -> None:
    """Copy the plan as it was before the step that has just been made: the doctors of the step as they were."""
    keep_best(search)
    for index in range(count):
        doctor, length = search.chosen[index], search.kept_count[index]
        for block in range(search.best_count[doctor]):
            if search.best_blocks[doctor, block, 3] == NONE:
                search.totals[2] -= search.best_blocks[doctor, block, 2]
        search.best_count[doctor], search.best_cost[doctor] = length, search.kept_cost[index]
        search.best_blocks[doctor, :length] = search.kept_blocks[index, :length]
        for block in range(length):
            if search.kept_blocks[index, block, 3] == NONE:
                search.totals[2] += search.kept_blocks[index, block, 2]


@compiled
def _temperature(number: int, doctors: int) -> float:
    """Return the accepted worsening of step `number` of a cooling."""
    warmth: float = WARM * (COLD / WARM) ** (number / (COOLING * doctors))
    return warmth


def start_over(search: Search) -> None:
    """Go on from what somebody else has put into `search.state`, keeping the best plan so far."""
    search.totals[0] = total_cost(search.state)
    search.totals[3] = int(search.totals[0] < search.totals[1])
    search.totals[1] = min(search.totals[0], search.totals[1])
    keep_best(search)


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
    search.kept_borne[0] = search.state.borne[0]
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
def rebuild(tables: Tables, search: Search, count: Index, allowed: Index) -> int:
    """Put the chosen doctors back one after another, the exact best programme each; return the change in cost.

    Gives up, leaving the rest without programmes and returning more than `allowed`, once not even everybody's floor
    can make the step acceptable (where units bear nothing: what they would bear in the end nobody knows before).
    """
    state, chosen, random = search.state, search.chosen, search.random
    change = np.int64(0)
    hope = np.int64(0)
    for index in range(count):
        hope += search.floor[chosen[index]] - search.kept_cost[index]
    level = -1
    if search.price.shape[0] > 0 and uniform(random) < PRICED_SHARE:
        level = below(random, search.price.shape[0])
    price = search.price[level] if level >= 0 else state.strain
    is_borne = state.strain.shape[1] > 0
    twists = _next(random)
    for index in range(count):
        doctor = np.int64(chosen[index])
        twist = np.int64((twists >> np.uint64(index * 6)) & np.uint64(63))
        cost, blocks = cheapest(tables, doctor, state.last_full, price, twist, search.memory, search.blocks)
        cost = priced_at_zero(tables, doctor, cost, price, search.blocks, blocks)
        seat(tables, state, doctor, cost, search.blocks, blocks)
        change += cost - search.kept_cost[index]
        hope -= search.floor[doctor] - search.kept_cost[index]
        if not is_borne and change + hope > 0 and change + hope >= allowed:
            return int(change + hope)
    return int(change + state.borne[0] - search.kept_borne[0])


@compiled
def undo(tables: Tables, search: Search, count: Index) -> None:
    """Give the chosen doctors back what they had."""
    for index in range(count):
        unseat(tables, search.state, np.int64(search.chosen[index]))
    for index in range(count):
        doctor, length = np.int64(search.chosen[index]), np.int64(search.kept_count[index])
        seat(tables, search.state, doctor, search.kept_cost[index], search.kept_blocks[index], length)
