"""What a unit's changed mandate does (N-D9): seats, quarters, published placements and learners it hits."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from randa.core.periods import monday_of
from randa.people.models import User
from randa.placements.capacity import unit_capacity
from randa.placements.models import MandateChange, Placement, PlacementQuerySet
from randa.training.models import Unit

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class QuarterLoss:
    """Seat-weeks that a quarter loses, and published placement-weeks that no longer have a seat."""

    year: int
    quarter: int
    seat_weeks_lost: int
    placement_weeks_hit: int


@dataclass(frozen=True, slots=True)
class MandateEffect:
    """All that a change does: `placements` are the published ones in weeks that now hold too many."""

    unit: Unit
    effective_on: dt.date
    seats_before: int
    seats_after: int
    quarters: tuple[QuarterLoss, ...]
    placements: tuple[Placement, ...]


def mandate_rows(actor: User) -> list[MandateChange]:
    """Return the changes at units of regions where `actor` sees placements, latest first: one query."""
    paths = actor.paths_with("placements.view")
    rows = MandateChange.objects.select_related("unit__organisation", "unit__region", "unit__area", "recorded_by")
    return [row for row in rows if any(row.unit.organisation.path.startswith(path) for path in paths)]


def mandate_effects(changes: Sequence[MandateChange], actor: User, *, horizon: dt.timedelta) -> list[MandateEffect]:
    """Return what each of `changes` does from its day on, `horizon` ahead, in their order: one query for all of them."""
    placements: dict[int, list[Placement]] = {}
    for row in _published(actor).filter(unit__in=[change.unit_id for change in changes]):
        placements.setdefault(row.unit_id or 0, []).append(row)
    return [
        _effect(
            unit=change.unit,
            effective_on=change.effective_on,
            seats_before=change.seats_before,
            seats_after=change.seats_after,
            until=change.effective_on + horizon,
            placements=placements.get(change.unit_id, []),
        )
        for change in changes
    ]


def mandate_effect(
    *, unit: Unit, effective_on: dt.date, seats_before: int, seats_after: int, actor: User, until: dt.date
) -> MandateEffect:
    """Return what going from `seats_before` to `seats_after` does between `effective_on` and `until` (half-open)."""
    return _effect(
        unit=unit,
        effective_on=effective_on,
        seats_before=seats_before,
        seats_after=seats_after,
        until=until,
        placements=list(_published(actor).filter(unit=unit)),
    )


def _published(actor: User) -> PlacementQuerySet:
    rows = Placement.objects.visible_to(actor).filter(is_published=True)
    return rows.select_related("enrolment__learner", "enrolment__post__region", "area").order_by("starts_on", "pk")


def _effect(
    *,
    unit: Unit,
    effective_on: dt.date,
    seats_before: int,
    seats_after: int,
    until: dt.date,
    placements: Sequence[Placement],
) -> MandateEffect:
    lost: Counter[tuple[int, int]] = Counter()
    hit: Counter[tuple[int, int]] = Counter()
    affected: set[object] = set()
    monday = monday_of(effective_on)
    while monday < until:
        quarter = (monday.year, (monday.month - 1) // 3 + 1)
        lost[quarter] += max(0, seats_before - seats_after)
        there = [row for row in placements if row.starts_on <= monday < row.ends_before]
        if len(there) > seats_after:
            hit[quarter] += len(there) - seats_after
            affected.update(row.pk for row in there)
        monday += WEEK
    quarters = tuple(QuarterLoss(year, number, lost[year, number], hit[year, number]) for year, number in sorted(lost))
    return MandateEffect(
        unit, effective_on, seats_before, seats_after, quarters, tuple(row for row in placements if row.pk in affected)
    )


def units_to_change(actor: User) -> list[Unit]:
    """Return the units whose capacity `actor` may change, by region and name: one query."""
    rows = Unit.objects.select_related("organisation", "region", "area")
    paths = actor.paths_with("capacity.edit")
    ordered = rows.order_by("region__sort_name", "area__sort_order", "organisation__sort_name")
    return [unit for unit in ordered if any(unit.organisation.path.startswith(path) for path in paths)]


def seats_on(unit: Unit, day: dt.date) -> int:
    """Return the unit's seats in the week of `day`, changed mandates counted."""
    (week,) = unit_capacity([unit.pk], [monday_of(day)])[unit.pk]
    return week.seats
