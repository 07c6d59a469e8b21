"""The problem as flat arrays for the compiled code, and prices of wards in whole numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.mss.model import Problem

Longs = NDArray[np.int64]
Bools = NDArray[np.bool_]
Index = int | np.int64  # compiled code is made once per argument type, so numbers read from arrays are widened

SCALE = 1 << 20  # price units to one point of score: bounds are sums of whole numbers and carry no rounding error
NEVER = -(1 << 60)  # worth of what cannot be


class Tables(NamedTuple):
    """Everything the search for one student's best programme reads.

    Attributes:
        worth: [S, D, H] points of attending a discipline at a hospital; NEVER where that is not allowed.
        free: [S, T] whether a stay may begin in a period (it must end within the horizon, available all the way).
        change, idle: [S] points of a change of hospital and of an idle period before the last stay.
        needed: [S, G] disciplines of each group.
        group: [D] group of each discipline, from 0.
        before: [D] bit set of the disciplines that must have begun earlier.
        pairs: [P, 2] (later, earlier) disciplines of the same rule.
        most, least: [H, D, T] places of a ward.
        duration: periods of a stay.
        limit: disciplines of one student at one hospital.
    """

    worth: Longs
    free: Bools
    change: Longs
    idle: Longs
    needed: Longs
    group: Longs
    before: Longs
    pairs: Longs
    most: Longs
    least: Longs
    duration: int
    limit: int


def tables_of(problem: Problem) -> Tables:
    """Return the arrays of a problem."""
    weights, needed = _longs(problem.weights), _longs(problem.needed)
    possible = _longs(problem.ability).transpose(0, 2, 1) * _longs(problem.allowed)[:, :, None] > 0
    possible &= needed[:, _longs(problem.group) - 1, None] > 0
    before = _longs(problem.preceded_by)
    for _ in range(problem.disciplines):  # what needs something impossible is impossible too
        missing = ~possible.any(axis=2)
        possible &= ~((missing.astype(np.int64) @ before.T) > 0)[:, :, None]
    worth = (
        (weights[:, 0, None] * _longs(problem.discipline_wish))[:, :, None]
        + (weights[:, 1, None] * _longs(problem.hospital_wish))[:, None, :]
        + _longs(problem.school_wish)[None, :, None]
    )
    available = _longs(problem.available)
    free = np.zeros(available.shape, np.bool_)
    for t in range(problem.horizon - problem.duration + 1):
        free[:, t] = available[:, t : t + problem.duration].all(axis=1)
    bits = np.int64(1) << np.arange(problem.disciplines, dtype=np.int64)
    return Tables(
        worth=np.where(possible, worth, NEVER),
        free=free,
        change=weights[:, 2].copy(),
        idle=weights[:, 3].copy(),
        needed=needed,
        group=_longs(problem.group) - 1,
        before=(before * bits[None, :]).sum(axis=1),
        pairs=np.argwhere(before).astype(np.int64).reshape(-1, 2),
        most=_longs(problem.most),
        least=_longs(problem.least),
        duration=problem.duration,
        limit=problem.max_per_hospital,
    )


def _longs(values: Any) -> Longs:
    return np.array(values, np.int64)
