"""What one may ask about one's own data: a file with all of it, a correction, and what the privacy officer answers."""

import datetime as dt
import re
import zipfile

from playwright.sync_api import expect

from randa.privacy.models import AccessExport, PrivacyRequest
from tests.browser.conftest import Opener
from tests.browser.jobs import finish_job
from tests.browser.judge import faults_anew, violations
from tests.browser.people import somebody
from tests.browser.world import World

WRONG = "Min titel är fel: jag är specialist sedan i våras."
NUMBERED = f"{WRONG} Mitt nummer är 811218-9876."


def test_a_person_fetches_everything_that_is_kept_about_her(visit: Opener, world: World) -> None:
    person = somebody("Linnea")
    page = visit("/", person)
    page.goto("/personuppgifter/")
    page.get_by_role("button", name="Gör ett utdrag").click()
    page.wait_for_url("**/jobb/*/")
    assert violations(page) == []
    finish_job(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Utdrag ur personuppgifter")
    assert faults_anew(page) == []
    with page.expect_download() as coming:
        page.get_by_role("link", name="Hämta filen").click()

    with zipfile.ZipFile(coming.value.path()) as packed:
        assert any(name.endswith(".pdf") for name in packed.namelist())
        whole = "".join(packed.read(name).decode() for name in packed.namelist() if name.endswith(".json"))
    assert person.email in whole
    assert AccessExport.objects.get(person=person).asked_by == person


def test_a_correction_is_asked_for_extended_and_answered_with_reasons(visit: Opener, world: World) -> None:
    person = somebody("Ylva")
    page = visit("/personuppgifter/", person)
    page.get_by_role("link", name="Det här stämmer inte").click()
    page.get_by_label("Vilken uppgift gäller det?").fill("Titel")
    page.get_by_label("Beskriv med egna ord").fill(NUMBERED)
    page.get_by_role("button", name="Skicka begäran").click()
    expect(page.get_by_role("alert").get_by_text("ser ut som ett personnummer")).to_be_visible()
    expect(page.get_by_label("Beskriv med egna ord")).to_have_value(NUMBERED)
    assert violations(page) == []
    page.get_by_label("Beskriv med egna ord").fill(WRONG)
    page.get_by_role("button", name="Skicka begäran").click()
    expect(page.get_by_text("Din begäran är inskickad.")).to_be_visible()
    assert faults_anew(page) == []
    request = PrivacyRequest.objects.get(person=person)
    assert (request.kind, request.text, request.is_open) == ("correction", WRONG, True)

    officer = visit("/personuppgifter/begaranden/", "administrator")
    officer.get_by_role("link", name="Ylva Provsson").click()
    officer.get_by_text("Förläng svarstiden med två månader").click()
    officer.get_by_label("Skäl", exact=True).fill("Väntar på besked om 811218-9876")
    officer.get_by_role("button", name="Förläng svarstiden").click()
    expect(officer.get_by_role("alert").get_by_text("ser ut som ett personnummer")).to_be_visible()
    expect(officer.get_by_label("Skäl", exact=True)).to_have_value("Väntar på besked om 811218-9876")
    assert violations(officer) == []
    officer.get_by_label("Skäl", exact=True).fill("Väntar på besked från Socialstyrelsen")
    officer.get_by_role("button", name="Förläng svarstiden").click()
    expect(officer.get_by_text("Svarstiden är förlängd till")).to_be_visible()
    due = request.due_on
    request.refresh_from_db()
    assert request.due_on - due >= dt.timedelta(days=59)

    officer.get_by_label("Beslut").select_option("Bifall")
    officer.get_by_label("Svar till personen, med skäl").fill("Titeln är rättad till specialist.")
    officer.get_by_role("button", name="Besluta och svara").click()
    expect(officer.get_by_text("Begäran är besvarad.")).to_be_visible()
    request.refresh_from_db()
    assert (request.state, request.answered_by) == ("granted", world.people["administrator"])

    page.goto("/personuppgifter/")
    page.get_by_role("link", name=re.compile("^Rättelse")).click()
    expect(page.get_by_text("Titeln är rättad till specialist.", exact=True)).to_be_visible()
    expect(page.get_by_text("Väntar på besked från Socialstyrelsen", exact=True)).to_be_visible()
    assert violations(page) == []


def test_a_restriction_that_is_lifted_without_good_words_keeps_what_was_written(visit: Opener, world: World) -> None:
    person = somebody("Vega")
    PrivacyRequest.objects.create(
        person=person, noted_by=person, kind="restriction", text="Använd inte min telefon.",
        received_on=dt.date(2027, 1, 11), due_on=dt.date(2027, 2, 10),
    )  # fmt: skip
    officer = visit("/personuppgifter/begaranden/", "administrator")
    officer.get_by_role("link", name="Vega Provsson").click()
    officer.get_by_label("Beslut").select_option("Bifall")
    officer.get_by_label("Svar till personen, med skäl").fill("Uppgifterna är begränsade tills vi har utrett.")
    officer.get_by_role("button", name="Besluta och svara").click()
    expect(officer.get_by_text("Begäran är besvarad.")).to_be_visible()
    person.refresh_from_db()
    assert person.restricted_at is not None

    officer.get_by_role("link", name="Vega Provsson").click()
    officer.get_by_label("Skäl", exact=True).fill("Utrett, se 811218-9876")
    officer.get_by_role("button", name="Häv begränsningen").click()
    expect(officer.get_by_text("ser ut som ett personnummer").first).to_be_visible()
    expect(officer.get_by_label("Skäl", exact=True)).to_have_value("Utrett, se 811218-9876")
    assert violations(officer) == []
    officer.get_by_label("Skäl", exact=True).fill("Utrett")
    officer.get_by_role("button", name="Häv begränsningen").click()
    expect(officer.get_by_text("Begränsningen är hävd.")).to_be_visible()
    person.refresh_from_db()
    assert person.restricted_at is None
