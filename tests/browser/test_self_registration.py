"""Somebody nobody knows asks for an account: only where it is allowed, waits in the list, and is let in with a role or told why not."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.people.models import OrganisationAccountSettings, RegistrationRequest, RoleAssignment, User
from tests.browser.conftest import Opener
from tests.browser.judge import faults_anew, faults_as_it_stands, violations
from tests.browser.people import somebody
from tests.browser.world import PASSWORD, World

PLACE, REGION = "REG-13", "Region Halland"
WELCOME, UNKNOWN = "stina.fram@resa.example", "okand.fragare@resa.example"
NUMBER = "811218-9876"
SEND, SAVE = "Skicka begäran", "Spara reglerna"


@pytest.fixture(autouse=True)
def nobody_has_asked_yet(world: World) -> None:
    cache.clear()


def allowed(page: Page) -> None:
    """Let people ask, from the organisation's page."""
    page.get_by_role("link", name="Regler för konton").click()
    assert faults_anew(page) == []
    page.get_by_label("Låt människor be om ett konto").check()
    page.get_by_role("button", name=SAVE).click()
    expect(page.get_by_text("Reglerna är sparade.")).to_be_visible()
    assert violations(page) == []


def asked(page: Page, email: str) -> None:
    page.get_by_label("Förnamn").fill("Stina")
    page.get_by_label("Efternamn").fill("Framsson-Prov")
    page.get_by_label("E-postadress i tjänsten").fill(email)
    page.get_by_label("Organisation", exact=True).select_option(REGION)
    page.get_by_label("Roll").select_option("Handledare")
    page.get_by_label("Meddelande").fill("Börjar på kirurgen i mars.")
    page.get_by_role("button", name=SEND).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Begäran är skickad")


def test_a_stranger_asks_waits_and_is_let_in_with_a_role(visit: Opener) -> None:
    administrator = somebody("Siv", "administrator", PLACE)
    page = visit(f"/organisationer/{PLACE}/", administrator)
    allowed(page)
    mail.outbox.clear()

    stranger = visit("/konto/logga-in/", "nobody")
    stranger.get_by_role("link", name="Saknar du konto?").click()
    assert violations(stranger) == []
    stranger.get_by_role("link", name="Be om ett konto").click()
    assert faults_anew(stranger) == []
    _asked_wrongly(stranger)
    asked(stranger, WELCOME)
    assert faults_anew(stranger) == []
    assert [one.to for one in mail.outbox] == [[WELCOME]]

    page.get_by_role("navigation").get_by_role("link", name="Personer", exact=True).click()
    page.get_by_role("link", name="Begäran om konto").click()
    assert faults_anew(page) == []
    page.get_by_role("link", name="Framsson-Prov, Stina").click()
    assert faults_anew(page) == []
    _answered_wrongly(page)
    page.get_by_label("Skäl").fill("Känd av kirurgen")
    page.get_by_label("Första dag").fill(today().isoformat())
    page.get_by_label("Sista dag").fill("")
    page.get_by_role("button", name="Säg ja och bjud in").click()
    expect(page.get_by_text("Inbjudan är skickad.")).to_be_visible()

    link = re.search(r"/personer/inbjudan/\S+", str(mail.outbox[-1].body))
    assert link
    assert not User.objects.filter(email=WELCOME).exists()
    new = visit(link[0], "nobody")
    expect(new.get_by_label("Förnamn")).to_have_value("Stina")
    new.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    new.get_by_label("Lösenordet en gång till").fill(PASSWORD)
    new.get_by_role("button", name="Ta emot rollen").click()
    expect(new.get_by_role("heading", level=1)).to_have_text("Koppla en kodapp")
    role = RoleAssignment.objects.get(user__email=WELCOME)
    assert (role.role_id, role.organisation.code) == ("supervisor", PLACE)


def _asked_wrongly(page: Page) -> None:
    page.get_by_label("Förnamn").fill("Stina")
    page.get_by_label("E-postadress i tjänsten").fill("stina snabel-a resa")
    page.get_by_label("Organisation", exact=True).select_option(REGION)
    page.get_by_label("Meddelande").fill(f"Jag är {NUMBER}")
    page.get_by_role("button", name=SEND).click()
    summary = page.get_by_role("alert")
    for words in ("Efternamn", "E-postadress i tjänsten", "Roll", "ser ut som ett personnummer"):
        expect(summary).to_contain_text(words)
    expect(page.get_by_label("Förnamn")).to_have_value("Stina")
    expect(page.get_by_label("E-postadress i tjänsten")).to_have_value("stina snabel-a resa")
    expect(page.get_by_label("Meddelande")).to_have_value(f"Jag är {NUMBER}")
    assert faults_as_it_stands(page) == []
    assert not RegistrationRequest.objects.filter(organisation__code=PLACE).exists()


