"""Better programmes near a known one: what most rounds of column generation need, hundreds of times faster than a search.

A programme is the order of its disciplines and the periods in which they begin; for both the best hospitals follow by a small
dynamic programme. A step exchanges two disciplines, moves one in the order, takes another of the same group, or moves a
stay to other periods; the first that gains is kept, until none does. Then some kicks may follow: two chance steps, and down
again; the result stands when it is no worse (iterated local search: Lourenço, Martin and Stützle, Handbook of
Metaheuristics, 2003).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from randa.engines.planning.jit import compiled, compiled_inside
from randa.engines.planning.mss.tables import NEVER, Bools, Index, Longs, Tables

ATTEMPTS = 30  # to keep all hospitals' limits by higher tolls, half a point each


class Bench(NamedTuple):
    """Room for one descent; D disciplines, H hospitals, T periods.

    Attributes:
        gain: [D, H, T] worth of a stay that begins in a period, under the prices; NEVER where it is not allowed.
        kept_order, kept_first: [D] the best programme of all kicks.
        order, first: [D] discipline and first period of each stay, in order of the periods.
        tried, begun: [D] the same of the programme that is tried.
        best, came: [D, H] most that is gained up to a stay that ends at a hospital, and the hospital before.
        chosen: [D] hospital of each stay tried.
        taken: [H] stays at each hospital.
        extra: [H] what is added to the tolls of the hospitals that would be chosen beyond their limit.
    """

    gain: Longs
    kept_order: Longs
    kept_first: Longs
    order: Longs
    first: Longs
    tried: Longs
    begun: Longs
    best: Longs
    came: Longs
    chosen: Longs
    taken: Longs
    extra: Longs


class Descent(NamedTuple):
    """One student's descent: what every step reads, and the bench it works on.

    Attributes:
        length: stays of the programme.
        factor, change, idle: price units to one point, of a change of hospital, and of an idle period.
        limit, duration, group, before: as in `Tables`.
        free: [T] whether a stay may begin in a period.
        toll: [H] what a stay at each hospital is thought to cost, so that no hospital is chosen beyond its limit.
        bench: working memory.
    """

    length: Index
    factor: Index
    change: Index
    idle: Index
    limit: Index
    duration: Index
    group: Longs
    before: Longs
    free: Bools
    toll: Longs
    bench: Bench


def workbench(tables: Tables) -> Bench:
    """Return working memory that fits every student."""
    _, disciplines, hospitals = tables.worth.shape
    gain: Any = np.zeros((disciplines, hospitals, tables.free.shape[1]), np.int64)
    rows: Any = [np.zeros(disciplines, np.int64) for _ in range(6)]
    squares: Any = [np.zeros((disciplines, hospitals), np.int64) for _ in range(2)]
    tail: Any = [np.zeros(disciplines, np.int64), np.zeros(hospitals, np.int64), np.zeros(hospitals, np.int64)]
    return Bench(gain, *rows, *squares, *tail)


@compiled
def descend(
    tables: Tables,
    s: Index,
    factor: Index,
    price: Longs,
    toll: Longs,
    kicks: Index,
    seed: Index,
    stays: Longs,
    bench: Bench,
) -> int:
    """Change a student's programme into one that no single step makes worth more; return its worth (NEVER: none).

    Args:
        tables: the problem.
        s: the student.
        factor: price units to one point of this student's score.
        price: [H, D, T + 1] sum of the ward's prices of all earlier periods.
        toll: [H] see `Descent`.
        kicks: how often to kick and descend again.
        seed: of the kicks.
        stays: [n, 3] discipline, hospital and first period (from 0) in order of the periods; receives the result.
        bench: working memory.
    """
    count = stays.shape[0]
    if count == 0:
        return 0
    _fill_gains(tables, s, factor, price, bench)
    own = Descent(
        count,
        factor,
        factor * tables.change[s],
        factor * tables.idle[s],
        tables.limit,
        tables.duration,
        tables.group,
        tables.before,
        tables.free[s],
        toll,
        bench,
    )
    bench.order[:count] = stays[:, 0]
    bench.first[:count] = stays[:, 2]
    worth = _down(own)
    _kick(own, worth, kicks, seed)
    _try_again(own)
    total = _worth(own)
    for i in range(count):
        stays[i, 0], stays[i, 1], stays[i, 2] = bench.order[i], bench.chosen[i], bench.first[i]
    return int(total)


@compiled_inside
def _fill_gains(tables: Tables, s: Index, factor: Index, price: Longs, bench: Bench) -> None:
    disciplines, hospitals, horizon = bench.gain.shape
    for d in range(disciplines):
        for h in range(hospitals):
            points = tables.worth[s, d, h]
            for t in range(horizon):
                if tables.free[s, t] and points > NEVER:
                    bench.gain[d, h, t] = factor * points - price[h, d, t + tables.duration] + price[h, d, t]
                else:
                    bench.gain[d, h, t] = NEVER


@compiled_inside
def _kick(own: Descent, worth: Index, kicks: Index, seed: Index) -> None:
    """Exchange disciplines by chance and descend again, so many times; leave the best in `order` and `first`."""
    bench, count = own.bench, own.length
    bench.kept_order[:count], bench.kept_first[:count] = bench.order[:count], bench.first[:count]
    state: Any = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(1)
    for _ in range(kicks if count > 2 else 0):
        for _ in range(2):
            state = _next(state)
            one = np.int64((state >> np.uint64(20)) % np.uint64(count))
            two = np.int64((state >> np.uint64(40)) % np.uint64(count))
            bench.order[one], bench.order[two] = bench.order[two], bench.order[one]
        value = _down(own)
        if value >= worth:
            worth = value
            bench.kept_order[:count], bench.kept_first[:count] = bench.order[:count], bench.first[:count]
        else:
            bench.order[:count], bench.first[:count] = bench.kept_order[:count], bench.kept_first[:count]


@compiled_inside
def _next(state: np.uint64) -> Any:
    """Return the next number of Marsaglia's xorshift."""
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    return np.uint64(state ^ (state << np.uint64(17)))


