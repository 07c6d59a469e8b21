"""The claim checker's pages: what they list is what the checker finds, and what a person gives is kept nowhere."""

import csv
import io
import re
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from randa.dimensioning.claims import check_published
from randa.organisations.loader import load_organisations
from randa.reference import readers
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
TABLE = "Region;BT 2030;BT 2030 per 100 000\nDalarna;80;26\nUppsala;80;19,8\nTotalt;150;23,1\n"


@pytest.fixture
def signed_in(client: Client) -> Client:
    load_organisations()
    client.force_login(UserFactory.create())
    return client


def _findings(page: str) -> list[str]:
    return re.findall(r'data-finding="([^"]+)"', page)


def _own(client: Client, **values: object) -> str:
    response = client.post(reverse("dimensioning:claims_own"), {"counted_on": "2023-12-31", **values})
    assert response.status_code == 200
    return response.content.decode()


def test_the_page_lists_exactly_the_findings_of_the_checker(signed_in: Client) -> None:
    expected = [finding.id for finding in check_published(readers.population_by_county())]

    listed = _findings(signed_in.get(reverse("dimensioning:claims")).content.decode())

    assert sorted(listed) == sorted(expected)


def test_a_deviation_shows_printed_recomputed_and_implied_population(signed_in: Client) -> None:
    page = signed_in.get(reverse("dimensioning:claims")).content.decode()

    dalarna = page.split('data-finding="t2025_2_bt_forecast.20.bt_per_100k_2030"')[1].split("</article>")[0]
    assert "Tryckt: 26" in dalarna
    assert "Omräknat: 27,9" in dalarna
    assert "287\xa0253 invånare" in dalarna
    assert "Tryckt tal kräver 301\xa0887–313\xa0725 invånare" in dalarna
    assert "Kopierad kvot" in dalarna


@pytest.mark.parametrize(
    ("query", "kept"),
    [
        ({"tabell": "t2025_1_employment_forms"}, ["t2025_1_employment_forms.incomplete"]),
        ({"orsak": "denominator_wrong_share"}, ["004.text.population_share"]),
        ({"vikt": "note", "dokument": "004"}, ["t2025_1_employment_forms.incomplete"]),
    ],
)
def test_a_filter_keeps_what_it_names(signed_in: Client, query: dict[str, str], kept: list[str]) -> None:
    assert set(kept) <= set(_findings(signed_in.get(reverse("dimensioning:claims"), query).content.decode()))
    assert len(_findings(signed_in.get(reverse("dimensioning:claims"), query).content.decode())) < 5


def test_claims_that_agree_can_be_seen_too(signed_in: Client) -> None:
    page = signed_in.get(reverse("dimensioning:claims_all"), {"f_result": "stämmer", "size": "all"}).content.decode()

    assert "Tabell 2 (2025), Uppsala, BT 2030" in page
    assert "Tabell 2 (2025), Dalarna, BT 2030" not in page


def test_deviating_claims_and_their_whole_are_counted(signed_in: Client) -> None:
    csv_file = signed_in.get(reverse("dimensioning:claims_all"), {"export": "csv"}).content.decode("utf-8-sig")
    outcomes = [row[-1] for row in csv.reader(io.StringIO(csv_file), delimiter=";")][1:]

    page = signed_in.get(reverse("dimensioning:claims")).content.decode()

    tile = page.split("Uppgifter som inte stämmer")[1].split("</div>")[0]
    assert str(outcomes.count("skiljer sig")) in tile
    assert f"av {len(outcomes)} granskade" in tile


def test_without_populations_the_page_says_what_is_missing(client: Client) -> None:
    client.force_login(UserFactory.create())

    assert "Folkmängden är inte inläst" in client.get(reverse("dimensioning:claims")).content.decode()


def test_a_pasted_table_is_checked_and_its_text_stays(signed_in: Client) -> None:
    page = _own(signed_in, text=TABLE)

    assert "Dalarna;80;26" in page.split("<textarea")[1].split("</textarea>")[0]
    assert _findings(page) == ["pasted.r2.c3", "pasted.r4.c3", "pasted.r4.c2"]


def test_a_bad_cell_is_named_with_reason_and_remedy_and_the_rest_is_checked(signed_in: Client) -> None:
    page = _own(signed_in, text="Region;BT 2030;BT 2030 per 100 000\nDalarna;åttio;26\nUppsala;80;25\n")

    assert "åttio är inte ett tal. Skriv till exempel 24 eller 24,5" in page
    assert _findings(page) == ["pasted.r3.c3"]


def test_an_uploaded_csv_with_decimal_comma_is_checked(signed_in: Client) -> None:
    page = _own(signed_in, file=SimpleUploadedFile("bt.csv", TABLE.encode("cp1252")))

    assert _findings(page) == ["pasted.r2.c3", "pasted.r4.c3", "pasted.r4.c2"]


def test_an_uploaded_workbook_is_checked(signed_in: Client) -> None:
    book = openpyxl.Workbook()
    for row in (["Region", "BT 2030", "BT 2030 per 100 000"], ["Dalarna", 80, 26], ["Uppsala", 80, 19.8]):
        book.worksheets[0].append(row)
    content = io.BytesIO()
    book.save(content)

    assert _findings(_own(signed_in, file=SimpleUploadedFile("bt.xlsx", content.getvalue()))) == ["pasted.r2.c3"]


def test_a_file_of_another_kind_is_refused_in_words(signed_in: Client) -> None:
    page = _own(signed_in, file=SimpleUploadedFile("bild.png", b"\x89PNG\r\n\x1a\n\x00\x00"))

    assert "bild.png är varken en Excel-fil (.xlsx) eller en textfil" in page


def test_a_broken_workbook_is_refused_in_words(signed_in: Client) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<inte xml")

    assert "Excel-filen går inte att läsa" in _own(signed_in, file=SimpleUploadedFile("a.xlsx", content.getvalue()))


def test_a_zip_bomb_is_refused_before_it_is_unpacked(signed_in: Client) -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (61 * 1024 * 1024))

    assert "mycket större uppackad" in _own(signed_in, file=SimpleUploadedFile("a.xlsx", content.getvalue()))


def test_more_than_ten_thousand_rows_are_refused(signed_in: Client) -> None:
    assert "Högst 10000 kan granskas" in _own(signed_in, text="Region;BT\n" + "Dalarna;1\n" * 10_000)


def test_a_file_over_five_megabytes_is_refused(signed_in: Client) -> None:
    page = _own(signed_in, file=SimpleUploadedFile("stor.csv", b"Region;BT\n" + b"Dalarna;1\n" * 530_000))

    assert "större än 5 MB" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({}, "Klistra in en tabell eller välj en fil."),
        ({"text": TABLE, "file": SimpleUploadedFile("a.csv", b"x")}, "Välj ett sätt"),
        ({"text": TABLE, "counted_on": "1999-12-31"}, "Välj något i listan"),
    ],
)
def test_a_form_that_cannot_be_used_says_so_and_keeps_the_text(
    signed_in: Client, values: dict[str, object], sentence: str
) -> None:
    page = _own(signed_in, **values)

    assert sentence in page
    assert ("Dalarna;80;26" in page.split("<textarea")[1].split("</textarea>")[0]) == ("text" in values)
