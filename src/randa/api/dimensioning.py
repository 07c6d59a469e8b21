"""The plan table as it stands now."""

from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from randa.api.operations import operation
from randa.api.schemas import PlannedPostsOut, PlannedPostsPage
from randa.core.access.permissions import require
from randa.dimensioning.models import PlannedPosts, PostType
from randa.dimensioning.permissions import can_view_plan

router = Router()


@operation(
    router, "GET", "/plan", scope="dimensioning.read", answer=PlannedPostsPage,
    summary="Planned posts per region, year and type",
)  # fmt: skip
def plan(
    request: HttpRequest,
    year: Annotated[int | None, Query(ge=2015, le=2060)] = None,
    region: Annotated[str, Query(max_length=40)] = "",
    post_type: PostType | None = None,
    limit: Annotated[int, Query(ge=1, le=1000)] = 500,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> PlannedPostsPage:
    require(can_view_plan, request.user)
    wanted = {"year": year, "region__code": region.replace("\0", ""), "post_type": post_type}
    found = PlannedPosts.objects.filter(**{name: value for name, value in wanted.items() if value}).select_related(
        "region"
    )
    rows = [
        PlannedPostsOut(
            region=one.region.code, year=one.year, post_type=one.post_type, posts=one.posts, status=one.status,
            provenance=one.provenance, source=one.source,
        )
        for one in found.order_by("region__code", "year", "post_type")[offset : offset + limit]
    ]  # fmt: skip
    return PlannedPostsPage(total=found.count(), offset=offset, limit=limit, rows=rows)
