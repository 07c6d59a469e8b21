"""Which search a planning run asks for, and what it proves."""

from collections.abc import Callable
from typing import Any

from randa.engines.planning.model import Plan, Problem
from randa.placements.choices import PlanningChoices

Told = Callable[[int, int | None, int, int | None], None]


def search(
    problem: Problem, choices: PlanningChoices, *, seed: int, progress: Told, cancelled: Callable[[], bool]
) -> tuple[Plan, dict[str, Any]]:
    """Search for the seconds of the choices. Return the plan and what a plan keeps of how it was found.

    A run in the strict order keeps `first_bound`: points that no plan has less of, of weeks without a place and blocks that end too late.

    Args:
        progress: called with steps, cost, weeks without a place and bound. In the strict order no cost is told while it searches: its
            points are not those of the plan.
    """
    if not choices.is_strict:
        from randa.engines.planning.solve import solve  # loads the compiler: only a worker needs it

        found = solve(problem, seed=seed, seconds=choices.seconds, progress=progress, cancelled=cancelled)
        return found.plan, {}
    from randa.engines.planning.order import solve_in_order

    def told(steps: int, _cost: int, unplaced_weeks: int, bound: int | None) -> None:
        progress(steps, None, unplaced_weeks, bound)

    ordered = solve_in_order(problem, seed=seed, seconds=choices.seconds, progress=told, cancelled=cancelled)
    return ordered.solution.plan, {"first_bound": ordered.first_bound}