@compiled_inside
def _down(own: Descent) -> int:
    """Take steps until none gains; return the worth."""
    _try_again(own)
    worth = _worth(own)
    while True:
        before = worth
        worth = _exchange(own, worth)
        worth = _replace(own, worth)
        worth = _move(own, worth)
        if worth <= before:
            return int(worth)


@compiled_inside
def _try_again(own: Descent) -> None:
    for i in range(own.length):
        own.bench.tried[i], own.bench.begun[i] = own.bench.order[i], own.bench.first[i]


@compiled_inside
def _kept(own: Descent, worth: Index) -> int:
    """Keep what is tried when it is worth more; return what the programme kept is worth."""
    value = _worth(own)
    if value <= worth:
        return int(worth)
    for i in range(own.length):
        own.bench.order[i], own.bench.first[i] = own.bench.tried[i], own.bench.begun[i]
    return int(value)


@compiled_inside
def _exchange(own: Descent, worth: Index) -> int:
    """Exchange two disciplines, or move one to another place in the order, where that gains."""
    bench = own.bench
    for i in range(own.length):
        for j in range(own.length):
            if i < j:
                _try_again(own)
                bench.tried[i], bench.tried[j] = bench.order[j], bench.order[i]
                worth = _kept(own, worth)
            if abs(i - j) > 1:
                _try_again(own)
                step = 1 if j > i else -1
                for k in range(i, j, step):
                    bench.tried[k] = bench.order[k + step]
                bench.tried[j] = bench.order[i]
                worth = _kept(own, worth)
    return int(worth)


