"""Everybody's cheapest programme under weekly prices, on several threads: what both the bound and a dive ask all the time.

Each thread answers for doctors of its own and counts in an array of its own, and whole numbers are added up: how many
threads there are never changes an answer.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise

import numba
import numpy as np

from randa.engines.planning.compile import NONE, Cubes, Index, Ints, LongCubes, Longs, Tables
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import Scratch, cheapest, scratch

CORES = int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]  # that this process may use; set at import
MOST_THREADS = 4  # more would take the machine from those who use it meanwhile
FEWEST_DOCTORS = 40  # per thread; below, handing over takes longer than answering


class Pricing:
    """Room for the answers, and the threads that give them.

    Attributes:
        costs: [N] scaled cost, prices included, of the cheapest programme of each doctor asked for.
        bounds: [N] what none of its programmes is below; the same but where burdens weigh more (`Fairness`).
        counts: [N] how many blocks it has.
        blocks: [N, K, 4] kind, position, weeks, unit of each.
    """

    def __init__(self, tables: Tables, most: int) -> None:
        """Make room for questions about at most `most` doctors."""
        width = tables.shortest.shape[1]
        self._tables = tables
        self._memories = [scratch(tables) for _ in range(threads_for(most))]
        self._use = np.zeros((len(self._memories), *tables.places.shape), np.int32)
        self.costs, self.bounds = np.zeros(most, np.int64), np.zeros(most, np.int64)
        self.counts = np.zeros(most, np.int32)
        self.blocks = np.zeros((most, width, 4), np.int32)

    def ask(self, doctors: Ints, last_full: Cubes, price: LongCubes, twist: int) -> Ints:
        """Find these doctors' cheapest programmes.

        Args:
            doctors: [N] their indices; the answers stand in this order.
            last_full, price, twist: as `kernel.cheapest` takes them.

        Returns:
            [U, W] how many parts of places they want there, beyond locked blocks.
        """
        parts = min(len(self._memories), threads_for(len(doctors)))
        edges = [len(doctors) * part // parts for part in range(parts + 1)]
        tasks = [(part, first, last) for part, (first, last) in enumerate(pairwise(edges))]

        def answer(task: tuple[int, int, int]) -> None:
            part, first, last = task
            _answer(
                self._tables, doctors, first, last, last_full, price, twist, self._memories[part], self.costs, self.bounds,
                self.counts, self.blocks, self._use[part],
            )  # fmt: skip

        if parts == 1:
            answer(tasks[0])
        else:
            list(_threads().map(answer, tasks))
        total: Ints = self._use[:parts].sum(axis=0, dtype=np.int32)
        return total


def threads_for(doctors: int) -> int:
    """Return how many threads are worth while for so many doctors."""
    return max(1, min(MOST_THREADS, CORES, doctors // FEWEST_DOCTORS))


@cache
def _threads() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(MOST_THREADS, "planning")


@compiled
def _answer(
    tables: Tables,
    doctors: Ints,
    first: int,
    last: int,
    last_full: Cubes,
    price: LongCubes,
    twist: int,
    memory: Scratch,
    costs: Longs,
    bounds: Longs,
    counts: Ints,
    blocks: Ints,
    use: Ints,
) -> None:
    """Answer for the doctors `first` .. `last` of the list, and count their places from 0 in `use`."""
    use[:] = 0
    for index in range(first, last):
        doctor = np.int64(doctors[index])
        costs[index], counts[index] = cheapest(tables, doctor, last_full, price, np.int64(twist), memory, blocks[index])
        bounds[index] = memory.bound[0]
        count_places(tables, doctor, blocks[index], np.int64(counts[index]), use)


@compiled
def count_places(tables: Tables, doctor: Index, blocks: Ints, count: Index, use: Ints) -> None:
    """Add the doctor's parts in every unit and week that a programme holds beyond its locked blocks."""
    for index in range(count):
        unit = blocks[index, 3]
        if unit != NONE and tables.lock_position[doctor, blocks[index, 0]] == NONE:
            begin = tables.work[doctor, blocks[index, 1]]
            end = tables.work[doctor, blocks[index, 1] + blocks[index, 2] - 1]
            for week in range(begin, end + 1):
                use[unit, week] += tables.sizes[tables.size[doctor]]
