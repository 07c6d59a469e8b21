"""One change of a draft, from permission to audit row: what every way of changing blocks by hand goes through."""

from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from uuid import UUID, uuid4

from django.db.models import QuerySet, Sum

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.people.models import User
from randa.placements.editing.conflicts import Conflict, Meanwhile, Seen, meanwhile
from randa.placements.editing.rows import Row, Rows, as_data, rows_of
from randa.placements.editing.weeks import WorkingWeeks
from randa.placements.errors import (
    EditConflictError,
    LockedBlockError,
    NotADraftError,
    NothingEditedError,
    OutsideWeeksError,
    UnknownBlockError,
)
from randa.placements.judging import WEEKS_BEYOND, enrolments_of
from randa.placements.models import Placement, Plan, PlanEdit
from randa.placements.permissions import can_edit_plan
from randa.placements.planning import working_mondays
from randa.placements.queries.board import Told, told_of

_KEEPS_LOCK = {PlanEdit.Kind.LOCK, PlanEdit.Kind.UNLOCK, PlanEdit.Kind.COMMENT}
_COLUMNS = ("enrolment_id", "area_id", "unit_id", "starts_on", "ends_before", "working_weeks", "is_locked", "comment")


@dataclass(slots=True)
class Desk:
    """What a change is made of.

    Attributes:
        rows: the blocks that were chosen, in the order of the plan.
        work: the working weeks by enrolment, of all whom the change concerns.
        held: every block of the enrolments that were asked for, by enrolment.
    """

    rows: list[Row]
    work: dict[str, WorkingWeeks]
    held: dict[str, list[Row]] = field(default_factory=dict)


Change = Callable[[Desk], Rows]


@dataclass(frozen=True, slots=True)
class Made:
    """An edit that has been written, and what it did."""

    edit: PlanEdit
    told: Told


def edit_rows(
    *, actor: User, plan: Plan, kind: PlanEdit.Kind, seen: Seen, change: Change, overwrite: bool = False,
    also: Iterable[str] = (), heard: int | None = None,
) -> Made:  # fmt: skip
    """Make one edit of the blocks `seen`; call inside a transaction.

    Args:
        actor: the planner.
        plan: a draft.
        kind: what is done.
        seen: which blocks, and in which version the planner read each.
        change: returns what the blocks become, new ones included.
        overwrite: the planner has seen what somebody else did meanwhile, and wants their own version.
        also: enrolments whose blocks the change looks at too.
        heard: number of the latest edit that the planner's page knows; blocks of `also` that are newer are a conflict too.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        NotADraftError: the plan is published or replaced.
        UnknownBlockError: a block was never in the plan.
        EditConflictError: somebody else has changed one of the blocks; nothing is written.
        LockedBlockError: a block that would change is locked.
        OutsideWeeksError: a learner has no such weeks.
        NothingEditedError: everything is so already.
    """
    plan = lock_draft(actor, plan)
    there = list(_placements(plan).filter(pk__in=list(seen)))
    now, newer = rows_of(there), _changed_since(plan, there, seen)
    if any(key not in now and key not in newer for key in seen):
        raise UnknownBlockError
    read = {key: newer[key].row if key in newer else now[key] for key in seen}
    desk = _desk(plan, [row for row in read.values() if row is not None], also)
    if newer and not overwrite:
        raise EditConflictError(_conflicts(newer, now, change, desk))
    after = change(desk)
    if heard is not None and not overwrite:
        _refuse_unheard(plan, heard, after.keys() - seen.keys(), change, desk)
    before: Rows = {key: now.get(key) for key in seen} | _now(plan, after.keys() - seen.keys())
    if kind not in _KEEPS_LOCK:
        _refuse_locked(before, after)
    return write_edit(actor=actor, plan=plan, kind=kind, before=before, after=after)


def _changed_since(plan: Plan, there: Iterable[Placement], seen: Seen) -> dict[str, Meanwhile]:
    """Return the blocks that are no longer as they were seen; of the others no history is read, however long it is."""
    as_seen = {str(one.pk) for one in there if one.edited_in <= seen[str(one.pk)]}
    stale = {key: number for key, number in seen.items() if key not in as_seen}
    return meanwhile(_edits_since(plan, min(stale.values())), stale) if stale else {}


def _refuse_unheard(plan: Plan, heard: int, keys: Iterable[str], change: Change, desk: Desk) -> None:
    """Refuse to write over blocks that somebody changed after what the planner's page shows, though nobody named them."""
    newer = meanwhile(_edits_since(plan, heard), dict.fromkeys(keys, heard))
    if newer:
        raise EditConflictError(_conflicts(newer, _now(plan, newer), change, desk))


def lock_draft(actor: User, plan: Plan) -> Plan:
    """Return the plan, held until the transaction ends: numbers of edits follow each other, and two edits see each other."""
    require(can_edit_plan, actor, plan)
    held = Plan.objects.select_for_update().get(pk=plan.pk)
    if held.state != Plan.State.DRAFT:
        raise NotADraftError
    return held


