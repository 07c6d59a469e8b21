"""How many seats of a unit are free: what is open in its plan, less what other organisations hold. The one place that counts both.

Confirmed seats are taken. Offered seats are promised until the day the offer says, and shown as that. A thread counts those who come;
each takes of the unit's seats what the kind takes (two students share one), so units are counted in parts of a seat.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import Count, Q
from django.utils import timezone

from randa.core.access.row_security import as_system
from randa.core.clock import today
from randa.core.periods import monday_of, week_code
from randa.exchange.models import Inquiry
from randa.placements.held import Seats
from randa.placements.queries.seats import columns, seats_left_by_plans
from randa.training.models import LearnerKind, Unit

WEEK = dt.timedelta(weeks=1)
LOOK_AHEAD = 8  # weeks later that are tried when something is full
State = Inquiry.State
NOTHING = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Hold:
    """Seats of a unit that somebody has, or has been promised: who, for how many of which kind, which weeks, since when or until when."""

    inquiry_id: UUID
    unit_id: int
    asker: str
    learners: int
    kind: LearnerKind
    starts_on: dt.date
    ends_before: dt.date
    is_confirmed: bool
    day: str

    @property
    def seats(self) -> Decimal:
        """How much of the unit's seats they take."""
        return self.learners * self.kind.weight


@dataclass(frozen=True, slots=True)
class Week:
    """One unit in one week: seats without any plan, those of them held by others, and those promised."""

    open: Decimal
    held: Decimal
    promised: Decimal

    @property
    def free(self) -> Decimal:
        """What can be offered: neither taken nor promised."""
        return max(Decimal(0), self.open - self.held - self.promised)


def holds(unit_ids: Collection[int], *, day: dt.date, but: UUID = NOTHING) -> list[Hold]:
    """Return what is confirmed at the units, and what is promised on `day`, without the thread `but`: one query.

    Seats whose learners are placed are counted by their placements, so only the rest is held here.
    """
    placed = Count("learners", filter=Q(learners__placement__is_published=True))
    live = Q(state=State.CONFIRMED) | Q(state=State.OFFERED, promised_until__gte=day)
    with as_system("how full a unit is counts what every organisation holds there"):
        rows = list(
            Inquiry.objects.filter(live, unit__in=unit_ids)
            .exclude(pk=but)
            .select_related("asker", "request__kind")
            .annotate(placed_seats=placed)
            .order_by("confirmed_at", "pk")
        )
    return [
        Hold(
            row.pk, row.unit_id or 0, str(row.asker), max(0, (row.seats or 0) - getattr(row, "placed_seats", 0)),
            row.request.kind, row.starts_on, row.ends_before, row.state == State.CONFIRMED, _moment(row),
        )
        for row in rows
        if row.starts_on is not None and row.ends_before is not None
    ]  # fmt: skip


def _moment(row: Inquiry) -> str:
    """Return since when the seats are taken, or the last day on which they are promised."""
    if row.confirmed_at is None:
        return str(row.promised_until)
    return f"{timezone.localtime(row.confirmed_at):%Y-%m-%d %H:%M}"


def confirmed_seats(unit_ids: Sequence[int], first_monday: dt.date, weeks: int) -> Seats:
    """Return, per unit and week, the confirmed seats whose learners are not placed yet: what no plan may give away."""
    counts = {unit: [Decimal(0)] * weeks for unit in unit_ids}
    for hold in holds(unit_ids, day=today()):
        if hold.is_confirmed:
            for week in columns(first_monday, weeks, hold.starts_on, hold.ends_before):
                counts[hold.unit_id][week] += hold.seats
    return counts


def free_weeks(
    units: Collection[Unit], first_monday: dt.date, weeks: int, *, day: dt.date, but: UUID = NOTHING
) -> dict[int, list[Week]]:
    """Return, per unit, each of `weeks` weeks. The promise of the thread `but` does not count: it is its own."""
    open_ = seats_left_by_plans(units, first_monday, weeks)
    held = {unit.pk: [Decimal(0)] * weeks for unit in units}
    promised = {unit.pk: [Decimal(0)] * weeks for unit in units}
    for hold in holds([unit.pk for unit in units], day=day, but=but):
        counts = held if hold.is_confirmed else promised
        for week in columns(first_monday, weeks, hold.starts_on, hold.ends_before):
            counts[hold.unit_id][week] += hold.seats
    return {
        unit.pk: [Week(*week) for week in zip(open_[unit.pk], held[unit.pk], promised[unit.pk], strict=True)]
        for unit in units
    }


def fewest_free(weeks: Collection[Week]) -> Decimal:
    """Return the seats that are free in all of the weeks."""
    return min((week.free for week in weeks), default=Decimal(0))


def room_for(kind: LearnerKind, weeks: Collection[Week]) -> int:
    """Return how many learners of the kind can come for all of the weeks."""
    return int(fewest_free(weeks) // kind.weight)


def span(starts_on: dt.date, weeks: int) -> str:
    """Return weeks as they are written in a sentence: v. 10–13 2027."""
    last = starts_on + (weeks - 1) * WEEK
    return week_code(starts_on) if weeks == 1 else f"{week_code(starts_on)}–{week_code(last)}"


def what_is_free(
    units: Collection[Unit], starts_on: dt.date, weeks: int, wanted: int, kind: LearnerKind, *, day: dt.date
) -> list[str]:
    """Return up to three ways to seats for `wanted` of the kind in `weeks` weeks: each unit's first weeks with room, soonest first."""
    there = free_weeks(units, monday_of(starts_on), weeks + LOOK_AHEAD, day=day)
    found: dict[int, str] = {}
    for later in range(LOOK_AHEAD + 1):
        for unit in units:
            free = room_for(kind, there[unit.pk][later : later + weeks])
            if free >= wanted and unit.pk not in found:
                found[unit.pk] = f"{unit}, {span(starts_on + later * WEEK, weeks)} ({free})"
    return list(found.values())[:3]
