"""Weekly prices per unit, and the lower bound that comes with them.

Capacity rows are moved into the objective (Lagrangian relaxation); then each doctor's cheapest programme is exact, so
for any prices the sum of those programmes minus the value of all places, with what units bear by themselves, is a bound
that no plan can beat. Prices are integers (`SCALE` to one cost unit): the bound carries no rounding error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from randa.engines.planning.ascent import Ascent, seen_by_sizes, wanted_parts
from randa.engines.planning.compile import SCALE, Ints, Longs, Tables
from randa.engines.planning.kernel import NEVER_FULL
from randa.engines.planning.pricing import Pricing

FIRST_STEP, LAST_STEP = 4.0, 0.02  # change of a price, in cost units at an unplaced cost of 60 a week
MEMORY_OF_DIRECTION = 0.95


@dataclass
class Prices:
    """Weekly prices and the best bound they have given, refined step by step.

    Attributes:
        bound: scaled; no plan costs less.
        price: [U, W] the scaled prices that gave it.
    """

    bound: int
    price: Longs

    @property
    def cost_units(self) -> int:
        """The bound in whole cost units. Costs are whole, so a fraction above is rounded up."""
        return -(-self.bound // SCALE)


def start_prices(tables: Tables) -> Prices:
    """Return no prices at all and the bound that gives: everybody alone in the world."""
    price = np.zeros(tables.places.shape, np.int64)
    pricing, doctors = Pricing(tables, len(tables.template)), _everybody(tables)
    pricing.ask(doctors, NEVER_FULL, seen_by_sizes(tables, price), 0)
    _, worth = wanted_parts(tables, price, tables.places)
    return Prices(int(pricing.bounds.sum()) + worth + tables.strained, price)


def refine(
    tables: Tables,
    prices: Prices,
    steps: int,
    *,
    first_step: float = FIRST_STEP,
    last_step: float = LAST_STEP,
    goal: int | None = None,
    stop: Callable[[], bool] = lambda: False,
) -> bool:
    """Move the prices towards where supply meets demand; keep the best bound in `prices`.

    Args:
        tables: the problem.
        prices: where to begin; receives the best prices.
        steps: how many.
        first_step, last_step: length of the first and last step; see FIRST_STEP.
        goal: the scaled cost of a known plan; a bound that reaches it ends the ascent.
        stop: asked before each step.

    Returns:
        Whether it came to its end without being stopped.
    """
    pricing, doctors = Pricing(tables, len(tables.template)), _everybody(tables)
    ascent = Ascent(tables, prices.price, MEMORY_OF_DIRECTION)
    for number in range(1, steps + 1):
        if stop():
            return False
        price = ascent.price()
        use = pricing.ask(doctors, NEVER_FULL, seen_by_sizes(tables, price), 0)
        wanted, worth = wanted_parts(tables, price, tables.places)
        bound = int(pricing.bounds.sum()) + worth + tables.strained
        if bound > prices.bound:
            prices.bound, prices.price = bound, price
        if goal is not None and prices.cost_units * SCALE >= goal:
            return True
        ascent.move(use, wanted, first_step * (last_step / first_step) ** (number / steps))
    return True


def _everybody(tables: Tables) -> Ints:
    return np.arange(len(tables.template), dtype=np.int32)
