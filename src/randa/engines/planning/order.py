"""A plan in the strict order: weeks without a place and days that are missed first, whatever that costs everybody's comfort.

The usual plan weighs everything in one sum, and one person's week without a place may be worth an hour more for five
hundred others. Where no such week may be bought, the search goes on with one price that is too high for any comfort:
first near by, with prices ten times as far apart, because dives need prices they can follow, then step by step with the
two sums compared one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from randa.engines.planning import costs
from randa.engines.planning.bound import refine, start_prices
from randa.engines.planning.compile import SCALE, Longs, compile_problem, to_plan
from randa.engines.planning.improve import COOLING, begin, improve
from randa.engines.planning.model import Due, Fault, InvalidInputError, Option, Plan, Problem
from randa.engines.planning.remedies import Board
from randa.engines.planning.solve import BOUND_STEPS, CHUNK, ProgressCall, Solution, Status, solve
from randa.engines.planning.stop import StopRule, after_seconds, never

NEAR = 10  # times as dear: more, and dives find worse plans; less, and there is more for single steps to mend
COOLINGS = 2  # of single steps afterwards; they take a twentieth of the time of the dives
BOUND_FIRST_STEP = 16.0  # of prices, which have far to go where all else is free: 4 gave a bound a tenth lower
NEAR_SHARE, STEPS_SHARE = 0.7, 0.8  # of the seconds
LARGEST = 2**62  # sums of scaled costs are 64 bits wide


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
    far = far_apart(problem)
    steps_end, end = (after_seconds(None if seconds is None else seconds * part) for part in (STEPS_SHARE, 1.0))
    near = solve(
        dearer(problem, NEAR),
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
        plan = _stepped(problem, plan, far, guide, seed, lambda: steps_end() or cancelled())
        if cancelled():
            status = Status.CANCELLED
    first = first_cost(problem, plan)
    bound = _least_first(problem, first, lambda: end() or cancelled()) if with_bound else None
    if status == Status.OPTIMAL:  # only for the nearer prices
        status = Status.DONE
    unplaced = costs.unplaced_weeks(problem, plan)
    plan = replace(plan, cost=costs.cost(problem, plan), unplaced_weeks=unplaced, bound=None)
    solution = replace(
        near, plan=plan, cost=plan.cost or 0, unplaced_weeks=unplaced, gap=None, status=status, checkpoint=None
    )
    return Ordered(solution, first, bound)


def first_cost(problem: Problem, plan: Plan) -> int:
    """Return what comes first: the cost of weeks without a place and of days missed."""
    parts = costs.tiers(problem, plan)
    return parts.unplaced + parts.late


def dearer(problem: Problem, times: int) -> Problem:
    """Return the problem with what comes first so many times as dear."""
    return replace(
        problem,
        unplaced_cost_per_week={kind: price * times for kind, price in problem.unplaced_cost_per_week.items()},
        doctors=tuple(
            replace(one, due={kind: Due(due.week, due.cost_per_week * times) for kind, due in one.due.items()})
            for one in problem.doctors
        ),
    )


def far_apart(problem: Problem) -> int:
    """Return how many times as dear what comes first must be for no comfort of all together to outweigh one point of it.

    Raises:
        InvalidInputError: the sums would not fit in 64 bits.
    """
    times = 1 + _most_comfort(problem)
    most_first = sum(
        problem.templates[one.template].total * one.priority * max(problem.unplaced_cost_per_week.values(), default=0)
        + sum(due.cost_per_week * problem.weeks for due in one.due.values())
        for one in problem.doctors
    )
    if (most_first + 1) * times * SCALE > LARGEST:
        fault = f"{len(problem.doctors)} learners at these prices have sums beyond 64 bits in a strict order; use lower prices"
        raise InvalidInputError([Fault("unplaced_cost_per_week", fault)])
    return times


def _most_comfort(problem: Problem) -> int:
    """Return a cost that everything but what comes first can never exceed."""
    extra = 1 if problem.fairness is None else 1 + problem.fairness.extra
    own = 0
    for one in problem.doctors:
        template = problem.templates[one.template]
        units = sum(max((option.cost for option in options), default=0) for options in one.options.values())
        lengths = sum(max(rule.nominal, rule.maximum) for rule in template.blocks.values())
        own += units * extra + lengths * problem.off_nominal_cost_per_week + len(template.blocks) * problem.split_cost
    borne = sum(
        sum(unit.least or ()) * problem.below_least_cost + sum(unit.cap) * problem.above_ease_cost
        for unit in problem.units
    )
    return own + borne


def _stepped(problem: Problem, plan: Plan, times: int, guide: Longs, seed: int, stop: StopRule) -> Plan:
    """Return the plan after single steps that compare what comes first, then the rest."""
    board = Board(dearer(problem, times), plan)
    tables = board.work.tables
    search = begin(tables, board.state, seed, guide)
    steps = COOLING * len(problem.doctors)
    for first in (number for _cooling in range(COOLINGS) for number in range(0, steps, CHUNK)):
        if stop():
            break
        improve(tables, search, first, min(CHUNK, steps - first))
    stepped = to_plan(board.work, search.best_blocks, search.best_count)
    return replace(plan, programmes=stepped.programmes)


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
