"""The master programme: choose one known programme per student under the wards' rows (HiGHS).

maximise  sum score·x + m   subject to one programme per student (equality), m <= everybody's score, at least and at most so
many students per ward and period. Missing students and missing places can be bought at a high price, so that the
programme always has a solution. Rows of full wards are added when they are broken.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import highspy
import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.highs import SilentHighs
from randa.engines.planning.mss.columns import Column
from randa.engines.planning.mss.tables import Longs, Tables
from randa.engines.planning.stop import StopRule

Floats = NDArray[np.float64]
NONE = -1
DUAL, PRIMAL = 1, 4  # HiGHS' numbers of its simplex methods: new columns leave a solution legal, all else does not


class Master:
    """Columns and rows of the linear programme, and its prices.

    Attributes:
        columns: in order of the variables; variable 0 is m.
        penalty: points paid for each missing student or place.
        value: of the last solution.
    """

    def __init__(self, tables: Tables, penalty: float) -> None:
        self.tables = tables
        self.columns: list[Column] = []
        self.known: dict[Column, int] = {}
        self.penalty = penalty
        self.value = 0.0
        self.highs = SilentHighs()
        self.students = tables.worth.shape[0]
        cells = tables.least.size
        self.least_row = np.full(cells, NONE, np.int64)
        self.most_row = np.full(cells, NONE, np.int64)
        self.present_at: list[list[int]] = [[] for _ in range(cells)]  # variables with a place in this cell
        self.slack: list[int] = []
        self.at: list[int] = []  # variable of each column
        self.cells: list[Longs] = []  # ward periods of each column
        self._begin()

    def _begin(self) -> None:
        highs, infinity = self.highs, highspy.kHighsInf
        highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        highs.addCol(1.0, -infinity, infinity, 0, [], [])
        for _ in range(self.students):
            highs.addRow(1.0, 1.0, 0, [], [])
        for _ in range(self.students):
            highs.addRow(-infinity, 0.0, 1, [0], [1.0])
        self.rows = 2 * self.students
        for cell in np.flatnonzero(self.tables.least.ravel()):
            self.least_row[cell] = self.rows
            highs.addRow(float(self.tables.least.ravel()[cell]), infinity, 0, [], [])
            self._slack(self.rows, 1.0)
            self.rows += 1

    def _slack(self, row: int, sign: float) -> None:
        self.highs.addCol(-self.penalty, 0.0, highspy.kHighsInf, 1, [row], [sign])
        self.slack.append(self.highs.getNumCol() - 1)

    def add(self, columns: Iterable[Column]) -> int:
        """Add the columns that are not there yet; return how many."""
        added = 0
        for column in columns:
            if column in self.known:
                continue
            variable = self.highs.getNumCol()
            self.known[column] = len(self.columns)
            self.columns.append(column)
            self.at.append(variable)
            rows, values = [column.student, self.students + column.student], [1.0, -float(column.score)]
            self.cells.append(column.cells(self.tables))
            for cell in self.cells[-1]:
                self.present_at[cell].append(variable)
                for row in (self.least_row[cell], self.most_row[cell]):
                    if row != NONE:
                        rows.append(int(row))
                        values.append(1.0)
            self.highs.addCol(float(column.score), 0.0, highspy.kHighsInf, len(rows), rows, values)
            added += 1
        if added:
            self.highs.setOptionValue("simplex_strategy", PRIMAL)
        return added

    def solve(self) -> float:
        """Solve the linear programme, adding rows of wards that are over-full, and return its value."""
        while True:
            self.highs.run()
            solution = self.highs.getSolution()
            self.values = np.array(solution.col_value)
            duals = np.array(solution.row_dual)
            if not self._limit_wards():
                break
        self.duals = duals
        self.value = float(self.highs.getInfo().objective_function_value)
        return self.value

    def _limit_wards(self) -> bool:
        most, added = self.tables.most.ravel(), False
        use = np.zeros(most.size)
        chosen = self.column_values()
        for index in np.flatnonzero(chosen > 1e-9):
            use[self.cells[index]] += chosen[index]
        for cell in np.flatnonzero(use > most + 1e-7):
            if self.most_row[cell] == NONE:
                variables = self.present_at[cell]
                self.most_row[cell] = self.rows
                self.highs.addRow(
                    -highspy.kHighsInf, float(most[cell]), len(variables), variables, [1.0] * len(variables)
                )
                self._slack(self.rows, -1.0)
                self.rows += 1
                added = True
        if added:
            self.highs.setOptionValue("simplex_strategy", DUAL)
        return added

    def fix(self, indices: Iterable[int]) -> None:
        """Decide that these columns are chosen."""
        for index in indices:
            self.highs.changeColBounds(self.at[index], 1.0, 1.0)
        self.highs.setOptionValue("simplex_strategy", DUAL)

    def release(self, indices: Iterable[int]) -> None:
        """Take such decisions back."""
        for index in indices:
            self.highs.changeColBounds(self.at[index], 0.0, highspy.kHighsInf)

    def choose(
        self, start: Sequence[int] | None, wanted: NDArray[np.bool_], *, goal: int, nodes: int, stop: StopRule
    ) -> list[int] | None:
        """Choose whole columns by branch and bound; return one per student, or None when nothing legal was found.

        Args:
            start: columns of a known schedule.
            wanted: [columns] whether each may be chosen.
            goal: stop at this score.
            nodes: of the search tree, at most.
            stop: asked often; ends the search with what it has.
        """
        mip = SilentHighs()
        for name, value in (("mip_max_nodes", nodes), ("mip_abs_gap", 0.999), ("mip_rel_gap", 0.0)):
            mip.setOptionValue(name, value)
        mip.setOptionValue("objective_target", float(goal))
        mip.passModel(self.highs.getModel())
        for index, variable in enumerate(self.at):
            mip.changeColIntegrality(variable, highspy.HighsVarType.kInteger)
            mip.changeColBounds(variable, 0.0, 1.0 if wanted[index] else 0.0)
        for variable in self.slack:
            mip.changeColBounds(variable, 0.0, 0.0)
        if start is not None:
            values = np.zeros(self.highs.getNumCol())
            values[[self.at[index] for index in start]] = 1.0
            values[0] = min(self.columns[index].score for index in start)
            solution = highspy.HighsSolution()
            solution.col_value = list(values)
            mip.setSolution(solution)
        mip.cbMipInterrupt.subscribe(lambda event: event.interrupt(stop()))
        mip.run()
        found = np.array(mip.getSolution().col_value)
        if not found.size:
            return None
        chosen = [index for index, variable in enumerate(self.at) if found[variable] > 0.5]
        return chosen if len(chosen) == self.students else None

    def column_values(self) -> Floats:
        """Return the value of each column in the last solution."""
        return self.values[np.array(self.at, np.int64)] if self.at else np.zeros(0)

    def starts(self, students: Iterable[int], most: int) -> list[tuple[int, list[Column]]]:
        """Return at most so many columns of each student: those used most, then those that miss being used by least."""
        result: dict[int, list[Column]] = {student: [] for student in students}
        for index in np.lexsort((-self.reduced(), -self.column_values())):
            mine = result.get(self.columns[index].student)
            if mine is not None and len(mine) < most:
                mine.append(self.columns[index])
        return list(result.items())

    def missing(self) -> float:
        """Return how many students or places are bought in the last solution."""
        return float(self.values[np.array(self.slack, np.int64)].sum()) if self.slack else 0.0

    def dual_parts(self) -> tuple[Floats, Floats, Floats]:
        """Return the prices of the last solution: shares [S], least and most [H, D, T]."""
        shape = self.tables.least.shape
        least, most = np.zeros(self.least_row.size), np.zeros(self.most_row.size)
        has = self.least_row != NONE
        least[has] = self.duals[self.least_row[has]]
        has = self.most_row != NONE
        most[has] = self.duals[self.most_row[has]]
        return self.duals[self.students : 2 * self.students].copy(), least.reshape(shape), most.reshape(shape)

    def student_duals(self) -> Floats:
        """Return [S] what a student's row is worth."""
        return self.duals[: self.students]

    def raise_penalty(self) -> bool:
        """Make missing students and places dearer; False when they are as dear as they can be."""
        if self.penalty > 1e5:
            return False
        self.penalty *= 4
        for variable in self.slack:
            self.highs.changeColCost(variable, -self.penalty)
        return True

    def reduced(self) -> Floats:
        """Return [columns] the reduced cost of each column under the prices of the last solution (<= 0 at an optimum)."""
        share, least, most = self.dual_parts()
        ward = (least + most).ravel()
        owner = np.array([column.student for column in self.columns], np.int64)
        score = np.array([column.score for column in self.columns], np.int64)
        lengths = np.array([cells.size for cells in self.cells], np.int64)
        ends, taken = np.cumsum(lengths), np.concatenate([*self.cells, np.zeros(0, np.int64)])
        sums = np.concatenate(([0.0], np.cumsum(ward[taken])))
        rent = sums[ends] - sums[ends - lengths]
        return np.asarray((1 + share[owner]) * score - rent - self.duals[owner], np.float64)
