"""Better programmes near a known one: what most rounds of column generation need, hundreds of times faster than a search.

A programme is the order of its disciplines and the periods in which they begin; for both the best hospitals follow by a small
dynamic programme. A step exchanges two disciplines, moves one in the order, takes another of the same group, or moves a
stay to other periods; the first that gains is kept, until none does. Then some kicks may follow: two chance steps, and down
again; the result stands when it is no worse (iterated local search).
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from randa.engines.planning.jit import compiled
from randa.engines.planning.mss.tables import NEVER, Index, Longs, Tables

ATTEMPTS = 30  # to keep all hospitals' limits by higher tolls, half a point each


class Bench(NamedTuple):
    """Room for one descent; D disciplines, H hospitals.

    Attributes:
        kept_order, kept_first: [D] the best programme of all kicks.
        order, first: [D] discipline and first period of each stay, in order of the periods.
        tried, begun: [D] the same of the programme that is tried.
        best, came: [D, H] most that is gained up to a stay that ends at a hospital, and the hospital before.
        chosen: [D] hospital of each stay tried.
        taken: [H] stays at each hospital.
        extra: [H] what is added to the tolls of the hospitals that would be chosen beyond their limit.
    """

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


def workbench(tables: Tables) -> Bench:
    """Return working memory that fits every student."""
    _, disciplines, hospitals = tables.worth.shape
    rows: Any = [np.zeros(disciplines, np.int64) for _ in range(6)]
    squares: Any = [np.zeros((disciplines, hospitals), np.int64) for _ in range(2)]
    tail: Any = [np.zeros(disciplines, np.int64), np.zeros(hospitals, np.int64), np.zeros(hospitals, np.int64)]
    return Bench(*rows, *squares, *tail)


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
        toll: [H] what a stay at each hospital is thought to cost, so that no hospital is chosen beyond its limit.
        kicks: how often to kick and descend again.
        seed: of the kicks.
        stays: [n, 3] discipline, hospital and first period (from 0) in order of the periods; receives the result.
        bench: working memory.
    """
    count = stays.shape[0]
    bench.order[:count] = stays[:, 0]
    bench.first[:count] = stays[:, 2]
    worth = _down(tables, s, factor, price, toll, count, bench)
    bench.kept_order[:count], bench.kept_first[:count] = bench.order[:count], bench.first[:count]
    state: Any = np.uint64(seed) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(1)
    for _ in range(kicks if count > 2 else 0):
        for _ in range(2):
            state = _next(state)
            one = np.int64((state >> np.uint64(20)) % np.uint64(count))
            two = np.int64((state >> np.uint64(40)) % np.uint64(count))
            bench.order[one], bench.order[two] = bench.order[two], bench.order[one]
        value = _down(tables, s, factor, price, toll, count, bench)
        if value >= worth:
            worth = value
            bench.kept_order[:count], bench.kept_first[:count] = bench.order[:count], bench.first[:count]
        else:
            bench.order[:count], bench.first[:count] = bench.kept_order[:count], bench.kept_first[:count]
    _try_again(count, bench)
    total = _worth(tables, s, factor, price, toll, count, bench)
    for i in range(count):
        stays[i, 0], stays[i, 1], stays[i, 2] = bench.order[i], bench.chosen[i], bench.first[i]
    return int(total)


@compiled
def _next(state: np.uint64) -> Any:
    """Return the next number of Marsaglia's xorshift."""
    state ^= state << np.uint64(13)
    state ^= state >> np.uint64(7)
    return np.uint64(state ^ (state << np.uint64(17)))


@compiled
def _down(tables: Tables, s: Index, factor: Index, price: Longs, toll: Longs, count: Index, bench: Bench) -> int:
    """Take steps until none gains; return the worth."""
    _try_again(count, bench)
    worth = _worth(tables, s, factor, price, toll, count, bench)
    while True:
        before = worth
        worth = _exchange(tables, s, factor, price, toll, count, worth, bench)
        worth = _replace(tables, s, factor, price, toll, count, worth, bench)
        worth = _move(tables, s, factor, price, toll, count, worth, bench)
        if worth <= before:
            return int(worth)


@compiled
def _try_again(count: Index, bench: Bench) -> None:
    bench.tried[:count] = bench.order[:count]
    bench.begun[:count] = bench.first[:count]


@compiled
def _keep(count: Index, bench: Bench) -> None:
    bench.order[:count] = bench.tried[:count]
    bench.first[:count] = bench.begun[:count]


@compiled
def _exchange(
    tables: Tables,
    s: Index,
    factor: Index,
    price: Longs,
    toll: Longs,
    count: Index,
    worth: Index,
    bench: Bench,
) -> int:
    """Exchange two disciplines, or move one to another place in the order, where that gains."""
    for i in range(count):
        for j in range(count):
            if i < j:
                _try_again(count, bench)
                bench.tried[i], bench.tried[j] = bench.order[j], bench.order[i]
                value = _worth(tables, s, factor, price, toll, count, bench)
                if value > worth:
                    worth = value
                    _keep(count, bench)
            if abs(i - j) > 1:
                _try_again(count, bench)
                step = 1 if j > i else -1
                for k in range(i, j, step):
                    bench.tried[k] = bench.order[k + step]
                bench.tried[j] = bench.order[i]
                value = _worth(tables, s, factor, price, toll, count, bench)
                if value > worth:
                    worth = value
                    _keep(count, bench)
    return int(worth)


