"""A file of people is read in: its faults are told row by row, a mended file is stored, and all of it is taken back."""

from playwright.sync_api import FilePayload, Page, expect

from randa.people.models import RoleAssignment, User
from tests.browser.conftest import Opener
from tests.browser.jobs import finish_job
from tests.browser.judge import faults_anew, violations
from tests.browser.world import World

HEADS = "Förnamn;Efternamn;E-post;Titel;Vad hen gör;Organisationskod;Från;Till och med"
GOOD = "Ester;Provsson;ester.in@resa.example;Överläkare;Handledare;HSP-20-1;2027-02-01;2027-12-31"
FAULTY = "Folke;Provsson;folke.in@resa.example;Läkare;Trollkarl;HSP-20-1;2027-02-01;igår"
MENDED = "Folke;Provsson;folke.in@resa.example;Läkare;Handledare;HSP-20-1;2027-02-01;"


def file_of(*lines: str) -> FilePayload:
    return {"name": "handledare.csv", "mimeType": "text/csv", "buffer": "\n".join([HEADS, *lines]).encode()}


def read_in(page: Page, *lines: str) -> None:
    page.get_by_label("Organisation").select_option("Region Dalarna")
    page.get_by_label("Fil").set_input_files(file_of(*lines))
    page.get_by_role("button", name="Gå vidare till kolumnerna").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Vad står i kolumnerna?")


def test_a_file_with_faults_is_mended_stored_and_taken_back(visit: Opener, world: World) -> None:
    page = visit("/personer/inlasning/", "administrator")
    read_in(page, GOOD, FAULTY)
    expect(page.get_by_label("E-post")).to_have_value("2")  # guessed from the heading
    page.get_by_label("Roll", exact=True).select_option("Titel")
    page.get_by_role("button", name="Kontrollera raderna").click()
    expect(page.get_by_role("alert").get_by_text("Samma kolumn är vald två gånger.")).to_be_visible()
    expect(page.get_by_label("Roll", exact=True).locator("option:checked")).to_have_text("Titel")
    assert faults_anew(page) == []

    page.get_by_label("Roll", exact=True).select_option("Vad hen gör")
    page.get_by_role("button", name="Kontrollera raderna").click()
    finish_job(page)
    expect(page.get_by_role("alert")).to_contain_text("1 rad behöver rättas")
    rows = page.get_by_role("region", name="Rader att rätta").get_by_role("row")
    expect(rows.filter(has_text="Rollen finns inte.")).to_contain_text("3")
    expect(page.get_by_role("button", name="Läs in allt")).to_have_count(0)
    assert faults_anew(page) == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hämta alla fel som fil").click()
    assert "Rollen finns inte." in coming.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("link", name="Välj en rättad fil").click()
    read_in(page, GOOD, MENDED)
    expect(page.get_by_label("Roll", exact=True).locator("option:checked")).to_have_text("Vad hen gör")  # remembered
    page.get_by_role("button", name="Kontrollera raderna").click()
    finish_job(page)
    expect(page.get_by_text("Inget är sparat än.")).to_be_visible()
    assert not User.objects.filter(email="ester.in@resa.example").exists()
    assert violations(page) == []
    page.get_by_role("button", name="Läs in allt").click()
    finish_job(page)

    expect(page.get_by_role("heading", level=1)).to_have_text("Filen är inläst")
    roles = RoleAssignment.objects.filter(user__email__endswith=".in@resa.example")
    assert {(str(one.user), one.role_id, one.organisation.code) for one in roles} == {
        ("Ester Provsson", "supervisor", "HSP-20-1"), ("Folke Provsson", "supervisor", "HSP-20-1"),
    }  # fmt: skip
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Ångra inläsningen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inläsningen är ångrad")
    assert not roles.all().exists()
    assert not User.objects.filter(email="ester.in@resa.example", is_active=True).exists()
    assert violations(page) == []


def test_a_file_that_is_no_table_is_refused_in_words(visit: Opener, world: World) -> None:
    page = visit("/personer/inlasning/", "administrator")
    page.get_by_label("Organisation").select_option("Region Dalarna")
    page.get_by_label("Fil").set_input_files({"name": "bild.xlsx", "mimeType": "image/png", "buffer": b"\x89PNG\x00"})
    page.get_by_role("button", name="Gå vidare till kolumnerna").click()

    expect(page.get_by_role("alert").first).to_contain_text("bild.xlsx är varken en Excel-fil")
    expect(page.get_by_label("Organisation").locator("option:checked")).to_have_text("Region Dalarna")
