"""A problem of several regions, region by region: each part by itself, wherever there is somebody to solve it.

First the prices and a quick dive of the whole, which settle the borders (`division`). Then every region's part, in any
order, on any number of workers: no part knows of another. Then the parts as one plan, and single steps over everybody,
which mend the borders, and the bound of the whole. The plan depends on the problem, the seed and the number of
iterations, never on who solved which part or when.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from randa.engines.planning import costs
from randa.engines.planning.checkpoint import Checkpoint, saved
from randa.engines.planning.division import Part, divided, merged, plan_of, regions_with_learners
from randa.engines.planning.improve import COOLING, begin
from randa.engines.planning.model import Plan, Problem
from randa.engines.planning.remedies import Board
from randa.engines.planning.solve import STAGES, ProgressCall, Solution, Status, iterations_of, solve
from randa.engines.planning.stop import StopRule, TimeLimit, never

BORDERS = 2  # iterations that settle the borders: the prices and a quick dive
PARTS_SHARE, PARTS_SHARE_ALONE = 0.65, 0.8  # of the seconds left after that, with a bound to come and without
ENOUGH = 2  # times as long as the borders took: parts that have less hardly find prices of their own, and it goes on with the whole
LEAST_FINISH = 4  # a whole cooling at the end, but at most one in so many of the iterations

Hands = Callable[[Sequence[Part], float | None], Sequence[Plan | None]]


def solve_by_region(
    problem: Problem,
    hands: Hands,
    *,
    seed: int = 1,
    iterations: int | None = None,
    seconds: float | None = None,
    with_bound: bool = True,
    progress: ProgressCall | None = None,
    cancelled: StopRule = never,
) -> Solution:
    """Return a good legal plan, each region's part solved by somebody else.

    A problem in which only one region has learners is solved as it is. The solution has no checkpoint.

    Args:
        problem: what to plan.
        hands: given the parts, and the seconds after which they should all be there (None: when their iterations are done),
            returns the plan of each, in the same order; None for a part that was not solved, such as when somebody said stop.
        seed: of every random choice.
        iterations: of all parts together, with what comes before and after; as `solve` counts them.
        seconds, with_bound, cancelled: as for `solve`.
        progress: as for `solve`, before the parts and after; what happens in them the hands tell.

    Raises:
        ValueError: negative iterations or seconds.
    """
    if len(regions_with_learners(problem)) < 2:
        return solve(
            problem,
            seed=seed,
            iterations=iterations,
            seconds=seconds,
            with_bound=with_bound,
            progress=progress,
            cancelled=cancelled,
        )
    if iterations is None and seconds is None:
        iterations = iterations_of(STAGES, len(problem.doctors))
    if seconds is not None:
        solve(problem, iterations=0, with_bound=False)  # has everything compiled before the clock starts
    run = _Run(problem, hands, seed, iterations, TimeLimit(seconds), with_bound, progress, cancelled)
    return run.solution()


def solve_part(
    part: Part, *, seconds: float | None = None, progress: ProgressCall | None = None, cancelled: StopRule = never
) -> Plan:
    """Return a good plan of a part: what hands do with each of those they are given."""
    return solve(
        part.problem,
        seed=part.seed,
        iterations=part.iterations,
        seconds=seconds,
        with_bound=False,
        progress=progress,
        cancelled=cancelled,
    ).plan


@dataclass(frozen=True, slots=True)
class _Run:
    problem: Problem
    hands: Hands
    seed: int
    iterations: int | None
    limit: TimeLimit
    with_bound: bool
    progress: ProgressCall | None
    cancelled: StopRule

    def solution(self) -> Solution:
        """Do all of it. Stopped before the borders are settled, or with no iterations or too little time after that, it has no parts."""
        most = BORDERS if self.iterations is None else min(BORDERS, self.iterations)
        start = self._solve(iterations=most, with_bound=False)
        if start.status != Status.DONE or most < BORDERS or most == self.iterations:
            return self._finished(start.checkpoint, [])
        left = self.limit.left(PARTS_SHARE if self.with_bound else PARTS_SHARE_ALONE)
        if left is not None and left < ENOUGH * self.limit.passed():
            return self._finished(start.checkpoint, [])
        parts = self._with_iterations(divided(self.problem, start.plan, seed=self.seed))
        answers = self.hands(parts, left)
        plans = [_better(part.problem, start.plan, plan) for part, plan in zip(parts, answers, strict=True)]
        resume = self._standing_at(merged(self.problem, plans), start.checkpoint)
        return self._finished(resume, list(zip(parts, plans, strict=True)))

    def _with_iterations(self, parts: Sequence[Part]) -> list[Part]:
        """Give each part its share of the iterations, by its number of learners."""
        if self.iterations is None:
            return list(parts)
        rest, doctors = self.iterations - BORDERS, len(self.problem.doctors)
        of_parts = rest - min(COOLING * doctors, rest // LEAST_FINISH)
        ends = [0, *accumulate(len(part.problem.doctors) for part in parts)]
        return [
            replace(part, iterations=of_parts * last // doctors - of_parts * first // doctors)
            for part, (first, last) in zip(parts, pairwise(ends), strict=True)
        ]

    def _standing_at(self, plan: Plan, start: Checkpoint | None) -> Checkpoint:
        """Return where a run of the whole stands that has this plan after its first dive."""
        if start is None:
            raise AssertionError("the borders are settled by prices")
        board, guide = Board(self.problem, plan), start.arrays["guide"]
        search = begin(board.work.tables, board.state, self.seed, guide)
        return replace(start, arrays=saved(search) | {"guide": guide, "price": start.arrays["price"]})

    def _finished(self, resume: Checkpoint | None, parts: Sequence[tuple[Part, Plan]]) -> Solution:
        """Go on with the whole, and count what has been done in all."""
        given = sum(part.iterations or 0 for part, _ in parts)
        iterations = None if self.iterations is None else self.iterations - given
        found = self._solve(iterations=iterations, with_bound=self.with_bound, resume=resume)
        done = found.iterations + sum(plan.iterations or 0 for _, plan in parts)
        if self.iterations is not None and self.limit.left() is None and found.status != Status.CANCELLED:
            done = self.iterations  # a part proved best needed fewer; asked for as many, all of it comes out again
        return replace(found, plan=replace(found.plan, iterations=done), iterations=done, checkpoint=None)

    def _solve(self, *, iterations: int | None, with_bound: bool, resume: Checkpoint | None = None) -> Solution:
        return solve(
            self.problem,
            seed=self.seed,
            iterations=iterations,
            seconds=self.limit.left(),
            with_bound=with_bound,
            progress=self.progress,
            cancelled=self.cancelled,
            resume=resume,
        )


def _better(problem: Problem, before: Plan, after: Plan | None) -> Plan:
    """Return the cheaper plan of a part's learners: as they stood when the borders were settled, or as they were planned alone."""
    before = plan_of(problem, before)
    if after is None or costs.cost(problem, before) < costs.cost(problem, after):
        return before if after is None else replace(before, iterations=after.iterations)
    return after
