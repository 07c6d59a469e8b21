"""How many posts are planned, and does that fit the need? Everything the overview and its one-page PDF say."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from randa.dimensioning.models import NationalNeed
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.queries.cells import CellState, cells_of
from randa.dimensioning.queries.figures import Country, RegionFacts, national_need, per_100k, total_inhabitants
from randa.dimensioning.queries.printed import PRINTED_SHARE, PrintedRate, printed_rates
from randa.dimensioning.queries.table import BT_TYPES

YEARS = tuple(range(2026, 2031))
CLIFF_YEARS = tuple(range(2025, 2031))


@dataclass(frozen=True, slots=True)
class YearFigures:
    """BT in one year for the chosen regions: what is planned, and the part of the nation's need that falls on them."""

    year: int
    posts: int
    inhabitants: int | None
    national_need: int | None
    population_share: float | None

    @property
    def per_100k(self) -> float | None:
        return per_100k(self.posts, self.inhabitants)

    @property
    def plan_share(self) -> float | None:
        """Planned posts as a part of the nation's need."""
        return self.posts / self.national_need if self.national_need else None

    @property
    def fair_part(self) -> int | None:
        """The nation's need times the share of its inhabitants, in whole posts."""
        if self.national_need is None or self.population_share is None:
            return None
        return round(self.national_need * self.population_share)

    @property
    def difference(self) -> int | None:
        return None if self.fair_part is None else self.posts - self.fair_part

    def difference_at(self, share: float) -> int | None:
        """Return planned posts minus the need times another share, for example the printed one."""
        return None if self.national_need is None else self.posts - round(self.national_need * share)


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region in the comparison."""

    facts: RegionFacts
    years: tuple[YearFigures, ...]
    printed: PrintedRate | None

    @property
    def last(self) -> YearFigures:
        return self.years[-1]

    @property
    def printed_deviates(self) -> bool:
        """Whether the printed rate is not what the printed count gives with the stated population."""
        return self.recomputed is not None and self.printed is not None and round(self.recomputed) != self.printed.rate

    @property
    def recomputed(self) -> float | None:
        return per_100k(self.printed.posts, self.facts.inhabitants) if self.printed else None


@dataclass(frozen=True)
class Overview:
    """The answer for all members, or for one region.

    Attributes:
        starts: AT and BT posts by (kind, year) over `CLIFF_YEARS`; None where nothing is planned.
    """

    region: RegionFacts | None
    country: Country
    years: tuple[YearFigures, ...]
    rows: tuple[RegionRow, ...]
    starts: Mapping[tuple[str, int], int | None]
    at_need: Mapping[int, int]

    @property
    def last(self) -> YearFigures:
        return self.years[-1]

    @property
    def as_of(self) -> dt.date | None:
        return self.country.as_of

    @property
    def deviating(self) -> tuple[RegionRow, ...]:
        """The regions whose published rate does not follow from its own count."""
        return tuple(row for row in self.rows if row.printed_deviates)

    @property
    def printed_share(self) -> float | None:
        """The share of the nation's inhabitants that the report prints; it speaks of all seven regions together."""
        return None if self.region else PRINTED_SHARE

    @property
    def share_rows(self) -> list[dict[str, float | int | bool | None]]:
        """Return the share of the inhabitants as printed and as recomputed, each with what it makes of the need."""
        need, last = self.last.national_need, self.last
        if need is None or last.population_share is None:
            return []
        shares = ((True, PRINTED_SHARE), (False, last.population_share))
        return [
            {
                "is_printed": is_printed,
                "percent": value * 100,
                "part": round(need * value),
                "difference": last.difference_at(value),
            }
            for is_printed, value in shares
        ]

    @cached_property
    def five_years(self) -> tuple[int, int] | None:
        """Return (planned, part of the need) over all years, None where a need is unknown."""
        parts = [one.fair_part for one in self.years]
        if any(part is None for part in parts):
            return None
        return sum(one.posts for one in self.years), sum(part or 0 for part in parts)

    @property
    def enough_from(self) -> int | None:
        """The first year from which the plan covers the part of the need in every year that follows."""
        enough = None
        for one in reversed(self.years):
            if one.difference is None or one.difference < 0:
                break
            enough = one.year
        return enough

    @cached_property
    def deepest_drop(self) -> tuple[int, int, int] | None:
        """Return (year, AT and BT starts that year, the year before) where the sum falls most; None when it never falls."""
        sums = [(year, self._starts_in(year)) for year in CLIFF_YEARS]
        pairs = [
            (year, now, before)
            for (_earlier, before), (year, now) in pairwise(sums)
            if now is not None and before is not None and now < before
        ]
        return min(pairs, key=lambda pair: pair[1] - pair[2], default=None)

    def _starts_in(self, year: int) -> int | None:
        at, bt = self.starts[("AT", year)], self.starts[("BT", year)]
        return None if at is None or bt is None else at + bt


def overview_of(nation: Country, *, region: RegionFacts | None = None) -> Overview:
    """Return the overview of Mellansverige or of one region: two queries at any size, besides the country's."""
    needs = national_need()
    cells = cells_of([one.code for one in {*nation.members, *([region] if region else [])}])
    posts = _posts(cells)
    chosen = (region,) if region else nation.members
    rates = printed_rates()
    return Overview(
        region=region,
        country=nation,
        years=_years(chosen, posts, needs, nation),
        rows=tuple(RegionRow(one, _years((one,), posts, needs, nation), rates.get(one.code)) for one in nation.members),
        starts={
            (kind, year): _sum_or_none([posts.get((one.code, kind, year)) for one in chosen])
            for kind in ("AT", "BT")
            for year in CLIFF_YEARS
        },
        at_need={year: need.total for (kind, year), need in needs.items() if kind == "AT"},
    )


def _posts(cells: Mapping[CellKey, CellState]) -> dict[tuple[str, str, int], int]:
    """Return posts by (region, kind, year), both employment forms of BT together."""
    posts: dict[tuple[str, str, int], int] = defaultdict(int)
    for key, state in cells.items():
        posts[(key.region, "BT" if key.post_type in BT_TYPES else key.post_type, key.year)] += state.posts
    return dict(posts)


def _years(
    members: tuple[RegionFacts, ...],
    posts: Mapping[tuple[str, str, int], int],
    needs: Mapping[tuple[str, int], NationalNeed],
    nation: Country,
) -> tuple[YearFigures, ...]:
    return tuple(
        YearFigures(
            year=year,
            posts=sum(posts.get((one.code, "BT", year), 0) for one in members),
            inhabitants=total_inhabitants(members),
            national_need=need.total if (need := needs.get(("BT", year))) else None,
            population_share=nation.share(members),
        )
        for year in YEARS
    )


def _sum_or_none(values: Sequence[int | None]) -> int | None:
    known = [value for value in values if value is not None]
    return sum(known) if known else None
