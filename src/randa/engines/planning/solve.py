"""From a problem to a plan with a bound: greedy, weekly prices, greedy under prices, ever more patient dives with
improvement after each, sharper bound.

The plan depends on the problem, the seed and the number of iterations done, never on the clock: time only decides
after which chunk to stop. (A bound that time cut short is lower than it could be, and still valid.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np

from randa.engines.planning.ascent import seen_by_sizes
from randa.engines.planning.bound import Prices, refine, start_prices
from randa.engines.planning.checkpoint import Checkpoint, restore, saved
from randa.engines.planning.codec import fingerprint
from randa.engines.planning.compile import SCALE, Compiled, Longs, compile_problem, to_plan
from randa.engines.planning.construct import greedy
from randa.engines.planning.dive import Pace, dive, warm_up
from randa.engines.planning.improve import COOLING, Search, begin, improve, start_over
from randa.engines.planning.model import Plan, Problem
from randa.engines.planning.seats import total_cost
from randa.engines.planning.stop import StopRule, after_seconds, never

STAGES = 4  # of a run without a limit: a dive and a cooling each; time grows linearly with the doctors
PACES = (
    Pace(0.2, 30),
    Pace(0.06, 60),
)  # of the first dives; the first takes seconds, so that short runs have dived too
PATIENT = Pace(0.025, 60)  # of all later ones
WHERE_CROWDED = Pace(0.02, 150, step=1.0)  # of these where places are too few for all, as prices have far to go
CROWDED = 0.25  # too few: so many weeks per doctor left unplaced by the first dives
SHAKE = 0.1  # most by which a price differs from dive to dive, as a share
CHUNK = 1000
PRICE_STEPS = 300
BOUND_STEPS = 800
BOUND_FIRST_STEP = 1.0
# Where places are far too few, prices have far to go, and steps that suit all others end on the way: so long steps are
# tried too, and taken where they give a bound that is better by this share.
LONG_FIRST_STEP, LONG_LAST_STEP, CLEARLY = 32.0, 0.05, 0.02
BOUND_AGAIN_FIRST_STEP = 8.0
IMPROVE_SHARE = 0.85  # of the seconds, when a bound is wanted too

ProgressCall = Callable[[int, int, int, int | None], None]


class Status(StrEnum):
    """How a solve ended."""

    OPTIMAL = "optimal"  # the cost equals the bound
    DONE = "done"  # the asked-for iterations are done
    STOPPED = "stopped"  # by its seconds
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Solution:
    """The best plan found and how good it is proved to be.

    Attributes:
        plan: legal, with the same figures inside.
        cost, unplaced_weeks: of the plan.
        bound: no plan costs less; None when not asked for.
        gap: (cost - bound) / cost, between 0 and 1; None without a bound.
        iterations: improvement steps done (a dive is one, and so are the first prices); with the seed they give the same plan again.
        seed: as given.
        status: how the solve ended.
        checkpoint: where the search stands, to go on from; None when it had not begun.
    """

    plan: Plan
    cost: int
    unplaced_weeks: int
    bound: int | None
    gap: float | None
    iterations: int
    seed: int
    status: Status
    checkpoint: Checkpoint | None = field(default=None, compare=False, repr=False)


def solve(
    problem: Problem,
    *,
    seed: int = 1,
    iterations: int | None = None,
    seconds: float | None = None,
    with_bound: bool = True,
    progress: ProgressCall | None = None,
    cancelled: StopRule | None = None,
    resume: Checkpoint | None = None,
) -> Solution:
    """Return a good legal plan.

    Args:
        problem: what to plan.
        seed: of every random choice.
        iterations: improvement steps and dives, after one for the prices; 0 is the greedy plan alone. Without it as many
            as `STAGES` have, or as many as `seconds` allow when these are given.
        seconds: stop after the chunk in which they run out, with the best plan so far. Counted from when the greedy
            plan is there and the code is compiled.
        with_bound: also report the lower bound, sharpened after the improvement. Does not change the plan.
        progress: called with iterations done, cost, unplaced weeks and bound (None until known), often.
        cancelled: asked often; True stops with the best plan so far.
        resume: of an earlier solution; goes on from there with its seed. `iterations` counts from the very beginning.

    Raises:
        ValueError: negative iterations or seconds, or a checkpoint of another problem.
    """
    if (iterations is not None and iterations < 0) or (seconds is not None and seconds < 0):
        raise ValueError(f"iterations is {iterations} and seconds {seconds}; expected >= 0")
    if iterations is None and seconds is None:
        iterations = iterations_of(STAGES, len(problem.doctors))
    run = _Run(problem, seed if resume is None else resume.seed, iterations, progress, cancelled or never)
    run.warm_up()
    if resume is not None:
        run.go_on_from(resume)
    share = IMPROVE_SHARE if with_bound else 1.0
    late, out_of_time = (after_seconds(None if seconds is None else seconds * part) for part in (share, 1.0))
    status = run.improve(late)
    if with_bound:
        run.sharpen(out_of_time)
    return run.solution(status, with_bound=with_bound)


def iterations_of(stages: int, doctors: int) -> int:
    """Return how many iterations the prices and so many stages are."""
    return 1 + stages * (COOLING * doctors + 1)


class _Run:
    """One solve: what has been found so far."""

    def __init__(
        self,
        problem: Problem,
        seed: int,
        iterations: int | None,
        progress: ProgressCall | None,
        cancelled: StopRule,
    ) -> None:
        self.work: Compiled = compile_problem(problem)
        self.seed = seed
        self.target = iterations if problem.doctors else 0
        self.progress = progress
        self.cancelled = cancelled
        self.done = 0
        self.prices: Prices | None = None
        self.guide: Longs | None = None
        self.cooling = COOLING * len(problem.doctors)  # steps after each dive
        self.search: Search = begin(self.work.tables, greedy(self.work), seed)

    def warm_up(self) -> None:
        """Have everything compiled before any clock starts: on a machine's first run that takes half a minute."""
        improve(self.work.tables, self.search, 0, 0)
        refine(self.work.tables, start_prices(self.work.tables), 0)
        warm_up(self.work.tables)

    @property
    def cost(self) -> int:
        return int(self.search.totals[1]) // SCALE

    def improve(self, late: StopRule) -> Status:
        """Work until the iterations are done, the plan is proved best, or somebody says stop."""
        stop = self._asking(late)
        self._report()
        if self.target == 0:
            return Status.DONE
        if self.guide is None and not self._guide(stop):
            return self._stopped()
        while self.target is None or self.done < self.target:
            if self._is_proved():
                return Status.OPTIMAL
            if stop() or not self._advance(stop):
                return self._stopped()
            self._report()
        return Status.DONE

    def _advance(self, stop: StopRule) -> bool:
        """Do the next dive or the next chunk of steps; False when a dive was stopped, which leaves all as it was."""
        number, since = divmod(self.done - 1, self.cooling + 1)
        if since == 0:
            return self._dive(number, stop)
        first = since - 1
        steps = min(CHUNK, self.cooling - first)
        if self.target is not None:
            steps = min(steps, self.target - self.done)
        improve(self.work.tables, self.search, first, steps)
        self.done += steps
        return True

    def _dive(self, number: int, stop: StopRule) -> bool:
        if self.guide is None:
            raise AssertionError("a dive comes after the prices")
        chance = np.random.default_rng((self.seed, number))  # no two dives the same, and all of a run again the same
        shaken = np.round(self.guide * chance.uniform(1 - SHAKE, 1 + SHAKE, self.guide.shape)).astype(np.int64)

        def told() -> bool:
            self._report()  # a dive of thousands of doctors takes minutes
            return stop()

        if not dive(self.work.tables, self.search.state, shaken, self._pace(number), told):
            return False
        start_over(self.search)
        self.done += 1
        return True

    def _pace(self, number: int) -> Pace:
        """Return how patient a dive is to be."""
        if number < len(PACES):
            return PACES[number]
        is_crowded = self.search.totals[2] > CROWDED * len(self.search.best_count)
        return WHERE_CROWDED if is_crowded else PATIENT

    def sharpen(self, out_of_time: StopRule) -> None:
        """Raise the bound towards the cost that has been reached."""
        stop = self._asking(out_of_time)
        if self.prices is None:
            self.prices = start_prices(self.work.tables)
            refine(self.work.tables, self.prices, PRICE_STEPS, stop=stop)
        if not self._is_proved():
            goal, before = int(self.search.totals[1]), self.prices.bound
            refine(self.work.tables, self.prices, BOUND_STEPS, first_step=BOUND_FIRST_STEP, goal=goal, stop=stop)
            if self.prices.bound > before + CLEARLY * abs(before):
                refine(
                    self.work.tables, self.prices, BOUND_STEPS, first_step=BOUND_AGAIN_FIRST_STEP, goal=goal, stop=stop
                )
        self._report()

    def solution(self, status: Status, *, with_bound: bool) -> Solution:
        """Return the best plan with its figures."""
        bound = self.prices.cost_units if with_bound and self.prices is not None else None
        cost, unplaced = self.cost, int(self.search.totals[2])
        if bound == cost and status != Status.CANCELLED:
            status = Status.OPTIMAL
        plan = replace(
            to_plan(self.work, self.search.best_blocks, self.search.best_count),
            cost=cost,
            unplaced_weeks=unplaced,
            bound=bound,
            seed=self.seed,
            iterations=self.done,
        )
        gap = None if bound is None else (cost - bound) / cost if cost else 0.0
        return Solution(plan, cost, unplaced, bound, gap, self.done, self.seed, status, self._checkpoint())

    def go_on_from(self, checkpoint: Checkpoint) -> None:
        """Stand where an earlier run stood."""
        if checkpoint.problem != fingerprint(self.work.problem):
            raise ValueError("the checkpoint is of another problem")
        self.guide, self.done = checkpoint.arrays["guide"], checkpoint.iterations
        self.prices = Prices(checkpoint.bound, checkpoint.arrays["price"])
        self.search = begin(self.work.tables, self.search.state, self.seed, self.guide)
        restore(self.search, checkpoint.arrays)

    def _checkpoint(self) -> Checkpoint | None:
        if self.guide is None or self.prices is None:
            return None
        arrays = saved(self.search) | {"guide": self.guide, "price": self.prices.price}
        return Checkpoint(fingerprint(self.work.problem), self.seed, self.done, self.prices.bound, arrays)

    def _guide(self, stop: StopRule) -> bool:
        """Find prices and begin from the better of the two greedy plans; False when stopped before that."""
        prices = start_prices(self.work.tables)
        goal = int(self.search.totals[1])
        if not refine(self.work.tables, prices, PRICE_STEPS, goal=goal, stop=stop):
            return False
        far = start_prices(self.work.tables)
        if not refine(
            self.work.tables,
            far,
            PRICE_STEPS,
            first_step=LONG_FIRST_STEP,
            last_step=LONG_LAST_STEP,
            goal=goal,
            stop=stop,
        ):
            return False
        if far.bound > prices.bound + CLEARLY * abs(prices.bound):
            prices = far
        self.prices = prices
        self.guide = prices.price
        guided = greedy(self.work, seen_by_sizes(self.work.tables, prices.price))
        state = guided if total_cost(guided) < self.search.totals[1] else self.search.state
        self.search = begin(self.work.tables, state, self.seed, prices.price)
        self.done = 1
        self._report()
        return True

    def _asking(self, late: StopRule) -> StopRule:
        return lambda: late() or self.cancelled()

    def _stopped(self) -> Status:
        return Status.CANCELLED if self.cancelled() else Status.STOPPED

    def _is_proved(self) -> bool:
        return self.prices is not None and self.prices.cost_units >= self.cost

    def _report(self) -> None:
        if self.progress is not None:
            bound = None if self.prices is None else self.prices.cost_units
            self.progress(self.done, self.cost, int(self.search.totals[2]), bound)
