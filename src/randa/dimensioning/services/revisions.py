"""Writing one revision of the plan: its number, its changes, the cells and the audit row, together or not at all."""

from collections.abc import Mapping

from django.db import connection, transaction

from randa.core.audit import services as audit
from randa.dimensioning.models import PlanChange, PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.queries.cells import CellState, cells_of, latest_number
from randa.organisations.models import Organisation
from randa.people.models import User

_PLAN_LOCK = 0x52414E44  # any number of our own: it names the plan among PostgreSQL's advisory locks
_VALUES = ["posts", "status", "source", "comment", "provenance"]


def lock_plan() -> None:
    """Wait until no one else is saving, until the end of the transaction.

    Locking the cells would not do: a cell that does not exist yet cannot be locked, and revision numbers must follow each other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_PLAN_LOCK])


@transaction.atomic
def write_revision(
    *,
    actor: User | None,
    after: Mapping[CellKey, CellState | None],
    comment: str,
    undoes: PlanRevision | None = None,
) -> PlanRevision:
    """Write the wanted states (None empties a cell) as the next revision. Asks nobody's permission: the callers have.

    Raises:
        KeyError: a key's region does not exist.
    """
    lock_plan()
    codes = {key.region for key in after}
    regions = {one.code: one for one in Organisation.objects.regions().filter(code__in=codes)}
    before = cells_of(codes)
    revision = PlanRevision.objects.create(number=latest_number() + 1, saved_by=actor, comment=comment, undoes=undoes)
    PlanChange.objects.bulk_create(
        _change(revision, regions[key.region], key, before.get(key), state) for key, state in after.items()
    )
    _write_cells(actor, regions, after)
    audit.record(
        actor,
        "plan.undone" if undoes else "plan.changed",
        revision,
        before={str(key): _plain(before.get(key)) for key in after},
        after={str(key): _plain(state) for key, state in after.items()},
        reason=comment,
    )
    return revision


def _change(
    revision: PlanRevision, region: Organisation, key: CellKey, before: CellState | None, after: CellState | None
) -> PlanChange:
    return PlanChange(
        revision=revision,
        region=region,
        year=key.year,
        post_type=key.post_type,
        posts_before=before.posts if before else None,
        status_before=before.status if before else "",
        posts_after=after.posts if after else None,
        status_after=after.status if after else "",
        source_after=after.source if after else "",
        comment_after=after.comment if after else "",
        provenance_after=after.provenance if after else "",
    )


def _write_cells(
    actor: User | None, regions: Mapping[str, Organisation], after: Mapping[CellKey, CellState | None]
) -> None:
    filled = [
        PlannedPosts(
            region=regions[key.region], year=key.year, post_type=key.post_type, owner=actor,
            **{name: getattr(state, name) for name in _VALUES},
        )
        for key, state in after.items()
        if state is not None
    ]  # fmt: skip
    # An existing cell keeps its owner; a new one belongs to whoever filled it.
    PlannedPosts.objects.bulk_create(
        filled, update_conflicts=True, unique_fields=["region", "year", "post_type"], update_fields=_VALUES
    )
    emptied = {key for key, state in after.items() if state is None}
    rows = PlannedPosts.objects.filter(region__code__in={key.region for key in emptied}).select_related("region")
    gone = [row.pk for row in rows if CellKey(row.region.code, row.year, row.post_type) in emptied]
    PlannedPosts.objects.filter(pk__in=gone).delete()


def _plain(state: CellState | None) -> list[object] | None:
    return None if state is None else [state.posts, state.status, state.source, state.comment]
