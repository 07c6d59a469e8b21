"""Changing the plan table: a batch of cells at a time, all or nothing, and back again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit import services as audit
from randa.core.provenance import Provenance
from randa.dimensioning.errors import NothingChangedError, PlanRefusedError, UndoRefusedError
from randa.dimensioning.models import PlanChange, PlannedPosts, PlanRevision
from randa.dimensioning.permissions import can_decide_plan_of, can_edit_plan_of
from randa.dimensioning.plan.changes import CellChange, CellKey, Refusal
from randa.dimensioning.queries.cells import CellState, NewerChange, PlanTable, cells_at, plan_table
from randa.dimensioning.services.revisions import lock_plan, write_revision
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """What saving a batch would do now.

    Attributes:
        before, after: the cells that would change, None for an empty cell.
        unchanged: wanted changes that stand there already.
    """

    refused: tuple[Refusal, ...] = ()
    unchanged: tuple[CellChange, ...] = ()
    changed: tuple[CellChange, ...] = ()
    before: dict[CellKey, CellState | None] = field(default_factory=dict)
    after: dict[CellKey, CellState | None] = field(default_factory=dict)


def check_plan_changes(*, actor: User, changes: Iterable[CellChange]) -> PlanCheck:
    """Tell, without writing, what saving `changes` would do and what would be refused."""
    wanted = list(changes)
    since = min((change.seen for change in wanted if change.seen is not None), default=0)
    table = plan_table({change.key.region for change in wanted}, since=since)
    refused, unchanged, changed = [], [], []
    before: dict[CellKey, CellState | None] = {}
    after: dict[CellKey, CellState | None] = {}
    may_edit = {code: can_edit_plan_of(actor, region) for code, region in table.regions.items()}
    may_decide = {code: can_decide_plan_of(actor, region) for code, region in table.regions.items()}
    for change in wanted:
        old = table.cells.get(change.key)
        new = _wanted_state(change, old)
        if new == old:
            unchanged.append(change)
        elif refusal := _refusal(change, new, table, may_edit, may_decide):
            refused.append(refusal)
        else:
            changed.append(change)
            before[change.key], after[change.key] = old, new
    return PlanCheck(tuple(refused), tuple(unchanged), tuple(changed), before, after)


@transaction.atomic
def save_plan_changes(*, actor: User, changes: Sequence[CellChange], comment: str = "") -> PlanRevision:
    """Save every change as one revision, or none of them.

    Raises:
        PlanRefusedError: some changes may not be made, or somebody else changed the same cell after the person had read it.
        NothingChangedError: all cells already are as wanted.
    """
    # Lock before looking: two people who save the same cell at once must see each other, and the second be told.
    lock_plan()
    check = check_plan_changes(actor=actor, changes=changes)
    if check.refused:
        raise PlanRefusedError(check.refused)
    if not check.after:
        raise NothingChangedError
    return write_revision(actor=actor, after=check.after, comment=comment.strip()[:300])


@transaction.atomic
def undo_revision(*, actor: User, revision: PlanRevision) -> PlanRevision:
    """Put every cell that `revision` touched back to what it was; the undoing is a revision of its own.

    Raises:
        UndoRefusedError: a later revision touched one of the cells.
        PermissionDenied: the actor may not change one of the regions, or decided posts in it.
    """
    lock_plan()
    touched = list(revision.changes.select_related("region"))
    cells = Q()
    for change in touched:
        require(can_edit_plan_of, actor, change.region)
        if PlannedPosts.Status.DECIDED in {change.status_before, change.status_after}:
            require(can_decide_plan_of, actor, change.region)
        cells |= Q(region=change.region, year=change.year, post_type=change.post_type)
    later = PlanChange.objects.filter(cells, revision__number__gt=revision.number)
    numbers = sorted(set(later.values_list("revision__number", flat=True)))
    if numbers:
        raise UndoRefusedError(revision.number, numbers)
    former = cells_at(revision.number - 1)
    keys = [CellKey(change.region.code, change.year, change.post_type) for change in touched]
    comment = _("Ångrar revision %(number)d") % {"number": revision.number}
    return write_revision(actor=actor, after={key: former.get(key) for key in keys}, comment=comment, undoes=revision)


@transaction.atomic
def take_over_cell(*, actor: User, cell: PlannedPosts) -> PlannedPosts:
    """Make the actor the one who answers for a cell. Taking it twice changes nothing."""
    require(can_edit_plan_of, actor, cell.region)
    cell = PlannedPosts.objects.select_for_update(of=("self",)).select_related("region", "owner").get(pk=cell.pk)
    if cell.owner_id != actor.pk:
        before = {"owner": str(cell.owner_id or "")}
        cell.owner = actor
        cell.save(update_fields=["owner"])
        audit.record(actor, "plan.owner_changed", cell, before=before, after={"owner": str(actor.pk)})
    return cell


def _wanted_state(change: CellChange, old: CellState | None) -> CellState | None:
    """Return what the cell becomes.

    A new number with no new source is a figure nobody has vouched for, and a comment that explained how the old number
    was computed or assumed does not explain the new one.
    """
    if change.posts is None:
        return None
    base = old or CellState(change.posts)
    new_number = old is None or old.posts != change.posts
    new_source = change.source is not None and change.source != base.source
    source, provenance = base.source, base.provenance
    if new_source:
        source = change.source or ""
        provenance = Provenance.STATED if source else Provenance.UNVERIFIED
    elif new_number:
        source, provenance = change.source or "", Provenance.UNVERIFIED
    return replace(
        base,
        posts=change.posts,
        status=change.status or base.status,
        source=source,
        comment=_comment(change, base, is_new=new_number),
        provenance=provenance,
    )


def _comment(change: CellChange, base: CellState, *, is_new: bool) -> str:
    if change.comment is not None:
        return change.comment
    explains_the_old = is_new and base.provenance in {Provenance.DERIVED, Provenance.ASSUMED}
    return "" if explains_the_old else base.comment


def _refusal(
    change: CellChange,
    new: CellState | None,
    table: PlanTable,
    may_edit: dict[str, bool],
    may_decide: dict[str, bool],
) -> Refusal | None:
    code = change.key.region
    if code not in table.regions:
        reason = _("Regionen %(code)s finns inte.") % {"code": code}
        return Refusal("unknown_region", reason, _("Välj en region i listan."), change.place, change.key)
    name = {"region": table.regions[code].name}
    if not may_edit[code]:
        reason = _("Du planerar inte för %(region)s.") % name
        remedy = _("Be den som ansvarar för regionens plan att göra ändringen.")
        return Refusal("not_your_region", reason, remedy, change.place, change.key)
    old = table.cells.get(change.key)
    if ((old and old.is_decided) or (new and new.is_decided)) and not may_decide[code]:
        reason = _("Beslutade tjänster i %(region)s ändras bara av den som får besluta.") % name
        remedy = _("Be om ett beslut, eller spara värdet som utkast.")
        return Refusal("decided", reason, remedy, change.place, change.key)
    newest = table.newest.get(change.key)
    if newest and change.seen is not None and newest.number > change.seen:
        return _conflict(change, newest)
    return None


def _conflict(change: CellChange, newest: NewerChange) -> Refusal:
    values = {
        "name": newest.saved_by or _("Systemet"),
        "number": newest.number,
        "posts": _("tomt") if newest.posts is None else newest.posts,
    }
    reason = _("%(name)s ändrade cellen till %(posts)s i revision %(number)d, efter att du öppnade planen.") % values
    remedy = _("Behåll det värdet, eller spara ditt ändå.")
    return Refusal("conflict", reason, remedy, change.place, change.key)
