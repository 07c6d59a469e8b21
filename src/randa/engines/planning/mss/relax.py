"""What a student can gain at most from here on: programmes that may break some rules, at a price.

Which disciplines are done is remembered for the student's `watched` disciplines only; of the others it is counted how many of
each group are done. That leaves a small dynamic programme over (period, state, last hospital). The rules that are forgotten
cost tolls instead (Lagrangian relaxation): a discipline attended twice, more disciplines at a hospital than its limit, and,
period by period, a discipline begun before the one that must precede it. The result bounds the exact search from above,
and near the best tolls it is close to it. With every discipline watched it is exact but for the limit per hospital.

Watching few disciplines and adding those that are repeated is decremental state space relaxation (Righini and Salani,
Networks 51, 2008, doi 10.1002/net.20212).

One student's tolls are one row of numbers: [D] disciplines, [H] hospitals, [P, T] pairs and periods.
"""

from __future__ import annotations

import numpy as np

from randa.engines.planning.jit import compiled_inside
from randa.engines.planning.mss.states import Case, Room
from randa.engines.planning.mss.tables import NEVER, Index, Longs, Tables

PATIENCE = 3  # steps without a better bound before steps are halved; four times as many end them
FARTHEST = 8  # points below the best bound that the steps aim at, at most


@compiled_inside
def upper_values(tables: Tables, case: Case, toll: Longs, memory: Room) -> int:
    """Fill `memory.upper` with the most that can still be gained when tolls are paid, and return the bound of the whole.

    Args:
        tables: the problem.
        case: the student.
        toll: the student's tolls, all >= 0.
        memory: as `prepare` left it; `fee`, `best`, `pick`, `upper` and `waiting` are filled.
    """
    disciplines, hospitals = memory.stay.shape[1], memory.stay.shape[2]
    _fill_fees(tables, toll, memory)
    _fill_gains(tables, toll, memory)
    _fill_upper(tables, case, memory)
    bound = memory.upper[hospitals]
    if bound <= NEVER // 2:
        return NEVER
    for d in range(disciplines):
        bound += toll[d]
    for h in range(hospitals):
        bound += tables.limit * toll[disciplines + h]
    return int(bound)


@compiled_inside
def _fill_upper(tables: Tables, case: Case, memory: Room) -> None:  # noqa: C901  see below
    """Fill `upper` from the last period back.

    One loop nest in one function: where it was divided, handing the arrays over cost fifty times the work itself.
    """
    upper, gain, best, offer, step = memory.upper, memory.gain, memory.best, memory.offer, memory.step
    counts, done, other, sizes = memory.counts, memory.done, memory.other, memory.sizes
    watched, before, free, needed = memory.watched, memory.before, tables.free, tables.needed
    horizon, _, hospitals = gain.shape
    states, marked, base, wide = memory.shape[0], memory.shape[1], memory.shape[2], hospitals + 1
    s, duration, change, idle, full = case.student, tables.duration, case.change, case.idle, case.full
    for t in range(horizon, -1, -1):
        for state in range(states):
            count, at = counts[state], (t * states + state) * wide
            if count < 0 or count * duration > t or (full - count) * duration > horizon - t:
                continue  # stays NEVER
            if count == full:
                for last in range(wide):
                    upper[at + last] = 0
                continue
            for h in range(hospitals):
                offer[h] = NEVER
            if free[s, t]:
                part = np.int64(1)
                for g in range(sizes.shape[0]):
                    if done[state, g] < needed[s, g] and other[state, g] + 1 < sizes[g]:
                        then = ((t + duration) * states + state + part) * wide
                        for h in range(hospitals):
                            if upper[then + h] > NEVER and best[t, h, g] > NEVER:
                                offer[h] = max(offer[h], upper[then + h] + best[t, h, g])
                    part *= sizes[g]
                chosen = state // base
                for index in range(marked):
                    d = watched[index]
                    g = tables.group[d]
                    if (chosen >> index) & 1 or before[index] & ~chosen or done[state, g] >= needed[s, g]:
                        continue
                    then = ((t + duration) * states + state + step[d]) * wide
                    for h in range(hospitals):
                        if upper[then + h] > NEVER and gain[t, d, h] > NEVER:
                            offer[h] = max(offer[h], upper[then + h] + gain[t, d, h])
            for last in range(wide):
                value = upper[at + states * wide + last]
                if value > NEVER:
                    value += idle
                for h in range(hospitals):
                    if offer[h] > NEVER:
                        value = max(value, offer[h] + (change if h != last and last < hospitals else 0))
                upper[at + last] = value


@compiled_inside
def _fill_fees(tables: Tables, toll: Longs, memory: Room) -> None:
    """Fill `fee` and `waiting` from the tolls."""
    horizon, disciplines, hospitals = memory.stay.shape
    for t in range(horizon):
        for d in range(disciplines):
            memory.fee[t, d] = toll[d]
    for pair in range(tables.pairs.shape[0]):
        later, earlier = tables.pairs[pair]
        at = disciplines + hospitals + pair * horizon
        memory.waiting[pair, horizon] = 0
        for t in range(horizon - 1, -1, -1):
            memory.waiting[pair, t] = memory.waiting[pair, t + 1] + toll[at + t]
            memory.fee[t, later] += memory.waiting[pair, t]
            memory.fee[t, earlier] -= memory.waiting[pair, t + 1]


