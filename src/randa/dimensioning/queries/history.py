"""Revisions of the plan: the list, one revision's changes, a cell's history, and two revisions side by side."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, QuerySet

from randa.dimensioning.models import PlanChange, PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.queries.cells import CellState, cells_at
from randa.dimensioning.queries.figures import Country


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


def cell_history(key: CellKey) -> QuerySet[PlanChange]:
    """Everything that has happened to a cell, newest first."""
    return (
        PlanChange.objects.filter(region__code=key.region, year=key.year, post_type=key.post_type)
        .select_related("revision__saved_by")
        .order_by("-revision__number")
    )


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
