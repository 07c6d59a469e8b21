"""A student's best programme under prices: labels by period, merged when equal, cut off by the bound of `relax`.

A label is (set of disciplines done, last hospital, count per hospital where the limit can bind) at a period. At most `width`
labels go on from each period, the most promising ones; the best bound among those left behind is reported, so the result
is exact when nothing above the result was left behind, and a bound in any case.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.jit import compile_for, compiled, compiled_inside
from randa.engines.planning.mss.relax import set_tolls, upper_values
from randa.engines.planning.mss.states import Case, Room, case_of, prepare, room
from randa.engines.planning.mss.tables import NEVER, Index, Longs, Tables

COUNT_BITS = 5  # of a label for each hospital; a limit that can bind is below MAX_DISCIPLINES
HOSPITAL_SHIFT = 40
LOW = (1 << HOSPITAL_SHIFT) - 1
NARROWEST, WIDER = 30, 16  # widths tried one after another: what a narrow search finds cuts off most of a wide one
USED, MISSED, BEST, BEST_LABEL = 0, 1, 2, 3  # of a search's tally


class Scratch(NamedTuple):
    """Room for one search, reused from call to call; P labels.

    Attributes:
        room: of the relaxation.
        done: [P] set of disciplines, with the last hospital above them.
        counts: [P] stays that each hospital still takes, packed.
        state: [P] of the relaxation.
        value: [P] what has been gained.
        owed: [P] tolls that come back: of disciplines not yet attended and of hospitals not yet at their limit.
        parent: [P] label before; -1: none.
        period: [P] first period after what has been attended.
        follower: [P] next label of the same period.
        head: [T + 1] first label of a period.
        slots: [Q] hash table of the labels; Q is a power of two.
        bounds: [P] of one period's labels.
        tally: labels used, best bound left behind, best worth, its label.
        halt: [1] 1 ends the search at once; what it says is then worth nothing.
    """

    room: Room
    done: Longs
    counts: Longs
    state: Longs
    value: Longs
    owed: Longs
    parent: Longs
    period: Longs
    follower: Longs
    head: Longs
    slots: NDArray[np.int32]
    bounds: Longs
    tally: Longs
    halt: Longs


def scratch(tables: Tables, labels: int, halt: Longs) -> Scratch:
    """Return working memory for at most so many labels."""
    slots = 1 << int(2 * labels).bit_length()
    rows: Any = [np.zeros(labels, np.int64) for _ in range(8)]
    head = np.zeros(tables.free.shape[1] + 1, np.int64)
    tail: Any = [head, np.full(slots, -1, np.int32), np.zeros(labels, np.int64), np.zeros(4, np.int64), halt]
    return Scratch(room(tables), *rows, *tail)


def compile_parts(tables: Tables, price: Longs, toll: Longs, memory: Scratch) -> Iterator[None]:
    """Compile the search part by part: on a machine's first run the whole takes many seconds, and somebody may say stop."""
    case = Case(0, 1, 1, 1, 1)
    for function, arguments in (
        (prepare, (case, price, 0, memory.room)),
        (upper_values, (case, toll, memory.room)),
        (set_tolls, (case, 0, 0, toll, memory.room)),
        (_extend, (case, 0, 0, 0, toll, memory)),
        (_search, (case, 0, 0, toll, memory)),
    ):
        compile_for(function, tables, *arguments)
        yield


@compiled
def best_programme(
    tables: Tables,
    s: Index,
    factor: Index,
    price: Longs,
    watched: Index,
    goal: Index,
    steps: Index,
    width: Index,
    toll: Longs,
    memory: Scratch,
    stays: Longs,
) -> tuple[int, int, int]:
    """Find a student's programme of most worth above `goal`.

    Args:
        tables: the problem.
        s: the student.
        factor: price units to one point of this student's score.
        price: [H, D, T + 1] sum of the ward's prices of all earlier periods.
        watched: bit set of disciplines that the relaxation remembers one by one.
        goal: only programmes worth more than this are of interest.
        steps: sub-gradient steps for the tolls.
        width: labels that go on from each period.
        toll: start and result of `set_tolls`.
        memory: working memory.
        stays: [D, 3] receives discipline, hospital, period (from 0), last stay first.

    Returns:
        The worth of the programme found (NEVER when none above `goal`), the number of its stays, and a bound: no
        programme is worth more than max(bound, worth, goal).
    """
    case = case_of(tables, s, factor)
    prepare(tables, case, price, watched, memory.room)
    bound = set_tolls(tables, case, goal, steps, toll, memory.room)
    if bound <= goal:
        return NEVER, 0, bound
    if case.full == 0:
        return 0, 0, 0
    worth, count, narrow = goal, 0, min(NARROWEST, width)
    while True:
        _search(tables, case, worth, narrow, toll, memory)
        if memory.tally[BEST_LABEL] >= 0:
            worth = memory.tally[BEST]
            count = _walk_back(memory, memory.tally[BEST_LABEL], tables.duration, stays)
        if memory.tally[MISSED] <= worth or narrow >= width or memory.halt[0]:
            return int(worth if count else NEVER), count, int(min(memory.tally[MISSED], bound))
        narrow = min(narrow * WIDER, width)


