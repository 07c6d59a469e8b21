"""The supervisors of a unit: qualified or not, here or away, their hours, and the learners they have."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from randa.core.periods import monday_of
from randa.people.models import User
from randa.supervisors.models import CapacityMethod, Supervisor, SupervisorAbsence
from randa.supervisors.queries import supervision_rows
from randa.supply.models import SeatOpening, Supervision
from randa.supply.queries.promised import standing_at
from randa.supply.queries.replacements import counted, held_by, load_of
from randa.training.models import Unit


@dataclass(frozen=True, slots=True)
class StaffRow:
    """One supervisor this week, with what is known of the time ahead. `learners` are those the viewer may see.

    `openings`: places that they stand for and nobody has come to yet; their hours are kept.
    """

    supervisor: Supervisor
    is_qualified: bool
    is_present: bool
    hours_left: Decimal
    places_left: int
    absences: Sequence[SupervisorAbsence]
    learners: Sequence[Supervision]
    openings: Sequence[SeatOpening]


@dataclass(frozen=True, slots=True)
class Staff:
    """A unit's supervisors, and the method of the week."""

    rows: Sequence[StaffRow]
    method: CapacityMethod | None


def staff_of(actor: User, unit: Unit, today: dt.date) -> Staff:
    """Return the unit's supervisors by name: a constant number of queries."""
    monday = monday_of(today)
    rows = supervision_rows([unit.pk])
    method = rows.method(unit.pk, monday)
    held = held_by(unit, monday, monday + dt.timedelta(days=1))
    standing = standing_at(unit)
    seen: dict[int, list[Supervision]] = {}
    visible = Supervision.objects.visible_to(actor).filter(supervisor__unit=unit, ends_before__gt=today)
    for supervision in visible.select_related("enrolment__learner").order_by("starts_on", "pk"):
        seen.setdefault(supervision.supervisor_id, []).append(supervision)
    # Who is away when is for those who see placements there: the database answers for the viewer.
    away: dict[int, list[SupervisorAbsence]] = {}
    coming = SupervisorAbsence.objects.filter(supervisor__unit=unit, ends_before__gt=today).order_by("starts_on")
    for absence in coming:
        away.setdefault(absence.supervisor_id, []).append(absence)
    found = []
    for one in sorted(rows.supervisors[unit.pk], key=lambda one: (one.user.sort_name, one.pk)):
        load = load_of(one, method, counted(one.pk, held, standing), monday)
        found.append(
            StaffRow(
                supervisor=one,
                is_qualified=rows.is_qualified(one, monday),
                is_present=rows.is_present(one, monday),
                hours_left=max(Decimal(0), load.hours_left),
                places_left=max(0, load.places_left),
                absences=away.get(one.pk, []),
                learners=seen.get(one.pk, []),
                openings=[place for place in standing.get(one.pk, ()) if place.ends_before > today],
            )
        )
    return Staff(found, method)
