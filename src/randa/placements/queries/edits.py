"""Reads of what has been done to a draft by hand."""

from dataclasses import dataclass
from uuid import UUID

from randa.people.models import User
from randa.placements.models import Plan, PlanEdit

STEPS = 50  # an edit further back than this stands


@dataclass(frozen=True, slots=True)
class Steps:
    """Whether there is anything for the person to undo and to do again."""

    may_undo: bool
    may_redo: bool


def own_edits(plan: Plan, actor: User | UUID) -> list[PlanEdit]:
    """Return the edits that somebody can still undo or do again, latest first: one query."""
    rows = plan.edits.filter(made_by=actor, undoes=None).exclude(state=PlanEdit.State.DROPPED)
    return list(rows.order_by("-number")[:STEPS])


def steps(plan: Plan, actor: User) -> Steps:
    """Return what the person's buttons for undo and redo do: one query."""
    states = {one.state for one in own_edits(plan, actor)}
    return Steps(PlanEdit.State.DONE in states, PlanEdit.State.UNDONE in states)
