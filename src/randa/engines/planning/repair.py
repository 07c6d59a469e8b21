"""Mending a plan with as few changes as pays: those in over-full weeks give way, then the touched ones are re-inserted.

Works on tables with kept blocks (`compile.with_kept`), where every cost is lower by the reward for each block that
stands, so that "as few changes as pays" is nothing but the cheapest plan. Compiled by numba.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.compile import NONE, SCALE, Index, Ints, Longs, Tables
from randa.engines.planning.improve import Search, below, keep_best, rebuild, ruin, settle, undo, uniform
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import INFINITE, NO_PRICES, Scratch, cheapest, is_kept
from randa.engines.planning.seats import State, seat, unseat

LEAST, MOST = 2, 6  # doctors taken out per step
FOCUS_SHARE = 0.8  # how often a step begins with somebody whom the change touched; else with anybody disturbed
PROBES = 24
WARM, COLD = 4.0, 0.2  # accepted worsening in cost units, first and last step


class Limit(NamedTuple):
    """How many may be disturbed, and who is.

    Attributes:
        had: [D] blocks with a unit that the doctor had.
        counts: [2] most that may be disturbed (NONE: any number), and how many are.
        price: scaled, of each beyond the limit.
    """

    had: Ints
    counts: Longs
    price: int


@compiled
def give_way(tables: Tables, state: State, memory: Scratch, touched: NDArray[np.bool_]) -> None:
    """Re-insert sitters of over-full weeks, the cheapest per relieved place-week first, until no week is over-full.

    Marks whom it moved in `touched`. `state` may hold more than there is room for; locked blocks never do.
    """
    blocks = np.zeros((state.blocks.shape[1], 4), np.int32)
    kept = np.zeros((state.blocks.shape[1], 4), np.int32)
    while True:
        best, best_price = -1, np.inf
        for doctor in range(tables.template.shape[0]):
            relief = _relief(tables, state, doctor)
            if relief > 0:
                old_cost, count = state.cost[doctor], state.block_count[doctor]
                kept[:count] = state.blocks[doctor, :count]
                unseat(tables, state, doctor)
                cost, _ = cheapest(tables, doctor, state.last_full, NO_PRICES, np.int64(0), memory, blocks)
                seat(tables, state, doctor, old_cost, kept, count)
                price = (cost - old_cost) / relief
                if price < best_price:
                    best, best_price = doctor, price
        if best < 0:
            return
        unseat(tables, state, best)
        cost, count = cheapest(tables, best, state.last_full, NO_PRICES, np.int64(0), memory, blocks)
        seat(tables, state, best, cost, blocks, count)
        touched[best] = True


@compiled
def _relief(tables: Tables, state: State, doctor: Index) -> int:
    """Return in how many over-full place-weeks the doctor sits, locked blocks aside."""
    relief = 0
    for index in range(state.block_count[doctor]):
        block = state.blocks[doctor, index]
        if block[3] != NONE and tables.lock_position[doctor, block[0]] == NONE:
            begin, end = tables.work[doctor, block[1]], tables.work[doctor, block[1] + block[2] - 1]
            for week in range(begin, end + 1):
                if state.room[block[3], week] < 0:
                    relief += 1
    return relief


@compiled
def is_disturbed(tables: Tables, state: State, limit: Limit, doctor: Index) -> bool:
    """Return whether some place that the doctor had no longer stands."""
    stands = 0
    for index in range(state.block_count[doctor]):
        block = state.blocks[doctor, index]
        if is_kept(tables, doctor, block[0], block[1], block[2], block[3]):
            stands += 1
    return bool(stands < limit.had[doctor])


@compiled
def repair(tables: Tables, search: Search, limit: Limit, focus: Ints, first: int, steps: int, in_all: int) -> None:
    """Do the steps numbered `first` .. `first + steps` of a cooling that takes `in_all` steps.

    Args:
        tables: with kept blocks.
        search: begins at a complete plan; its total counts the limit's price for each disturbed doctor too many.
        limit: who may be disturbed; kept up to date.
        focus: indices of the doctors whom the change touched, at least one.
        first, steps, in_all: numbers of steps.
    """
    doctors = tables.template.shape[0]
    for number in range(first, first + steps):
        seed = _seed(tables, search, limit, focus)
        count = ruin(tables, search, seed, min(doctors, LEAST + below(search.random, MOST - LEAST + 1)))
        was = limit.counts[1]
        change = rebuild(tables, search, count, INFINITE)
        change += _recount(tables, search, limit, count)
        warmth = WARM * (COLD / WARM) ** (number / in_all)
        if change > 0 and change >= -np.log(1.0 - uniform(search.random)) * warmth * SCALE:
            undo(tables, search, count)
            limit.counts[1] = was
            continue
        settle(search, change, count)
    keep_best(search)


@compiled
def _seed(tables: Tables, search: Search, limit: Limit, focus: Ints) -> int:
    random = search.random
    if uniform(random) >= FOCUS_SHARE:
        for _ in range(PROBES):
            doctor = below(random, tables.template.shape[0])
            if is_disturbed(tables, search.state, limit, doctor):
                return doctor
    return int(focus[below(random, focus.shape[0])])


@compiled
def _recount(tables: Tables, search: Search, limit: Limit, count: int) -> int:
    """Bring the number of disturbed doctors up to date after a step; return what the change costs by the limit."""
    before = limit.counts[1]
    for index in range(count):
        doctor = np.int64(search.chosen[index])
        stood = 0
        for row in range(search.kept_count[index]):
            block = search.kept_blocks[index, row]
            if is_kept(tables, doctor, block[0], block[1], block[2], block[3]):
                stood += 1
        limit.counts[1] += int(is_disturbed(tables, search.state, limit, doctor)) - int(stood < limit.had[doctor])
    return int(excess(limit, limit.counts[1]) - excess(limit, before))


@compiled
def excess(limit: Limit, now: Index) -> int:
    """Return what it costs, scaled, that `now` doctors are disturbed."""
    return int(limit.price * max(0, now - limit.counts[0])) if limit.counts[0] != NONE else 0
