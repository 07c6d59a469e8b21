"""A student's best tolls for the relaxation of `relax`, from a linear programme instead of many sub-gradient steps.

The linear programme: a flow through (period, last hospital), each of its stays a discipline, at most once, as many as needed of
each group, no more at a hospital than the limit, and up to every period no more begun of a later discipline than of the
earlier one. The prices of these rows are tolls, near the best there are (Geoffrion, Lagrangean relaxation for integer
programming, 1974): the relaxation differs by its states alone. The tolls need not be exact: any of them give a bound.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.highs import SilentHighs
from randa.engines.planning.mss.tables import NEVER, SCALE, Longs, Tables

Floats = NDArray[np.float64]
ITERATIONS = 20_000  # of the simplex method; a programme takes some hundreds


class TollPlanner:
    """One linear programme for all students: they differ by costs and by what they may attend.

    Columns: stays [D, H, T]; waiting [T, H + 1]; for each [T, H] leaving, going on where one is, entering, and entering
    first; ending [T + 1, H]. Rows: where one is [T + 1, H + 1], about to begin [T, H], between hospitals [T], disciplines, groups,
    hospitals, pairs [P, T].
    """

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.disciplines, self.hospitals = (int(size) for size in tables.worth.shape[1:])
        self.horizon = int(tables.free.shape[1])
        self.highs: Any = SilentHighs()  # its stub does not know changeRowsBounds
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("simplex_iteration_limit", ITERATIONS)
        self.basis: dict[int, highspy.HighsBasis] = {}
        self._number_rows()
        self._pass_model()

    def _number_rows(self) -> None:
        horizon, hospitals = self.horizon, self.hospitals
        sizes = [
            (horizon + 1) * (hospitals + 1), horizon * hospitals, horizon, self.disciplines,
            self.tables.needed.shape[1], hospitals, len(self.tables.pairs) * horizon,
        ]  # fmt: skip
        starts = np.concatenate(([0], np.cumsum(sizes)))
        self.at, self.begin, self.between, self.discipline, self.group, self.hospital, self.pair = starts[:-1].tolist()
        self.rows = int(starts[-1])

    def _pass_model(self) -> None:
        horizon, hospitals, entries = self.horizon, self.hospitals, self._stay_entries()
        stays = self.disciplines * hospitals * horizon
        t, h = (part.ravel() for part in np.indices((horizon, hospitals)))
        wait_t, wait_h = (part.ravel() for part in np.indices((horizon, hospitals + 1)))
        here, begin, between = self.at + t * (hospitals + 1) + h, self.begin + t * hospitals + h, self.between + t
        waiting = self.at + wait_t * (hospitals + 1) + wait_h
        nowhere = self.at + t * (hospitals + 1) + hospitals
        ends = np.concatenate((here, self.at + horizon * (hospitals + 1) + np.arange(hospitals)))
        arcs: list[tuple[Longs, Longs | None]] = [
            (waiting, waiting + hospitals + 1), (here, between), (here, begin), (between, begin), (nowhere, begin), (ends, None),
        ]  # fmt: skip
        first = stays
        for leaves, enters in arcs:
            columns = first + np.arange(leaves.size)
            entries.append((columns, leaves, -np.ones(leaves.size)))
            if enters is not None:
                entries.append((columns, enters, np.ones(leaves.size)))
            first += leaves.size
        self.columns, self.waits = first, slice(stays, stays + waiting.size)
        self.leaves = slice(self.waits.stop, self.waits.stop + t.size)
        column, row, value = (np.concatenate(parts) for parts in zip(*entries, strict=True))
        order = np.lexsort((row, column))
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self.columns, self.rows
        model.sense_ = highspy.ObjSense.kMaximize
        model.col_cost_, model.col_lower_ = np.zeros(self.columns), np.zeros(self.columns)
        model.col_upper_ = np.full(self.columns, highspy.kHighsInf)
        model.row_lower_, model.row_upper_ = np.zeros(self.rows), np.zeros(self.rows)
        model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        model.a_matrix_.start_ = np.searchsorted(column[order], np.arange(self.columns + 1))
        model.a_matrix_.index_, model.a_matrix_.value_ = row[order], value[order]
        self.highs.passModel(model)

    def _stay_entries(self) -> list[tuple[Longs, Longs, Floats]]:
        """Return (columns, rows, values) of the stays; those that would end too late are there too, without an end."""
        tables, horizon, hospitals = self.tables, self.horizon, self.hospitals
        d, h, t = (part.ravel() for part in np.indices((self.disciplines, hospitals, horizon)))
        column, one = np.arange(d.size), np.ones(d.size)
        ends = t + tables.duration <= horizon
        after = self.at + (t + tables.duration) * (hospitals + 1) + h
        entries = [
            (column, self.begin + t * hospitals + h, -one),
            (column[ends], after[ends], one[ends]),
            (column, self.discipline + d, one),
            (column, self.group + tables.group[d], one),
            (column, self.hospital + h, one),
        ]
        for number, (later, earlier) in enumerate(tables.pairs):
            for then in range(horizon):
                row = self.pair + number * horizon + then
                for which, value in (((d == later) & (t <= then), -1.0), ((d == earlier) & (t < then), 1.0)):
                    chosen = column[which]
                    entries.append((chosen, np.full(chosen.size, row), np.full(chosen.size, value)))
        return entries

    def tolls(self, student: int, factor: int, sums: Longs) -> Longs | None:
        """Return the tolls (order and unit as in `relax`) of a student under prices; None: no programme was found.

        Args:
            student: whose.
            factor: price units to one point of this student's score.
            sums: [H, D, T + 1] sum of the ward's prices of all earlier periods.
        """
        self._set(student, factor / SCALE, sums)
        known = self.basis.get(student)
        if known is None:
            self.highs.clearSolver()
        else:
            self.highs.setBasis(known)
        self.highs.run()
        if self.highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        self.basis[student] = self.highs.getBasis()
        duals = np.rint(np.array(self.highs.getSolution().row_dual) * SCALE).astype(np.int64)
        disciplines, hospitals = duals[self.discipline : self.group], duals[self.hospital : self.pair]
        tolls: Longs = np.maximum(np.concatenate((disciplines, hospitals, -duals[self.pair :])), 0)
        return tolls

    def _set(self, student: int, factor: float, sums: Longs) -> None:
        """Write a student's costs, allowed stays and rows into the linear programme."""
        tables, horizon = self.tables, self.horizon
        points, rent = tables.worth[student], np.zeros((self.disciplines, self.hospitals, horizon))
        starts = max(horizon - tables.duration + 1, 0)
        rent[:, :, :starts] = (sums[:, :, tables.duration :] - sums[:, :, :starts]).transpose(1, 0, 2) / SCALE
        allowed = (points > NEVER)[:, :, None] & tables.free[student][None, None, :]
        cost, upper = np.zeros(self.columns), np.full(self.columns, highspy.kHighsInf)
        cost[: allowed.size] = np.where(allowed, factor * points[:, :, None] - rent, 0.0).ravel()
        upper[: allowed.size] = np.where(allowed, highspy.kHighsInf, 0.0).ravel()
        cost[self.waits], cost[self.leaves] = factor * int(tables.idle[student]), factor * int(tables.change[student])
        every = np.arange(self.columns, dtype=np.int32)
        self.highs.changeColsCost(self.columns, every, cost)
        self.highs.changeColsBounds(self.columns, every, np.zeros(self.columns), upper)
        low, high = np.zeros(self.rows), np.zeros(self.rows)
        low[self.at + self.hospitals] = high[self.at + self.hospitals] = -1.0  # the one who sets out
        high[self.discipline : self.group] = 1.0
        low[self.group : self.hospital] = high[self.group : self.hospital] = tables.needed[student]
        high[self.hospital : self.pair] = tables.limit
        high[self.pair :] = highspy.kHighsInf
        self.highs.changeRowsBounds(self.rows, np.arange(self.rows, dtype=np.int32), low, high)
