"""The seven regions of Mellansverige and the rest of the country, as the plan needs them."""

import datetime as dt

import pytest

from randa.core.provenance import Provenance
from randa.organisations.models import HealthcareRegionMembership, Organisation, Population
from randa.reference import readers


@pytest.fixture
def country(db: None) -> dict[str, Organisation]:
    """All 21 regions with memberships and populations, by code."""
    seven = Organisation.objects.create(
        code="SR-MEL", kind=Organisation.Kind.HEALTHCARE_REGION, name="Sjukvårdsregion Mellansverige", path="SR-MEL/"
    )
    people = {row.org_id: row.population for row in readers.populations()}
    regions = {}
    for row in readers.organisations():
        if row.kind == "region":
            region = Organisation.objects.create(
                code=row.org_id, kind="region", name=row.name, short_name=row.short_name, path=f"{row.org_id}/"
            )
            Population.objects.create(
                organisation=region, as_of=dt.date(2023, 12, 31), inhabitants=people[row.org_id],
                provenance=Provenance.LOOKED_UP, source="SCB, folkmängd per län",
            )  # fmt: skip
            if row.in_mellansverige:
                HealthcareRegionMembership.objects.create(region=region, healthcare_region=seven)
            regions[row.org_id] = region
    return regions
