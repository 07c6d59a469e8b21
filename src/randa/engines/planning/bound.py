"""Weekly prices per unit, and the lower bound that comes with them.

Capacity rows are moved into the objective (Lagrangian relaxation); then each doctor's cheapest programme is exact, so
for any prices the sum of those programmes minus the value of all places is a bound that no plan can beat. Prices are
integers (`SCALE` to one cost unit): the bound carries no rounding error.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from randa.engines.planning.compile import NONE, SCALE, Ints, Longs, Tables
from randa.engines.planning.jit import compiled
from randa.engines.planning.kernel import Scratch, cheapest, scratch

NEVER_FULL = np.zeros((0, 0), np.int32)
FIRST_STEP, LAST_STEP = 2.0, 0.02  # change of a price, in cost units at an unplaced cost of 60 a week
MEMORY_OF_DIRECTION, MEMORY_OF_SIZE = 0.95, 0.9


@dataclass
class Prices:
    """Weekly prices and the best bound they have given, refined step by step.

    Attributes:
        bound: scaled; no plan costs less.
        price: [U, W] the scaled prices that gave it.
    """

    bound: int
    price: Longs

    def prefix(self) -> Longs:
        """Return [U, W + 1]: the sum of the prices of all earlier weeks."""
        return prefix_sums(self.price)

    @property
    def cost_units(self) -> int:
        """The bound in whole cost units. Costs are whole, so a fraction above is rounded up."""
        return -(-self.bound // SCALE)


def prefix_sums(price: Longs) -> Longs:
    """Return [U, W + 1]: per unit the sum of the prices of all earlier weeks."""
    result = np.zeros((price.shape[0], price.shape[1] + 1), np.int64)
    np.cumsum(price, axis=1, out=result[:, 1:])
    return result


def start_prices(tables: Tables) -> Prices:
    """Return no prices at all and the bound that gives: everybody alone in the world."""
    price = np.zeros(tables.places.shape, np.int64)
    use = np.zeros(tables.places.shape, np.int32)
    return Prices(relaxed(tables, prefix_sums(price), NEVER_FULL, scratch(tables), use), price)


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
    """Raise prices where too many want a place and lower them where places are left; keep the best bound in `prices`.

    A sub-gradient ascent whose step per unit and week follows the recent size of its own surplus (as in Adam), which
    on these problems came closer in 800 steps than Polyak's rule with and without deflection.

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
    memory, use = scratch(tables), np.zeros(tables.places.shape, np.int32)
    current = prices.price.astype(np.float64) / SCALE
    direction, size = np.zeros_like(current), np.zeros_like(current)
    unit = float(tables.unplaced.max(initial=0)) / SCALE / 60.0
    for number in range(1, steps + 1):
        if stop():
            return False
        price = np.round(current * SCALE).astype(np.int64)
        bound = relaxed(tables, prefix_sums(price), NEVER_FULL, memory, use) - int((price * tables.places).sum())
        if bound > prices.bound:
            prices.bound, prices.price = bound, price
        if goal is not None and prices.cost_units * SCALE >= goal:
            return True
        surplus = (use - tables.places).astype(np.float64)
        surplus[(current <= 0) & (surplus < 0)] = 0.0
        direction = MEMORY_OF_DIRECTION * direction + (1 - MEMORY_OF_DIRECTION) * surplus
        size = MEMORY_OF_SIZE * size + (1 - MEMORY_OF_SIZE) * surplus**2
        mean = direction / (1 - MEMORY_OF_DIRECTION**number)
        spread = np.sqrt(size / (1 - MEMORY_OF_SIZE**number)) + 1e-3
        step = unit * first_step * (last_step / first_step) ** (number / steps)
        current = np.maximum(0.0, current + step * mean / spread)
    return True


@compiled
def relaxed(tables: Tables, price: Longs, never_full: Ints, memory: Scratch, use: Ints) -> int:
    """Return the summed cost of everybody's cheapest programme under prices, and count who is where.

    Args:
        tables: the problem.
        price: [U, W + 1] prefix sums.
        never_full: an array without rows; an argument, because the compiler treats constants as another type.
        memory: working memory.
        use: [U, W] receives the places wanted beyond the locked ones.
    """
    blocks = np.zeros((tables.shortest.shape[1], 4), np.int32)
    for unit in range(use.shape[0]):
        for week in range(use.shape[1]):
            use[unit, week] = 0
    total = 0
    for doctor in range(tables.template.shape[0]):
        cost, count = cheapest(tables, doctor, never_full, price, np.int64(0), memory, blocks)
        total += cost
        for index in range(count):
            unit = blocks[index, 3]
            if unit != NONE and tables.lock_position[doctor, blocks[index, 0]] == NONE:
                begin = tables.work[doctor, blocks[index, 1]]
                end = tables.work[doctor, blocks[index, 1] + blocks[index, 2] - 1]
                for week in range(begin, end + 1):
                    use[unit, week] += 1
    return total