@compiled_inside
def _search(tables: Tables, case: Case, goal: Index, width: Index, toll: Longs, memory: Scratch) -> None:
    """Extend labels period by period and leave the result in `memory.tally`."""
    _begin(tables, case, goal, toll, memory)
    for t in range(memory.head.shape[0] - 1):
        if memory.head[t] >= 0:
            _extend(tables, case, t, _cut(tables, t, width, memory), width, toll, memory)
    _forget(memory)


@compiled_inside
def _begin(tables: Tables, case: Case, goal: Index, toll: Longs, memory: Scratch) -> None:
    """Note the label of having attended nothing."""
    disciplines, hospitals = memory.room.stay.shape[1], memory.room.stay.shape[2]
    memory.head[:] = -1
    memory.head[0] = 0
    memory.done[0] = np.int64(hospitals) << HOSPITAL_SHIFT
    memory.counts[0] = _counted(tables, case, hospitals)
    memory.owed[0] = toll[:disciplines].sum() + tables.limit * toll[disciplines : disciplines + hospitals].sum()
    memory.state[0] = memory.value[0] = memory.period[0] = 0
    memory.parent[0] = memory.follower[0] = -1
    memory.tally[USED], memory.tally[MISSED] = 1, NEVER
    memory.tally[BEST], memory.tally[BEST_LABEL] = goal, -1


@compiled_inside
def _counted(tables: Tables, case: Case, hospitals: Index) -> Index:
    """Return the packed stays that hospitals still take; 0 where the limit cannot bind, so that no labels differ by it."""
    counts = np.int64(0)
    if case.full > tables.limit:
        for h in range(hospitals):
            counts |= np.int64(tables.limit) << (COUNT_BITS * h)
    return counts


@compiled_inside
def _cut(tables: Tables, t: Index, width: Index, memory: Scratch) -> Index:
    """Fill `bounds` with the most that each label of a period can come to; return what the `width` best of them have."""
    states, wide = memory.room.shape[0], memory.room.stay.shape[2] + 1
    count, label = 0, memory.head[t]
    while label >= 0:
        at = (t * states + memory.state[label]) * wide + (memory.done[label] >> HOSPITAL_SHIFT)
        back = memory.owed[label] + _pending(tables.pairs, memory.room.waiting, memory.done[label] & LOW, t)
        memory.bounds[count] = memory.value[label] + memory.room.upper[at] + back
        count += 1
        label = memory.follower[label]
    if count <= width:
        return np.int64(NEVER)
    return _smallest(memory.bounds[:count].copy(), count - width)


