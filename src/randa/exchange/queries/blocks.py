"""From a block without a place in a plan to a request for it: who may ask, whom, and what the form opens with."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.core.ui.formats import day_words
from randa.exchange.models import ASK, SeatRequest
from randa.exchange.queries.free import fewest_free, free_weeks
from randa.exchange.queries.groups import DAYS_TO_ANSWER
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Placement
from randa.placements.ways_out import Doors, Link, OpenBlock
from randa.training.kinds import LEARNER_KINDS
from randa.training.models import PlacementArea, Unit

DAY, WEEK = dt.timedelta(days=1), dt.timedelta(weeks=1)
MOST_ASKED = 5
State = SeatRequest.State


def request_doors(actor: User, blocks: Sequence[OpenBlock]) -> Mapping[UUID, Doors]:
    """Return the ways to ask other organisations about each block, for whoever asks for its learner: four queries at most."""
    ours = {one.placement.pk: path for one in blocks if (path := _asker_path(actor, one.placement))}
    mine = [one for one in blocks if one.placement.pk in ours]
    if not mine:
        return {}
    codes = {code for one in mine for code in one.units}
    units = {one.code: one for one in Organisation.objects.filter(code__in=codes)}
    asked = _asked_for(actor, [one.placement for one in mine])
    return {
        one.placement.pk: Doors(
            anywhere=[Link(_("Fråga andra som har platser då"), _url(one.placement))],
            of_unit={
                code: Link(_("Be enheten om en plats till"), _url(one.placement, code))
                for code in one.units
                if code in units and not units[code].path.startswith(ours[one.placement.pk])
            },
            asked=[_so_far(request) for request in asked if _is_for(request, one.placement)],
        )
        for one in mine
    }


def block_for(actor: User, key: str) -> Placement | None:
    """Return a block without a unit for whose learner the person asks."""
    try:
        pk = UUID(key)
    except ValueError:
        return None
    rows = Placement.objects.visible_to(actor).filter(pk=pk, unit=None)
    block = rows.select_related("area", "enrolment__learner", "enrolment__post__programme", "enrolment__post__region",
        "enrolment__post__base").first()  # fmt: skip
    return block if block is not None and _asker_path(actor, block) else None


def wanted_for_block(actor: User, block: Placement, unit_code: str, today: dt.date) -> dict[str, Any]:
    """Return what a request for the block opens with. Without a unit, those are chosen who have seats for all of its weeks."""
    post, path = block.enrolment.post, _asker_path(actor, block)
    first = max(monday_of(block.starts_on), monday_of(today + WEEK))
    weeks = max(1, (block.ends_before - first).days // 7)
    asked: dict[str, Any] = {"unit": unit_code} if unit_code else {}
    if not unit_code:
        asked["recipients"] = [one.code for one, _seats in free_elsewhere(block.area, path, first, weeks, today)]
    return asked | {
        "asker": Organisation.objects.get(path=path).code, "kind": LEARNER_KINDS.get(post.programme.kind), "area": block.area_id,
        "seats": 1, "starts_on": first, "weeks": weeks, "posts": post.number,
        "reply_by": max(today + DAY, min(today + DAYS_TO_ANSWER, first - DAY)),
    }  # fmt: skip


def free_elsewhere(
    area: PlacementArea, own_path: str, first_monday: dt.date, weeks: int, today: dt.date
) -> list[tuple[Organisation, int]]:
    """Return (region, seats with a supervisor that are free in every one of the weeks) outside one's own, most first."""
    with as_system("how many seats a region has free says nothing of who sits in the others"):
        rows = Unit.objects.filter(area=area).exclude(organisation__path__startswith=own_path)
        units = list(rows.select_related("organisation", "region"))
        there = free_weeks(units, first_monday, weeks, day=today)
    seats: dict[Organisation, int] = defaultdict(int)
    for unit in units:
        seats[unit.region] += int(fewest_free(there[unit.pk]))  # whole seats: one doctor takes one
    return sorted(((one, n) for one, n in seats.items() if n), key=lambda pair: (-pair[1], pair[0].code))[:MOST_ASKED]


def _asker_path(actor: User, block: Placement) -> str:
    """Return the path of the organisation in whose name the person asks for the learner: the nearest above the post; else nothing."""
    post = block.enrolment.post
    own = [
        path for path in actor.paths_with(ASK) if post.region.path.startswith(path) or post.base.path.startswith(path)
    ]
    return max(own, key=len, default="")


def _url(block: Placement, unit_code: str = "") -> str:
    values = {"block": str(block.pk)} | ({"enhet": unit_code} if unit_code else {})
    return f"{reverse('exchange:new')}?{urlencode(values)}"


def _asked_for(actor: User, blocks: Iterable[Placement]) -> list[SeatRequest]:
    rows = SeatRequest.objects.visible_to(actor).filter(learners__enrolment__in=[one.enrolment_id for one in blocks])
    alive = rows.exclude(state=State.WITHDRAWN).distinct()
    return list(alive.prefetch_related("learners").order_by("created_at", "pk"))


def _is_for(request: SeatRequest, block: Placement) -> bool:
    named = any(one.enrolment_id == block.enrolment_id for one in request.learners.all())
    return named and request.area_id == block.area_id


def _so_far(request: SeatRequest) -> Link:
    words = {"day": day_words(request.created_at.date()), "state": request.get_state_display()}
    return Link(_("Frågat %(day)s: %(state)s") % words, request.get_absolute_url())
