"""Which search a planning run or a re-planning asks for, and what it proves."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from randa.engines.planning.costs import Tiers
from randa.engines.planning.model import Plan, Problem
from randa.placements.choices import PlanningChoices

if TYPE_CHECKING:
    from randa.engines.planning.regions import Hands
    from randa.engines.planning.replan import Replanned

Told = Callable[[int, int | None, int, int | None], None]


def search(
    problem: Problem, choices: PlanningChoices, *, seed: int, progress: Told, cancelled: Callable[[], bool],
    hands: "Hands | None" = None,
) -> tuple[Plan, dict[str, Any]]:  # fmt: skip
    """Search for the seconds of the choices. Return the plan and what a plan keeps of how it was found.

    A run in the strict order keeps `first_bound`: points that no plan has less of, of weeks without a place and blocks that end too late.

    Args:
        progress: called with steps, cost, weeks without a place and bound. In the strict order no cost is told while it searches: its
            points are not those of the plan.
        hands: who plans each region by itself, when several have learners. Without them, and in the strict order, all is planned at once.
    """
    if not choices.is_strict:
        return _weighed(problem, choices, seed, progress, cancelled, hands), {}
    from randa.engines.planning.order import solve_in_order

    def told(steps: int, _cost: int, unplaced_weeks: int, bound: int | None) -> None:
        progress(steps, None, unplaced_weeks, bound)

    ordered = solve_in_order(problem, seed=seed, seconds=choices.seconds, progress=told, cancelled=cancelled)
    return ordered.solution.plan, {"first_bound": ordered.first_bound}


def _weighed(
    problem: Problem, choices: PlanningChoices, seed: int, progress: Told, cancelled: Callable[[], bool],
    hands: "Hands | None",
) -> Plan:  # fmt: skip
    if hands is None:
        from randa.engines.planning.solve import solve  # loads the compiler: only a worker needs it

        return solve(problem, seed=seed, seconds=choices.seconds, progress=progress, cancelled=cancelled).plan
    from randa.engines.planning.regions import solve_by_region

    return solve_by_region(
        problem, hands, seed=seed, seconds=choices.seconds, progress=progress, cancelled=cancelled
    ).plan


def mended(
    before: Problem, plan: Plan, after: Problem, choices: PlanningChoices, *, kept: int, limit: int | None,
    stop: Callable[[], bool],
) -> "Replanned":  # fmt: skip
    """Return the plan mended for what has become of its problem, in points or in the strict order, as the plan was made.

    Args:
        before: a problem for which the plan is legal.
        plan: as it was.
        after: what holds now.
        choices: of the run that made the plan.
        kept: points that a place which somebody has is worth keeping; of no meaning in the strict order.
        limit: how many may lose a place that they have; None for any number.
        stop: asked often.
    """
    if not choices.is_strict:
        from randa.engines.planning.replan import replan  # loads the compiler: only a worker needs it

        return replan(before, plan, after, change_price=kept, most_disturbed=limit, stop=stop)
    from randa.engines.planning.order import replan_in_order

    return replan_in_order(before, plan, after, most_disturbed=limit, stop=stop)


def is_better(change: Tiers, choices: PlanningChoices) -> bool:
    """Tell whether a plan whose cost differs so from another's is the better one: cheaper, or first things first in the strict order."""
    if not choices.is_strict:
        return change.total < 0
    from randa.engines.planning.ranks import Ranks, ranked  # loads numpy: only a worker needs it

    return ranked(change) < Ranks(0, 0, 0, 0)
