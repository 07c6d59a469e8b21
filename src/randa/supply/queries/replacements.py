"""Who could take over a learner: colleagues at the unit with hours left, then units near with free seats."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.core.position import Position, crow_km
from randa.core.ui.formats import decimal
from randa.placements.capacity import weeks_from
from randa.placements.models import Placement
from randa.supervisors.models import CapacityMethod, Supervisor
from randa.supervisors.queries import SupervisionRows, places_of, supervision_rows
from randa.supply.models import Supervision, UnitContact
from randa.supply.queries.calendar import seat_weeks
from randa.supply.queries.concerns import WEEK, Concern
from randa.supply.seat_words import seats_words
from randa.supply.travel import NEAR_MINUTES, minutes_between
from randa.training.models import Enrolment, Unit

UNITS_TRIED, UNITS_SHOWN = 12, 4


@dataclass(frozen=True, slots=True)
class Colleague:
    """A supervisor with at least one place left in every week; `hours_left` in the tightest of them, before taking over."""

    supervisor: Supervisor
    hours_left: Decimal
    places_left: int

    @property
    def choice(self) -> tuple[str, str]:
        """Return the key and the words of a choice in a form."""
        words = {"name": self.supervisor, "hours": decimal(self.hours_left)}
        return str(self.supervisor.pk), _("%(name)s, %(hours)s timmar kvar i veckan") % words


@dataclass(frozen=True, slots=True)
class NearUnit:
    """A unit with room for the learner in every week, how much is free, and the minutes of travel from the learner's home.

    `crow_km`: from the unit that is left, as the crow flies; None unless both have said where they lie.
    """

    unit: Unit
    free: Decimal
    minutes: int
    crow_km: float | None = None

    @property
    def seats_words(self) -> str:
        return seats_words(self.free)


class Held(Protocol):
    """A learner whom a supervisor has, or is promised for, during [starts_on, ends_before); None while it is nobody yet."""

    @property
    def enrolment_id(self) -> UUID | None: ...
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_before(self) -> dt.date: ...


Promises = Mapping[int, Sequence[Held]]  # by supervisor: what counts beside the supervisions that are stored


@dataclass(frozen=True, slots=True)
class Load:
    """What a supervisor has left in one week."""

    places_left: int
    hours_left: Decimal
    takes_one_more: bool


def mondays_of(starts_on: dt.date, ends_before: dt.date) -> list[dt.date]:
    """Return the Mondays of the weeks that the half-open period touches."""
    first = monday_of(starts_on)
    return weeks_from(first, -(-(ends_before - first).days // 7))


def load_of(supervisor: Supervisor, method: CapacityMethod | None, held: Sequence[Held], monday: dt.date) -> Load:
    """Return what the supervisor has left in a week, after the learners whom they are named for."""
    count = sum(one.starts_on < monday + WEEK and one.ends_before > monday for one in held)
    each = method.hours_per_learner_week if method else Decimal(0)
    places = places_of(supervisor, method) - count
    hours = supervisor.supervision_hours_per_week - each * count
    return Load(places, hours, places >= 1 and hours >= each)


def held_by(unit: Unit, starts_on: dt.date, ends_before: dt.date) -> dict[int, list[Supervision]]:
    """Return the supervisions at the unit that touch the period, by supervisor: one query."""
    found: dict[int, list[Supervision]] = {}
    rows = Supervision.objects.filter(
        supervisor__unit=unit, starts_on__lt=ends_before + WEEK, ends_before__gt=monday_of(starts_on)
    )
    with as_system("a supervisor's hours are counted over all whom they have, whoever may see them"):
        for row in rows:
            found.setdefault(row.supervisor_id, []).append(row)
    return found


def colleagues_for(concern: Concern) -> list[Colleague]:
    """Return who at the unit could take over the learner for the whole period: see `able_at`."""
    supervisor = concern.supervisor
    able = able_at(supervisor.unit, concern.starts_on, concern.ends_before)
    return [one for one in able if one.supervisor.pk != supervisor.pk]


def able_at(
    unit: Unit,
    starts_on: dt.date,
    ends_before: dt.date,
    *,
    learner: UUID | None = None,
    promised: Promises | None = None,
) -> list[Colleague]:
    """Return who at the unit is qualified, present and has a place and hours left in every week of the period, most hours left first.

    Args:
        learner: the enrolment that it is about: what a supervisor has of that one already takes nothing.
        promised: what else counts against a supervisor's hours.

    A constant number of queries.
    """
    held = held_by(unit, starts_on, ends_before)
    return able_among(supervision_rows([unit.pk]), unit, starts_on, ends_before, held, promised, learner=learner)


def able_among(
    rows: SupervisionRows, unit: Unit, starts_on: dt.date, ends_before: dt.date, held: Promises,
    promised: Promises | None = None, *, learner: UUID | None = None,
) -> list[Colleague]:  # fmt: skip
    """Return the same from rows that have been read: for many learners of one unit."""
    mondays = mondays_of(starts_on, ends_before)
    found = [
        colleague
        for one in rows.supervisors[unit.pk]
        if (colleague := _colleague(rows, one, counted(one.pk, held, promised, learner), mondays))
    ]
    return sorted(found, key=lambda one: (-one.hours_left, str(one.supervisor), one.supervisor.pk))


def counted(
    supervisor: int, held: Promises, promised: Promises | None = None, learner: UUID | None = None
) -> list[Held]:
    """Return what counts against a supervisor's hours: whom they have and are promised for, without the learner it is about."""
    every = [*held.get(supervisor, ()), *(promised or {}).get(supervisor, ())]
    return [one for one in every if learner is None or one.enrolment_id != learner]


