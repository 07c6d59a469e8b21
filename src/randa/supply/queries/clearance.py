"""What is to be in order before somebody comes to a unit."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from randa.placements.models import Placement
from randa.supply.models import ClearanceItem, ClearanceTick, FrameworkAgreement
from randa.supply.queries.agreements import hosting
from randa.training.models import Unit


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


def checks_of(placement: Placement, unit: Unit) -> list[Check]:
    """Return what is to be in order for one placement: three queries."""
    items = list(ClearanceItem.objects.order_by("sort_order"))
    ticks = dict(ClearanceTick.objects.filter(enrolment=placement.enrolment, unit=unit).values_list("item", "done_on"))
    region = placement.enrolment.post.region
    agreement = next((one for one in hosting(unit.organisation) if one.covers(region, placement.starts_on)), None)
    return checks_among(placement, unit, items, ticks, agreement)


def checks_among(
    placement: Placement,
    unit: Unit,
    items: Sequence[ClearanceItem],
    ticks: dict[str, dt.date],
    agreement: FrameworkAgreement | None,
) -> list[Check]:
    """Return what is to be in order for one placement, from rows that have been read; `agreement` covers what is agreed for everybody."""
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
