"""Pasted, uploaded and typed rows on their way into the plan: kept as written, looked at, corrected, saved."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from randa.core.access.permissions import require
from randa.dimensioning.errors import NothingChangedError, TooManyRowsError
from randa.dimensioning.models import PlanInput, PlanRevision
from randa.dimensioning.permissions import can_edit_any_plan
from randa.dimensioning.plan.changes import Refusal
from randa.dimensioning.plan.check import read_rows
from randa.dimensioning.plan.rows import MAX_ROWS, RawRow
from randa.dimensioning.queries.cells import latest_number, region_names
from randa.dimensioning.services.plan import PlanCheck, check_plan_changes
from randa.dimensioning.services.revisions import lock_plan, write_revision
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class InputPreview:
    """What saving an input would do now: `check` for the rows that could be read, and all refusals in the rows' order."""

    rows: Sequence[RawRow]
    check: PlanCheck
    refused: tuple[Refusal, ...]

    @property
    def is_clean(self) -> bool:
        return not self.refused and bool(self.check.after)


def keep_input(
    *, actor: User, origin: str, rows: Sequence[RawRow], name: str = "", comment: str = "", seen: int | None = None
) -> PlanInput:
    """Keep rows as they were written, so that nothing has to be typed twice.

    Raises:
        TooManyRowsError: there are more than a plan can hold.
    """
    require(can_edit_any_plan, actor)
    if len(rows) > MAX_ROWS:
        raise TooManyRowsError(MAX_ROWS)
    return PlanInput.objects.create(
        made_by=actor,
        origin=origin,
        name=name[:200],
        comment=comment.strip()[:300],
        seen=latest_number() if seen is None else seen,
        rows=[row.as_list() for row in rows],
    )


def preview_input(*, actor: User, plan_input: PlanInput) -> InputPreview:
    """Tell, without writing, what saving the input would do now."""
    rows = [RawRow.from_list(values) for values in plan_input.rows]
    read = read_rows(rows, region_names(), seen=plan_input.seen)
    forced = set(plan_input.overwrite)
    changes = [replace(one, seen=None) if str(one.key) in forced else one for one in read.changes]
    check = check_plan_changes(actor=actor, changes=changes)
    refused = tuple(sorted([*read.refused, *check.refused], key=lambda one: one.place))
    return InputPreview(rows, check, refused)


def correct_input(
    *, actor: User, plan_input: PlanInput, corrected: Mapping[int, Mapping[str, str]], overwrite: Collection[str] = ()
) -> PlanInput:
    """Replace texts of rows (by their place among the rows) and remember which conflicts the person wants to overwrite."""
    require(can_edit_any_plan, actor)
    rows = [RawRow.from_list(values) for values in plan_input.rows]
    for place, texts in corrected.items():
        if 0 <= place < len(rows):
            rows[place] = rows[place].with_texts(texts)
    plan_input.rows = [row.as_list() for row in rows]
    plan_input.overwrite = sorted({*plan_input.overwrite, *overwrite})
    plan_input.save(update_fields=["rows", "overwrite"])
    return plan_input


@transaction.atomic
def save_input(*, actor: User, plan_input: PlanInput, comment: str = "") -> tuple[PlanRevision, InputPreview]:
    """Save the rows that can be saved as one revision; the others stay in the input with their reasons.

    Raises:
        NothingChangedError: no row changes anything.
    """
    require(can_edit_any_plan, actor)
    lock_plan()
    preview = preview_input(actor=actor, plan_input=plan_input)
    if not preview.check.after:
        raise NothingChangedError
    why = comment.strip()[:300] or plan_input.comment
    revision = write_revision(actor=actor, after=preview.check.after, comment=why)
    plan_input.saved_as = revision
    plan_input.save(update_fields=["saved_as"])
    return revision, preview
