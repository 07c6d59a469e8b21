"""One student's relaxation: its states, and the room it works in. What it is for stands in `relax`."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from randa.engines.planning.jit import compiled_inside
from randa.engines.planning.mss.tables import NEVER, Index, Longs, Tables

MAX_STATES = 20_000  # of one student; more would not fit the processor's cache


class Case(NamedTuple):
    """The student at hand: number, price units to one point, price of a change and of an idle period, disciplines in all."""

    student: Index
    factor: Index
    change: Index
    idle: Index
    full: Index


@compiled_inside
def case_of(tables: Tables, s: Index, factor: Index) -> Case:
    """Return the numbers of one student when a point is worth `factor` price units."""
    return Case(s, factor, factor * tables.change[s], factor * tables.idle[s], tables.needed[s].sum())


class Room(NamedTuple):
    """Room for one student's relaxation.

    Attributes:
        stay: [T, D, H] worth of a stay that begins in a period; NEVER where impossible.
        fee: [T, D] tolls of beginning a discipline in a period, but for the hospital's.
        gain: [T, D, H] worth of a stay after its tolls.
        best, pick: [T, H, G] best worth after tolls among the disciplines not watched, and its discipline.
        upper: [(T + 1)·R·(H + 1)] most that can still be gained; last hospital H means none yet, R counts states.
        step: [D] how the state's number grows when a discipline is attended.
        bit: [D] number of a watched discipline, from 0; -1: not watched.
        shape: states, watched disciplines, states of one set of watched ones.
        sizes: [G] 1 + the most that can be done of each group's disciplines that are not watched.
        watched, before: [D] the watched disciplines; bits of the watched ones that must be done before each of them.
        offer: [H] room for the best way on by the next hospital.
        counts: [R] disciplines done in a state; -1: no programme passes through it.
        done, other: [R, G] disciplines of each group that are done, and those of them that are not watched.
        waiting: [P, T + 1] tolls of a pair from a period on.
        visits: [T, D] of one best programme.
        visited: [H] its stays at each hospital.
        slope: one number per toll: how far its rule is broken.
    """

    stay: Longs
    fee: Longs
    gain: Longs
    best: Longs
    pick: Longs
    upper: Longs
    step: Longs
    bit: Longs
    shape: Longs
    sizes: Longs
    watched: Longs
    before: Longs
    offer: Longs
    counts: Longs
    done: Longs
    other: Longs
    waiting: Longs
    visits: Longs
    visited: Longs
    slope: Longs


def room(tables: Tables) -> Room:
    """Return working memory that fits every student."""
    _, disciplines, hospitals = tables.worth.shape
    horizon, groups, pairs = tables.free.shape[1], tables.needed.shape[1], len(tables.pairs)
    return Room(
        stay=np.zeros((horizon, disciplines, hospitals), np.int64),
        fee=np.zeros((horizon, disciplines), np.int64),
        gain=np.zeros((horizon, disciplines, hospitals), np.int64),
        best=np.zeros((horizon, hospitals, groups), np.int64),
        pick=np.zeros((horizon, hospitals, groups), np.int64),
        upper=np.zeros((horizon + 1) * MAX_STATES * (hospitals + 1), np.int64),
        step=np.zeros(disciplines, np.int64),
        bit=np.zeros(disciplines, np.int64),
        shape=np.zeros(3, np.int64),
        sizes=np.zeros(groups, np.int64),
        watched=np.zeros(disciplines, np.int64),
        before=np.zeros(disciplines, np.int64),
        offer=np.zeros(hospitals, np.int64),
        counts=np.zeros(MAX_STATES, np.int64),
        done=np.zeros((MAX_STATES, groups), np.int64),
        other=np.zeros((MAX_STATES, groups), np.int64),
        waiting=np.zeros((pairs, horizon + 1), np.int64),
        visits=np.zeros((horizon, disciplines), np.int64),
        visited=np.zeros(hospitals, np.int64),
        slope=np.zeros(toll_count(tables), np.int64),
    )


def toll_count(tables: Tables) -> int:
    """Return how many tolls a student has."""
    _, disciplines, hospitals = tables.worth.shape
    return int(disciplines + hospitals + len(tables.pairs) * tables.free.shape[1])


def state_count(tables: Tables, s: int, watched: int) -> int:
    """Return how many states the student's relaxation has when a set of disciplines (bits) is watched."""
    possible = (tables.worth[s] > NEVER).any(axis=1)
    total = 1
    for d in range(len(possible)):
        total *= 2 if possible[d] and watched >> d & 1 else 1
    for g in range(tables.needed.shape[1]):
        others = sum(bool(possible[d]) and not watched >> d & 1 and tables.group[d] == g for d in range(len(possible)))
        total *= min(int(tables.needed[s, g]), others) + 1
    return total


