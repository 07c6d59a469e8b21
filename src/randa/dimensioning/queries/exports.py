"""The plan as rows of a file, in the order a person reads it."""

from collections.abc import Collection, Iterator

from randa.dimensioning.models import PlannedPosts
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.queries.table import POST_TYPES


def plan_export_rows(
    region_codes: Collection[str], *, kinds: Collection[str], years: Collection[int] = ()
) -> Iterator[tuple[CellKey, str, int, str, str, str]]:
    """Yield (key, region name, posts, status, source, comment) of every filled cell; without `years`, of all years."""
    types = [post_type for kind in kinds for post_type in POST_TYPES[kind]]
    cells = PlannedPosts.objects.filter(region__code__in=region_codes, post_type__in=types)
    if years:
        cells = cells.filter(year__in=years)
    for cell in cells.select_related("region").order_by("region__sort_name", "post_type", "year"):
        key = CellKey(cell.region.code, cell.year, cell.post_type)
        yield key, cell.region.name, cell.posts, cell.status, cell.source, cell.comment