@compiled_inside
def _fill_gains(tables: Tables, toll: Longs, memory: Room) -> None:
    """Fill `gain`, `best` and `pick` from stays and tolls."""
    horizon, disciplines, hospitals = memory.stay.shape
    stay, gain, best = memory.stay, memory.gain, memory.best
    best[:] = NEVER
    for t in range(horizon):
        for d in range(disciplines):
            g = tables.group[d]
            for h in range(hospitals):
                gain[t, d, h] = NEVER
                if stay[t, d, h] > NEVER:
                    gain[t, d, h] = stay[t, d, h] - memory.fee[t, d] - toll[disciplines + h]
                if memory.bit[d] < 0 and gain[t, d, h] > best[t, h, g]:
                    best[t, h, g], memory.pick[t, h, g] = gain[t, d, h], d


@compiled_inside
def _may_attend(tables: Tables, case: Case, d: Index, state: Index, memory: Room) -> bool:
    """Return whether the relaxation may attend a discipline next in a state."""
    g, index = tables.group[d], memory.bit[d]
    if memory.done[state, g] >= tables.needed[case.student, g]:
        return False
    if index < 0:
        return bool(memory.other[state, g] + 1 < memory.sizes[g])
    chosen = state // memory.shape[2]
    return bool((chosen >> index) & 1 == 0 and memory.before[index] & ~chosen == 0)


@compiled_inside
def _walk(tables: Tables, case: Case, memory: Room) -> None:
    """Walk along one best programme of `upper_values` and note in `visits` and `visited` what it attends."""
    horizon, _, hospitals = memory.stay.shape
    states, wide = memory.shape[0], hospitals + 1
    memory.visits[:] = 0
    memory.visited[:] = 0
    t, last, state = 0, hospitals, np.int64(0)
    while t < horizon and memory.counts[state] < case.full:
        d, h = _next_of_walk(tables, case, t, last, state, memory)
        if d >= 0:
            memory.visits[t, d] += 1
            memory.visited[h] += 1
            last, state = h, state + memory.step[d]
            t += tables.duration
        elif (
            memory.upper[(t * states + state) * wide + last]
            == memory.upper[((t + 1) * states + state) * wide + last] + case.idle
        ):
            t += 1
        else:
            return


@compiled_inside
def _next_of_walk(tables: Tables, case: Case, t: Index, last: Index, state: Index, memory: Room) -> tuple[int, int]:
    """Return a discipline and hospital that explain the value of a state; (-1, -1) when waiting does."""
    _, disciplines, hospitals = memory.stay.shape
    states, wide = memory.shape[0], hospitals + 1
    value = memory.upper[(t * states + state) * wide + last]
    for d in range(disciplines):
        if not tables.free[case.student, t] or not _may_attend(tables, case, d, state, memory):
            continue
        then = ((t + tables.duration) * states + state + memory.step[d]) * wide
        for h in range(hospitals):
            gain = memory.gain[t, d, h]
            if gain <= NEVER or memory.upper[then + h] <= NEVER:
                continue
            if memory.upper[then + h] + gain + (case.change if h != last and last < hospitals else 0) == value:
                return d, h
    return -1, -1


@compiled_inside
def _slopes(tables: Tables, toll: Longs, memory: Room) -> int:
    """Fill `memory.slope` with how far the walked programme breaks each rule; return the sum of squares that count."""
    horizon, disciplines, hospitals = memory.stay.shape
    slope = memory.slope
    for d in range(disciplines):
        slope[d] = memory.visits[:, d].sum() - 1
    for h in range(hospitals):
        slope[disciplines + h] = memory.visited[h] - tables.limit
    for pair in range(tables.pairs.shape[0]):
        later, earlier = tables.pairs[pair]
        at, ahead = disciplines + hospitals + pair * horizon, 0
        for t in range(horizon):
            ahead += memory.visits[t, later]
            slope[at + t] = ahead
            ahead -= memory.visits[t, earlier]
    norm = 0
    for index in range(slope.shape[0]):
        if slope[index] > 0 or toll[index] > 0:
            norm += slope[index] * slope[index]
    return norm


@compiled_inside
def set_tolls(tables: Tables, case: Case, goal: Index, steps: Index, toll: Longs, memory: Room) -> int:
    """Improve the tolls by sub-gradient steps, leave `memory` as the best of them filled it, and return that bound.

    Stops early when nothing above `goal` is possible, or when the steps bring nothing. `toll` is the start and receives the
    best tolls. NEVER: no programme.
    """
    current = toll.copy()
    least, share, stale, filled = 1 << 62, 1.0, 0, False
    for number in range(steps + 1):
        bound = upper_values(tables, case, current, memory)
        if bound == NEVER:
            return NEVER
        filled = bound < least
        if filled:
            least, stale = bound, 0
            toll[:] = current
        else:
            stale += 1
            share *= 1.0 if stale % PATIENCE else 0.5
        if least <= goal or number == steps or stale >= 4 * PATIENCE:
            break
        _walk(tables, case, memory)
        norm = _slopes(tables, current, memory)
        if norm == 0:
            break
        length = share * (bound - max(goal, least - FARTHEST * case.factor) + 1000) / norm
        for index in range(current.shape[0]):
            current[index] = max(0, current[index] + np.int64(length * memory.slope[index]))
    if not filled:
        upper_values(tables, case, toll, memory)
    return least
