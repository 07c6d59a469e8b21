"""The versions of a healthcare region's order, and what one of them would change in the queues of today."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from randa.core.access.row_security import as_system
from randa.exchange.models import OrderRule, SeatQueue
from randa.exchange.queries.queues.picture import Picture, pictures
from randa.organisations.models import Organisation

State = OrderRule.State


@dataclass(frozen=True, slots=True)
class Version:
    """One version.

    Attributes:
        until: the last day it holds when a later one is decided; None while none is.
        holds: today. Also the common rule, while the healthcare region has none of its own.
    """

    rule: OrderRule
    until: dt.date | None
    holds: bool

    @property
    def is_common(self) -> bool:
        return self.rule.healthcare_region_id is None


@dataclass(frozen=True, slots=True)
class Effect:
    """Who stands where in a queue, by region: as it is and as it would be. `moved`: how many stand elsewhere."""

    queue: SeatQueue
    now: Sequence[str]
    then: Sequence[str]
    moved: int


def versions_of(healthcare_region: Organisation, today: dt.date) -> list[Version]:
    """Return every version, the one that holds first, then what is to come, proposals, and what has been: one query."""
    rows = OrderRule.objects.filter(Q(healthcare_region=healthcare_region) | Q(healthcare_region=None))
    rules = list(rows.select_related("healthcare_region").order_by("valid_from", "pk"))
    own = [one for one in rules if one.healthcare_region_id]
    decided = [one for one in own if one.state == State.DECIDED]
    common = [one for one in rules if one.healthcare_region_id is None and one.valid_from <= today][-1:]
    now = next((one for one in reversed([*common, *decided]) if one.valid_from <= today), None)
    begins = [one.valid_from for one in decided]

    def version(rule: OrderRule) -> Version:
        later = [day for day in begins if day > rule.valid_from]
        ends = min(later, default=None) if rule.state == State.DECIDED else None
        return Version(rule, ends - dt.timedelta(days=1) if ends else None, rule is now)

    shown = [*own, *(one for one in common if one is now)]
    return sorted(map(version, shown), key=lambda one: _place(one, today))


def _place(version: Version, today: dt.date) -> tuple[int, int]:
    rule = version.rule
    if version.holds:
        group = 0
    elif rule.state == State.DECIDED and rule.valid_from > today:
        group = 1
    else:
        group = 2 if rule.state == State.PROPOSED else 3
    return (group, -rule.valid_from.toordinal())


def effects_of(rule: OrderRule, today: dt.date) -> list[Effect]:
    """Return what the rule would change in the open queues of its healthcare region if it held today."""
    queues = list(
        SeatQueue.objects.filter(healthcare_region=rule.healthcare_region, closed_on=None)
        .with_names()
        .order_by("name", "pk")
    )
    with as_system("a queue's order counts everybody in it"):
        pairs = zip(pictures(queues, today), pictures(queues, today, tried=rule), strict=True)
        return [_effect(now, then) for now, then in pairs]


def _effect(now: Picture, then: Picture) -> Effect:
    places = {one.place.pk: one.position for one in now.standings}
    moved = sum(places[one.place.pk] != one.position for one in then.standings)
    return Effect(now.queue, _regions(now), _regions(then), moved)


def _regions(picture: Picture) -> list[str]:
    return [str(one.place.organisation) for one in picture.standings if one.position is not None]
