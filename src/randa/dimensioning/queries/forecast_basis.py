"""What the forecast reads from the database: the plan, the need, inhabitants, and what the units take."""

from collections import Counter, defaultdict

from randa.dimensioning.forecasting import WEEKS_A_QUARTER, Basis, Region, Seats
from randa.dimensioning.models import NationalNeed, PlannedPosts
from randa.dimensioning.queries.ceilings import weeks_shown
from randa.dimensioning.queries.figures import country
from randa.organisations.models import Organisation
from randa.placements.capacity import QuarterCapacity, area_capacity
from randa.reference.readers import printed_table


def forecast_basis() -> Basis:
    """Return what the forecast of the seven regions stands on: ten queries at any size."""
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


def _seats(codes: list[str]) -> dict[tuple[str, str, int], Seats]:
    """Return the mean quarter of each year, every week counted: a closure of four weeks in July takes its weeks and no more."""
    regions = dict(Organisation.objects.filter(code__in=codes).values_list("pk", "code"))
    mondays = weeks_shown()
    weeks_in = Counter(monday.isocalendar().year for monday in mondays)
    sums: dict[tuple[str, str, int], QuarterCapacity] = defaultdict(QuarterCapacity)
    for (region_id, area, quarter), found in area_capacity(list(regions), mondays).items():
        total = sums[regions[region_id], area, int(quarter[:4])]
        total.seat_weeks += found.seat_weeks
        total.supervisor_weeks += found.supervisor_weeks
        total.usable_weeks += found.usable_weeks
    return {
        key: Seats(*(weeks * WEEKS_A_QUARTER / weeks_in[key[2]] for weeks in _three(total)))
        for key, total in sums.items()
        if total.seat_weeks
    }


def _three(total: QuarterCapacity) -> tuple[int, int, int]:
    return total.seat_weeks, total.supervisor_weeks, total.usable_weeks


def _student_weeks(short_name: str) -> float:
    """Return the weeks of student placements in 2022 by 001 Tabell 1; 0 for a region that the table does not name."""
    rows = printed_table("t2023_1_dimensioning").rows
    return next((float(row["vfu_weeks_2022_count"] or 0) for row in rows if row["region"] == short_name), 0.0)
