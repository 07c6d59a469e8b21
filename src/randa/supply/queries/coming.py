"""Who comes to a unit and who is there now, with their supervisors, and who could be one."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from randa.people.models import User
from randa.placements.models import Placement, PlacementQuerySet
from randa.supervisors.models import Supervisor
from randa.supervisors.queries import supervision_rows
from randa.supply.models import ClearanceItem, ClearanceTick, Supervision
from randa.supply.queries.agreements import hosting
from randa.supply.queries.clearance import checks_among
from randa.supply.queries.replacements import able_among, held_by, mondays_of
from randa.training.models import Unit

WEEKS_AHEAD = 12


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody who comes, with how much is in order and who supervises. `is_covered`: every day of the stay from today has somebody."""

    placement: Placement
    done: int
    total: int
    late: int
    supervisions: Sequence[Supervision]
    is_covered: bool


@dataclass(frozen=True, slots=True)
class Here:
    """Somebody who is at the unit today."""

    placement: Placement
    supervisions: Sequence[Supervision]
    is_covered: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """A trained supervisor of the unit; `hours_left` in the tightest week, None when some week they cannot."""

    supervisor: Supervisor
    hours_left: Decimal | None


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
    held = _held(unit, rows)
    found = []
    for one in rows:
        covers = next((each for each in agreements if each.covers(one.enrolment.post.region, one.starts_on)), None)
        checks = checks_among(one, unit, items, ticks.get(one.enrolment_id, {}), covers)
        late = sum(check.is_late(today) for check in checks)
        own = _during(held.get(one.enrolment_id, []), one)
        found.append(
            Coming(one, sum(check.is_done for check in checks), len(checks), late, own, is_covered(one, own, today))
        )
    return found


def here_at(actor: User, unit: Unit, today: dt.date) -> list[Here]:
    """Return who is at the unit today, those who leave first first: two queries."""
    rows = _placements(actor).filter(unit=unit, starts_on__lt=today, ends_before__gt=today)
    there = list(rows.order_by("ends_before", "pk"))
    held = _held(unit, there)
    found = []
    for one in there:
        own = _during(held.get(one.enrolment_id, []), one)
        found.append(Here(one, own, is_covered(one, own, today)))
    return found


def supervisions_of(placement: Placement) -> list[Supervision]:
    """Return who supervises during the placement at its unit, in order of time: one query."""
    rows = Supervision.objects.filter(
        enrolment=placement.enrolment_id, supervisor__unit=placement.unit_id, starts_on__lt=placement.ends_before,
        ends_before__gt=placement.starts_on,
    )  # fmt: skip
    return list(rows.select_related("supervisor__user").order_by("starts_on", "pk"))


def open_part(placement: Placement, held: Sequence[Supervision], today: dt.date) -> tuple[dt.date, dt.date]:
    """Return the first days of the stay from today on that nobody supervises, half-open; the whole rest when somebody has all of it."""
    first = max(placement.starts_on, today)
    start = first
    for one in held:
        if one.starts_on > start:
            return start, min(one.starts_on, placement.ends_before)
        start = max(start, one.ends_before)
    return (start, placement.ends_before) if start < placement.ends_before else (first, placement.ends_before)


def is_covered(placement: Placement, held: Sequence[Supervision], today: dt.date) -> bool:
    """Tell whether every day of the stay from today on has a supervisor; `held` in order of time."""
    start = max(placement.starts_on, today)
    for one in held:
        if one.starts_on > start:
            return False
        start = max(start, one.ends_before)
    return start >= placement.ends_before


def choices_for(unit: Unit, learner: UUID, starts_on: dt.date, ends_before: dt.date) -> list[Choice]:
    """Return the unit's trained supervisors, those who can every week first with most hours left: seven queries."""
    rows = supervision_rows([unit.pk])
    able = able_among(rows, unit, starts_on, ends_before, held_by(unit, starts_on, ends_before), learner=learner)
    found = [Choice(one.supervisor, one.hours_left) for one in able]
    known = {one.supervisor.pk for one in able}
    mondays = mondays_of(starts_on, ends_before)
    others = [
        one
        for one in rows.supervisors[unit.pk]
        if one.pk not in known and any(rows.is_qualified(one, monday) for monday in mondays)
    ]
    return found + [Choice(one, None) for one in sorted(others, key=lambda one: (one.user.sort_name, one.pk))]


def _placements(actor: User) -> PlacementQuerySet:
    rows = Placement.objects.visible_to(actor).filter(is_published=True)
    return rows.select_related("area", "enrolment__learner", "enrolment__post__region", "unit__organisation")


def _held(unit: Unit, placements: Sequence[Placement]) -> dict[UUID, list[Supervision]]:
    found: dict[UUID, list[Supervision]] = {}
    rows = Supervision.objects.filter(supervisor__unit=unit, enrolment__in=[one.enrolment_id for one in placements])
    for row in rows.select_related("supervisor__user").order_by("starts_on", "pk"):
        found.setdefault(row.enrolment_id, []).append(row)
    return found


def _during(held: Sequence[Supervision], placement: Placement) -> list[Supervision]:
    return [one for one in held if one.starts_on < placement.ends_before and one.ends_before > placement.starts_on]