@compiled_inside
def _replace(own: Descent, worth: Index) -> int:
    """Take another discipline of the same group where that gains."""
    bench, attended = own.bench, np.int64(0)
    for i in range(own.length):
        attended |= np.int64(1) << bench.order[i]
    for i in range(own.length):
        for d in range(own.group.shape[0]):
            old = bench.order[i]
            if (attended >> d) & 1 or own.group[d] != own.group[old]:
                continue
            _try_again(own)
            bench.tried[i] = d
            worth = _kept(own, worth)
            if bench.order[i] == d:
                attended ^= (np.int64(1) << d) | (np.int64(1) << old)
    return int(worth)


@compiled_inside
def _move(own: Descent, worth: Index) -> int:
    """Let a stay begin in another period, with its discipline or with the order of the disciplines kept."""
    bench = own.bench
    for i in range(own.length):
        for t in range(own.free.shape[0]):
            place = _place(own, i, t)
            for carried in range(2 if place >= 0 else 0):
                _try_again(own)
                step = 1 if place > i else -1
                for k in range(i, place, step):
                    bench.begun[k] = bench.first[k + step]
                    if carried:
                        bench.tried[k] = bench.order[k + step]
                bench.begun[place] = t
                if carried:
                    bench.tried[place] = bench.order[i]
                before, worth = worth, _kept(own, worth)
                if worth > before:
                    break
    return int(worth)


@compiled_inside
def _place(own: Descent, i: Index, t: Index) -> int:
    """Return which stay in order stay `i` becomes when it begins in period `t`; -1: it cannot, or does already."""
    first, place = own.bench.first, 0
    if not own.free[t] or first[i] == t:
        return -1
    for k in range(own.length):
        if k != i:
            if abs(first[k] - t) < own.duration:
                return -1
            if first[k] < t:
                place += 1
    return place


@compiled_inside
def _worth(own: Descent) -> int:
    """Return what the tried programme is worth at good hospitals, which are left in `chosen`; NEVER: it breaks a rule."""
    bench, attended = own.bench, np.int64(0)
    for i in range(own.length):
        d = bench.tried[i]
        if own.before[d] & ~attended:
            return NEVER
        attended |= np.int64(1) << d
    if own.length <= own.limit:
        bench.extra[:] = 0
        return _at_hospitals(own)
    bench.extra[:] = own.toll
    for _ in range(ATTEMPTS):
        worth = _at_hospitals(own)
        full = np.argmax(bench.taken)
        if worth <= NEVER or bench.taken[full] <= own.limit:
            return worth
        bench.extra[full] += own.factor // 2
    return NEVER


@compiled_inside
def _at_hospitals(own: Descent) -> int:
    """Choose the hospitals that are best when `extra` is paid for each stay; return the worth without that, or NEVER."""
    bench, hospitals = own.bench, own.bench.taken.shape[0]
    top, top_at = np.int64(0), -1
    for i in range(own.length):
        d, t, next_top, next_at = bench.tried[i], bench.begun[i], np.int64(NEVER), -1
        for h in range(hospitals):
            gain = bench.gain[d, h, t]
            if gain <= NEVER:
                bench.best[i, h] = NEVER
                continue
            value, came = top, top_at
            # a change costs the same from everywhere: the best end before is the one to leave
            if i > 0 and top_at != h:
                value += own.change
                if bench.best[i - 1, h] > NEVER and bench.best[i - 1, h] >= value:
                    value, came = bench.best[i - 1, h], h
            value += gain - bench.extra[h]
            bench.best[i, h], bench.came[i, h] = value, came
            if value > next_top:
                next_top, next_at = value, h
        if next_at < 0:
            return NEVER
        top, top_at = next_top, next_at
    bench.taken[:] = 0
    at = top_at
    for i in range(own.length - 1, -1, -1):
        bench.chosen[i] = at
        bench.taken[at] += 1
        top += bench.extra[at]
        at = bench.came[i, at]
    ended = bench.begun[own.length - 1] + own.duration
    return int(top + own.idle * (ended - own.length * own.duration))
