"""The pages about organisations and published tables."""

import csv
import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.core.search.services import refresh_all_stale
from randa.organisations.models import Organisation, OrganisationFact, PublishedTable
from tests.factories import (
    HospitalFactory,
    MembershipFactory,
    OrganisationFactory,
    PopulationFactory,
    PublishedRowFactory,
    RoleAssignmentFactory,
    RoleFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
MARK = "overifierad uppgift"


@pytest.fixture
def signed_in(client: Client) -> Client:
    client.force_login(UserFactory.create())
    return client


def _page(client: Client, name: str, *args: str, **query: str) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def test_every_unverified_fact_is_marked_on_the_page(reference: None, signed_in: Client) -> None:
    unverified = OrganisationFact.objects.filter(provenance="c").values_list("organisation__code", flat=True)
    assert unverified

    for code in set(unverified):
        expected = OrganisationFact.objects.filter(organisation__code=code, provenance="c").count()
        facts = _page(signed_in, "organisations:detail", code).split('id="facts"')[1].split("</section>")[0]
        assert facts.count(MARK) == expected


def test_a_verified_organisation_carries_no_such_mark(reference: None, signed_in: Client) -> None:
    assert MARK not in _page(signed_in, "organisations:detail", "REG-03")


def test_halland_shows_both_its_healthcare_regions_with_parts(reference: None, signed_in: Client) -> None:
    page = _page(signed_in, "organisations:detail", "REG-13")

    assert "Södra sjukvårdsregionen" in page
    assert "Halmstad, Hylte och Laholm" in page
    assert "Västra sjukvårdsregionen" in page
    assert "Falkenberg, Kungsbacka och Varberg" in page


def test_a_region_shows_printed_and_recomputed_rate_with_population_and_day(reference: None, signed_in: Client) -> None:
    page = _page(signed_in, "organisations:detail", "REG-20")

    panel = page.split("Tryckt och omräknat")[1].split("</section>")[0]
    assert "287\xa0253 invånare den 2023-12-31" in panel
    assert '<td class="number">26</td><td class="number">27,9</td>' in panel
    assert "skiljer sig" in panel


def test_a_region_shows_its_own_rules(reference: None, signed_in: Client) -> None:
    panel = _page(signed_in, "organisations:detail", "REG-20").split("Egna regler")[1].split("</section>")[0]

    assert "AT:s normtid" in panel
    assert "21 månader" in panel


def test_roles_show_only_to_those_who_may_see_people(client: Client) -> None:
    region = OrganisationFactory.create()
    holder = RoleAssignmentFactory.create(organisation=region, role=RoleFactory.create(name_sv="Registrator"))
    address = reverse("organisations:detail", args=[region.code])

    client.force_login(UserFactory.create())
    assert "Registrator" not in client.get(address).content.decode()
    client.force_login(person_with("people.view", at=region))
    assert str(holder.user) in client.get(address).content.decode()


def test_the_list_filters_by_healthcare_region_down_to_municipalities(reference: None, signed_in: Client) -> None:
    page = _page(
        signed_in, "organisations:list", f_healthcare_region="SR-MEL", f_kind=Organisation.Kind.MUNICIPALITY, size="all"
    )

    assert page.count("<tr") == 1 + 80


def test_halland_is_found_under_both_its_healthcare_regions(reference: None, signed_in: Client) -> None:
    for code in ("SR-SOD", "SR-VAS"):
        page = _page(signed_in, "organisations:list", f_healthcare_region=code, f_kind=Organisation.Kind.REGION)
        assert "Region Halland" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_runs_as_many_queries_for_three_regions_as_for_one(
    signed_in: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for membership in MembershipFactory.create_batch(count):
        PopulationFactory.create(organisation=membership.region)

    with django_assert_num_queries(8):  # session, person, roles, bell, healthcare regions, both counts, rows
        page = _page(signed_in, "organisations:list", f_kind=Organisation.Kind.REGION)
    assert page.count('<th scope="row"') == count


@pytest.mark.parametrize("count", [1, 3])
def test_an_organisation_runs_as_many_queries_for_three_of_everything_as_for_one(
    signed_in: Client, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    council = OrganisationFactory.create(code="NVKR", kind=Organisation.Kind.NATIONAL_COUNCIL)
    for number in range(count):
        HospitalFactory.create(parent=council)
        PopulationFactory.create(organisation=council, as_of=date(2020 + number, 12, 31))
        PublishedRowFactory.create(
            organisation=council, table__columns=[{"name": "region", "kind": "printed", "measure": ""}], cells=["NVKR"]
        )

    with django_assert_num_queries(12):
        _page(signed_in, "organisations:detail", council.code)


def test_a_printed_table_shows_the_recomputed_rate_beside_and_the_sums_below(
    reference: None, signed_in: Client
) -> None:
    page = _page(signed_in, "organisations:table", "t2025_2_bt_forecast")

    dalarna = page.split("Region Dalarna")[1].split("</tr>")[0]
    assert "27,9" in dalarna
    assert "skiljer sig" in dalarna
    assert "skiljer sig" not in page.split("Region Uppsala")[1].split("</tr>")[0]
    assert "523" in page.split("Omräknad summa")[1]


def test_every_published_table_opens(reference: None, signed_in: Client) -> None:
    keys = list(PublishedTable.objects.values_list("key", flat=True))

    assert len(keys) == 23
    assert {signed_in.get(reverse("organisations:table", args=[key])).status_code for key in keys} == {200}


def test_an_exported_table_cannot_run_formulas(signed_in: Client) -> None:
    row = PublishedRowFactory.create(
        cells=["=HYPERLINK(1)"], table__columns=[{"name": "region", "kind": "printed", "measure": ""}]
    )

    response = signed_in.get(reverse("organisations:table", args=[row.table.key]), {"export": "csv"})

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1] == ["'=HYPERLINK(1)"]


def test_an_unknown_organisation_is_not_found(signed_in: Client) -> None:
    assert signed_in.get(reverse("organisations:detail", args=["REG-99"])).status_code == 404


@pytest.mark.parametrize(
    ("words", "label"), [("örebro l", "Region Örebro län"), ("planerade bt", "Planerade BT-tjänster 2026–2030")]
)
def test_the_palette_finds_organisations_and_tables(client: Client, reference: None, words: str, label: str) -> None:
    refresh_all_stale()
    client.force_login(UserFactory.create())

    hits = client.get("/sok/palett", {"q": words}).json()["hits"]

    assert label in [hit["label"] for hit in hits]
