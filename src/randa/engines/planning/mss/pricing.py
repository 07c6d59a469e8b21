"""Prices of wards and of the lowest score, as whole numbers, and everybody's best programme under them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.mss.columns import Column, column_of
from randa.engines.planning.mss.near import descend, workbench
from randa.engines.planning.mss.search import best_programme, compile_parts, scratch
from randa.engines.planning.mss.states import MAX_STATES, state_count, toll_count
from randa.engines.planning.mss.tables import NEVER, SCALE, Longs, Tables
from randa.engines.planning.mss.tolls import TollPlanner

LABELS = 400_000
ALL_WATCHED = 5000  # states up to which every discipline is watched from the start
SOME_WATCHED = 1500  # states of the first relaxation of the others
AFTER_PLAN = 5  # sub-gradient steps that follow the tolls of `tolls`, which are near the best


@dataclass(frozen=True)
class Prices:
    """Whole prices, so that the bound they give carries no rounding error.

    Attributes:
        factor: [S] price units to one point of a student's score: SCALE, and the student's part of the lowest score.
        ward: [H, D, T] what a place costs (above 0: it is full; below 0: somebody must be there).
        rent: what all wards together owe, in price units: places taken up at most, and at least.
    """

    factor: Longs
    ward: Longs
    rent: int

    def sums(self) -> Longs:
        """Return [H, D, T + 1]: the ward's prices of all earlier periods, summed."""
        result = np.zeros((*self.ward.shape[:2], self.ward.shape[2] + 1), np.int64)
        np.cumsum(self.ward, axis=2, out=result[:, :, 1:])
        return result


def whole_prices(
    tables: Tables, share: NDArray[np.float64], least: NDArray[np.float64], most: NDArray[np.float64]
) -> Prices:
    """Round prices so that they stay prices: shares sum to one, and each row keeps its sign.

    Args:
        tables: the problem.
        share: [S] each student's part in the price of the lowest score (>= 0, sum about 1).
        least: [H, D, T] price of the row that asks for students (<= 0).
        most: [H, D, T] price of the row that limits them (>= 0).
    """
    part = np.rint(np.maximum(share, 0.0) / max(share.sum(), 1e-9) * SCALE).astype(np.int64)
    part[np.argmax(part)] += SCALE - part.sum()
    below = np.rint(np.minimum(least, 0.0) * SCALE).astype(np.int64)
    above = np.rint(np.maximum(most, 0.0) * SCALE).astype(np.int64)
    rent = int((below * tables.least).sum() + (above * tables.most).sum())
    return Prices(part + SCALE, below + above, rent)


