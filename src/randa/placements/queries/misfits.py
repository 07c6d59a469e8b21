"""What in a plan no longer fits the facts of today: units that are closed or have lost seats, learners whose weeks or rules are others."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from randa.core.access.row_security import as_system
from randa.core.periods import monday_of, weeks_span
from randa.engines.planning.check import Broken, overfull
from randa.placements.broken_rules import full_units, sentence
from randa.placements.capacity import Limit, unit_capacity, weeks_from
from randa.placements.editing.rows import Row
from randa.placements.judging import Judge, caps_of, holds_of, judge_of
from randa.placements.laying import has_begun, what_stays
from randa.placements.models import Plan
from randa.placements.parts import split_areas
from randa.placements.queries.board import naming_of, rows_by_enrolment, used_units
from randa.training.models import Enrolment, UnitClosure


@dataclass(frozen=True, slots=True)
class FullSpan:
    """A unit with more learners of the plan than open seats in some weeks: in words, and what takes the seats."""

    sentence: str
    why: str


@dataclass(frozen=True, slots=True)
class Misfit:
    """A learner whose blocks no longer fit.

    Attributes:
        enrolment: whose.
        reasons: what does not fit, block by block.
        facts: of whoever breaks a rule, what is registered that the plan must follow: absences and part time.
        left_weeks: working weeks of the programme that remain from today on.
        ends_before: when the programme ends by today's facts, half-open.
        planned_until: when the last block ends in the plan, half-open; None without blocks.
        has_begun: whether any block that does not fit has begun: its unit and first week stay.
        is_split: whether a block is split: planning anew leaves its parts where they are, and lays the rest around them.
        is_by_hand: whether planning anew leaves all the learner's blocks as they are: no programme can hold what stays.
    """

    enrolment: Enrolment
    reasons: tuple[str, ...]
    facts: tuple[str, ...]
    left_weeks: int
    ends_before: dt.date
    planned_until: dt.date | None
    has_begun: bool
    is_split: bool
    is_by_hand: bool

    @property
    def later_weeks(self) -> int:
        """How many calendar weeks later the programme ends than the plan says; negative when earlier."""
        return 0 if self.planned_until is None else (self.ends_before - self.planned_until).days // 7


@dataclass(frozen=True, slots=True)
class Misfits:
    """Everything that no longer fits, of the weeks that have not passed."""

    units: tuple[FullSpan, ...]
    learners: tuple[Misfit, ...]


def misfits(plan: Plan, day: dt.date) -> Misfits:
    """Return what of the plan does not fit what is registered today: two dozen queries at any size."""
    with as_system("whether a plan still holds depends on everybody in it; its planners may see them all"):
        rows = [Row.of(one) for one in plan.placements.order_by("starts_on", "pk")]
        judge = judge_of(plan, used=used_units(rows))
    keys = {row.unit for row in rows if row.unit in judge.units}
    holds = holds_of(judge, (row for row in rows if row.unit in keys), dict(judge.numbers))
    first = max(0, (monday_of(day) - plan.horizon_starts_on).days // 7)
    full = [one for one in overfull(caps_of(judge, keys), holds) if (one.week or 0) >= first]
    naming = naming_of(judge)
    why = _why(judge, full)
    spans = [FullSpan(one.sentence, why[one.unit, one.first_week]) for one in full_units(full, naming)]
    held = rows_by_enrolment(rows)
    places: dict[str, list[str]] = {}
    late: dict[str, list[Row]] = {}
    for key, own in held.items():
        for row in own:
            spans_of_row = _full_weeks(judge, row, full)
            if spans_of_row:
                places.setdefault(key, []).append(
                    _("%(area)s på %(unit)s: inte plats för alla %(weeks)s.")
                    % {
                        "area": naming.area(row.area),
                        "unit": judge.units[row.unit or 0],
                        "weeks": ", ".join(spans_of_row),
                    }
                )
                late.setdefault(key, []).append(row)
    learners = []
    for key, own in held.items():
        broken = [sentence(one, naming) for one in judge.broken(key, own)]
        if broken or key in places:
            touched = late.get(key, own if broken else [])
            reasons = (*places.get(key, []), *dict.fromkeys(broken))
            is_by_hand = what_stays(judge, key, own, day, naming) is None
            learners.append(
                _misfit(judge, key, own, reasons, touched, day, is_by_hand=is_by_hand, with_facts=bool(broken))
            )
    learners.sort(key=lambda one: str(one.enrolment.learner))
    return Misfits(tuple(spans), tuple(learners))


def _misfit(
    judge: Judge,
    key: str,
    rows: Sequence[Row],
    reasons: tuple[str, ...],
    touched: Sequence[Row],
    day: dt.date,
    *,
    is_by_hand: bool,
    with_facts: bool,
) -> Misfit:
    one, doctor = judge.enrolments[judge.numbers[key]], judge.doctor(key)
    total = judge.problem.templates[doctor.template].total
    first = judge.plan.horizon_starts_on
    served = [week for week in doctor.work[:total] if first + dt.timedelta(weeks=week) < monday_of(day)]
    return Misfit(
        enrolment=one,
        reasons=reasons,
        facts=tuple(_facts(one)) if with_facts else (),
        left_weeks=total - len(served),
        ends_before=first + dt.timedelta(weeks=doctor.work[total - 1] + 1),
        planned_until=max((row.ends_before for row in rows), default=None),
        has_begun=any(has_begun(row, day) for row in touched),
        is_split=bool(split_areas(row.area for row in rows)),
        is_by_hand=is_by_hand,
    )


def _facts(one: Enrolment) -> Iterable[str]:
    if one.percent < 100:
        yield _("Tjänstgör %(percent)d procent.") % {"percent": one.percent}
    for absence in one.absences.all():
        yield _("Borta %(weeks)s (%(kind)s).") % {
            "weeks": weeks_span(absence.starts_on, absence.ends_before),
            "kind": absence.get_kind_display(),
        }


def _full_weeks(judge: Judge, row: Row, full: Iterable[Broken]) -> list[str]:
    """Return the weeks of a block in which its unit is over-full, as spans."""
    first, after = judge.week_of(row)
    weeks = [one.week or 0 for one in full if one.unit == row.unit and first <= (one.week or 0) < after]
    found = []
    for _key, group in groupby(enumerate(weeks), key=lambda pair: pair[1] - pair[0]):
        run = [week for _place, week in group]
        start = judge.plan.horizon_starts_on
        found.append(weeks_span(start + dt.timedelta(weeks=run[0]), start + dt.timedelta(weeks=run[-1] + 1)))
    return found


def _why(judge: Judge, full: Sequence[Broken]) -> dict[tuple[int, int], str]:
    """Return what takes the seats of each over-full unit and week: two queries more than the capacity's."""
    units = sorted({one.unit for one in full if one.unit is not None})
    mondays = weeks_from(judge.plan.horizon_starts_on, judge.weeks)
    capacity = unit_capacity(units, mondays) if units else {}
    closures: dict[int, list[UnitClosure]] = {}
    for closure in UnitClosure.objects.filter(unit__in=units):
        closures.setdefault(closure.unit_id, []).append(closure)
    limits: dict[Limit, str] = {
        "seats": _("Enheten har färre platser, eller så har andra fått dem."),
        "rooms": _("Rummen räcker inte."),
        "supervisors": _("Handledarna räcker inte: någon är ledig eller har slutat."),
        "hours": _("Handledarnas tid räcker inte."),
        "closed": _("Enheten är stängd."),
    }
    found = {}
    for one in full:
        unit, week = one.unit or 0, one.week or 0
        middle = mondays[week] + dt.timedelta(days=2)
        closed = next((c for c in closures.get(unit, []) if c.starts_on <= middle < c.ends_before), None)
        found[unit, week] = (
            _("Enheten är stängd: %(reason)s.") % {"reason": closed.reason.rstrip(".")}
            if closed
            else limits[capacity[unit][week].binding]
        )
    return found
