"""Published placements: who is where, which days. Drafts are the planners' own."""

import datetime as dt
import uuid
from typing import Annotated

from django.http import HttpRequest
from ninja import Query, Router

from randa.api.caller import caller_of
from randa.api.operations import operation
from randa.api.schemas import PlacementOut, PlacementsPage
from randa.placements.models import Placement

router = Router()


@operation(
    router,
    "GET",
    "",
    scope="placements.read",
    answer=PlacementsPage,
    summary="Published placements one may see, in order of time",
)
def placements(
    request: HttpRequest,
    learner: uuid.UUID | None = None,
    unit: Annotated[str, Query(max_length=40)] = "",
    since: Annotated[dt.date | None, Query(description="placements that end after this day")] = None,
    before: Annotated[dt.date | None, Query(description="placements that begin before this day")] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
    offset: Annotated[int, Query(ge=0, le=100_000)] = 0,
) -> PlacementsPage:
    caller = caller_of(request)
    found = Placement.objects.visible_to(caller).usable(caller).filter(is_published=True)
    wanted = {
        "enrolment__learner": learner, "unit__organisation__code": unit.replace("\0", ""), "ends_before__gt": since,
        "starts_on__lt": before,
    }  # fmt: skip
    found = found.filter(**{name: value for name, value in wanted.items() if value})
    rows = found.select_related("enrolment", "unit__organisation").order_by("starts_on", "pk")[offset : offset + limit]
    return PlacementsPage(total=found.count(), offset=offset, limit=limit, rows=[_as_out(one) for one in rows])


def _as_out(one: Placement) -> PlacementOut:
    return PlacementOut(
        id=one.pk, plan=one.plan_id, learner=one.enrolment.learner_id, area=one.area_id,
        unit=one.unit.organisation.code if one.unit else None, starts_on=one.starts_on, ends_before=one.ends_before,
    )  # fmt: skip
