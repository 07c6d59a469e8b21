"""Reads for the pages about organisations and published tables. Reference data is open to everybody who is signed in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Case, Count, F, OuterRef, Q, Subquery, TextField, Value, When
from django.db.models.functions import Coalesce, Concat, Left, Substr
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.organisations.models import (
    HealthcareRegionMembership,
    Organisation,
    OrganisationFact,
    OrganisationQuerySet,
    Population,
    PublishedRow,
    PublishedTable,
)

# What may lie below or in an organisation, in the plural.
HEADINGS = {
    Organisation.Kind.REGIONAL_COUNCIL: _("Regionalt vårdkompetensråd"),
    Organisation.Kind.HOSPITAL: _("Sjukhus"),
    Organisation.Kind.MUNICIPALITY: _("Kommuner"),
    Organisation.Kind.UNIT: _("Enheter"),
}
# Regions first: that is what people come for.
KINDS_IN_ORDER = (
    Organisation.Kind.REGION,
    Organisation.Kind.HEALTHCARE_REGION,
    Organisation.Kind.REGIONAL_COUNCIL,
    Organisation.Kind.UNIVERSITY,
    Organisation.Kind.HOSPITAL,
    Organisation.Kind.MUNICIPALITY,
)
REGION_CODE_LENGTH = len("REG-18")


def organisation_rows() -> OrganisationQuerySet:
    """Organisations for the list: with latest population, what they belong to and the healthcare regions they lie in."""
    latest = Population.objects.filter(organisation=OuterRef("pk")).order_by("-as_of")
    memberships = HealthcareRegionMembership.objects.filter(region__code=OuterRef("region_code")).values("region__code")
    codes = memberships.annotate(text=StringAgg("healthcare_region__code", ","))
    names = memberships.annotate(
        text=StringAgg("healthcare_region__name", ", ", order_by="healthcare_region__sort_name")
    )
    return (
        Organisation.objects.annotate(
            region_code=Case(
                When(
                    kind=Organisation.Kind.MUNICIPALITY,
                    then=Concat(Value("REG-"), Substr("scb_code", 1, 2), output_field=TextField()),
                ),
                default=Left("path", REGION_CODE_LENGTH),
                output_field=TextField(),
            ),
            inhabitants=Subquery(latest.values("inhabitants")[:1]),
            counted_on=Subquery(latest.values("as_of")[:1]),
            # A healthcare region and its council carry the code in their own path.
            lies_in=Coalesce(Subquery(codes.values("text")), F("path"), output_field=TextField()),
            rank=Case(
                *(When(kind=kind, then=place) for place, kind in enumerate(KINDS_IN_ORDER)), default=len(KINDS_IN_ORDER)
            ),
            belongs_to=Coalesce(F("parent__name"), Subquery(names.values("text")), Value(""), output_field=TextField()),
        )
        .only("code", "name", "kind", "provenance", "source", "path")
        .order_by("rank", "sort_name", "pk")
    )


def healthcare_regions() -> OrganisationQuerySet:
    """The six healthcare regions."""
    return Organisation.objects.filter(kind=Organisation.Kind.HEALTHCARE_REGION).order_by("sort_name", "pk")


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations of one kind under a heading."""

    kind: str
    heading: str | Promise
    members: Sequence[Organisation]


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """A printed row about an organisation: the table, and column and text of each cell that says something."""

    table: PublishedTable
    cells: Sequence[tuple[Mapping[str, str], str]]


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """All that the page of an organisation shows of its own app."""

    organisation: Organisation
    facts: Sequence[OrganisationFact]
    populations: Sequence[Population]
    memberships: Sequence[HealthcareRegionMembership]
    members: Sequence[HealthcareRegionMembership]
    groups: Sequence[Group]
    printed: Sequence[PrintedFact]


def organisation_page(organisation: Organisation) -> OrganisationPage:
    """Return what is known about one organisation: a fixed number of queries."""
    facts = list(organisation.facts.all())
    order = list(OrganisationFact.Key.values)
    return OrganisationPage(
        organisation=organisation,
        facts=sorted(facts, key=lambda fact: order.index(fact.key)),
        populations=list(organisation.populations.all()),
        memberships=list(
            organisation.healthcare_memberships.select_related("healthcare_region").order_by(
                "healthcare_region__sort_name"
            )
        ),
        members=list(organisation.member_regions.select_related("region").order_by("region__sort_name")),
        groups=_groups(organisation),
        printed=_printed(organisation),
    )


def _groups(organisation: Organisation) -> list[Group]:
    """Return what lies below, by kind; a region's municipalities lie beside it in the tree and are found by county."""
    below = Q(path__startswith=organisation.path) & ~Q(pk=organisation.pk)
    if organisation.kind == Organisation.Kind.REGION:
        below |= Q(kind=Organisation.Kind.MUNICIPALITY, scb_code__startswith=organisation.scb_code)
    found: dict[str, list[Organisation]] = {}
    for one in Organisation.objects.filter(below).order_by("sort_name", "pk"):
        found.setdefault(one.kind, []).append(one)
    return [Group(kind, HEADINGS[kind], found[kind]) for kind in HEADINGS if kind in found]


def _printed(organisation: Organisation) -> list[PrintedFact]:
    rows = PublishedRow.objects.filter(organisation=organisation).select_related("table")
    return [
        PrintedFact(
            row.table,
            [
                (column, text)
                for column, text in zip(row.table.columns, row.cells, strict=True)
                if text and column["kind"] != "reading"
            ],
        )
        for row in rows.order_by("table__document", "table__key", "row_no")
    ]


def published_tables() -> Sequence[PublishedTable]:
    """Return all published tables with their number of rows as `row_count`."""
    return list(PublishedTable.objects.annotate(row_count=Count("rows")).order_by("document", "place", "key"))
