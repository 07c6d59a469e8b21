"""Learners whose supervisor is away, and the weeks: what a leave does, the same minute."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of
from randa.people.models import User
from randa.placements.held import Seats
from randa.placements.models import Placement
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.supply.models import Supervision
from randa.training.models import Enrolment, Unit

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open."""

    starts_on: dt.date
    ends_before: dt.date


@dataclass(frozen=True, slots=True)
class Concern:
    """A learner whose supervisor is away during [starts_on, ends_before), whole weeks as far as the supervision goes."""

    enrolment: Enrolment
    supervisor: Supervisor
    starts_on: dt.date
    ends_before: dt.date


def lost_periods(supervision: Period | Supervision, absences: Iterable[SupervisorAbsence]) -> list[Period]:
    """Return the stretches of the supervision that fall in weeks touched by an absence, joined where they meet, in order."""
    found: list[Period] = []
    for away in sorted(absences, key=lambda one: one.starts_on):
        starts_on = max(supervision.starts_on, monday_of(away.starts_on))
        ends_before = min(supervision.ends_before, monday_of(away.ends_before - dt.timedelta(days=1)) + WEEK)
        if starts_on >= ends_before:
            continue
        if found and starts_on <= found[-1].ends_before:
            found[-1] = Period(found[-1].starts_on, max(found[-1].ends_before, ends_before))
        else:
            found.append(Period(starts_on, ends_before))
    return found


def unsupervised_per_week(unit_ids: Sequence[int], mondays: Sequence[dt.date]) -> Seats:
    """Return, per unit and week, the seats of learners who have a supervisor who is away: two queries. Counts, whoever asks."""
    counts: Seats = {unit: [Decimal(0)] * len(mondays) for unit in unit_ids}
    until = mondays[-1] + WEEK
    there = Placement.objects.filter(
        enrolment=OuterRef("enrolment"), unit=OuterRef("supervisor__unit"), is_published=True,
        starts_on__lt=OuterRef("ends_before"), ends_before__gt=OuterRef("starts_on"),
    ).order_by("starts_on")  # fmt: skip
    with as_system("how many seats lack a supervisor says nothing of who is away"):
        rows = list(
            Supervision.objects.filter(supervisor__unit__in=unit_ids, starts_on__lt=until, ends_before__gt=mondays[0])
            .annotate(takes=Coalesce(Subquery(there.values("kind__weight")[:1]), Value(Decimal(1))))
            .select_related("supervisor")
        )
        absences = absences_of(rows)
    for row in rows:
        for period in lost_periods(row, absences[row.supervisor_id]):
            for place, monday in enumerate(mondays):
                if period.starts_on <= monday < period.ends_before:
                    counts[row.supervisor.unit_id][place] += row.takes  # type: ignore[attr-defined]  # annotated above
    return counts


def concerns_at(
    actor: User, unit: Unit, *, since: dt.date, supposed: Sequence[SupervisorAbsence] = ()
) -> list[Concern]:
    """Return the learners whom `actor` may see at the unit whose supervisor is away after `since`: two queries.

    `supposed` are absences that nobody has recorded yet: what they would do.
    """
    rows = (
        Supervision.objects.visible_to(actor)
        .filter(supervisor__unit=unit, ends_before__gt=since)
        .select_related("supervisor__user", "supervisor__unit__organisation", "enrolment__learner", "enrolment__post")
        .order_by("starts_on", "pk")
    )
    if supposed:
        rows = rows.filter(supervisor__in=[one.supervisor_id for one in supposed])
    found = list(rows)
    absences = absences_of(found)
    for one in supposed:
        absences[one.supervisor_id] = [one]
    return [
        Concern(row.enrolment, row.supervisor, period.starts_on, period.ends_before)
        for row in found
        for period in lost_periods(row, absences[row.supervisor_id])
        if period.ends_before > since
    ]


def absences_of(rows: Iterable[Supervision]) -> dict[int, list[SupervisorAbsence]]:
    """Return the absences of those who supervise, by supervisor: one query."""
    found: dict[int, list[SupervisorAbsence]] = defaultdict(list)
    keys = {row.supervisor_id for row in rows}
    for absence in SupervisorAbsence.objects.filter(supervisor__in=keys).order_by("starts_on") if keys else ():
        found[absence.supervisor_id].append(absence)
    return found