@compiled_inside
def prepare(tables: Tables, case: Case, price: Longs, watched: Index, memory: Room) -> None:
    """Get ready for a student under prices: worth of every stay, and the states of the relaxation.

    Args:
        tables: the problem.
        case: the student.
        price: [H, D, T + 1] sum of the ward's prices of all earlier periods.
        watched: bit set of the disciplines that are remembered one by one.
        memory: receives all but what depends on tolls.
    """
    _fill_stays(tables, case, price, memory)
    _number_states(tables, case, watched, memory)
    _count_states(tables, case, memory)
    horizon, _, hospitals = memory.stay.shape
    memory.upper[: (horizon + 1) * memory.shape[0] * (hospitals + 1)] = NEVER


@compiled_inside
def _fill_stays(tables: Tables, case: Case, price: Longs, memory: Room) -> None:
    horizon, disciplines, hospitals = memory.stay.shape
    for d in range(disciplines):
        for h in range(hospitals):
            points = tables.worth[case.student, d, h]
            for t in range(horizon):
                if tables.free[case.student, t] and points > NEVER:
                    rent = price[h, d, t + tables.duration] - price[h, d, t]
                    memory.stay[t, d, h] = case.factor * points - rent
                else:
                    memory.stay[t, d, h] = NEVER


@compiled_inside
def _number_states(tables: Tables, case: Case, watched: Index, memory: Room) -> None:
    """Fill `bit`, `step`, `shape`, `sizes`, `watched` and `before`."""
    disciplines, groups = memory.bit.shape[0], memory.sizes.shape[0]
    number = 0
    memory.sizes[:] = 0
    for d in range(disciplines):
        memory.bit[d] = -1
        if tables.worth[case.student, d].max() > NEVER:
            if (watched >> d) & 1:
                memory.bit[d], memory.watched[number] = number, d
                number += 1
            else:
                memory.sizes[tables.group[d]] += 1
    base = np.int64(1)
    for g in range(groups):
        memory.sizes[g] = min(memory.sizes[g], tables.needed[case.student, g]) + 1
        for d in range(disciplines):
            if tables.group[d] == g and memory.bit[d] < 0:
                memory.step[d] = base
        base *= memory.sizes[g]
    for index in range(number):
        memory.step[memory.watched[index]] = base << index
        memory.before[index] = 0
    for pair in range(tables.pairs.shape[0]):
        later, earlier = memory.bit[tables.pairs[pair, 0]], memory.bit[tables.pairs[pair, 1]]
        if later >= 0 and earlier >= 0:
            memory.before[later] |= np.int64(1) << earlier
    memory.shape[0], memory.shape[1], memory.shape[2] = base << number, number, base


@compiled_inside
def _count_states(tables: Tables, case: Case, memory: Room) -> None:
    """Fill `counts`, `done` and `other`."""
    for state in range(memory.shape[0]):
        chosen, left = state // memory.shape[2], state % memory.shape[2]
        for g in range(memory.sizes.shape[0]):
            memory.other[state, g] = memory.done[state, g] = left % memory.sizes[g]
            left //= memory.sizes[g]
        for index in range(memory.shape[1]):
            if (chosen >> index) & 1:
                memory.done[state, tables.group[memory.watched[index]]] += 1
        memory.counts[state] = 0
        for g in range(memory.sizes.shape[0]):
            if memory.done[state, g] > tables.needed[case.student, g]:
                memory.counts[state] = -1
                break
            memory.counts[state] += memory.done[state, g]
