"""A first programme for each student, and a first bound, before anything is priced or compiled: plain counting.

Whether a student has a programme at all is three questions that do not touch each other, since availability depends neither
on the discipline nor on the hospital: disciplines that are enough of each group and bring what must precede them; a hospital
for each, none beyond its limit; and so many periods in which a stay may begin.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from randa.engines.planning.mss.columns import Column, column_of
from randa.engines.planning.mss.tables import NEVER, Longs, Tables

CHOICES = 2_000  # of disciplines that a student's first programme tries, at most
STEPS = 50_000  # of the search for them


def first_programme(tables: Tables, student: int) -> Column | None:
    """Return a programme that keeps the rules of one student; None: there is none, or it was not found in `CHOICES`."""
    firsts, needed = earliest(tables, student), int(tables.needed[student].sum())
    if len(firsts) < needed:
        return None
    for number, chosen in enumerate(_choices(tables, student)):
        at = _hospitals(tables, student, chosen)
        if at is not None:
            stays = np.array([(d, at[d], t) for d, t in zip(chosen, firsts, strict=False)], np.int64).reshape(-1, 3)
            return column_of(tables, student, stays[::-1])
        if number == CHOICES:
            break
    return None


def earliest(tables: Tables, student: int) -> list[int]:
    """Return the first periods of as many stays as fit, each as early as can be."""
    firsts: list[int] = []
    for t in np.flatnonzero(tables.free[student]).tolist():
        if not firsts or t >= firsts[-1] + tables.duration:
            firsts.append(t)
    return firsts


def first_bound(tables: Tables) -> int:
    """Return a bound on the score: everybody's dearest disciplines at their best hospitals, as early as can be."""
    bounds = [_most(tables, s) for s in range(tables.worth.shape[0])]
    return sum(bounds) + min(bounds)


def _most(tables: Tables, student: int) -> int:
    best, firsts, count = (
        tables.worth[student].max(axis=1),
        earliest(tables, student),
        int(tables.needed[student].sum()),
    )
    total = 0
    for g, needed in enumerate(tables.needed[student].tolist()):
        total += int(np.sort(best[tables.group == g])[best[tables.group == g].size - needed :].sum())
    change, idle = int(tables.change[student]), int(tables.idle[student])
    ended = firsts[count - 1] + tables.duration if 0 < count <= len(firsts) else 0
    last = tables.free.shape[1] if count else 0
    changes = max(change, 0) * max(count - 1, 0)
    return total + changes + max(idle * (ended - count * tables.duration), idle * (last - count * tables.duration))


def _choices(tables: Tables, student: int) -> Iterator[list[int]]:
    """Yield sets of disciplines that are enough of each group and bring what must precede them, in a possible order."""
    best = tables.worth[student].max(axis=1)
    order = _in_order(tables, best)
    wanted, steps = tables.needed[student].tolist(), [0]
    group, before = tables.group.tolist(), tables.before.tolist()

    def extend(at: int, chosen: list[int], bits: int, left: list[int]) -> Iterator[list[int]]:
        steps[0] += 1
        if not any(left):
            yield chosen
            return
        if steps[0] > STEPS or any(
            count > sum(group[d] == g for d in order[at:]) for g, count in enumerate(left) if count
        ):
            return
        d = order[at]
        if left[group[d]] and not before[d] & ~bits:
            rest = [count - (g == group[d]) for g, count in enumerate(left)]
            yield from extend(at + 1, [*chosen, d], bits | 1 << d, rest)
        yield from extend(at + 1, chosen, bits, left)

    yield from extend(0, [], 0, wanted)


def _in_order(tables: Tables, best: Longs) -> list[int]:
    """Return the possible disciplines so that none stands before one that must precede it, dear ones early."""
    left = [d for d in range(best.size) if best[d] > NEVER]
    order: list[int] = []
    bits = 0
    while True:
        ready = [d for d in left if not int(tables.before[d]) & ~bits]
        if not ready:
            return order
        dearest = max(ready, key=lambda d: (best[d], -d))
        left.remove(dearest)
        order.append(dearest)
        bits |= 1 << dearest


def _hospitals(tables: Tables, student: int, chosen: list[int]) -> dict[int, int] | None:
    """Return a hospital for each discipline, none beyond its limit (augmenting paths); None where that cannot be."""
    worth = tables.worth[student]
    at: dict[int, int] = {}

    def place(d: int, seen: set[int]) -> bool:
        for h in sorted(range(worth.shape[1]), key=lambda h: -worth[d, h]):
            if worth[d, h] <= NEVER or h in seen:
                continue
            seen.add(h)
            there = [other for other, hospital in at.items() if hospital == h]
            if len(there) < tables.limit or any(place(other, seen) for other in there):
                at[d] = h
                return True
        return False

    return at if all(place(d, set()) for d in chosen) else None
