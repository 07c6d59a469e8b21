"""Back and forth: each planner undoes their own edits of a draft, fifty back, and the undoing is an edit of its own."""

from django.db import transaction
from django.db.models import QuerySet

from randa.people.models import User
from randa.placements.editing.rows import Rows, read_rows, rows_of
from randa.placements.errors import EditedSinceError, NothingToRedoError, NothingToUndoError
from randa.placements.models import Plan, PlanEdit
from randa.placements.queries.edits import own_edits
from randa.placements.services.edits import Made, lock_draft, write_edit

State = PlanEdit.State


@transaction.atomic
def undo_edit(*, actor: User, plan: Plan) -> Made:
    """Put the blocks of the actor's latest edit back to what they were.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        NotADraftError: the plan is published or replaced.
        NothingToUndoError: there is none, or fifty have been undone.
        EditedSinceError: somebody has changed one of the blocks since.
    """
    plan = lock_draft(actor, plan)
    edit = next((one for one in own_edits(plan, actor) if one.state == State.DONE), None)
    if edit is None:
        raise NothingToUndoError
    return _put(actor, plan, edit, PlanEdit.Kind.UNDO, expected=read_rows(edit.after), wanted=read_rows(edit.before))


@transaction.atomic
def redo_edit(*, actor: User, plan: Plan) -> Made:
    """Do the actor's latest undone edit again. Refuses as `undo_edit` does, and when something else was done instead."""
    plan = lock_draft(actor, plan)
    undone = [one for one in own_edits(plan, actor) if one.state == State.UNDONE]
    if not undone:
        raise NothingToRedoError
    edit = undone[-1]  # the earliest of them was undone last
    return _put(actor, plan, edit, PlanEdit.Kind.REDO, expected=read_rows(edit.before), wanted=read_rows(edit.after))


def _put(actor: User, plan: Plan, edit: PlanEdit, kind: PlanEdit.Kind, *, expected: Rows, wanted: Rows) -> Made:
    found = rows_of(plan.placements.filter(pk__in=list(expected)))
    now: Rows = {key: found.get(key) for key in expected}
    if now != expected:
        touched = [key for key in expected if now[key] != expected[key]]
        raise EditedSinceError(_who_changed(plan, edit, touched))
    edit.state = State.UNDONE if kind == PlanEdit.Kind.UNDO else State.DONE
    edit.save(update_fields=["state"])
    return write_edit(actor=actor, plan=plan, kind=kind, before=now, after=wanted, undoes=edit)


def _who_changed(plan: Plan, edit: PlanEdit, keys: list[str]) -> list[str]:
    later: QuerySet[PlanEdit] = plan.edits.filter(number__gt=edit.number).select_related("made_by")
    names = [str(one.made_by) for one in later if set(keys) & set(one.after)]
    return list(dict.fromkeys(names))
