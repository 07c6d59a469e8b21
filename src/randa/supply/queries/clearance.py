"""Who comes to a unit, and what is not in order yet."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from randa.people.models import User
from randa.placements.models import Placement, PlacementQuerySet
from randa.supply.models import ClearanceItem, ClearanceTick, FrameworkAgreement
from randa.supply.queries.agreements import hosting
from randa.training.models import Unit

WEEKS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Check:
    """One thing to be in order by `due_on`. `done_on` is None until it is; `agreement` is what makes it so by itself."""

    item: ClearanceItem
    due_on: dt.date
    done_on: dt.date | None = None
    agreement: FrameworkAgreement | None = None

    @property
    def is_done(self) -> bool:
        return self.done_on is not None or self.agreement is not None

    def is_late(self, today: dt.date) -> bool:
        return not self.is_done and self.due_on < today


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes, with how much is in order."""

    placement: Placement
    done: int
    total: int
    late: int


def coming_to(actor: User, unit: Unit, today: dt.date) -> list[Coming]:
    """Return who comes to the unit within the next weeks, soonest first: a constant number of queries."""
    until = today + dt.timedelta(weeks=WEEKS_AHEAD)
    rows = list(
        _placements(actor).filter(unit=unit, starts_on__gte=today, starts_on__lt=until).order_by("starts_on", "pk")
    )
    items = list(ClearanceItem.objects.order_by("sort_order"))
    ticks: dict[object, dict[str, dt.date]] = {}
    for tick in ClearanceTick.objects.filter(unit=unit, enrolment__in=[one.enrolment_id for one in rows]):
        ticks.setdefault(tick.enrolment_id, {})[tick.item_id] = tick.done_on
    agreements = hosting(unit.organisation)
    found = []
    for one in rows:
        held = next((each for each in agreements if each.covers(one.enrolment.post.region, one.starts_on)), None)
        checks = _checks(one, unit, items, ticks.get(one.enrolment_id, {}), held)
        late = sum(check.is_late(today) for check in checks)
        found.append(Coming(one, sum(check.is_done for check in checks), len(checks), late))
    return found


def checks_of(placement: Placement, unit: Unit) -> list[Check]:
    """Return what is to be in order for one placement: three queries."""
    items = list(ClearanceItem.objects.order_by("sort_order"))
    ticks = dict(ClearanceTick.objects.filter(enrolment=placement.enrolment, unit=unit).values_list("item", "done_on"))
    region = placement.enrolment.post.region
    agreement = next((one for one in hosting(unit.organisation) if one.covers(region, placement.starts_on)), None)
    return _checks(placement, unit, items, ticks, agreement)


def _placements(actor: User) -> PlacementQuerySet:
    rows = Placement.objects.visible_to(actor).filter(is_published=True)
    return rows.select_related("area", "enrolment__learner", "enrolment__post__region", "unit__organisation")


def _checks(
    placement: Placement,
    unit: Unit,
    items: Sequence[ClearanceItem],
    ticks: dict[str, dt.date],
    agreement: FrameworkAgreement | None,
) -> list[Check]:
    home = placement.enrolment.post.region.path.split("/", 1)[0]
    is_outside = unit.organisation.path.split("/", 1)[0] != home
    return [
        Check(
            item,
            placement.starts_on - dt.timedelta(weeks=item.weeks_before),
            ticks.get(item.pk),
            agreement if item.is_agreement else None,
        )
        for item in items
        if is_outside or not item.only_outside
    ]