def write_edit(
    *, actor: User, plan: Plan, kind: PlanEdit.Kind, before: Rows, after: Rows, undoes: PlanEdit | None = None
) -> Made:
    """Write the rows and the edit with its audit row; the caller holds the plan and has refused what must be refused."""
    changed = [key for key in after if after[key] != before.get(key)]
    if not changed:
        raise NothingEditedError
    before, after = {key: before.get(key) for key in changed}, {key: after[key] for key in changed}
    plan.edit_number += 1
    _write_rows(plan, after)
    edit = PlanEdit.objects.create(
        plan=plan, number=plan.edit_number, kind=kind, made_by=actor, before=as_data(before), after=as_data(after),
        undoes=undoes,
    )  # fmt: skip
    if undoes is None:  # whoever goes on from here has chosen: what they had undone is not done again
        own = plan.edits.filter(made_by=actor, state=PlanEdit.State.UNDONE)
        own.update(state=PlanEdit.State.DROPPED)
    told = told_of(plan, before, after)
    edit.price = told.price
    edit.save(update_fields=["price"])
    plan.unplaced_weeks = _unplaced_weeks(plan)
    if plan.cost is not None:
        plan.cost = max(0, plan.cost + told.price)
    if "tiers" in plan.explanation:
        kept, more = plan.explanation["tiers"], asdict(told.tiers)
        plan.explanation["tiers"] = {name: kept.get(name, 0) + points for name, points in more.items()}
    plan.save(update_fields=["edit_number", "unplaced_weeks", "cost", "explanation"])
    record(actor, "plan.edited", plan, after={"edit": edit.number, "what": kind.value, "blocks": len(changed)})
    return Made(edit, told)


def new_key() -> str:
    """Return the key of a block that does not exist yet."""
    return str(uuid4())


def _placements(plan: Plan) -> QuerySet[Placement]:
    return plan.placements.order_by("enrolment__starts_on", "enrolment__post__number", "starts_on", "pk")


def _edits_since(plan: Plan, number: int) -> QuerySet[PlanEdit]:
    return plan.edits.filter(number__gt=number).select_related("made_by").order_by("number")


def _now(plan: Plan, keys: Iterable[str]) -> Rows:
    wanted = list(keys)
    found = rows_of(plan.placements.filter(pk__in=wanted)) if wanted else {}
    return {key: found.get(key) for key in wanted}


def _desk(plan: Plan, rows: list[Row], also: Iterable[str]) -> Desk:
    asked = [UUID(key) for key in also]
    keys = {UUID(row.enrolment) for row in rows} | set(asked)
    enrolments = enrolments_of(plan).filter(pk__in=keys)
    until = plan.horizon_weeks + WEEKS_BEYOND
    work = {
        str(one.pk): WorkingWeeks(working_mondays(one, plan.horizon_starts_on, until))
        for one in enrolments.select_related("post__programme").prefetch_related("absences")
    }
    held: dict[str, list[Row]] = {str(key): [] for key in asked}
    for row in map(Row.of, _placements(plan).filter(enrolment__in=asked) if asked else ()):
        held[row.enrolment].append(row)
    return Desk(rows, work, held)


def _conflicts(newer: dict[str, Meanwhile], now: Rows, change: Change, desk: Desk) -> list[Conflict]:
    try:
        wanted = change(desk)
    except OutsideWeeksError:
        wanted = {}
    return [
        Conflict(
            key, one.row, now.get(key), wanted.get(key, one.row), str(one.edit.made_by or "Randa"), one.edit.made_at
        )
        for key, one in newer.items()
    ]


def _refuse_locked(before: Rows, after: Rows) -> None:
    locked = [key for key, row in before.items() if row and row.is_locked and _is_moved(row, after.get(key, row))]
    if locked:
        raise LockedBlockError(len(locked))


def _is_moved(row: Row, then: Row | None) -> bool:
    """Tell whether a locked block would be another: letting it go in the same edit is its planner's word."""
    return then is None or (then.is_locked and replace(then, comment=row.comment) != row)


def _write_rows(plan: Plan, after: Rows) -> None:
    kept = [
        Placement(pk=key, plan=plan, edited_in=plan.edit_number, **row.values())
        for key, row in after.items()
        if row is not None
    ]
    Placement.objects.bulk_create(
        kept, update_conflicts=True, unique_fields=["id"], update_fields=[*_COLUMNS, "edited_in"]
    )
    gone = [key for key, row in after.items() if row is None]
    if gone:
        plan.placements.filter(pk__in=gone).delete()


def _unplaced_weeks(plan: Plan) -> int:
    with as_system("how many weeks of a plan lack a seat says nothing of who lacks it"):
        weeks = plan.placements.filter(unit__isnull=True).aggregate(weeks=Sum("working_weeks"))["weeks"]
    return int(weeks or 0)