class Pricer:
    """Finds everybody's best programme under prices; remembers each student's tolls from call to call.

    Args:
        tables: the problem.
        halt: [1] see `Scratch`.
    """

    def __init__(self, tables: Tables, halt: Longs) -> None:
        self.tables = tables
        self.memory = scratch(tables, LABELS, halt)
        self.planner = TollPlanner(tables)
        self.toll = np.zeros((tables.worth.shape[0], toll_count(tables)), np.int64)
        self.watched = [self._first_watched(s) for s in range(tables.worth.shape[0])]
        self._stays = np.zeros((tables.worth.shape[1], 3), np.int64)
        self._bench = workbench(tables)
        self._descents = 0

    def _first_watched(self, student: int) -> int:
        """Return all disciplines when their sets are few enough; else those of precedence, and those few hospitals can give."""
        disciplines = int(self.tables.worth.shape[1])
        everything = (1 << disciplines) - 1
        if state_count(self.tables, student, everything) <= ALL_WATCHED:
            return everything
        paired = set(self.tables.pairs.ravel().tolist())
        hospitals = (self.tables.worth[student] > NEVER).sum(axis=1)
        watched = 0
        for d in sorted(range(disciplines), key=lambda d: (d not in paired, hospitals[d], d)):
            if state_count(self.tables, student, watched | 1 << d) <= SOME_WATCHED:
                watched |= 1 << d
        return watched

    def compile_parts(self) -> Iterator[None]:
        """Compile the exact search, part by part."""
        wards, horizon = self.tables.most.shape[:2], self.tables.most.shape[2]
        return compile_parts(self.tables, np.zeros((*wards, horizon + 1), np.int64), self.toll[0], self.memory)

    @property
    def is_hard(self) -> bool:
        """Whether an exact search of some student has to forget disciplines, so that a round of them may take minutes."""
        return not all(self._all_watched(student) for student in range(len(self.watched)))

    def _all_watched(self, student: int) -> bool:
        return self.watched[student] == (1 << int(self.tables.worth.shape[1])) - 1

    def watch_more(self, student: int, most: int) -> bool:
        """Watch the disciplines that the last relaxed programme of this student repeated or left in wrong order."""
        slope, disciplines = self.memory.room.slope, self.tables.worth.shape[1]
        horizon = self.tables.free.shape[1]
        wrong = {int(d): int(slope[d]) for d in range(disciplines) if slope[d] > 0}
        at = disciplines + self.tables.worth.shape[2]
        for number, pair in enumerate(self.tables.pairs):
            broken = int(np.maximum(slope[at + number * horizon : at + (number + 1) * horizon], 0).sum())
            for d in pair if broken else ():
                wrong[int(d)] = wrong.get(int(d), 0) + broken
        for d in sorted(wrong, key=lambda d: (-wrong[d], d)):
            more = self.watched[student] | 1 << d
            if more != self.watched[student] and state_count(self.tables, student, more) <= most:
                self.watched[student] = more
                return True
        return False

    def best(
        self, student: int, prices: Prices, sums: Longs, *, goal: int, steps: int, width: int, work: int
    ) -> tuple[Column | None, int, int]:
        """Return a column worth more than `goal`, its worth, and a bound on the worth of all (at least goal).

        Args:
            student: whose.
            prices, sums: and their `sums()`.
            goal: see `best_programme`.
            steps: for the tolls, at most; fewer when `work` values of the relaxation are computed before.
            width: of the search.
            work: see `steps`.
        """
        factor = int(prices.factor[student])
        cells = self.memory.room.upper.shape[0] // MAX_STATES * state_count(self.tables, student, self.watched[student])
        planned = None if self._all_watched(student) else self.planner.tolls(student, factor, sums)
        if planned is not None:
            self.toll[student], steps = planned, min(steps, AFTER_PLAN)
        steps = max(min(steps, work // cells), 2)
        worth, count, bound = best_programme(
            self.tables,
            student,
            factor,
            sums,
            self.watched[student],
            goal,
            steps,
            width,
            self.toll[student],
            self.memory,
            self._stays,
        )
        bound = max(bound, worth, goal)
        if worth <= NEVER:
            return None, NEVER, bound
        return column_of(self.tables, student, self._stays[:count]), worth, bound

    def near(
        self, student: int, prices: Prices, sums: Longs, goal: int, starts: Sequence[Column], kicks: int
    ) -> list[Column]:
        """Return columns worth more than `goal`, found by steps and kicks from the student's columns `starts`."""
        disciplines, hospitals = self.tables.worth.shape[1:]
        toll, found = self.toll[student, disciplines : disciplines + hospitals], []
        for start in starts:
            stays = np.array(start.stays, np.int64).reshape(-1, 3)
            factor = int(prices.factor[student])
            self._descents += 1
            worth = descend(self.tables, student, factor, sums, toll, kicks, self._descents, stays, self._bench)
            if worth > goal:
                found.append(column_of(self.tables, student, stays[::-1]))
        return found


def bound_of(prices: Prices, worths: Sequence[int]) -> int:
    """Return the most points any schedule can have, given a bound on everybody's worth under the prices."""
    return int((sum(worths) + prices.rent) // SCALE)
