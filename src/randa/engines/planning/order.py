"""A plan in the strict order: no part of what comes first is given away for anything that comes later.

The usual plan weighs everything in one sum, and one person's week without a place may be worth an hour more for five
hundred others. Where no such week may be bought, the search goes on with weights that are too far apart for that: first
near by, with what comes first ten times as dear, because dives need prices they can follow, then step by step with the
sums compared one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from randa.engines.planning import costs
from randa.engines.planning.bound import refine, start_prices
from randa.engines.planning.compile import SCALE, Longs, compile_problem, to_plan
from randa.engines.planning.improve import COOLING, begin, improve
from randa.engines.planning.model import Option, Plan, Problem
from randa.engines.planning.ranks import Weights, dearest_programme, ranks, surest_weights, weighed, weights_that_fit
from randa.engines.planning.remedies import Board
from randa.engines.planning.replan import Replanned, replan
from randa.engines.planning.solve import BOUND_STEPS, CHUNK, ProgressCall, Solution, Status, solve
from randa.engines.planning.stop import StopRule, after_seconds, never

NEAR = Weights(unplaced=10, late=10)  # more, and dives find worse plans; less, and there is more for steps to mend
COOLINGS = 2  # of single steps afterwards; they take a twentieth of the time of the dives
BOUND_FIRST_STEP = 16.0  # of prices, which have far to go where all else is free: 4 gave a bound a tenth lower
NEAR_SHARE, STEPS_SHARE = 0.7, 0.8  # of the seconds


@dataclass(frozen=True, slots=True)
class Ordered:
    """A plan in the strict order and what is proved of it.

    Attributes:
        solution: the plan with its usual cost; it has no bound, as a cheaper plan may stand lower in the order.
        first: cost of weeks without a place and of days missed.
        first_bound: no plan has less of these; None when not asked for.
    """

    solution: Solution
    first: int
    first_bound: int | None


def solve_in_order(
    problem: Problem,
    *,
    seed: int = 1,
    iterations: int | None = None,
    seconds: float | None = None,
    with_bound: bool = True,
    progress: ProgressCall | None = None,
    cancelled: StopRule = never,
) -> Ordered:
    """Return a good legal plan in the strict order. Arguments as for `solve.solve`; the steps at the end are not counted.

    Raises:
        ValueError: negative iterations or seconds.
        InvalidInputError: so many learners with such prices that the order cannot be told in 64 bits.
    """
    weights_that_fit(problem)
    steps_end, end = (after_seconds(None if seconds is None else seconds * part) for part in (STEPS_SHARE, 1.0))
    near = solve(
        weighed(problem, NEAR),
        seed=seed,
        iterations=iterations,
        seconds=None if seconds is None else seconds * NEAR_SHARE,
        with_bound=False,
        progress=progress,
        cancelled=cancelled,
    )
    plan, status = near.plan, near.status
    guide = None if near.checkpoint is None else near.checkpoint.arrays["guide"]
    if status != Status.CANCELLED and guide is not None:
        plan = _stepped(problem, plan, guide, seed, lambda: steps_end() or cancelled())
        if cancelled():
            status = Status.CANCELLED
    first = first_cost(problem, plan)
    bound = _least_first(problem, first, lambda: end() or cancelled()) if with_bound else None
    if status == Status.OPTIMAL:  # only for the nearer prices
        status = Status.DONE
    plan = replace(_costed(problem, plan), bound=None)
    solution = replace(
        near,
        plan=plan,
        cost=plan.cost or 0,
        unplaced_weeks=plan.unplaced_weeks or 0,
        gap=None,
        status=status,
        checkpoint=None,
    )
    return Ordered(solution, first, bound)


def replan_in_order(
    before: Problem,
    plan: Plan,
    after: Problem,
    *,
    most_disturbed: int | None = None,
    seed: int = 1,
    iterations: int | None = None,
    stop: StopRule = never,
) -> Replanned:
    """Return a mended plan in the strict order: a place that somebody has is lost only for a week without one, or a day.

    Arguments, and what is raised, as for `replan.replan`, and InvalidInputError as for `solve_in_order`.
    """
    weights = surest_weights(after, ranks(after, plan), changed=sum(len(one.blocks) for one in plan.programmes))
    dear = weighed(after, weights)
    found = replan(
        before,
        plan,
        dear,
        change_price=weights.change,
        limit_price=dearest_programme(dear),
        most_disturbed=most_disturbed,
        seed=seed,
        iterations=iterations,
        stop=stop,
    )
    return replace(found, plan=_costed(after, found.plan))


def first_cost(problem: Problem, plan: Plan) -> int:
    """Return what comes first: the cost of weeks without a place and of days missed."""
    parts = costs.tiers(problem, plan)
    return parts.unplaced + parts.late


def _costed(problem: Problem, plan: Plan) -> Plan:
    """Return the plan with the usual cost."""
    return replace(plan, cost=costs.cost(problem, plan), unplaced_weeks=costs.unplaced_weeks(problem, plan))


def _stepped(problem: Problem, plan: Plan, guide: Longs, seed: int, stop: StopRule) -> Plan:
    """Return the plan after single steps that compare one rank after the other; it never stands lower than before."""
    steps = COOLING * len(problem.doctors)
    for _cooling in range(COOLINGS):
        weights = surest_weights(problem, ranks(problem, plan))
        board = Board(weighed(problem, weights), plan)
        tables = board.work.tables
        search = begin(tables, board.state, seed, guide * weights.comfort)
        for first in range(0, steps, CHUNK):
            if stop():
                break
            improve(tables, search, first, min(CHUNK, steps - first))
        found = to_plan(board.work, search.best_blocks, search.best_count)
        stepped = replace(plan, programmes=found.programmes)
        plan = min(plan, stepped, key=lambda one: ranks(problem, one))
    return plan


def _least_first(problem: Problem, goal: int, stop: StopRule) -> int:
    """Return what no plan can have less of, of what comes first: the bound of a world in which all else is free."""
    at_no_cost = replace(
        problem,
        off_nominal_cost_per_week=0,
        split_cost=0,
        fairness=None,
        below_least_cost=0,
        above_ease_cost=0,
        doctors=tuple(
            replace(one, options={kind: tuple(Option(o.unit, 0) for o in some) for kind, some in one.options.items()})
            for one in problem.doctors
        ),
    )
    free = compile_problem(at_no_cost).tables
    prices = start_prices(free)
    refine(free, prices, BOUND_STEPS, first_step=BOUND_FIRST_STEP, goal=goal * SCALE, stop=stop)
    return prices.cost_units
