"""Which populations a printed rate and its count can both be true for."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

PER = 100_000


@dataclass(frozen=True, slots=True)
class Interval:
    """A closed interval of populations; `high` is None when there is no upper limit."""

    low: Fraction
    high: Fraction | None

    def __contains__(self, population: int | Fraction) -> bool:
        return self.low <= population and (self.high is None or population <= self.high)

    def is_below(self, population: int | Fraction) -> bool:
        """Return whether the whole interval lies below `population`."""
        return self.high is not None and self.high < population

    def meets(self, other: "Interval") -> bool:
        """Return whether the intervals have a population in common."""
        return common((self, other)) is not None


def rate(count: Decimal, population: int | Fraction) -> Fraction:
    """Return the count per 100 000 inhabitants, exact.

    Raises:
        ValueError: the population is not positive.
    """
    if population <= 0:
        raise ValueError(f"population is {population}; expected more than 0")
    return Fraction(count) * PER / Fraction(population)


def implied_population(
    count: Decimal, printed: Decimal, step: Decimal, *, slack: Fraction = Fraction(1, 2)
) -> Interval | None:
    """Return the populations for which `count` rounds to the printed rate, or None when there is none.

    Args:
        count: number of posts, persons or weeks, not negative.
        printed: the rate per 100 000 as printed.
        step: value of one in the last printed decimal of the rate.
        slack: how far the exact rate may lie from the printed one, in steps; a half is correct rounding.
    Raises:
        ValueError: `count` is negative or `step` is not positive.
    Source: docs/sources.md#implied-population
    """
    if count < 0:
        raise ValueError(f"count is {count}; expected 0 or more")
    if step <= 0:
        raise ValueError(f"step is {step}; expected more than 0")
    lowest = Fraction(printed) - slack * Fraction(step)
    highest = Fraction(printed) + slack * Fraction(step)
    if count == 0:
        return Interval(Fraction(0), None) if lowest <= 0 <= highest else None
    if highest <= 0:
        return None
    posts = Fraction(count) * PER
    return Interval(posts / highest, posts / lowest if lowest > 0 else None)


def common(intervals: Sequence[Interval]) -> Interval | None:
    """Return the populations that all intervals have in common, or None.

    Raises:
        ValueError: there are no intervals.
    """
    low = max(interval.low for interval in intervals)
    limits = [interval.high for interval in intervals if interval.high is not None]
    high = min(limits) if limits else None
    return None if high is not None and high < low else Interval(low, high)


def tightest_contradiction(intervals: Sequence[Interval]) -> tuple[int, int] | None:
    """Return the positions of the interval that ends lowest and the one that begins highest, if they do not meet."""
    bounded = [place for place, interval in enumerate(intervals) if interval.high is not None]
    if not bounded:
        return None
    ends_lowest = min(bounded, key=lambda place: (intervals[place].high or 0, place))
    begins_highest = max(range(len(intervals)), key=lambda place: (intervals[place].low, -place))
    if intervals[ends_lowest].meets(intervals[begins_highest]):
        return None
    return ends_lowest, begins_highest


def odd_ones(intervals: Sequence[Interval]) -> list[int]:
    """Return the positions whose removal alone would leave the others with a population in common."""
    places = range(len(intervals))
    return [
        place
        for place in places
        if len(intervals) > 1 and common([intervals[other] for other in places if other != place]) is not None
    ]