@compiled_inside
def _smallest(values: Longs, number: Index) -> Index:
    """Return the value that stands at `number` (from 0) when the values are in order; mixes them up.

    Hoare's quickselect. numpy's, compiled, takes three seconds to compile.
    """
    low, high = 0, values.shape[0] - 1
    while low < high:
        middle = values[(low + high) // 2]
        i, j = low, high
        while i <= j:
            while values[i] < middle:
                i += 1
            while values[j] > middle:
                j -= 1
            if i <= j:
                values[i], values[j] = values[j], values[i]
                i += 1
                j -= 1
        if number <= j:
            high = j
        elif number >= i:
            low = i
        else:
            break
    return np.int64(values[number])


@compiled_inside
def _extend(  # noqa: C901  see below
    tables: Tables, case: Case, t: Index, cut: Index, width: Index, toll: Longs, memory: Scratch
) -> None:
    """Let every promising label of a period wait, or attend any discipline that may come next.

    One loop nest in one function: where it was divided, handing the arrays over cost many times the work itself.
    """
    stay, step, worth, tally = memory.room.stay, memory.room.step, memory.bounds, memory.tally
    group_done, needed, group, before = memory.room.done, tables.needed, tables.group, tables.before
    done, counts, state, value, owed = memory.done, memory.counts, memory.state, memory.value, memory.owed
    state_count, pairs, waiting = memory.room.counts, tables.pairs, memory.room.waiting
    _, disciplines, hospitals = stay.shape
    s, duration, limited, taken = case.student, tables.duration, case.full > tables.limit, 0
    label, number = memory.head[t], -1
    while label >= 0 and memory.halt[0] == 0:
        number += 1
        bound, here = worth[number], label
        label = memory.follower[here]
        if bound <= tally[BEST]:
            continue
        if bound < cut or taken >= width:
            tally[MISSED] = max(tally[MISSED], bound)
            continue
        taken += 1
        last, attended = done[here] >> HOSPITAL_SHIFT, done[here] & LOW
        back = _pending(pairs, waiting, attended, t + 1)
        _reach(memory, t + 1, done[here], counts[here], state[here], value[here] + case.idle, owed[here], here, back)
        if not tables.free[s, t]:
            continue
        for d in range(disciplines):
            if (attended >> d) & 1 or before[d] & ~attended or group_done[state[here], group[d]] >= needed[s, group[d]]:
                continue
            complete = state_count[state[here]] + 1 == case.full
            back = _pending(pairs, waiting, attended | (np.int64(1) << d), t + duration)
            for h in range(hospitals):
                if stay[t, d, h] <= NEVER:
                    continue
                left = counts[here]
                if limited:
                    if (left >> (COUNT_BITS * h)) & 31 == 0:
                        continue
                    left -= np.int64(1) << (COUNT_BITS * h)
                then = value[here] + stay[t, d, h] + (case.change if h != last and last < hospitals else 0)
                both = attended | (np.int64(1) << d) | (np.int64(h) << HOSPITAL_SHIFT)
                if not complete:
                    rest = owed[here] - toll[d] - toll[disciplines + h]
                    _reach(memory, t + duration, both, left, state[here] + step[d], then, rest, here, back)
                elif then > tally[BEST]:
                    _finish(memory, t + duration, both, then, here)


@compiled_inside
def _finish(memory: Scratch, t: Index, done: Index, value: Index, parent: Index) -> None:
    """Note a whole programme, the best so far."""
    used = memory.tally[USED]
    if used >= memory.done.shape[0]:
        memory.tally[MISSED] = max(memory.tally[MISSED], value)
        return
    memory.done[used], memory.parent[used], memory.period[used], memory.counts[used] = done, parent, t, -1
    memory.tally[USED], memory.tally[BEST], memory.tally[BEST_LABEL] = used + 1, value, used


@compiled_inside
def _pending(pairs: Longs, waiting: Longs, attended: Index, t: Index) -> Index:
    """Return the tolls that come back for pairs whose earlier discipline is attended and whose later one is not."""
    total = np.int64(0)
    for pair in range(pairs.shape[0]):
        if (attended >> pairs[pair, 1]) & 1 and not (attended >> pairs[pair, 0]) & 1:
            total += waiting[pair, t]
    return total


@compiled_inside
def _reach(
    memory: Scratch,
    t: Index,
    done: Index,
    counts: Index,
    state: Index,
    value: Index,
    owed: Index,
    parent: Index,
    back: Index,
) -> None:
    """Note a label, unless it cannot beat the best or an equal one has gained as much."""
    upper = memory.room.upper[
        (t * memory.room.shape[0] + state) * (memory.room.stay.shape[2] + 1) + (done >> HOSPITAL_SHIFT)
    ]
    if upper <= NEVER // 2:
        return
    bound = value + upper + owed + back
    if bound <= memory.tally[BEST]:
        return
    slot = _slot(t, done, counts, memory.slots.shape[0] - 1)
    while memory.slots[slot] >= 0:
        other = memory.slots[slot]
        if memory.done[other] == done and memory.counts[other] == counts and memory.period[other] == t:
            if value > memory.value[other]:
                memory.value[other], memory.parent[other] = value, parent
            return
        slot = (slot + 1) & (memory.slots.shape[0] - 1)
    used = memory.tally[USED]
    if used >= memory.done.shape[0]:
        memory.tally[MISSED] = max(memory.tally[MISSED], bound)
        return
    memory.slots[slot] = used
    memory.done[used], memory.counts[used], memory.state[used] = done, counts, state
    memory.value[used], memory.owed[used], memory.parent[used], memory.period[used] = value, owed, parent, t
    memory.follower[used] = memory.head[t]
    memory.head[t] = used
    memory.tally[USED] = used + 1


@compiled_inside
def _slot(t: Index, done: Index, counts: Index, mask: Index) -> Index:
    """Return where in the hash table the search for a label begins."""
    mixed = np.uint64(done) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(counts) * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed ^= np.uint64(t) * np.uint64(0x165667B19E3779F9)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return np.int64(mixed & np.uint64(mask))


@compiled_inside
def _forget(memory: Scratch) -> None:
    """Empty the hash table: slot by slot after a small search, all at once after a large one."""
    used = memory.tally[USED]
    if used * 8 > memory.slots.shape[0]:
        memory.slots[:] = -1
        return
    for label in range(used):
        slot = _slot(memory.period[label], memory.done[label], memory.counts[label], memory.slots.shape[0] - 1)
        while memory.slots[slot] >= 0:
            memory.slots[slot] = -1
            slot = (slot + 1) & (memory.slots.shape[0] - 1)


@compiled_inside
def _walk_back(memory: Scratch, label: Index, duration: Index, stays: Longs) -> int:
    """Write the stays that led to a label, last one first, and return their number."""
    count = 0
    while memory.parent[label] >= 0:
        parent = memory.parent[label]
        added = (memory.done[label] & LOW) & ~memory.done[parent]
        if added != 0:
            d = 0
            while (added >> d) & 1 == 0:
                d += 1
            stays[count, 0], stays[count, 1], stays[count, 2] = (
                d,
                memory.done[label] >> HOSPITAL_SHIFT,
                memory.period[label] - duration,
            )
            count += 1
        label = parent
    return count
