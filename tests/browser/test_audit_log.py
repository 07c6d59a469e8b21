"""Who did what: found in the log, opened, taken out as a file; and why somebody looks where their duty does not reach."""

import re

from playwright.sync_api import expect

from randa.core.audit.models import AuditEvent
from randa.people.services.details import correct_person
from tests.browser.conftest import Opener
from tests.browser.judge import faults_anew, violations
from tests.browser.people import somebody
from tests.browser.world import World

WHY = "Utreder ärende UTB 2027/14 om placeringen"


def test_a_change_is_found_opened_and_taken_out_as_a_file(visit: Opener, world: World) -> None:
    person = somebody("Gerd")
    correct_person(
        actor=world.people["administrator"], person=person, changes={"title": "Underläkare"}, reason="Ny anställning"
    )
    page = visit("/logg/", "auditor")
    page.get_by_label(re.compile("^Person")).fill("fa")
    page.get_by_role("button", name="Sök i loggen").click()
    expect(page.get_by_role("alert")).to_contain_text(
        "”fa” passar på fler än 100. Skriv hela namnet, eller e-postadressen."
    )
    expect(page.get_by_label(re.compile("^Person"))).to_have_value("fa")
    assert violations(page) == []

    page.get_by_label(re.compile("^Person")).fill("Gerd Provsson")
    page.get_by_role("button", name="Sök i loggen").click()
    events = page.get_by_role("region", name="Händelser").get_by_role("row").filter(has_text="Ny anställning")
    expect(events).to_have_count(1)
    assert violations(page) == []

    with page.expect_download() as coming:
        page.get_by_role("button", name="Ta ut som CSV").click()
    assert "Ny anställning" in coming.value.path().read_text(encoding="utf-8-sig")
    assert AuditEvent.objects.filter(actor=world.people["auditor"], action__contains="export").exists()

    events.get_by_role("link").first.click()
    expect(page.get_by_role("heading", name="Före och efter")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Underläkare")
    assert faults_anew(page) == []


def test_whoever_looks_outside_their_duty_says_why_and_the_person_reads_it(visit: Opener, world: World) -> None:
    person = somebody("Disa", "learner", "REG-03")
    page = visit(person.get_absolute_url(), "administrator")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Disa Provsson")
    assert faults_anew(page) == []
    page.get_by_label("Varför öppnar du uppgifterna?").fill("Frågan gäller 811218-9876")
    page.get_by_role("button", name="Öppna uppgifterna").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    expect(page.get_by_label("Varför öppnar du uppgifterna?")).to_have_value("Frågan gäller 811218-9876")
    assert violations(page) == []
    page.get_by_label("Varför öppnar du uppgifterna?").fill(WHY)
    page.get_by_role("button", name="Öppna uppgifterna").click()
    expect(page).to_have_url(re.compile(f"{person.pk}/$"))
    assert violations(page) == []

    own = visit("/logg/mina/", person)
    seen = own.get_by_role("row").filter(has_text=WHY)
    expect(seen).to_contain_text(str(world.people["administrator"]))
    expect(seen).to_contain_text("Systemförvaltare")
    assert violations(own) == []
    own.get_by_role("link", name="Har ändrat").click()
    expect(own.get_by_text("Ingen har ändrat något om dig")).to_be_visible()
