"""What the plan's figures are compared with: inhabitants with their day and source, and the nation's need."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from randa.dimensioning.models import NationalNeed
from randa.organisations.models import HealthcareRegionMembership, Organisation, Population

PER = 100_000
HEALTHCARE_REGION = "SR-MEL"


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """A region as the plan needs it; `inhabitants` is None when no population is known."""

    code: str
    name: str
    path: str
    is_member: bool  # of the healthcare region Mellansverige
    inhabitants: int | None
    as_of: dt.date | None
    source: str

    @property
    def short(self) -> str:
        """The name as a row heading: without "Region" and "län"."""
        return self.name.removeprefix("Region ").removesuffix(" län")


@dataclass(frozen=True, slots=True)
class Country:
    """All regions, in Swedish order.

    Attributes:
        inhabitants: sum of all regions; None when one of them is missing, because a share of a part says nothing.
    """

    regions: tuple[RegionFacts, ...]

    @property
    def members(self) -> tuple[RegionFacts, ...]:
        return tuple(one for one in self.regions if one.is_member)

    @property
    def inhabitants(self) -> int | None:
        return total_inhabitants(self.regions)

    @property
    def as_of(self) -> dt.date | None:
        return max((one.as_of for one in self.regions if one.as_of), default=None)

    @property
    def source(self) -> str:
        return next((one.source for one in self.regions if one.source), "")

    def region(self, code: str) -> RegionFacts | None:
        return next((one for one in self.regions if one.code == code), None)

    def share(self, members: tuple[RegionFacts, ...]) -> float | None:
        """Return the part of the nation's inhabitants who live in `members`."""
        part, whole = total_inhabitants(members), self.inhabitants
        return part / whole if part and whole else None


def total_inhabitants(regions: tuple[RegionFacts, ...]) -> int | None:
    """Return the inhabitants of the regions together, None when one is unknown."""
    known = [one.inhabitants for one in regions if one.inhabitants is not None]
    return sum(known) if known and len(known) == len(regions) else None


def country() -> Country:
    """Return every region with its latest population: three queries."""
    newest_first = Window(RowNumber(), partition_by=F("organisation"), order_by=F("as_of").desc())
    latest = {one.organisation_id: one for one in Population.objects.annotate(place=newest_first).filter(place=1)}
    members = set(
        HealthcareRegionMembership.objects.filter(healthcare_region__code=HEALTHCARE_REGION).values_list(
            "region_id", flat=True
        )
    )
    facts = []
    for one in Organisation.objects.regions().order_by("sort_name", "pk"):
        row = latest.get(one.pk)
        facts.append(
            RegionFacts(
                one.code, one.name, one.path, one.pk in members,
                row.inhabitants if row else None, row.as_of if row else None, row.source if row else "",
            )
        )  # fmt: skip
    return Country(tuple(facts))


def national_need() -> Mapping[tuple[str, int], NationalNeed]:
    """Return the nation's need by post type (AT, BT, ST) and year: one query."""
    return {(one.post_type, one.year): one for one in NationalNeed.objects.all()}


def per_100k(posts: float, inhabitants: int | None) -> float | None:
    """Return posts per 100 000 inhabitants, unrounded; None when the population is unknown.

    Source: docs/sources.md#per-100k
    """
    return posts * PER / inhabitants if inhabitants else None
