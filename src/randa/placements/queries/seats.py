"""Seats that are open to a plan: what units take, less what published placements of others and confirmed requests already hold."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce

from randa.core.access.row_security import as_system
from randa.placements.capacity import unit_capacity, weeks_from
from randa.placements.held import Counts, Seats, held_seats
from randa.placements.models import Placement, PlacementQuerySet, Plan
from randa.training.models import Unit


def columns(first_monday: dt.date, weeks: int, starts_on: dt.date, ends_before: dt.date) -> range:
    """Return the weeks (0 is that of `first_monday`) whose Wednesday lies in the half-open period, cut to `weeks`."""
    wednesday = first_monday + dt.timedelta(days=2)
    first = -((wednesday - starts_on).days // 7)
    first_after = -((wednesday - ends_before).days // 7)
    return range(max(0, first), min(weeks, first_after))


def open_seats(units: Iterable[Unit], first_monday: dt.date, weeks: int, *, placing: Collection[UUID]) -> Counts:
    """Return, per unit and week, the seats open to the enrolments `placing`: what plans leave, less what others hold without a plan.

    Whole seats, because whoever is placed by a plan takes one: half a seat that is left is none. Never negative; a dozen queries at any
    size.
    """
    left = seats_left_by_plans(units, first_monday, weeks, placing=placing)
    held = held_seats(list(left), first_monday, weeks)
    return {unit: [max(0, int(one - kept)) for one, kept in zip(left[unit], held[unit], strict=True)] for unit in left}


def plan_seats(plan: Plan, units: Iterable[Unit], weeks: int | None = None) -> Counts:
    """Return, per unit and week, the seats open to the learners of `plan`; `weeks` are the plan's own unless said."""
    with as_system("the seats of a plan are counted for all its learners, whoever may see them"):
        placing = list(plan.placements.values_list("enrolment", flat=True).distinct())
    return open_seats(units, plan.horizon_starts_on, weeks or plan.horizon_weeks, placing=placing)


def seats_left_by_plans(
    units: Iterable[Unit], first_monday: dt.date, weeks: int, *, placing: Collection[UUID] = ()
) -> Seats:
    """Return, per unit and week, the seats that published placements of others than `placing` leave. Never negative."""
    unit_ids = [unit.pk for unit in units]
    capacity = unit_capacity(unit_ids, weeks_from(first_monday, weeks))
    others = Placement.objects.filter(unit__in=unit_ids, is_published=True).exclude(enrolment__in=placing)
    taken = taken_seats(others, unit_ids, first_monday, weeks)
    return {
        unit: [max(Decimal(0), week.open - used) for week, used in zip(capacity[unit], taken[unit], strict=True)]
        for unit in unit_ids
    }


def taken_seats(placements: PlacementQuerySet, unit_ids: Sequence[int], first_monday: dt.date, weeks: int) -> Seats:
    """Return, per unit and week, how much of its seats the placements take: one each, or as much as the kind they are there as takes.

    Counts are no personal data, whoever asks: one query.
    """
    taken = {unit: [Decimal(0)] * weeks for unit in unit_ids}
    for unit, week, _kind, takes in _drawn(placements, first_monday, weeks):
        taken[unit][week] += takes
    return taken


def taken_by_kind(
    placements: PlacementQuerySet, unit_ids: Sequence[int], first_monday: dt.date, weeks: int
) -> dict[int, list[dict[str | None, Decimal]]]:
    """Return the same per kind of learner; None for those whom a plan has placed."""
    taken: dict[int, list[dict[str | None, Decimal]]] = {unit: [{} for _week in range(weeks)] for unit in unit_ids}
    for unit, week, kind, takes in _drawn(placements, first_monday, weeks):
        there = taken[unit][week]
        there[kind] = there.get(kind, Decimal(0)) + takes
    return taken


def _drawn(
    placements: PlacementQuerySet, first_monday: dt.date, weeks: int
) -> Iterator[tuple[int, int, str | None, Decimal]]:
    share = Coalesce("kind__weight", Value(Decimal(1)))
    with as_system("how full a unit is counts every learner there, and says nothing of who they are"):
        rows = list(placements.values_list("unit", "starts_on", "ends_before", "kind", share))
    for unit, starts_on, ends_before, kind, takes in rows:
        for week in columns(first_monday, weeks, starts_on, ends_before):
            yield unit, week, kind, takes


def count_weeks(
    periods: Iterable[tuple[int, dt.date, dt.date]], unit_ids: Sequence[int], first_monday: dt.date, weeks: int
) -> Counts:
    """Return, per unit and week, how many of the (unit, starts_on, ends_before) hold it."""
    counts: Counts = {unit: [0] * weeks for unit in unit_ids}
    for unit, starts_on, ends_before in periods:
        for week in columns(first_monday, weeks, starts_on, ends_before):
            counts[unit][week] += 1
    return counts
