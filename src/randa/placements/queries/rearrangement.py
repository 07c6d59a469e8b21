"""What an answer of the engine means for each learner: before and after, and when the programme then ends."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from randa.placements.editing.rows import Row, read_rows
from randa.placements.models import Placement, Plan, PlanEdit, Rearrangement
from randa.placements.queries.comparison import LearnerChange, changes_by_learner
from randa.training.models import Enrolment, PlacementArea, Unit


@dataclass(frozen=True, slots=True)
class Position:
    """One position of the dial.

    Attributes:
        number: of the answer.
        learners, forced: how many lose a place that they have, and how many of these nobody can spare.
        blocks: blocks that become others.
        unplaced_weeks: of the whole plan, afterwards.
        price: change of the plan's cost, in points.
        is_fewest, is_free: whether it was asked for as few as possible, or for any number.
    """

    number: int
    learners: int
    forced: int
    blocks: int
    unplaced_weeks: int
    price: int
    is_fewest: bool
    is_free: bool


@dataclass(frozen=True, slots=True)
class NewEnd:
    """A learner whose programme ends on another day than before; both half-open."""

    enrolment: Enrolment
    before: dt.date
    after: dt.date


@dataclass(frozen=True, slots=True)
class Effect:
    """What an answer does: those who lose a place they have, those who only gain, and new ends of programmes."""

    disturbed: tuple[LearnerChange, ...]
    others: tuple[LearnerChange, ...]
    ends: tuple[NewEnd, ...]


def positions(rearrangement: Rearrangement) -> list[Position]:
    """Return the positions of the dial, the fewest disturbed first."""
    return [
        Position(
            number=number, learners=len(one["disturbed"]), forced=len(one["forced"]), blocks=one["blocks"],
            unplaced_weeks=one["unplaced_weeks"], price=one["price"], is_fewest=one["limit"] == 0,
            is_free=one["limit"] is None,
        )
        for number, one in enumerate(rearrangement.answers or [])
    ]  # fmt: skip


def locked_blocks(rearrangement: Rearrangement) -> int:
    """Return how many locked blocks the run left where they are: those of whom it planned anew."""
    locked = rearrangement.plan.placements.filter(is_locked=True)
    only = rearrangement.asked.get("only")
    return (locked if only is None else locked.filter(enrolment__in=only)).count()


def learners_in_parts(plan: Plan, only: Collection[UUID] | None = None) -> int:
    """Return how many learners of a plan, or of some in it, have an area in parts: one query."""
    rows = plan.placements.all() if only is None else plan.placements.filter(enrolment__in=only)
    split = rows.order_by().values("enrolment", "area").annotate(parts=Count("pk")).filter(parts__gt=1)
    return len(set(split.values_list("enrolment", flat=True)))


def left_by_hand(rearrangement: Rearrangement) -> list[Enrolment]:
    """Return those whom the run was asked for and left as they are; whose data are restricted is not told: one query."""
    rows = Enrolment.objects.filter(pk__in=rearrangement.asked.get("by_hand", ()), learner__restricted_at=None)
    return list(rows.select_related("learner").order_by("post__number"))


def laid_edit(rearrangement: Rearrangement) -> PlanEdit | None:
    """Return the edit that laid an answer, while it stands."""
    if rearrangement.laid_in is None:
        return None
    laid = rearrangement.plan.edits.filter(number=rearrangement.laid_in)
    return laid.filter(state=PlanEdit.State.DONE).first()


def edits_meanwhile(rearrangement: Rearrangement) -> list[PlanEdit]:
    """Return what has been done in the draft since the answers were worked out, the latest first."""
    edits = rearrangement.plan.edits.filter(number__gt=rearrangement.made_after).select_related("made_by")
    return list(edits.order_by("-number"))


def effect(rearrangement: Rearrangement, number: int, laid: PlanEdit | None) -> Effect:
    """Return what an answer does for each learner; of one that is laid, against what was there before it: eight queries at any size."""
    answer = (rearrangement.answers or [])[number]
    plan = rearrangement.plan
    there = {str(row.pk): Row.of(row) for row in plan.placements.filter(enrolment__in=list(answer["wanted"]))}
    if laid is not None:
        was = read_rows(laid.before)
        there = {key: row for key, row in there.items() if key not in was} | {
            key: row for key, row in was.items() if row is not None
        }
    then = [
        Row("", enrolment, area, unit, dt.date.fromisoformat(start), dt.date.fromisoformat(end), weeks)
        for enrolment, rows in answer["wanted"].items()
        for area, unit, start, end, weeks in rows
    ]
    before, after = _as_placements(there.values(), then)
    changes = changes_by_learner(before, after, plan)
    disturbed = set(answer["disturbed"])
    return Effect(
        disturbed=tuple(one for one in changes if str(one.enrolment.pk) in disturbed),
        others=tuple(one for one in changes if str(one.enrolment.pk) not in disturbed),
        ends=tuple(_new_ends(before, after)),
    )


BlocksOf = dict[UUID, list[Placement]]  # by enrolment, in order of time


def _as_placements(*sides: Iterable[Row]) -> list[BlocksOf]:
    """Return rows as placements that name their learner, area and unit, and are not stored: three queries."""
    lists = [sorted(rows, key=lambda row: row.starts_on) for rows in sides]
    every = [row for rows in lists for row in rows]
    units = Unit.objects.select_related("organisation").in_bulk({row.unit for row in every if row.unit is not None})
    areas = PlacementArea.objects.in_bulk({row.area for row in every})
    learners = {
        str(key): one
        for key, one in Enrolment.objects.select_related("learner", "post__region")
        .in_bulk({row.enrolment for row in every})
        .items()
    }
    found: list[BlocksOf] = []
    for rows in lists:
        blocks: BlocksOf = {}
        for row in rows:
            one = learners[row.enrolment]
            placement = Placement(
                enrolment=one, area=areas[row.area], unit=units.get(row.unit or 0), starts_on=row.starts_on,
                ends_before=row.ends_before, working_weeks=row.weeks, is_locked=row.is_locked,
            )  # fmt: skip
            blocks.setdefault(one.pk, []).append(placement)
        found.append(blocks)
    return found


def _new_ends(before: BlocksOf, after: BlocksOf) -> Iterable[NewEnd]:
    for key, rows in after.items():
        was, will = (max((row.ends_before for row in side), default=None) for side in (before.get(key, []), rows))
        if was is not None and will is not None and was != will:
            yield NewEnd(rows[0].enrolment, was, will)
