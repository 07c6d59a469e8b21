"""A request that a page elsewhere begins: the area, whom to ask and from when, carried in the address."""

import datetime as dt
from collections.abc import Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from randa.core.periods import monday_of
from randa.exchange.models import ASK
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.training.models import PlacementArea

WEEK = dt.timedelta(weeks=1)


def request_url_for(actor: User, area: str, region_code: str, first_day: dt.date) -> str:
    """Return where the person asks a region for seats of an area; empty for whoever asks for nobody but that region's own."""
    if not any(path.split("/", 1)[0] != region_code for path in actor.paths_with(ASK)):
        return ""
    return (
        f"{reverse('exchange:new')}?{urlencode({'omrade': area, 'fraga': region_code, 'fran': first_day.isoformat()})}"
    )


def wanted_from_address(params: Mapping[str, str], today: dt.date) -> dict[str, Any]:
    """Return what the form opens with: what is known among what the address says, from next week at the earliest."""
    area, asked = params.get("omrade") or "", params.get("fraga") or ""
    said: dict[str, Any] = {}
    if area and PlacementArea.objects.filter(pk=area).exists():
        said["area"] = area
    if asked and Organisation.objects.filter(code=asked, kind=Organisation.Kind.REGION).exists():
        said["recipients"] = [asked]
    with suppress(ValueError):  # no day, or none that can be read: the form asks for it
        said["starts_on"] = max(monday_of(dt.date.fromisoformat(params.get("fran") or "")), monday_of(today + WEEK))
    return said
