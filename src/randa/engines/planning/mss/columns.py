"""A column: one legal programme of one student, with what the master programme needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from randa.engines.planning.mss.model import Stay
from randa.engines.planning.mss.tables import Longs, Tables


@dataclass(frozen=True, slots=True)
class Column:
    """A programme. `stays` are (discipline, hospital, period) from 0, in order of the period."""

    student: int
    stays: tuple[tuple[int, int, int], ...]
    score: int

    def cells(self, tables: Tables) -> Longs:
        """Return the numbers of the ward periods (h·D + d)·T + t that it takes a place in."""
        _, disciplines, horizon = tables.most.shape
        first = np.array([(h * disciplines + d) * horizon + t for d, h, t in self.stays], np.int64)
        return (first[:, None] + np.arange(tables.duration)[None, :]).ravel()

    def numbered(self) -> tuple[Stay, ...]:
        """Return the stays as in files: from 1."""
        return tuple(Stay(d + 1, h + 1, t + 1) for d, h, t in self.stays)


def column_of(tables: Tables, student: int, stays: Longs) -> Column:
    """Return the column of a programme found by the search ([n, 3], last stay first)."""
    ordered = tuple((int(d), int(h), int(t)) for d, h, t in reversed(stays))
    score = sum(int(tables.worth[student, d, h]) for d, h, _ in ordered)
    changes = sum(one[1] != two[1] for one, two in pairwise(ordered))
    ended = ordered[-1][2] + tables.duration if ordered else 0
    score += int(tables.change[student]) * changes
    score += int(tables.idle[student]) * (ended - len(ordered) * tables.duration)
    return Column(student, ordered, score)
