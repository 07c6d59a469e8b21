"""What pages send as JSON: keys, versions, numbers, units and blocks, read with their types. What is not understood is a bad request."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django.core.exceptions import BadRequest

from randa.placements.models import Plan
from randa.placements.queries.pasting import places_of
from randa.placements.services import blocks
from randa.training.models import Unit

FARTHEST = 520  # weeks
MOST_BLOCKS = 3000
WEEK = dt.timedelta(weeks=1)


def read_json(text: str) -> Any:
    """Return what a field of a form holds as JSON. Raises BadRequest."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise BadRequest("expected JSON") from error


def read_seen(data: Any) -> dict[str, int]:
    """Return which blocks, in which version, a page has shown. Raises BadRequest."""
    if not isinstance(data, dict) or len(data) > MOST_BLOCKS:
        raise BadRequest("seen: expected blocks and their versions")
    return {read_key(key): read_number(version, 0, 10**9) for key, version in data.items()}


def read_wanted(plan: Plan, data: Any) -> list[blocks.Wanted]:
    """Return blocks as the page gave them: [learner, area, unit, week, working weeks]."""
    if not isinstance(data, list) or not 0 < len(data) <= MOST_BLOCKS:
        raise BadRequest("wanted: expected blocks")
    areas = places_of(plan).areas
    units = set(Unit.objects.filter(region__in=plan.regions.all()).values_list("pk", flat=True))
    found = []
    for one in data:
        if not isinstance(one, list) or len(one) != len(("learner", "area", "unit", "week", "weeks")):
            raise BadRequest("wanted: expected [learner, area, unit, week, working weeks]")
        learner, area, unit, week, weeks = one
        if area not in areas:
            raise BadRequest("wanted: unknown area")
        if unit is not None and read_number(unit, 1, 2**31 - 1) not in units:
            raise BadRequest("unit: not one of the plan's regions")
        day = plan.horizon_starts_on + read_number(week, 0, FARTHEST) * WEEK
        found.append(blocks.Wanted(read_key(learner), area, unit, day, read_number(weeks, 1, FARTHEST)))
    return found


def read_unit(plan: Plan, key: Any) -> Unit | None:
    """Return a unit of the plan's regions; None for none."""
    if key is None:
        return None
    unit = Unit.objects.filter(pk=read_number(key, 1, 2**31 - 1), region__in=plan.regions.all()).first()
    if unit is None:
        raise BadRequest("unit: not one of the plan's regions")
    return unit


def read_key(text: Any) -> str:
    """Return the key of a learner or a block."""
    try:
        return str(UUID(text))
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRequest("expected a key") from error


def read_number(value: Any, least: int, most: int) -> int:
    """Return a whole number."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise BadRequest(f"expected a whole number from {least} to {most}")
    return value
