"""Planning region by region in several processes of this machine."""

import multiprocessing
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING, Any

from randa.engines.planning.model import Plan, Problem

if TYPE_CHECKING:
    from randa.engines.planning.division import Part
    from randa.engines.planning.solve import Solution


def by_region(problem: Problem, workers: int, **asked: Any) -> "Solution":
    """Return what `solve_by_region` makes when each region is planned in one of so many processes.

    Args:
        problem: what to plan.
        workers: processes at a time; without `seconds` their number changes nothing but how long it takes.
        asked: as `solve_by_region` takes it.
    """
    from randa.engines.planning.regions import solve_by_region  # loads the compiler

    return solve_by_region(problem, _Processes(workers).plans, **asked)


class _Processes:
    def __init__(self, workers: int) -> None:
        self._workers = workers

    def plans(self, parts: "Sequence[Part]", seconds: float | None) -> list[Plan | None]:
        """Return a plan of every part. The largest begin first, so that none is still at work when all others are done."""
        deadline = None if seconds is None else time.time() + seconds
        learners = sum(len(part.problem.doctors) for part in parts)

        def within(part: "Part") -> float | None:
            share = self._workers * len(part.problem.doctors) / learners
            return None if seconds is None else seconds * min(1.0, share)

        # spawn: a process that has threads, as ours has by now, must not be forked
        context = multiprocessing.get_context("spawn")
        threads = max(1, (os.cpu_count() or 1) // self._workers)
        with ProcessPoolExecutor(self._workers, context, _with_threads, (threads,)) as pool:
            largest_first = sorted(range(len(parts)), key=lambda number: -len(parts[number].problem.doctors))
            asked = {
                number: pool.submit(_planned, parts[number], within(parts[number]), deadline)
                for number in largest_first
            }
            return [_answer(part, asked[number], within(part), deadline) for number, part in enumerate(parts)]


def _with_threads(number: int) -> None:
    """Let a process use so many threads. Before it loads the compiler, which looks once."""
    os.environ["NUMBA_NUM_THREADS"] = str(number)


def _planned(part: "Part", seconds: float | None, deadline: float | None) -> Plan:
    from randa.engines.planning.regions import solve_part  # loads the compiler, in this process

    return solve_part(part, seconds=seconds, cancelled=lambda: deadline is not None and time.time() >= deadline)


def _answer(part: "Part", asked: "Future[Plan]", seconds: float | None, deadline: float | None) -> Plan:
    """Return the part's plan; one whose process died is made here, and said to be."""
    where = part.problem.regions[part.region]
    try:
        plan = asked.result()
    except BrokenProcessPool:
        print(f"{where}: its process died; planned again", file=sys.stderr)
        plan = _planned(part, seconds, deadline)
    print(
        f"{where}: {plan.iterations} iterations, cost {plan.cost}, {plan.unplaced_weeks} unplaced weeks",
        file=sys.stderr,
    )
    return plan
