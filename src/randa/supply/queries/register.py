"""The list of units, and the units one may see."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, QuerySet

from randa.core.periods import monday_of
from randa.core.ui.formats import week
from randa.people.models import User
from randa.placements.capacity import Limit, weeks_from
from randa.supply.queries.calendar import SeatWeek, free_runs, seat_weeks
from randa.training.models import Unit

WEEKS_AHEAD = 26


@dataclass(frozen=True, slots=True)
class UnitRow:
    """One line of the register: the unit, this week, and when there is next something free."""

    unit: Unit
    capacity: int
    promised: Decimal
    taken: Decimal
    free: Decimal
    amber_weeks: int
    next_free: str
    supervisors: int
    binding: Limit


def units_seen_by(actor: User) -> QuerySet[Unit]:
    """Return the units where the person sees placements."""
    seen = Q(pk__in=[])
    for path in actor.paths_with("placements.view"):
        seen |= Q(organisation__path__startswith=path)
    return Unit.objects.filter(seen).select_related("organisation", "region", "area")


def unit_rows(actor: User, today: dt.date) -> list[UnitRow]:
    """Return the units by region, area and name, each with half a year ahead: a constant number of queries."""
    units = list(
        units_seen_by(actor)
        .annotate(supervisor_count=Count("supervisors", filter=Q(supervisors__trained_on__lte=today)))
        .order_by("region__sort_name", "area__sort_order", "organisation__sort_name", "pk")
    )
    weeks = seat_weeks(units, weeks_from(monday_of(today), WEEKS_AHEAD))
    return [_row(unit, weeks[unit.pk]) for unit in units]


def _row(unit: Unit, weeks: Sequence[SeatWeek]) -> UnitRow:
    now = weeks[0]
    first = next(iter(free_runs(weeks)), None)
    return UnitRow(
        unit=unit,
        capacity=now.capacity.usable,
        promised=now.capacity.reserved,
        taken=now.taken,
        free=now.free,
        amber_weeks=sum(one.amber > 0 for one in weeks),
        next_free=f"{week(first.starts_on)}–{week(first.ends_before - dt.timedelta(days=1))}" if first else "",
        supervisors=unit.supervisor_count,  # type: ignore[attr-defined]  # annotated above
        binding=now.capacity.binding,
    )
