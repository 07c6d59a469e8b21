"""A dive: everybody is planned together by following the weekly prices down to whole programmes.

Prices move until they hover where supply meets demand; meanwhile each doctor wants now this programme, now that. How
often each was wanted lately is close to its weight in the linear relaxation (the volume algorithm of Barahona and
Anbil, doi 10.1007/s101070050002, in its simplest form), and no linear programme is solved. The programmes wanted most
are given, the places they hold are gone, prices move on for those who remain, and so on. What one re-insertion after
another cannot see, that many must move together, the prices see.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from randa.engines.planning.ascent import Ascent, Floats, seen_by_sizes, wanted_parts
from randa.engines.planning.compile import NONE, Index, Ints, LongCubes, Longs, Tables
from randa.engines.planning.construct import priced_at_zero
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import NO_PRICES
from randa.engines.planning.pricing import Pricing
from randa.engines.planning.seats import State, empty_state, seat, unseat
from randa.engines.planning.stop import StopRule, never

FIRST_ROUNDS = 100  # of prices before the first programme is given
MEMORY_OF_DIRECTION = 0.9
FRESH = 0.05  # weight of the latest round in how often a programme was wanted
REMEMBERED = 48  # programmes per doctor; the one wanted least makes room for a new one


class Pace(NamedTuple):
    """How patient a dive is.

    Attributes:
        share: of the remaining doctors, given a programme at a time.
        rounds: of prices in between.
        step: of the prices, in cost units, the same all the way: they are to hover, not to converge.
    """

    share: float
    rounds: int
    step: float = 0.4


class _Wanted(NamedTuple):
    """What each doctor wanted lately. D doctors, R = REMEMBERED programmes, K kinds.

    Attributes:
        key, weight, cost, length: [D, R] what tells a programme from another, how often it was wanted, its scaled cost
            without prices, its number of blocks (0: none remembered here).
        blocks: [D, R, K, 4].
    """

    key: Longs
    weight: Floats
    cost: Longs
    length: Ints
    blocks: Ints


def dive(tables: Tables, state: State, price: Longs, pace: Pace, stop: StopRule = never) -> bool:
    """Plan everybody anew.

    Args:
        tables: the problem.
        state: a complete plan; receives the new one, cheaper or not.
        price: [U, W] good scaled weekly prices, to begin with.
        pace: how patiently.
        stop: asked before each round; True puts everything back.

    Returns:
        Whether it came to its end without being stopped.
    """
    doctors = range(len(state.cost))
    before = [(int(state.cost[d]), state.blocks[d, : state.block_count[d]].copy()) for d in doctors]
    for doctor in doctors:
        unseat(tables, state, doctor)
    if _Dive(tables, state, price, pace, stop).follow():
        return True
    for doctor, (cost, blocks) in enumerate(before):
        unseat(tables, state, doctor)
        seat(tables, state, doctor, cost, blocks, len(blocks))
    return False


class _Dive:
    def __init__(self, tables: Tables, state: State, price: Longs, pace: Pace, stop: StopRule) -> None:
        self.tables, self.state, self.pace, self.stop = tables, state, pace, stop
        doctors, width = state.blocks.shape[:2]
        self.left = np.arange(doctors, dtype=np.int32)
        self.ascent = Ascent(tables, price, MEMORY_OF_DIRECTION)
        self.pricing = Pricing(tables, doctors)
        self.wanted = _nothing_wanted(doctors, width)
        self.twist = 0

    def follow(self) -> bool:
        """Give everybody a programme; return False when stopped before that."""
        rounds = FIRST_ROUNDS
        while len(self.left):
            for _ in range(rounds):
                if self.stop():
                    return False
                self._ask()
            self._give()
            rounds = self.pace.rounds
        return True

    def _ask(self) -> None:
        """Ask those who remain what they want at today's prices, remember it, and move the prices."""
        self.twist += 1
        now = self.ascent.price()
        price = seen_by_sizes(self.tables, now)
        use = self.pricing.ask(self.left, self.state.last_full, price, self.twist)
        answers = self.pricing
        remember(self.tables, self.wanted, self.left, price, answers.costs, answers.counts, answers.blocks)
        wanted, _ = wanted_parts(self.tables, now, np.maximum(self.state.room, 0))
        self.ascent.move(use, wanted, self.pace.step)

    def _give(self) -> None:
        """Seat the programmes wanted most that still have room: a share of the doctors, one at least."""
        most = max(1, int(len(self.left) * self.pace.share))
        weight, slot = np.zeros(len(self.left)), np.zeros(len(self.left), np.int32)
        best_with_room(self.tables, self.state, self.wanted, self.left, weight, slot)
        given = np.zeros(len(self.left), np.bool_)
        for index in np.argsort(-weight, kind="stable")[:most]:
            given[index] = give(self.tables, self.state, self.wanted, int(self.left[index]), int(slot[index]))
        self.left = self.left[~given]