def _answered_wrongly(page: Page) -> None:
    page.get_by_label("Sista dag").fill("2027-01-01")
    page.get_by_role("button", name="Säg ja och bjud in").click()
    expect(page.get_by_role("alert")).to_contain_text("Skäl")
    expect(page.get_by_role("alert")).to_contain_text("ligger före den första dagen")
    assert faults_as_it_stands(page) == []


def test_a_no_is_sent_with_a_reason_that_holds_no_number_and_two_do_not_answer_the_same(visit: Opener) -> None:
    administrator = somebody("Stig", "administrator", PLACE)
    OrganisationAccountSettings.objects.update_or_create(
        organisation=administrator.role_assignments.get().organisation, defaults={"self_registration": True}
    )
    asked(visit(reverse("people:registration_new"), "nobody"), UNKNOWN)
    one = RegistrationRequest.objects.get(email=UNKNOWN)
    address = reverse("people:registration", args=[one.pk])
    page, late = visit(address, administrator), visit(address, somebody("Sten", "administrator", PLACE))
    mail.outbox.clear()

    page.get_by_role("button", name="Säg nej").click()
    expect(page.get_by_role("alert")).to_contain_text("En uppgift behöver ses över")
    page.get_by_label("Skäl").fill(f"Vi känner inte {NUMBER}")
    page.get_by_role("button", name="Säg nej").click()
    expect(page.get_by_role("alert")).to_contain_text("ser ut som ett personnummer")
    expect(page.get_by_label("Skäl")).to_have_value(f"Vi känner inte {NUMBER}")
    assert faults_as_it_stands(page) == []
    assert mail.outbox == []

    page.get_by_label("Skäl").fill("Kirurgen känner inte igen namnet.")
    page.get_by_role("button", name="Säg nej").click()
    expect(page.get_by_text("Svaret är skickat.")).to_be_visible()
    page.goto(address)
    expect(page.get_by_text("Kirurgen känner inte igen namnet.").first).to_be_visible()
    assert faults_anew(page) == []
    (sent,) = mail.outbox
    assert sent.to == [UNKNOWN]
    assert "Kirurgen känner inte igen namnet." in str(sent.body)

    late.get_by_label("Skäl").fill("Välkommen")
    late.get_by_role("button", name="Säg ja och bjud in").click()
    expect(late.get_by_text("Någon annan hann svara på begäran.")).to_be_visible()
    expect(late.get_by_text("Kirurgen känner inte igen namnet.").first).to_be_visible()
    assert len(mail.outbox) == 1


def test_of_two_who_set_the_rules_the_second_is_told_what_the_first_one_set(visit: Opener) -> None:
    place = somebody("Sif", "administrator", PLACE).role_assignments.get().organisation
    OrganisationAccountSettings.objects.update_or_create(
        organisation=place, defaults={"self_registration": True, "close_without_role": False}
    )
    address = reverse("people:account_rules", args=[PLACE])
    first, second = (visit(address, somebody(name, "administrator", PLACE)) for name in ("Sara", "Sune"))
    first.get_by_label("Låt människor be om ett konto").uncheck()
    first.get_by_role("button", name=SAVE).click()
    expect(first.get_by_text("Reglerna är sparade.")).to_be_visible()

    second.get_by_label("Avsluta konton").check()
    second.get_by_role("button", name=SAVE).click()

    expect(second.get_by_role("alert")).to_contain_text("Nu står det: Låt människor be om ett konto: nej;")
    assert violations(second) == []
    second.get_by_label("Låt människor be om ett konto").uncheck()
    second.get_by_role("button", name=SAVE).click()
    expect(second.get_by_text("Reglerna är sparade.")).to_be_visible()
    kept = OrganisationAccountSettings.objects.get(organisation=place)
    assert (kept.self_registration, kept.close_without_role) == (False, True)
    closed = visit(reverse("people:registration_new"), "nobody")
    expect(closed.get_by_label("Organisation", exact=True).get_by_text(REGION)).to_have_count(0)
