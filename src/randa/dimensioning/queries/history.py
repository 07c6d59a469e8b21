"""Revisions of the plan: the list, one revision's changes, a cell's history, and two revisions side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet
from django.urls import reverse

from randa.core.audit.history import SHOWN, History, as_history, events_of
from randa.core.audit.models import AuditEvent
from randa.dimensioning.models import PlanChange, PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.queries.cells import CellState, cells_at
from randa.dimensioning.queries.figures import Country

_REVISION, _CELL = PlanRevision._meta.label_lower, PlannedPosts._meta.label_lower


def revision_rows() -> QuerySet[PlanRevision]:
    """Revisions, newest first, each with its number of changes and whether it has been undone: one query."""
    return (
        PlanRevision.objects.select_related("saved_by", "undoes")
        .annotate(
            change_count=Count("changes"),
            is_undone=Exists(PlanRevision.objects.filter(undoes=OuterRef("pk"))),
        )
        .order_by("-number")
    )


def changes_of(revision: PlanRevision) -> QuerySet[PlanChange]:
    """The cells that a revision touched, region by region."""
    return revision.changes.select_related("region").order_by("region__sort_name", "post_type", "year")


def cell_history(key: CellKey, cell: PlannedPosts | None) -> History:
    """Everything that has happened to a cell, newest first, with the page of each revision: what else it touched is left out."""
    touched = PlanChange.objects.filter(region__code=key.region, year=key.year, post_type=key.post_type)
    numbers = dict(touched.order_by("-revision__number").values_list("revision", "revision__number")[: SHOWN + 1])
    keys = {_REVISION: [str(pk) for pk in numbers], _CELL: [str(cell.pk)] if cell else []}

    def url_of(row: AuditEvent) -> str:
        return (
            reverse("dimensioning:revision", args=[numbers[int(row.object_id)]]) if row.object_type == _REVISION else ""
        )

    def narrow(row: AuditEvent) -> None:
        if row.object_type == _REVISION:
            row.before, row.after = ({str(key): side.get(str(key))} for side in (row.before, row.after))

    return as_history(events_of(keys), narrow=narrow, url_of=url_of)


def cell_now(key: CellKey) -> PlannedPosts | None:
    """The cell as it stands, with its owner; None when it is empty."""
    rows = PlannedPosts.objects.filter(region__code=key.region, year=key.year, post_type=key.post_type)
    return rows.select_related("region", "owner").first()


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell that two revisions disagree about."""

    key: CellKey
    region: str
    before: CellState | None
    after: CellState | None

    @property
    def change(self) -> int:
        return (self.after.posts if self.after else 0) - (self.before.posts if self.before else 0)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions side by side.

    Attributes:
        totals: per post type and year where they differ: (post type, year, before, after).
    """

    differences: tuple[Difference, ...]
    totals: tuple[tuple[str, int, int, int], ...]


def compare_revisions(first: int, second: int, nation: Country) -> Comparison:
    """Return every cell that differs between the plan after revision `first` and after `second`: two queries."""
    before, after = cells_at(first), cells_at(second)
    names = {one.code: one.short for one in nation.regions}
    order = {one.code: place for place, one in enumerate(nation.regions)}
    keys = sorted(before.keys() | after.keys(), key=lambda key: (order.get(key.region, 99), key.post_type, key.year))
    differences = tuple(
        Difference(key, names.get(key.region, key.region), before.get(key), after.get(key))
        for key in keys
        if before.get(key) != after.get(key)
    )
    return Comparison(differences, _totals(before, after, differences))


def _totals(
    before: dict[CellKey, CellState], after: dict[CellKey, CellState], differences: Sequence[Difference]
) -> tuple[tuple[str, int, int, int], ...]:
    touched = sorted({(one.key.post_type, one.key.year) for one in differences})

    def total(cells: dict[CellKey, CellState], kind: str, year: int) -> int:
        return sum(state.posts for key, state in cells.items() if (key.post_type, key.year) == (kind, year))

    rows = ((kind, year, total(before, kind, year), total(after, kind, year)) for kind, year in touched)
    return tuple(row for row in rows if row[2] != row[3])
