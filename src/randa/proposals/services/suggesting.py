"""The planner lays the weeks that units have suggested, as one edit of the draft."""

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db import transaction

from randa.core.access.row_security import as_system
from randa.people.models import User
from randa.placements.editing.conflicts import Seen
from randa.placements.models import Plan
from randa.placements.services.blocks import Wanted, begin_blocks, lay_blocks
from randa.placements.services.edits import Made, lock_draft
from randa.proposals.answering import Answer
from randa.proposals.errors import SuggestionGoneError
from randa.proposals.models import Proposal, ProposedBlock


@transaction.atomic
def lay_suggestions(
    *, actor: User, plan: Plan, suggested: Mapping[UUID, dt.date], seen: Seen, overwrite: bool = False
) -> Made:
    """Move blocks of a draft to the weeks that their units suggested. Each unit has then agreed to its block as it lies.

    Args:
        actor: the planner.
        plan: the draft.
        suggested: the Monday that the planner has read, by the key of the proposed block.
        seen: the versions of the blocks that the planner has read, by the placement's key.
        overwrite: the planner has seen what somebody else did with the blocks meanwhile, and wants the suggested weeks.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        SuggestionGoneError: a unit has answered anew, or is asked no longer.
        NotADraftError, EditConflictError, LockedBlockError, OutsideWeeksError, NothingEditedError: as of any edit.
    """
    plan = lock_draft(actor, plan)
    days = _days(plan, suggested)
    kept = {key: seen.get(key, 0) for key in days}
    return begin_blocks(actor=actor, plan=plan, seen=kept, days=days, overwrite=overwrite)


@transaction.atomic
def lay_suggestion_and_others(
    *, actor: User, plan: Plan, suggested: Mapping[UUID, dt.date], wanted: list[Wanted], seen: Seen, overwrite: bool = False
) -> Made:  # fmt: skip
    """Lay one suggested block with the learner's other blocks around it, as one edit. Raises as `lay_suggestions` does."""
    plan = lock_draft(actor, plan)
    _days(plan, suggested)
    return lay_blocks(actor=actor, plan=plan, seen=seen, wanted=wanted, rearrange=True, overwrite=overwrite)


def _days(plan: Plan, suggested: Mapping[UUID, dt.date]) -> dict[str, dt.date]:
    """Return the suggested days by the placement's key; the caller holds the plan, so that no answer comes in between."""
    with as_system("the units of a proposal lie where the planner sees nobody"):
        rows = ProposedBlock.objects.filter(
            proposal__plan=plan, proposal__state=Proposal.State.OPEN, answer=Answer.OTHER, pk__in=list(suggested)
        )
        found = {one.pk: one for one in rows}
    if not suggested or any(key not in found or found[key].suggested_on != day for key, day in suggested.items()):
        raise SuggestionGoneError
    return {str(found[key].placement): day for key, day in suggested.items()}