def _nothing_wanted(doctors: int, width: int) -> _Wanted:
    shape = (doctors, REMEMBERED)
    return _Wanted(
        np.zeros(shape, np.int64),
        np.zeros(shape),
        np.zeros(shape, np.int64),
        np.zeros(shape, np.int32),
        np.zeros((*shape, width, 4), np.int32),
    )


def warm_up(tables: Tables) -> None:
    """Have the dive's own code compiled."""
    doctors, width = min(1, len(tables.template)), tables.shortest.shape[1]
    left, numbers = np.zeros(0, np.int32), np.zeros(0, np.int64)
    wanted, state = _nothing_wanted(doctors, width), empty_state(tables)
    blocks = np.zeros((0, width, 4), np.int32)
    remember(tables, wanted, left, NO_PRICES, numbers, left, blocks)
    best_with_room(tables, state, wanted, left, np.zeros(0), left)
    if doctors:
        give(tables, state, wanted, 0, 0)


@compiled
def remember(
    tables: Tables, wanted: _Wanted, doctors: Ints, price: LongCubes, costs: Longs, counts: Ints, blocks: Ints
) -> None:
    """Let what was wanted fade, and note each doctor's latest wish in the slot it has, or in the one wanted least."""
    for index in range(doctors.shape[0]):
        doctor, count = np.int64(doctors[index]), np.int64(counts[index])
        cost = priced_at_zero(tables, doctor, costs[index], price, blocks[index], count)
        key = np.int64(cost)
        for block in range(count):
            for column in range(4):
                key = key * np.int64(1000003) + np.int64(blocks[index, block, column])
        slot, least = -1, 0
        for one in range(wanted.key.shape[1]):
            wanted.weight[doctor, one] *= 1.0 - FRESH
            if wanted.length[doctor, one] > 0 and wanted.key[doctor, one] == key:
                slot = one
            if wanted.weight[doctor, one] < wanted.weight[doctor, least]:
                least = one
        if slot == -1:
            slot = least
            wanted.key[doctor, slot], wanted.cost[doctor, slot] = key, cost
            wanted.length[doctor, slot], wanted.weight[doctor, slot] = count, 0.0
            wanted.blocks[doctor, slot] = blocks[index]
        wanted.weight[doctor, slot] += FRESH


@compiled
def best_with_room(tables: Tables, state: State, wanted: _Wanted, doctors: Ints, weight: Floats, slot: Ints) -> None:
    """Write, per doctor, which of the remembered programmes with room was wanted most, and how much; 0 for none."""
    for index in range(doctors.shape[0]):
        doctor = np.int64(doctors[index])
        for one in range(wanted.key.shape[1]):
            if wanted.weight[doctor, one] > weight[index] and has_room(tables, state, wanted, doctor, np.int64(one)):
                weight[index], slot[index] = wanted.weight[doctor, one], one


@compiled
def has_room(tables: Tables, state: State, wanted: _Wanted, doctor: Index, slot: Index) -> bool:
    """Return whether there is a remembered programme in this slot whose places are all free."""
    for block in range(wanted.length[doctor, slot]):
        kind, position, weeks, unit = wanted.blocks[doctor, slot, block]
        if unit != NONE and tables.lock_position[doctor, kind] == NONE:
            end = tables.work[doctor, position + weeks - 1]
            if state.last_full[tables.size[doctor], unit, end] >= tables.work[doctor, position]:
                return False
    return bool(wanted.length[doctor, slot] > 0)


@compiled
def give(tables: Tables, state: State, wanted: _Wanted, doctor: Index, slot: Index) -> bool:
    """Seat a doctor as remembered; return False, and do nothing, when there is no longer room."""
    if not has_room(tables, state, wanted, doctor, slot):
        return False
    count = np.int64(wanted.length[doctor, slot])
    seat(tables, state, doctor, wanted.cost[doctor, slot], wanted.blocks[doctor, slot], count)
    return True
