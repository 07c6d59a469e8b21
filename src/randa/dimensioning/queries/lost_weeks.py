"""Weeks of service won or lost per area and year when AT gives way to BT, as full-time posts, and what breaks even."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from randa.dimensioning.assumptions import BASE, Values, assumption
from randa.dimensioning.forecasting import BT_TYPES, FIRST_SHOWN
from randa.dimensioning.models import PlannedPosts, PostType
from randa.dimensioning.queries.figures import RegionFacts
from randa.engines.forecast.arithmetic import Span, WeeksChange, break_even_bt_per_at, full_time_posts, weeks_change

AREAS = ("psy", "am", "msa")  # the sources give medicine, surgery and emergency care as one sum
BASELINE_YEAR = 2023  # the last year whose AT posts are published (001 Tabell 1)
LAST_PLANNED = 2030


@dataclass(frozen=True, slots=True)
class YearChange:
    """One year against the baseline.

    Attributes:
        year: None for the year when AT has ended and BT stands at its last planned number.
        at_posts, bt_posts: that start in the year; weeks: change per area.
    """

    year: int | None
    at_posts: int
    bt_posts: int
    weeks: Mapping[str, WeeksChange]


@dataclass(frozen=True, slots=True)
class LostWeeks:
    """What AT's end does to the service of one or several regions.

    Attributes:
        baseline_at: AT posts a year before.
        years: 2026-2030, then the year when AT has ended.
        break_even: per area, BT posts for one AT post; `break_even_posts`: for all of the baseline.
        full_time_weeks: weeks in a full-time post.
    """

    baseline_at: int
    years: Sequence[YearChange]
    break_even: Mapping[str, float]
    full_time_weeks: float

    @property
    def after(self) -> YearChange:
        """The year when AT has ended."""
        return self.years[-1]

    @property
    def break_even_posts(self) -> dict[str, float]:
        return {area: each * self.baseline_at for area, each in self.break_even.items()}

    def posts(self, weeks: float) -> float:
        """Return weeks a year as full-time posts."""
        return full_time_posts(weeks=weeks, weeks_per_year=self.full_time_weeks)


def lost_weeks(regions: Sequence[RegionFacts], values: Values = BASE) -> LostWeeks:
    """Return the weeks won and lost in these regions together: one query."""
    codes = [one.code for one in regions]
    kinds = [*BT_TYPES, PostType.AT]
    rows = PlannedPosts.objects.filter(region__code__in=codes, post_type__in=kinds).values_list(
        "year", "post_type", "posts"
    )
    totals: dict[tuple[int, bool], int] = {}
    for year, kind, number in rows:
        totals[year, kind == PostType.AT] = totals.get((year, kind == PostType.AT), 0) + number
    baseline = totals.get((BASELINE_YEAR, True), 0)
    place = codes[0] if len(codes) == 1 else ""
    at, bt = spans("at", values, place), spans("bt", values, place)
    posts = [
        (year, totals.get((year, True), 0), totals.get((year, False), 0))
        for year in range(FIRST_SHOWN, LAST_PLANNED + 1)
    ]
    years = [
        YearChange(
            year, at_posts, bt_posts,
            weeks_change(at_posts=max(0, baseline - at_posts), bt_posts=bt_posts, at_weeks=at, bt_weeks=bt),
        )
        for year, at_posts, bt_posts in [*posts, (None, 0, posts[-1][2])]
    ]  # fmt: skip
    comparable = {area: span for area, span in at.items() if bt[area].middle > 0}
    return LostWeeks(
        baseline, years, break_even_bt_per_at(at_weeks=comparable, bt_weeks=bt), values.get("full_time_weeks", place)
    )


def spans(kind: str, values: Values = BASE, region: str = "") -> dict[str, Span]:
    """Return weeks per person in each area with their span; a changed value moves the span's ends with its middle.

    Source: docs/sources.md#orebro-weeks
    """
    found = {}
    for area in AREAS:
        key = f"{kind}_weeks_{area}"
        one = assumption(key)
        moved = values.get(key, region) - one.default
        found[area] = Span(max(0.0, one.low + moved), max(0.0, one.high + moved))
    return found
