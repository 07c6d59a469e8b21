"""Which positions the dial has: how many may be disturbed, and the price of a kept place. No database, no engine."""

from collections.abc import Callable
from typing import TypeVar

BETWEEN = 2  # positions between as few as possible and any number
POSITIONS = BETWEEN + 3
Found = TypeVar("Found")


def turned(
    ask: Callable[[int | None, int], Found], disturbed: Callable[[Found], int], prices: tuple[int, int]
) -> list[Found]:  # fmt: skip
    """Return what the engine finds at each position of the dial, `POSITIONS` at most.

    Args:
        ask: given how many may be disturbed (None: any number) and the price of a kept place.
        disturbed: how many an answer disturbs.
        prices: of a kept place, as a rule and at the position that disturbs the most.
    """
    kept, kept_low = prices
    fewest, free = ask(0, kept), ask(None, kept)
    low, high = disturbed(fewest), disturbed(free)
    between = {low + (high - low) * part // (BETWEEN + 1) for part in range(1, BETWEEN + 1)} - {low, high}
    freest = [ask(None, kept_low)] if kept_low != kept else []
    return [fewest, free, *(ask(limit, kept) for limit in sorted(between)), *freest]
