"""Loading organisations is safe to repeat and loses nothing of what the sources say."""

import pytest

from randa.core.loader import Loaded
from randa.organisations.loader import load_organisations
from randa.organisations.models import (
    HealthcareRegionMembership,
    Organisation,
    OrganisationFact,
    Population,
    PublishedRow,
    PublishedTable,
)
from tests.factories import UnitFactory

pytestmark = pytest.mark.django_db
Kind = Organisation.Kind


def test_a_second_run_changes_nothing() -> None:
    load_organisations()

    assert load_organisations() == Loaded(0, 0, 0)


def test_a_changed_row_is_brought_back_and_counted() -> None:
    load_organisations()
    Organisation.objects.filter(code="REG-18").update(name="Fel namn")

    assert load_organisations() == Loaded(created=0, changed=1, removed=0)
    assert Organisation.objects.get(code="REG-18").name == "Region Örebro län"


def test_a_fact_that_the_sources_no_longer_state_is_taken_away() -> None:
    load_organisations()
    hospital = Organisation.objects.get(code="HSP-18-2")
    OrganisationFact.objects.create(organisation=hospital, key="note", value="påhittat")

    assert load_organisations() == Loaded(created=0, changed=0, removed=1)


def test_what_people_have_made_is_left_alone() -> None:
    load_organisations()
    unit = UnitFactory.create(region=Organisation.objects.get(code="REG-18"))

    load_organisations()

    assert Organisation.objects.filter(pk=unit.pk).exists()


def test_there_are_as_many_of_each_kind_as_the_sources_name() -> None:
    load_organisations()

    counted = {kind: Organisation.objects.filter(kind=kind).count() for kind in Kind.values}
    assert counted == {
        Kind.HEALTHCARE_REGION: 6,
        Kind.REGIONAL_COUNCIL: 6,
        Kind.NATIONAL_COUNCIL: 1,
        Kind.AUTHORITY: 2,
        Kind.ASSOCIATION: 1,
        Kind.REGION: 21,
        Kind.UNIVERSITY: 11,
        Kind.HOSPITAL: 23,
        Kind.MUNICIPALITY: 80,
        Kind.UNIT: 0,
    }


def test_a_hospital_lies_under_its_region_and_a_municipality_under_nothing() -> None:
    load_organisations()

    assert Organisation.objects.get(code="HSP-18-1").path == "REG-18/HSP-18-1/"
    assert set(Organisation.objects.filter(kind=Kind.MUNICIPALITY).values_list("parent", flat=True)) == {None}


def test_halland_is_in_two_healthcare_regions_with_a_part_in_each() -> None:
    load_organisations()

    memberships = HealthcareRegionMembership.objects.filter(region__code="REG-13")
    assert dict(memberships.values_list("healthcare_region__code", "part")) == {
        "SR-SOD": "södra Halland: Halmstad, Hylte och Laholm",
        "SR-VAS": "norra Halland: Falkenberg, Kungsbacka och Varberg",
    }
    assert HealthcareRegionMembership.objects.count() == 22


def test_the_populations_add_up_to_the_country() -> None:
    load_organisations()

    assert sum(Population.objects.values_list("inhabitants", flat=True)) == 10_551_707


def test_a_published_table_stands_as_printed() -> None:
    load_organisations()

    table = PublishedTable.objects.get(key="t2025_2_bt_forecast")
    dalarna = table.rows.get(organisation__code="REG-20")
    assert [column["name"] for column in table.columns][:3] == ["region", "bt_2026", "bt_2027"]
    assert dalarna.cells == ["Region Dalarna", "14", "60", "80", "80", "80", "26"]


@pytest.mark.parametrize(
    ("table", "row_no", "code"),
    [
        ("t2023_1_dimensioning", 3, "REG-18"),  # printed "Örebro"
        ("t2023_2_hospitals", 1, "HSP-20-1"),
        ("t2023_annex_5_orebro", 1, "HSP-18-1"),  # printed with "(USÖ)" after the name
        ("t2025_2_bt_forecast", 8, None),  # the total
    ],
)
def test_a_printed_row_is_linked_to_the_organisation_it_names(table: str, row_no: int, code: str | None) -> None:
    load_organisations()

    row = PublishedRow.objects.select_related("organisation").get(table__key=table, row_no=row_no)
    assert (row.organisation.code if row.organisation else None) == code


def test_a_municipality_is_not_taken_for_the_region_with_its_name() -> None:
    load_organisations()

    row = next(one for one in PublishedRow.objects.select_related("organisation") if "Örebro kommun" in one.cells)
    assert row.organisation is not None
    assert row.organisation.code == "KOM-1880"


@pytest.mark.parametrize(
    ("table", "kind"), [("t2023_annex_5_orebro", "reading"), ("supervision_practice_2023", "printed")]
)
def test_a_unit_is_our_reading_only_where_a_printed_period_was_read(table: str, kind: str) -> None:
    load_organisations()

    columns = PublishedTable.objects.get(key=table).columns
    assert {column["name"]: column["kind"] for column in columns}["unit"] == kind
