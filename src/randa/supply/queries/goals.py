"""Which objectives a planned rotation can meet, where, and with how many weeks to spare; and who is hit when a unit loses one (N-P9)."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from randa.core.access.row_security import as_system
from randa.people.models import User
from randa.placements.models import Placement
from randa.placements.queries.seats import columns
from randa.regulations.models import Objective
from randa.supply.models import UnitObjective
from randa.training.models import Enrolment, Unit

CODES = "BT"  # objectives of basic training


@dataclass(frozen=True, slots=True)
class Cell:
    """The weeks of one placement in which its unit can meet one objective. `ends_before`: it loses the objective during the placement."""

    weeks: int
    ends_before: dt.date | None = None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One objective over the placements of a rotation.

    Attributes:
        weeks: weeks in all in which it can be met.
        spare: of these, what is left if the unit with the most of them drops out.
    """

    objective: Objective
    cells: Sequence[Cell]
    weeks: int
    spare: int

    @property
    def level(self) -> str:
        """Return the step of the map: none, thin (one unit alone), or met."""
        return "none" if not self.weeks else "thin" if not self.spare else "met"


@dataclass(frozen=True, slots=True)
class GoalMap:
    """Objectives × the published placements of one learner, in order."""

    placements: Sequence[Placement]
    rows: Sequence[GoalRow]

    @property
    def missing(self) -> list[GoalRow]:
        return [row for row in self.rows if not row.weeks]


@dataclass(frozen=True, slots=True)
class Loser:
    """A learner whose unit cannot meet an objective any more when they are there; `spare` are the weeks they have elsewhere."""

    enrolment: Enrolment
    objective: Objective
    ends_before: dt.date
    spare: int
    may_open: bool  # whether the viewer sees the whole rotation


def goal_map(actor: User, enrolment: Enrolment) -> GoalMap:
    """Return the map of one learner, as far as `actor` may see the placements: three queries."""
    rows = Placement.objects.visible_to(actor).filter(enrolment=enrolment, is_published=True, unit__isnull=False)
    placements = list(rows.select_related("unit__organisation", "area").order_by("starts_on"))
    held = _held({one.unit_id for one in placements})
    goals = Objective.objects.filter(code__startswith=CODES).order_by("sort_order", "code")
    return GoalMap(placements, [_row(goal, placements, held) for goal in goals])


def _held(unit_ids: Iterable[int | None]) -> dict[tuple[int, int], list[UnitObjective]]:
    found: dict[tuple[int, int], list[UnitObjective]] = defaultdict(list)
    for one in UnitObjective.objects.filter(unit__in=list(unit_ids)):
        found[one.unit_id, one.objective_id].append(one)
    return found


def _row(goal: Objective, placements: Sequence[Placement], held: dict[tuple[int, int], list[UnitObjective]]) -> GoalRow:
    cells = [_cell(one, held.get((one.unit_id or 0, goal.pk), [])) for one in placements]
    by_unit: dict[int | None, int] = defaultdict(int)
    for placement, cell in zip(placements, cells, strict=True):
        by_unit[placement.unit_id] += cell.weeks
    weeks = sum(by_unit.values())
    return GoalRow(goal, cells, weeks, weeks - max(by_unit.values(), default=0))


def _cell(placement: Placement, held: Sequence[UnitObjective]) -> Cell:
    weeks, ends = 0, None
    for one in held:
        starts_on = max(placement.starts_on, one.starts_on)
        ends_before = min(placement.ends_before, one.ends_before or placement.ends_before)
        if starts_on < ends_before:
            weeks += weeks_between(starts_on, ends_before)
        if one.ends_before and placement.starts_on <= one.ends_before < placement.ends_before:
            ends = one.ends_before
    return Cell(weeks, ends)


def weeks_between(starts_on: dt.date, ends_before: dt.date) -> int:
    """Return how many weeks the half-open period holds, counted by their Wednesdays as plans do."""
    first = starts_on - dt.timedelta(days=starts_on.weekday())
    length = -(-(ends_before - first).days // 7)
    return len(columns(first, length, starts_on, ends_before))


def losers_at(actor: User, unit: Unit, today: dt.date) -> list[Loser]:
    """Return the learners who are, or come, where an objective has gone, who has it nowhere else first: a constant number of queries."""
    gone = list(
        UnitObjective.objects.filter(unit=unit, ends_before__isnull=False, reason__gt="").select_related("objective")
    )
    if not gone:
        return []
    hit = Placement.objects.visible_to(actor).filter(unit=unit, is_published=True, ends_before__gt=today)
    first = min(one.ends_before for one in gone if one.ends_before)
    here = list(hit.filter(ends_before__gt=first).select_related("enrolment__learner", "enrolment__post"))
    rotations: dict[object, list[Placement]] = defaultdict(list)
    enrolments = {one.enrolment_id: one.enrolment for one in here}
    everywhere = Placement.objects.filter(enrolment__in=enrolments, is_published=True, unit__isnull=False)
    with as_system("how many weeks somebody has elsewhere is counted over the whole rotation; where is not shown"):
        for placement in everywhere.order_by("starts_on"):
            rotations[placement.enrolment_id].append(placement)
    held = _held({one.unit_id for there in rotations.values() for one in there})
    whole = set(Enrolment.objects.visible_to(actor).filter(pk__in=enrolments).values_list("pk", flat=True))
    found = [
        Loser(
            enrolments[key],
            one.objective,
            one.ends_before,
            _row(one.objective, rotations[key], held).weeks,
            key in whole,
        )
        for one in gone
        if one.ends_before and not _is_back(one, held)
        for key in dict.fromkeys(place.enrolment_id for place in here if place.ends_before > one.ends_before)
    ]
    return sorted(found, key=lambda one: (one.spare, one.objective.sort_order, str(one.enrolment.learner)))


def _is_back(gone: UnitObjective, held: dict[tuple[int, int], list[UnitObjective]]) -> bool:
    """Tell whether the unit can meet the objective again from the day it ended, or later."""
    ended = gone.ends_before
    return any(ended and one.starts_on >= ended for one in held.get((gone.unit_id, gone.objective_id), []))
