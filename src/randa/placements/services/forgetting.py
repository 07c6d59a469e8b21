"""What planners have noted about blocks is kept in old edits only as long as it can be undone."""

from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.placements.models import Plan, PlanEdit
from randa.placements.queries.edits import own_edits

_WORDS = r'"comment": "[^"]'  # of rows as the database writes JSON


def forget_comments() -> int:
    """Blank the comments in edits that nobody can undo or do again: of plans that are no drafts, and further back than undo reaches.

    A comment that is taken away, or written over, is so gone for good. Return how many edits held any; a second call finds none.
    """
    with as_system("what planners have noted is forgotten in every plan, whoever plans it"):
        found = Plan.objects.filter(pk__in=_with_words(PlanEdit.objects.all()).values("plan"))
        return sum(_forget(plan.pk) for plan in found.order_by("pk"))


@transaction.atomic
def _forget(key: UUID) -> int:
    plan = Plan.objects.select_for_update().get(pk=key)  # nobody undoes anything meanwhile
    edits = list(_with_words(plan.edits.exclude(pk__in=_within_reach(plan))))
    for edit in edits:
        edit.before, edit.after = _blanked(edit.before), _blanked(edit.after)
    PlanEdit.objects.bulk_update(edits, ["before", "after"])
    if edits:
        record(None, "plan.comments_forgotten", plan, after={"edits": len(edits)})
    return len(edits)


def _with_words(edits: QuerySet[PlanEdit]) -> QuerySet[PlanEdit]:
    told = edits.annotate(said=Cast("before", TextField()), says=Cast("after", TextField()))
    return told.filter(Q(said__regex=_WORDS) | Q(says__regex=_WORDS))


def _within_reach(plan: Plan) -> list[int]:
    if plan.state != Plan.State.DRAFT:
        return []
    people = plan.edits.exclude(made_by=None).order_by("made_by").values_list("made_by", flat=True).distinct()
    return [edit.pk for person in people for edit in own_edits(plan, person)]


def _blanked(rows: dict[str, dict[str, object] | None]) -> dict[str, dict[str, object] | None]:
    return {key: row and row | {"comment": ""} for key, row in rows.items()}
