"""The registrar's day: register, mark, release with a masking; and a number that is refused without losing the text."""

import io
import re

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import World

NAME = "Björk Registersson"
LETTER = f"Hej. {NAME} önskar byta placering.".encode()


def _registered(page: Page) -> None:
    page.get_by_role("link", name="Registrera en handling").click()
    page.get_by_label("Ärendemening", exact=True).fill("Önskemål, gäller 811218-9876")
    page.get_by_label(re.compile("^Avsändare eller mottagare")).fill(NAME)
    page.get_by_label("Håll avsändare eller mottagare avskild").check()
    page.get_by_role("button", name="Registrera handlingen").click()


def test_a_document_is_registered_marked_and_released_with_a_masking(visit: Opener, world: World) -> None:
    page = visit("/handlingar/", role="auditor")
    _registered(page)
    concerns = page.get_by_label("Ärendemening", exact=True)
    expect(page.get_by_text("något som ser ut som ett personnummer").first).to_be_visible()
    expect(concerns).to_have_value("Önskemål, gäller 811218-9876")  # what was typed is not lost
    assert violations(page) == []

    concerns.fill("Önskemål om placering")
    page.get_by_label("Fil").set_input_files({"name": "brev.txt", "mimeType": "text/plain", "buffer": LETTER})
    page.get_by_role("button", name="Registrera handlingen").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("UTB 2027/")

    page.get_by_role("link", name="Sekretess", exact=True).click()
    page.get_by_label("Lagrum").select_option("OSL 39 kap. 3 §")
    page.get_by_role("button", name="Sekretessmarkera").click()
    expect(page.get_by_text("Markeringen är en varning").first).to_be_visible()

    page.get_by_role("link", name="Gör en kopia för utlämnande").first.click()
    page.get_by_label("Maska avsändare eller mottagare").check()
    page.get_by_label("Lagrum för det som maskas i registret").select_option("OSL 39 kap. 3 §")
    page.get_by_label(re.compile("^Passage 1")).fill(NAME)
    page.get_by_label(re.compile("^Lagrum för passage 1")).select_option("OSL 39 kap. 3 §")
    page.get_by_role("button", name="Visa hur det blir").click()
    expect(page.get_by_text("[maskat enligt OSL 39 kap. 3 §] önskar byta placering.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Gör kopian och registrera den").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^kopia av UTB")).click()

    copied = PdfReader(io.BytesIO(download.value.path().read_bytes())).pages[0].extract_text()
    assert "maskat enligt" in copied
    assert "Registersson" not in copied

    page.goto(page.url.split("/handlingar/")[0] + "/handlingar/?q=Registersson")
    expect(page.get_by_text("Önskemål om placering")).to_have_count(0)


def test_a_published_plan_is_registered_from_its_own_page(visit: Opener, world: World) -> None:
    page = visit(f"/placering/{world.plan.pk}/", role="auditor")
    page.get_by_role("link", name="Registrera handlingen").click()
    expect(page.get_by_label("Ärendemening", exact=True)).to_have_value(re.compile("^Placeringsplan: "))

    page.get_by_role("button", name="Registrera handlingen").click()
    mark = re.search(r"UTB \d+/\d+", page.get_by_role("heading", level=1).inner_text())
    assert mark is not None
    page.get_by_role("link", name="Filer", exact=True).click()

    expect(page.get_by_role("link", name=re.compile(r"\.xlsx$"))).to_be_visible()
    page.goto(page.url.split("/handlingar/")[0] + f"/placering/{world.plan.pk}/")
    expect(page.get_by_role("link", name=mark[0])).to_be_visible()


def test_a_request_for_a_document_is_refused_with_reasons_and_how_to_appeal(visit: Opener, world: World) -> None:
    page = visit(f"/handlingar/{world.document.pk}/?flik=utlamnande", role="auditor")
    page.get_by_role("link", name="Neka utlämnande").click()
    page.get_by_label("När kom begäran in?").fill("2027-01-11")
    page.get_by_label("Lagrum", exact=True).select_option("OSL 39 kap. 2 §")
    page.get_by_label("Skäl").fill("Handlingen rör 811218-9876.")
    appeal = page.get_by_label("Så överklagar man").input_value()
    page.get_by_role("button", name="Spara beslutet").click()
    expect(page.get_by_role("alert")).to_contain_text("ser ut som ett personnummer")
    expect(page.get_by_label("Skäl")).to_have_value("Handlingen rör 811218-9876.")
    expect(page.get_by_label("Så överklagar man")).to_have_value(appeal)
    assert violations(page) == []

    page.get_by_label("Skäl").fill("Handlingen rör en medarbetares hälsa.")
    page.get_by_role("button", name="Spara beslutet").click()
    refusal = page.get_by_role("link", name="Beslutet 2027-01-11 (PDF)")
    with page.expect_download() as coming:
        refusal.click()

    text = PdfReader(io.BytesIO(coming.value.path().read_bytes())).pages[0].extract_text()
    assert "OSL 39 kap. 2 §" in text
    assert "medarbetares hälsa" in text
    assert world.document.refusals.get().decided_by == world.people["auditor"]
    assert violations(page) == []
