"""The plan as it stands now, and as it stood after any revision."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db.models import Max

from randa.core.provenance import Provenance
from randa.dimensioning.models import PlanChange, PlannedPosts, PlanRevision
from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.plan.names import RegionNames
from randa.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class CellState:
    """What a filled cell says."""

    posts: int
    status: str = PlannedPosts.Status.DRAFT
    source: str = ""
    comment: str = ""
    provenance: str = Provenance.UNVERIFIED

    @property
    def is_decided(self) -> bool:
        return self.status == PlannedPosts.Status.DECIDED


@dataclass(frozen=True, slots=True)
class NewerChange:
    """Who changed a cell after somebody else had read it."""

    number: int
    saved_by: str
    posts: int | None


@dataclass(frozen=True, slots=True)
class PlanTable:
    """What a batch of changes is checked against.

    Attributes:
        regions: by code, only those the batch speaks about.
        cells: every filled cell of these regions.
        newest: per cell, its latest change among the revisions after `since`.
    """

    regions: Mapping[str, Organisation]
    cells: Mapping[CellKey, CellState]
    newest: Mapping[CellKey, NewerChange]


def latest_number() -> int:
    """Return the number of the latest revision; 0 before the first."""
    return PlanRevision.objects.aggregate(latest=Max("number"))["latest"] or 0


def region_names() -> RegionNames:
    """Return all regions, to be found by any of their names."""
    return RegionNames(Organisation.objects.regions().values_list("code", "name", "short_name"))


def region_labels() -> dict[str, str]:
    """Return the name of every region by code."""
    return dict(Organisation.objects.regions().values_list("code", "name"))


def cells_of(region_codes: Collection[str]) -> dict[CellKey, CellState]:
    """Return every filled cell of the regions, by key."""
    rows = PlannedPosts.objects.filter(region__code__in=region_codes).select_related("region")
    return {
        CellKey(row.region.code, row.year, row.post_type): CellState(
            row.posts, row.status, row.source, row.comment, row.provenance
        )
        for row in rows
    }


def plan_table(region_codes: Collection[str], *, since: int) -> PlanTable:
    """Return the regions, their cells and what revisions after `since` did to them: three queries at any size."""
    regions = {one.code: one for one in Organisation.objects.regions().filter(code__in=region_codes)}
    newer = (
        PlanChange.objects.filter(region__code__in=region_codes, revision__number__gt=since)
        .select_related("revision__saved_by", "region")
        .order_by("revision__number")
    )
    newest = {
        CellKey(one.region.code, one.year, one.post_type): NewerChange(
            one.revision.number, str(one.revision.saved_by or ""), one.posts_after
        )
        for one in newer
    }
    return PlanTable(regions, cells_of(region_codes), newest)


def cells_at(number: int) -> dict[CellKey, CellState]:
    """Return the plan as it stood after revision `number`: one query."""
    latest = (
        PlanChange.objects.filter(revision__number__lte=number)
        .order_by("region_id", "year", "post_type", "-revision__number")
        .distinct("region_id", "year", "post_type")
        .select_related("region")
    )
    return {
        CellKey(one.region.code, one.year, one.post_type): CellState(
            one.posts_after, one.status_after, one.source_after, one.comment_after, one.provenance_after
        )
        for one in latest
        if one.posts_after is not None
    }
