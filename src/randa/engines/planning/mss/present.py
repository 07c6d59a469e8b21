"""Everybody's present programme and who is in the wards: what a search that changes a few students at a time works on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.pricing import Pricer, Prices
from randa.engines.planning.mss.tables import SCALE, Longs


class Present:
    """One programme per student, with the number of students in every ward period.

    Attributes:
        columns: by student.
        cells: by student, the ward periods (h·D + d)·T + t of the programme.
        use: students in each ward period; only of those who are in.
    """

    def __init__(self, pricer: Pricer, columns: Sequence[Column]) -> None:
        self.pricer, self.tables = pricer, pricer.tables
        self.columns = list(columns)
        self.least, self.most = self.tables.least.ravel(), self.tables.most.ravel()
        self.cells = [column.cells(self.tables) for column in self.columns]
        self.use = np.zeros(self.least.size, np.int64)
        for cells in self.cells:
            self.use[cells] += 1
        self._factor = np.full(len(self.columns), SCALE, np.int64)

    @property
    def score(self) -> int:
        """Points of the schedule, the lowest student's once more."""
        scores = [column.score for column in self.columns]
        return sum(scores) + min(scores)

    def wrong(self) -> Longs:
        """Return the ward periods with too few or too many students."""
        return np.flatnonzero((self.use < self.least) | (self.use > self.most))

    def leave(self, student: int) -> None:
        """Take a student out of the wards."""
        self.use[self.cells[student]] -= 1

    def enter(self, student: int, column: Column | None = None) -> None:
        """Put a student who is out into the wards again, with another programme or the old one."""
        if column is not None:
            self.columns[student], self.cells[student] = column, column.cells(self.tables)
        self.use[self.cells[student]] += 1

    def near(self, student: int, points: Any, kicks: int, *, better: bool) -> Column | None:
        """Return a programme near the present one of a student who is out; None when none was found.

        Args:
            student: whose.
            points: price of a place in a full ward period, and of being away from one with too few; one for all or each.
            kicks: see `near.descend`.
            better: only one that is worth more than the present one.
        """
        price = np.rint(np.broadcast_to(points, self.use.shape) * SCALE).astype(np.int64)
        ward = np.where(self.use < self.least, -price, np.where(self.use >= self.most, price, 0))
        prices = Prices(self._factor, ward.reshape(self.tables.least.shape), 0)
        now = self.columns[student]
        goal = SCALE * now.score - int(ward[self.cells[student]].sum())
        found = self.pricer.near(student, prices, prices.sums(), goal if better else goal - 1, [now], kicks)
        return found[0] if found else None