@compiled
def _replace(
    tables: Tables,
    s: Index,
    factor: Index,
    price: Longs,
    toll: Longs,
    count: Index,
    worth: Index,
    bench: Bench,
) -> int:
    """Take another discipline of the same group where that gains."""
    attended = np.int64(0)
    for i in range(count):
        attended |= np.int64(1) << bench.order[i]
    for i in range(count):
        for d in range(tables.group.shape[0]):
            if (attended >> d) & 1 or tables.group[d] != tables.group[bench.order[i]]:
                continue
            _try_again(count, bench)
            bench.tried[i] = d
            value = _worth(tables, s, factor, price, toll, count, bench)
            if value > worth:
                worth = value
                attended ^= (np.int64(1) << d) | (np.int64(1) << bench.order[i])
                _keep(count, bench)
    return int(worth)


@compiled
def _move(  # noqa: C901  see `relax`
    tables: Tables,
    s: Index,
    factor: Index,
    price: Longs,
    toll: Longs,
    count: Index,
    worth: Index,
    bench: Bench,
) -> int:
    """Let a stay begin in another period, with its discipline or with the order of the disciplines kept."""
    duration = tables.duration
    for i in range(count):
        for t in range(tables.free.shape[1]):
            if not tables.free[s, t]:
                continue
            place, clash = 0, False
            for k in range(count):
                if k != i:
                    if abs(bench.first[k] - t) < duration:
                        clash = True
                        break
                    if bench.first[k] < t:
                        place += 1
            if clash or bench.first[i] == t:
                continue
            for carried in range(2):
                _try_again(count, bench)
                step = 1 if place > i else -1
                for k in range(i, place, step):
                    bench.begun[k] = bench.first[k + step]
                    if carried:
                        bench.tried[k] = bench.order[k + step]
                bench.begun[place] = t
                if carried:
                    bench.tried[place] = bench.order[i]
                value = _worth(tables, s, factor, price, toll, count, bench)
                if value > worth:
                    worth = value
                    _keep(count, bench)
                    break
    return int(worth)


@compiled
def _worth(tables: Tables, s: Index, factor: Index, price: Longs, toll: Longs, count: Index, bench: Bench) -> int:
    """Return what the tried programme is worth at good hospitals, which are left in `chosen`; NEVER: it breaks a rule."""
    if count == 0:
        return 0
    attended = np.int64(0)
    for i in range(count):
        d = bench.tried[i]
        if tables.before[d] & ~attended:
            return NEVER
        attended |= np.int64(1) << d
    if count <= tables.limit:
        bench.extra[:] = 0
        return _at_hospitals(tables, s, factor, price, count, bench)
    bench.extra[:] = toll
    for _ in range(ATTEMPTS):
        worth = _at_hospitals(tables, s, factor, price, count, bench)
        full = np.argmax(bench.taken)
        if worth <= NEVER or bench.taken[full] <= tables.limit:
            return worth
        bench.extra[full] += factor // 2
    return NEVER


@compiled
def _at_hospitals(tables: Tables, s: Index, factor: Index, price: Longs, count: Index, bench: Bench) -> int:
    """Choose the hospitals that are best when `extra` is paid for each stay; return the worth without that, or NEVER."""
    hospitals, duration, change = bench.taken.shape[0], tables.duration, factor * tables.change[s]
    top, top_at = np.int64(0), -1
    for i in range(count):
        d, t, next_top, next_at = bench.tried[i], bench.begun[i], np.int64(NEVER), -1
        for h in range(hospitals):
            points = tables.worth[s, d, h]
            if points <= NEVER:
                bench.best[i, h] = NEVER
                continue
            gain = factor * points - price[h, d, t + duration] + price[h, d, t] - bench.extra[h]
            value, came = top, top_at
            if (
                i > 0 and top_at != h
            ):  # a change costs the same from everywhere: the best end before is the one to leave
                value += change
                if bench.best[i - 1, h] > NEVER and bench.best[i - 1, h] >= value:
                    value, came = bench.best[i - 1, h], h
            bench.best[i, h], bench.came[i, h] = value + gain, came
            if value + gain > next_top:
                next_top, next_at = value + gain, h
        if next_at < 0:
            return NEVER
        top, top_at = next_top, next_at
    bench.taken[:] = 0
    at = top_at
    for i in range(count - 1, -1, -1):
        bench.chosen[i] = at
        bench.taken[at] += 1
        top += bench.extra[at]
        at = bench.came[i, at]
    ended = bench.begun[count - 1] + duration
    return int(top + factor * tables.idle[s] * (ended - count * duration))
