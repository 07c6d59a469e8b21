"""What the forecast reads from the database: the plan, the need, inhabitants, and what the units take."""

from collections import defaultdict

from randa.dimensioning.ceilings import AreaYear
from randa.dimensioning.forecasting import Basis, Region
from randa.dimensioning.models import NationalNeed, PlannedPosts
from randa.dimensioning.queries.ceilings import ceilings_of
from randa.dimensioning.queries.figures import country
from randa.reference.readers import printed_table


def forecast_basis() -> Basis:
    """Return what the forecast of the seven regions stands on: eighteen queries at any size."""
    nation = country()
    members = nation.members
    codes = [one.code for one in members]
    return Basis(
        regions=tuple(Region(one.code, one.short, one.inhabitants or 0, _student_weeks(one.short)) for one in members),
        nation=nation.inhabitants or 0,
        posts=_posts(codes),
        need={
            one.year: (one.from_swedish_degrees or 0, one.from_other_degrees or 0)
            for one in NationalNeed.objects.filter(post_type="AT")
        },
        seats=_seats(codes),
    )


def _posts(codes: list[str]) -> dict[tuple[str, str], dict[int, int]]:
    posts: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    cells = PlannedPosts.objects.filter(region__code__in=codes)
    for code, year, kind, number in cells.values_list("region__code", "year", "post_type", "posts"):
        posts[code, kind][year] = number
    return dict(posts)


def _seats(codes: list[str]) -> dict[tuple[str, str, int], AreaYear]:
    """Return what units and ceilings leave of each year, every week counted: a closed July takes its weeks and no more."""
    return {
        (*key, year): one
        for key, found in ceilings_of(codes).items()
        for year, one in found.stated.items()
        if one.under().housed
    }


def _student_weeks(short_name: str) -> float:
    """Return the weeks of student placements in 2022 by 001 Tabell 1; 0 for a region that the table does not name."""
    rows = printed_table("t2023_1_dimensioning").rows
    return next((float(row["vfu_weeks_2022_count"] or 0) for row in rows if row["region"] == short_name), 0.0)