def _colleague(
    rows: SupervisionRows, supervisor: Supervisor, held: Sequence[Held], mondays: Sequence[dt.date]
) -> Colleague | None:
    loads = []
    for monday in mondays:
        load = load_of(supervisor, rows.method(supervisor.unit_id, monday), held, monday)
        is_able = rows.is_qualified(supervisor, monday) and rows.is_present(supervisor, monday)
        if not (is_able and load.takes_one_more):
            return None
        loads.append(load)
    return Colleague(supervisor, min(one.hours_left for one in loads), min(one.places_left for one in loads))


def near_units(
    enrolment: Enrolment, unit: Unit, starts_on: dt.date, ends_before: dt.date, *, minutes: int = NEAR_MINUTES
) -> list[NearUnit]:
    """Return other units of the area with room for the learner in every week, at most `minutes` from the learner's home, nearest first."""
    home = (enrolment.home_x_km, enrolment.home_y_km)
    others = Unit.objects.filter(area=unit.area_id).exclude(pk=unit.pk).select_related("organisation", "region")
    by_travel = sorted(
        (minutes_between(home, (one.x_km, one.y_km)), one.organisation.sort_name, one.pk, one) for one in others
    )
    tried = [(travel, one) for travel, _name, _pk, one in by_travel if travel <= minutes][:UNITS_TRIED]
    if not tried:
        return []
    weeks = seat_weeks([one for _travel, one in tried], mondays_of(starts_on, ends_before))
    where = _positions([unit, *(one for _travel, one in tried)])
    found = [
        NearUnit(one, min(week.free for week in weeks[one.pk]), travel, _crow_km(where, unit, one))
        for travel, one in tried
    ]
    takes = _takes(enrolment, unit, starts_on, ends_before)
    return [one for one in found if one.free >= takes][:UNITS_SHOWN]


def _takes(enrolment: Enrolment, unit: Unit, starts_on: dt.date, ends_before: dt.date) -> Decimal:
    """Return how much of a seat the learner takes at the unit in those weeks."""
    there = Placement.objects.filter(
        enrolment=enrolment, unit=unit, is_published=True, starts_on__lt=ends_before, ends_before__gt=starts_on
    )
    return there.values_list(Coalesce("kind__weight", Value(Decimal(1))), flat=True).first() or Decimal(1)


def _positions(units: Sequence[Unit]) -> dict[int, Position]:
    rows = UnitContact.objects.filter(unit__in=[one.pk for one in units], latitude__isnull=False)
    return {row.pk: row.position for row in rows if row.position is not None}


def _crow_km(where: dict[int, Position], one: Unit, other: Unit) -> float | None:
    return crow_km(where[one.pk], where[other.pk]) if one.pk in where and other.pk in where else None
