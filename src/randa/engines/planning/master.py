"""The linear relaxation over the programmes found so far: one programme per doctor, no place given twice.

Its solution weighs programmes between 0 and 1, and its dual values are weekly prices. Rows for unit-weeks are added when
they are first broken, as most never are. Solved by HiGHS with one thread, so that the same columns in the same order
give the same solution.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.compile import NONE, SCALE, Ints, Tables

NO_MORE_THAN = 1e-6  # over-use of a place that is taken for rounding
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Column:
    """One programme of one doctor: its scaled cost, kernel rows, and the places (unit * weeks + week) it holds."""

    doctor: int
    cost: int
    blocks: Ints
    places: NDArray[np.int64]


@dataclass(frozen=True)
class Relaxed:
    """A solution of the relaxation: weight per column, cost in cost units, [U, W] prices in cost units per week."""

    weights: Floats
    cost: float
    price: Floats


class NoSolutionError(RuntimeError):
    """The linear solver found no solution: some doctor has no programme that fits, or it failed."""


class Master:
    """Grows by columns and is solved again and again from where it was."""

    def __init__(self, tables: Tables, room: Ints, doctors: Ints) -> None:
        """Begin without columns.

        Args:
            tables: the problem.
            room: [U, W] places for these doctors beyond their locked ones.
            doctors: indices of the doctors.
        """
        import highspy  # compiled solver; only a search needs it

        from randa.engines.planning.highs import SilentHighs  # as above

        self._tables, self._infinity = tables, highspy.kHighsInf
        self._optimal = highspy.HighsModelStatus.kOptimal
        self._room = room.reshape(-1).astype(np.float64)
        self._shape = room.shape
        self._solver: Any = SilentHighs()
        for name, value in (("output_flag", False), ("threads", 1), ("presolve", "off"), ("random_seed", 1)):
            self._solver.setOptionValue(name, value)
        self._row_of_doctor = {int(doctor): row for row, doctor in enumerate(doctors)}
        for _ in doctors:
            self._solver.addRow(1.0, 1.0, 0, np.zeros(0, np.int32), np.zeros(0))
        self._row_of_place: dict[int, int] = {}
        self._at_place: dict[int, list[int]] = defaultdict(list)
        self._known: dict[tuple[int, bytes], int] = {}
        self.work = 0  # simplex iterations so far: a measure of effort that no clock changes
        self.columns: list[Column] = []
        self.of_doctor: dict[int, list[int]] = defaultdict(list)

    def add(self, doctor: int, cost: int, blocks: Ints) -> bool:
        """Add a programme unless it is there already; return whether it is new."""
        key = (doctor, blocks.tobytes())
        if key in self._known:
            return False
        number = self._known[key] = len(self.columns)
        column = Column(doctor, cost, blocks.copy(), self._places(doctor, blocks))
        self.columns.append(column)
        self.of_doctor[doctor].append(number)
        rows = [self._row_of_doctor[doctor]]
        for place in column.places.tolist():
            self._at_place[place].append(number)
            if place in self._row_of_place:
                rows.append(self._row_of_place[place])
        self._solver.addCol(cost / SCALE, 0.0, self._infinity, len(rows), np.array(rows, np.int32), np.ones(len(rows)))
        return True

    def solve(self) -> Relaxed:
        """Solve, adding rows until no place is given twice.

        Raises:
            NoSolutionError: some doctor has no programme that fits.
        """
        while True:
            self._solver.run()
            self.work += self._solver.getInfo().simplex_iteration_count
            solution = self._solver.getSolution()
            if len(solution.col_value) != len(self.columns) or self._solver.getModelStatus() != self._optimal:
                raise NoSolutionError("the relaxation has no solution")
            weights = np.array(solution.col_value)
            use = np.zeros(len(self._room))
            for number in np.flatnonzero(weights > 1e-9):
                use[self.columns[number].places] += weights[number]
            broken = [
                int(p) for p in np.flatnonzero(use > self._room + NO_MORE_THAN) if int(p) not in self._row_of_place
            ]
            if not broken:
                return Relaxed(weights, self._solver.getObjectiveValue(), self._prices(np.array(solution.row_dual)))
            for place in broken:
                self._row_of_place[place] = self._solver.getNumRow()
                columns = np.array(self._at_place[place], np.int32)
                self._solver.addRow(-self._infinity, self._room[place], len(columns), columns, np.ones(len(columns)))

    def fix(self, number: int) -> None:
        """Give a doctor this programme and no other from now on."""
        for other in self.of_doctor[self.columns[number].doctor]:
            self._solver.changeColBounds(other, float(other == number), float(other == number))

    def _prices(self, duals: Floats) -> Floats:
        price = np.zeros(len(self._room))
        for place, row in self._row_of_place.items():
            price[place] = max(0.0, -duals[row])
        return price.reshape(self._shape)

    def _places(self, doctor: int, blocks: Ints) -> NDArray[np.int64]:
        tables, weeks = self._tables, self._shape[1]
        held = [
            unit * weeks + np.arange(tables.work[doctor, position], tables.work[doctor, position + length - 1] + 1)
            for kind, position, length, unit in blocks.tolist()
            if unit != NONE and tables.lock_position[doctor, kind] == NONE
        ]
        return np.concatenate(held).astype(np.int64) if held else np.zeros(0, np.int64)
