"""What it would mean to lay the weeks that units suggest: which blocks, from and to, what breaks, what it costs, and a remedy."""

import datetime as dt
import json
from collections.abc import Collection
from dataclasses import dataclass

from randa.core.access.row_security import as_system
from randa.core.periods import weeks_span
from randa.people.models import User
from randa.placements.editing import changes
from randa.placements.editing.rows import Row, Rows
from randa.placements.editing.weeks import WorkingWeeks
from randa.placements.errors import OutsideWeeksError
from randa.placements.judging import Judge, judge_of, monday
from randa.placements.models import Placement, Plan
from randa.placements.queries.alternatives import Alternative, around, nearest
from randa.placements.queries.board import Told, told_of
from randa.proposals.answering import Answer
from randa.proposals.models import Proposal, ProposedBlock
from randa.proposals.queries.overview import names_for


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Other weeks that a unit has named for a block of the draft.

    Attributes:
        who: the learner, as the viewer may know them.
        placement: the block as the draft has it.
        then: the block in the suggested weeks; None when the learner does not serve then.
        is_chosen: whether it is among those that are looked at.
    """

    block: ProposedBlock
    who: str
    placement: Placement
    then: Row | None
    is_chosen: bool

    @property
    def now_span(self) -> str:
        return weeks_span(self.placement.starts_on, self.placement.ends_before)

    @property
    def then_span(self) -> str:
        return weeks_span(self.then.starts_on, self.then.ends_before) if self.then is not None else ""

    @property
    def is_later(self) -> bool:
        """Whether an absence makes the block begin later than the unit said yes to: it is asked again then."""
        return self.then is not None and self.then.starts_on != self.block.suggested_on


@dataclass(frozen=True, slots=True)
class Remedy:
    """A way to lay the learner's blocks that breaks no rule; `is_as_suggested` when the unit has said yes to its block by that."""

    way: Alternative
    is_as_suggested: bool = False


@dataclass(frozen=True, slots=True)
class Suggested:
    """Every suggestion that can be laid, and what laying the chosen ones does.

    Attributes:
        rows: in order of time.
        told: what the chosen do together; None when none is chosen, or one of them cannot be laid.
        remedies: of one chosen that breaks a rule: ways that do not.
        days: the suggested Mondays of the chosen, by proposed block, as JSON.
        seen: the versions of the chosen learners' blocks, as JSON.
    """

    rows: list[Suggestion]
    told: Told | None
    remedies: list[Remedy]
    days: str
    seen: str

    @property
    def chosen(self) -> list[Suggestion]:
        return [one for one in self.rows if one.is_chosen]


def suggested_weeks(proposal: Proposal, actor: User, chosen: Collection[str] | None = None) -> Suggested:
    """Return the suggestions of an open proposal, those with keys in `chosen` looked at, or all; some three dozen queries at any size."""
    plan = proposal.plan
    with as_system("what units suggest is read for the whole draft; names are those that the viewer may know"):
        asked = ProposedBlock.objects.filter(proposal=proposal, answer=Answer.OTHER).with_names().as_drafted()
        blocks = [one for one in asked if one.is_as_drafted]
        there = Placement.objects.select_related("unit__organisation").in_bulk([one.placement for one in blocks])
        judge = judge_of(plan, {str(one.enrolment_id) for one in blocks})
        names = names_for(actor)
        rows = [
            Suggestion(
                one, names(one), there[one.placement], _laid(judge, there[one.placement], one.suggested_on),
                chosen is None or str(one.pk) in chosen,
            )
            for one in blocks
        ]  # fmt: skip
        taken = [one for one in rows if one.is_chosen]
        told = _told(plan, taken)
        remedies = _remedies(plan, taken[0]) if told is not None and told.new and len(taken) == 1 else []
        own = Placement.objects.filter(plan=plan, enrolment__in={one.block.enrolment_id for one in taken})
        seen = {str(key): version for key, version in own.values_list("pk", "edited_in")}
    days = {str(one.block.pk): one.block.suggested_on.isoformat() for one in taken if one.block.suggested_on}
    return Suggested(rows, told, remedies, json.dumps(days), json.dumps(seen))


def _remedies(plan: Plan, one: Suggestion) -> list[Remedy]:
    """Return the suggested weeks with the learner's other blocks around them, and the weeks nearest to them at the unit."""
    day = one.block.suggested_on or one.placement.starts_on
    exact = around(plan, one.placement, one.then.starts_on) if one.then is not None else None
    others = [
        way
        for way in nearest(plan, one.placement, day)
        if one.then is None or way.block.starts_on != one.then.starts_on
    ]
    found = [] if exact is None else [Remedy(exact, is_as_suggested=not one.is_later)]
    return found + [Remedy(way) for way in others]


def _laid(judge: Judge, placement: Placement, day: dt.date | None) -> Row | None:
    row = Row.of(placement)
    work = WorkingWeeks([monday(judge.plan, week) for week in judge.doctor(row.enrolment).work])
    try:
        return changes.placed(row, work, day or row.starts_on, row.weeks)
    except OutsideWeeksError:
        return None


def _told(plan: Plan, taken: list[Suggestion]) -> Told | None:
    before: Rows = {str(one.placement.pk): Row.of(one.placement) for one in taken}
    after: Rows = {one.then.key: one.then for one in taken if one.then is not None}
    return told_of(plan, before, after) if taken and before.keys() == after.keys() else None
