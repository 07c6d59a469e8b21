"""Column generation: solve the master programme, find programmes worth more than its prices say, until there are none.

Most rounds only look near the programmes in use; the last ones search exactly, and give the bound: by the prices of any round no
schedule can have more than everybody's best worth plus what the wards owe (Lagrange).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.first import first_bound
from randa.engines.planning.mss.master import Floats, Master
from randa.engines.planning.mss.pricing import Pricer, Prices, bound_of, whole_prices
from randa.engines.planning.mss.tables import SCALE, Longs, Tables
from randa.engines.planning.stop import StopRule

PENALTY = 40.0  # points for a missing student or place, to begin with: it also keeps early prices small
# Sub-gradient steps for the tolls, labels that go on from each period, values of the relaxation computed for one student.
LEVELS = ((10, 30, 3_000_000), (20, 480, 10_000_000), (60, 20_000, 60_000_000))
NEAR, AROUND, EXACT = -2, -1, len(LEVELS) - 1  # near a programme (see `near`), and around it with kicks
STARTS = {NEAR: (3, 0), AROUND: (2, 15)}  # programmes of a student to begin at in a round, and kicks for each
SMOOTHING = 0.5  # of the prices before, in the cheap rounds: prices of a young master programme swing
MORE_WATCHED = 4  # disciplines added to a student's relaxation, at most, in one exact search
MORE_STATES = 5_000
TOLERANCE = 20  # price units (1 / SCALE points) that do not count as an improvement
ROUGH_ROUNDS, ROUGH_GAIN = 8, 0.02  # rough is: whole, and gained less than this share in so many rounds
MOVED = 0.5  # points
ANY_WORTH = -(1 << 50)

Say = Callable[[str], None]


class StoppedError(Exception):
    """Somebody said stop. What was found before is kept."""


class Generator:
    """The columns found so far, and what they prove.

    Attributes:
        bound: no schedule scores more.
        say: called with what is being done.
        stop: asked often; True ends the work with `StoppedError`.
    """

    def __init__(self, tables: Tables, say: Say, stop: StopRule, halt: Longs) -> None:
        self.tables = tables
        self.students = tables.worth.shape[0]
        self.pricer = Pricer(tables, halt)
        self.master = Master(tables, PENALTY)
        self.bound = first_bound(tables)
        self.stop = stop
        self.say = say

    def begin(self) -> list[int]:
        """Find everybody's best programme without prices; return the students (from 0) that have none at all."""
        for _ in self.pricer.compile_parts():
            if self.stop():
                raise StoppedError
        shape = self.tables.least.shape
        share = np.full(self.students, 1.0 / self.students)
        prices = whole_prices(self.tables, share, np.zeros(shape), np.zeros(shape))
        goals, alone = [ANY_WORTH] * self.students, []
        columns, bounds = self._priced(prices, goals, 0, range(self.students))
        found = {column.student for column in columns}
        for student in sorted(set(range(self.students)) - found):
            column, _ = self._search(student, prices, ANY_WORTH, EXACT)
            if self.stop():
                raise StoppedError
            if column is None:
                alone.append(student)
            else:
                columns.append(column)
        self.master.add(columns)
        self._lower(prices, bounds)
        return alone

    def everything(self, *, rough: bool = False, interim: Callable[[], None] | None = None) -> float:
        """Generate columns until no programme is worth more than its price; return the value of the master programme.

        Args:
            rough: end earlier, when nobody is missing and the rounds bring little.
            interim: called after each exact round, when nobody is missing.
        """
        level, highest, values = NEAR, NEAR, [float("-inf")] * ROUGH_ROUNDS
        before: tuple[Floats, ...] | None = None
        value = began = self.master.solve()
        while True:
            now = (*self.master.dual_parts(), self.master.student_duals())
            smooth = before is not None and level == NEAR
            used = tuple(_between(*pair) for pair in zip(before, now, strict=True)) if before and smooth else now
            added, prices, bounds = self._round(used, level, range(self.students))
            if bounds:
                self._lower(prices, bounds)
            value = self.master.solve()
            if value > began + MOVED or level > NEAR:  # the columns of a first schedule hold the value for some rounds
                values.append(value)
            if rough and self.master.missing() < 1e-6 and value - values[-ROUGH_ROUNDS] < ROUGH_GAIN * abs(value):
                return value
            self.say(f"{len(self.master.columns)} columns, value {value:.2f}, missing {self.master.missing():.2f}")
            if interim is not None and level == EXACT and self.master.missing() < 1e-6:
                interim()
                value = self.master.solve()
            before = used if added or not smooth else None
            if before is None or added > (self.students // 20 if level < EXACT else 0):
                level = NEAR  # what a wider search found has more that pays near it
                continue
            if self.master.missing() > 1e-6 and self.master.raise_penalty():
                level, value = NEAR, self.master.solve()
            elif level == EXACT:
                return value
            else:
                highest = level = max(level + 1, highest)

    def some(self, students: Sequence[int], rounds: int, level: int = NEAR) -> None:
        """Generate columns for these students alone, in at most so many rounds; the master programme is solved after."""
        self.master.solve()
        for _ in range(rounds):
            used = (*self.master.dual_parts(), self.master.student_duals())
            added, _, _ = self._round(used, level, students)
            self.master.solve()
            if not added:
                return

    def _round(self, parts: tuple[Floats, ...], level: int, students: Sequence[int]) -> tuple[int, Prices, list[int]]:
        share, least, most, duals = parts
        prices = whole_prices(self.tables, share, least, most)
        goals = [int(np.ceil(value * SCALE)) + TOLERANCE for value in duals]
        if level < 0:
            return self.master.add(self._near(prices, goals, students, *STARTS[level])), prices, []
        columns, bounds = self._priced(prices, goals, level, students)
        return self.master.add(columns), prices, bounds

    def _near(
        self, prices: Prices, goals: Sequence[int], students: Sequence[int], most: int, kicks: int
    ) -> list[Column]:
        """Return columns worth more than the goals, found near the students' programmes of most worth."""
        columns, sums = [], prices.sums()
        for student, starts in self.master.starts(students, most):
            if self.stop():
                raise StoppedError
            columns += self.pricer.near(student, prices, sums, goals[student], starts, kicks)
        return columns

    def _priced(
        self, prices: Prices, goals: Sequence[int], level: int, students: Sequence[int]
    ) -> tuple[list[Column], list[int]]:
        """Return the columns worth more than the goals, and a bound on the worth of each of the students."""
        columns, bounds, sums = [], [], prices.sums()
        for student in students:
            column, bound = self._search(student, prices, goals[student], level, sums)
            if self.stop():  # the search was cut off, perhaps
                raise StoppedError
            bounds.append(bound)
            if column is not None:
                columns.append(column)
        return columns, bounds

    def _search(
        self, student: int, prices: Prices, goal: int, level: int, sums: Longs | None = None
    ) -> tuple[Column | None, int]:
        steps, width, work = LEVELS[level]
        sums = prices.sums() if sums is None else sums
        column, worth, bound = self.pricer.best(student, prices, sums, goal=goal, steps=steps, width=width, work=work)
        for _ in range(MORE_WATCHED if level == EXACT else 0):
            if bound <= max(worth, goal) or not self.pricer.watch_more(student, MORE_STATES):
                break
            column, worth, bound = self.pricer.best(
                student, prices, sums, goal=goal, steps=steps, width=width, work=work
            )
        return column, bound

    def _lower(self, prices: Prices, bounds: Sequence[int]) -> None:
        self.bound = min(self.bound, bound_of(prices, bounds))


def _between(before: Floats, now: Floats) -> Floats:
    return SMOOTHING * before + (1 - SMOOTHING) * now
