"""Loading organisations, their facts, populations and memberships from the reference data."""

from typing import Any

from randa.core.loader import Loaded, load_rows
from randa.core.provenance import Provenance
from randa.organisations.models import (
    HealthcareRegionMembership,
    Organisation,
    OrganisationFact,
    Population,
)
from randa.organisations.published_loader import load_published_tables
from randa.reference import readers
from randa.reference.model import Organisation as ReferenceOrganisation

KINDS = {"council": Organisation.Kind.REGIONAL_COUNCIL}
# Halland is split between two healthcare regions; the reference data tells so in a note.
PARTS = {
    ("REG-13", "SR-SOD"): "södra Halland: Halmstad, Hylte och Laholm",
    ("REG-13", "SR-VAS"): "norra Halland: Falkenberg, Kungsbacka och Varberg",
}
SOURCES = {
    "healthcare_region": "hälso- och sjukvårdsförordningen (2017:80)",
    "region": "SCB:s länskoder",
    "municipality": "SCB:s kommunkoder",
    "hospital": "001 Tabell 2 (2023)",
}
MEMBERSHIP_SOURCE = "förordning 1982:777, med samma indelning"
POPULATION_SOURCE = "SCB, folkmängd per län"


def load_organisations() -> Loaded:
    """Bring organisations and all that is known about them in step with the reference data."""
    loaded = _load_tree()
    ids = dict(Organisation.objects.values_list("code", "pk"))
    loaded += _load_memberships(ids)
    loaded += _load_facts(ids)
    loaded += _load_populations(ids)
    return loaded + load_published_tables(ids)


def _load_tree() -> Loaded:
    """Load parents before children, so that a child can name its parent."""
    by_code = {row.org_id: row for row in readers.organisations()}
    parents = [row for row in by_code.values() if not row.parent_id]
    children = [row for row in by_code.values() if row.parent_id]
    loaded = load_rows(Organisation, [_organisation(row, None, "") for row in parents], key=["code"])
    ids = dict(Organisation.objects.values_list("code", "pk"))
    # The tree is two levels deep in the reference data; units below hospitals are not reference data.
    rows = [_organisation(row, ids[row.parent_id], f"{row.parent_id}/") for row in children]
    return loaded + load_rows(Organisation, rows, key=["code"])


def _organisation(row: ReferenceOrganisation, parent_id: int | None, above: str) -> dict[str, Any]:
    return {
        "code": row.org_id,
        "kind": str(KINDS.get(row.kind, row.kind)),
        "name": row.name,
        "short_name": row.short_name,
        "scb_code": row.municipality_code or (row.county_codes[0] if row.kind == "region" else ""),
        "county_letter": row.county_letter,
        "org_no": row.organisation_number,
        "parent_id": parent_id,
        "path": f"{above}{row.org_id}/",
        "notes": row.note,
        "provenance": row.provenance,
        "source": SOURCES.get(row.kind, ""),
    }


def _load_memberships(ids: dict[str, int]) -> Loaded:
    rows = [
        {
            "region_id": ids[row.org_id],
            "healthcare_region_id": ids[code],
            "part": PARTS.get((row.org_id, code), ""),
            "provenance": str(Provenance.LOOKED_UP),
            "source": MEMBERSHIP_SOURCE,
        }
        for row in readers.organisations()
        if row.kind == "region"
        for code in row.healthcare_region_ids
    ]
    key = ["region_id", "healthcare_region_id"]
    return load_rows(HealthcareRegionMembership, rows, key=key, owned=HealthcareRegionMembership.objects.all())


def _load_populations(ids: dict[str, int]) -> Loaded:
    rows = [
        {
            "organisation_id": ids[row.org_id],
            "as_of": row.counted_on,
            "inhabitants": row.population,
            "provenance": row.provenance,
            "source": POPULATION_SOURCE,
        }
        for row in readers.populations()
        if row.org_id in ids  # the country is the sum of its counties and no organisation
    ]
    return load_rows(Population, rows, key=["organisation_id", "as_of"])


def _load_facts(ids: dict[str, int]) -> Loaded:
    rows = [
        {"organisation_id": ids[row.org_id], "key": key, "value": value, "provenance": provenance, "source": source}
        for row in readers.organisations()
        for key, value, provenance, source in _facts(row)
    ]
    owned = OrganisationFact.objects.filter(organisation__code__in=[row.org_id for row in readers.organisations()])
    return load_rows(OrganisationFact, rows, key=["organisation_id", "key"], owned=owned)


def _facts(row: ReferenceOrganisation) -> list[tuple[str, str, str, str]]:
    """Return what is known of one organisation: key, value, provenance and source. Unknown is left out, it is not "no"."""
    source = SOURCES.get(row.kind, "")
    known = [
        ("county_code", ", ".join(row.county_codes), row.provenance, "SCB:s länskoder"),
        ("county_letter", row.county_letter, row.provenance, ""),
        ("municipality_code", row.municipality_code, row.provenance, source),
        ("organisation_number", row.organisation_number, row.organisation_number_provenance, ""),
        ("medical_programme", _yes_no(row.has_medical_programme), row.provenance, ""),
        ("specialist_nurse_programme", _yes_no(row.has_specialist_nurse_programme), row.provenance, "004"),
        ("at_site_2023", _yes_no(row.at_site_2023), row.provenance, source),
        ("note", row.note, _note_provenance(row), ""),
    ]
    return [(key, value, provenance, about) for key, value, provenance, about in known if value]


def _yes_no(flag: bool | None) -> str:
    return "" if flag is None else ("yes" if flag else "no")


def _note_provenance(row: ReferenceOrganisation) -> str:
    """A note may state its own provenance in brackets at its end: "länssjukhus (b)"."""
    for letter in ("b", "c"):
        if row.note.endswith(f"({letter})"):
            return letter
    return row.provenance
