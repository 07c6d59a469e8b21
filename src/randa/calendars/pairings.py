"""Who supervises whom when, as calendars know it: the one place that asks."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from randa.calendars.matching import Spot
from randa.placements.models import Placement
from randa.supply.models import Supervision

Pairings = Mapping[UUID, list[Supervision]]  # by enrolment


@dataclass(frozen=True, slots=True)
class Pairing:
    """The part of a block in which a supervisor has the learner."""

    supervisor_id: int
    spot: Spot


def pairings_of(enrolments: Collection[UUID]) -> Pairings:
    """Return who is named as supervisor of each of the enrolments: one query. Those whom the database shows."""
    found: dict[UUID, list[Supervision]] = defaultdict(list)
    rows = Supervision.objects.filter(enrolment__in=enrolments).select_related("supervisor")
    for one in rows.order_by("starts_on", "pk"):
        found[one.enrolment_id].append(one)
    return found


def parts(placement: Placement, named: Iterable[Supervision]) -> list[Pairing]:
    """Return the parts of the block that somebody at its unit supervises. A supervision outlives a plan: what lies outside is left out."""
    found = []
    for one in named:
        starts_on, ends_before = _both(placement, one)
        if one.supervisor.unit_id == placement.unit_id and starts_on < ends_before:
            found.append(Pairing(one.supervisor_id, Spot(one.supervisor.unit_id, starts_on, ends_before)))
    return found


def _both(placement: Placement, one: Supervision) -> tuple[dt.date, dt.date]:
    return max(placement.starts_on, one.starts_on), min(placement.ends_before, one.ends_before)
