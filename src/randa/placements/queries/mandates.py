"""What a unit's changed mandate does (N-D9): seats, quarters, published placements and learners it hits."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.people.models import User
from randa.placements.capacity import unit_capacity
from randa.placements.models import MandateChange, Placement
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
    """All that a change does.

    Attributes:
        quarters: figures of everybody who is to come, whoever looks.
        placements: the published ones in weeks that now hold too many, as far as whoever looks sees who they are.
        unnamed: how many more there are: of other organisations, and not to come for some weeks yet.
    """

    unit: Unit
    effective_on: dt.date
    seats_before: int
    seats_after: int
    quarters: tuple[QuarterLoss, ...]
    placements: tuple[Placement, ...]
    unnamed: int


def mandate_rows(actor: User) -> list[MandateChange]:
    """Return the changes at units of regions where `actor` sees placements, latest first: one query."""
    paths = actor.paths_with("placements.view")
    rows = MandateChange.objects.select_related("unit__organisation", "unit__region", "unit__area", "recorded_by")
    return [row for row in rows if any(row.unit.organisation.path.startswith(path) for path in paths)]


def mandate_effects(changes: Sequence[MandateChange], actor: User, *, horizon: dt.timedelta) -> list[MandateEffect]:
    """Return what each of `changes` does from its day on, `horizon` ahead, in their order: two queries for all of them."""
    units = [change.unit_id for change in changes]
    rows, seen = _published(units), _seen_by(actor, units)
    placements: dict[int, list[Placement]] = {}
    for row in rows:
        placements.setdefault(row.unit_id or 0, []).append(row)
    return [
        _effect(
            unit=change.unit,
            effective_on=change.effective_on,
            seats_before=change.seats_before,
            seats_after=change.seats_after,
            until=change.effective_on + horizon,
            placements=placements.get(change.unit_id, []),
            seen=seen,
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
        placements=_published([unit.pk]),
        seen=_seen_by(actor, [unit.pk]),
    )


def _published(units: Sequence[int]) -> list[Placement]:
    rows = Placement.objects.filter(is_published=True, unit__in=units)
    with as_system("who loses a seat is counted whoever they are; those whom one does not see are not named"):
        return list(
            rows.select_related("enrolment__learner", "enrolment__post__region", "area").order_by("starts_on", "pk")
        )


def _seen_by(actor: User, units: Sequence[int]) -> set[UUID]:
    rows = Placement.objects.visible_to(actor).filter(is_published=True, unit__in=units)
    return set(rows.values_list("pk", flat=True))


def _effect(
    *,
    unit: Unit,
    effective_on: dt.date,
    seats_before: int,
    seats_after: int,
    until: dt.date,
    placements: Sequence[Placement],
    seen: Collection[UUID],
) -> MandateEffect:
    lost: Counter[tuple[int, int]] = Counter()
    hit: Counter[tuple[int, int]] = Counter()
    affected: set[UUID] = set()
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
        unit=unit,
        effective_on=effective_on,
        seats_before=seats_before,
        seats_after=seats_after,
        quarters=quarters,
        placements=tuple(row for row in placements if row.pk in affected and row.pk in seen),
        unnamed=len(affected - set(seen)),
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
