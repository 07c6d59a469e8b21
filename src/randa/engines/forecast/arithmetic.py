"""Small sums about AT and BT that people do by hand today: weeks, posts, rates.

Figures come as arguments; where the published ones stand and how they deviate is in `docs/sources.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """Weeks per person in one area, from `low` to `high`."""

    low: float
    high: float

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"span {self.low!r}–{self.high!r}; expected 0 <= low <= high")

    @property
    def middle(self) -> float:
        """Return the middle of the span."""
        return (self.low + self.high) / 2


@dataclass(frozen=True, slots=True)
class WeeksChange:
    """Weeks a year won (or lost, below 0) in one area, unrounded."""

    low: float
    middle: float
    high: float

    @property
    def rounded(self) -> tuple[int, int, int]:
        """Return (low, middle, high) in whole weeks, halves to the even neighbour as in the printed examples."""
        return round(self.low), round(self.middle), round(self.high)


def weeks_change(
    *, at_posts: float, bt_posts: float, at_weeks: Mapping[str, Span], bt_weeks: Mapping[str, Span]
) -> dict[str, WeeksChange]:
    """Return per area the weeks of service a year won when `at_posts` AT posts become `bt_posts` BT posts.

    The low end sets the shortest BT against the longest AT, the high end the other way round.

    Args:
        at_posts: AT starts a year before; bt_posts: BT starts a year after.
        at_weeks: per area, weeks per person in AT; bt_weeks: in BT; the same areas.
    Raises:
        ValueError: the areas differ, or posts are negative.
    Source: docs/sources.md#orebro-weeks (weeks per person); the arithmetic is ours.
    """
    if set(at_weeks) != set(bt_weeks):
        raise ValueError(f"areas {sorted(set(at_weeks) ^ set(bt_weeks))} are in only one of at_weeks and bt_weeks")
    if at_posts < 0 or bt_posts < 0:
        raise ValueError(f"posts {at_posts!r} and {bt_posts!r}; expected >= 0")
    return {
        area: WeeksChange(
            low=bt_posts * bt_weeks[area].low - at_posts * at.high,
            middle=bt_posts * bt_weeks[area].middle - at_posts * at.middle,
            high=bt_posts * bt_weeks[area].high - at_posts * at.low,
        )
        for area, at in at_weeks.items()
    }


def break_even_bt_per_at(*, at_weeks: Mapping[str, Span], bt_weeks: Mapping[str, Span]) -> dict[str, float]:
    """Return per area how many BT posts give the weeks of one AT post, by the middles of the spans, unrounded.

    Raises:
        ValueError: an area has no BT weeks; no number of posts breaks even there.
    Source: docs/sources.md#orebro-weeks (weeks per person); the arithmetic is ours.
    """
    for area in at_weeks:
        if area not in bt_weeks or bt_weeks[area].middle == 0:
            raise ValueError(f"bt_weeks[{area!r}] is missing or 0; expected > 0")
    return {area: at.middle / bt_weeks[area].middle for area, at in at_weeks.items()}


def full_time_posts(*, weeks: float, weeks_per_year: float) -> float:
    """Return weeks of service as full-time posts.

    Args:
        weeks: weeks a year, below 0 when lost.
        weeks_per_year: working weeks of a full-time post, vacation and training taken off; a stated assumption.
    Raises:
        ValueError: `weeks_per_year` is not within 1-53.
    """
    if not 1 <= weeks_per_year <= 53:
        raise ValueError(f"weeks_per_year is {weeks_per_year!r}; expected 1-53")
    return weeks / weeks_per_year


def posts_per_100k(posts: Sequence[float], population: Sequence[int]) -> list[float]:
    """Return posts per 100 000 inhabitants, one value per region, unrounded.

    Args:
        posts: posts in one calendar year (heads), one per region.
        population: inhabitants on a stated date; same regions, same order.
    Raises:
        ValueError: the lengths differ, or a population is not positive.
    Source: docs/sources.md#per-100k
    """
    if len(posts) != len(population):
        raise ValueError(f"{len(posts)} posts and {len(population)} populations; expected as many")
    for i, inhabitants in enumerate(population):
        if inhabitants <= 0:
            raise ValueError(f"population[{i}] is {inhabitants!r}; expected > 0")
    return [number * 100_000 / inhabitants for number, inhabitants in zip(posts, population, strict=True)]
