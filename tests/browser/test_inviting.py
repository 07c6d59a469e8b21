"""Somebody new: the manager invites, the administrator approves, and the link in the mail becomes an account with the role."""

import re

from django.core import mail
from playwright.sync_api import Page, expect

from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.people.models import Invitation, RoleAssignment, User
from tests.browser.conftest import Opener
from tests.browser.judge import faults_anew, violations
from tests.browser.world import PASSWORD, World

ADDRESS = "alva.ny@resa.example"


def _invited(page: Page, message: str) -> None:
    page.get_by_label("E-postadress").fill(ADDRESS)
    page.get_by_label("Roll").select_option("Handledare")
    page.get_by_label("Organisation").select_option("Falu lasarett")
    page.get_by_label("Hälsning").fill(message)
    page.get_by_role("button", name="Skicka inbjudan").click()


def test_who_may_not_give_the_role_proposes_and_who_may_sends_the_invitation(visit: Opener, world: World) -> None:
    mail.outbox.clear()
    manager = visit("/personer/", "training_manager")
    manager.get_by_role("link", name="Bjud in").click()
    _invited(manager, "Välkommen! Ditt nummer är 811218-9876.")
    expect(manager.get_by_role("alert").get_by_text("ser ut som ett personnummer")).to_be_visible()
    expect(manager.get_by_label("Hälsning")).to_have_value("Välkommen! Ditt nummer är 811218-9876.")
    assert violations(manager) == []

    manager.get_by_label("Hälsning").fill("Välkommen till oss!")
    manager.get_by_role("button", name="Skicka inbjudan").click()
    expect(manager.get_by_text("Inbjudan väntar på någon som får ge rollen.")).to_be_visible()
    assert mail.outbox == []

    administrator = visit("/personer/inbjudningar/", "administrator")
    administrator.get_by_role("link", name=ADDRESS).click()
    administrator.get_by_role("button", name="Godkänn och skicka").click()
    expect(administrator.get_by_text("Inbjudan är skickad.")).to_be_visible()
    assert violations(administrator) == []
    invitation = Invitation.objects.get(email=ADDRESS)
    assert (invitation.state, invitation.backed_by) == (Invitation.State.SENT, world.people["administrator"])

    (sent,) = mail.outbox
    link = re.search(r"/personer/inbjudan/\S+", str(sent.body))
    assert link
    new = visit(link[0], "nobody")
    assert faults_anew(new) == []
    _accepted(new)

    person = User.objects.get(email=ADDRESS)
    role = RoleAssignment.objects.get(user=person)
    falun = Organisation.objects.get(name="Falu lasarett")
    assert (str(person), role.role_id, role.organisation, role.starts_on) == (
        "Alva Nyström-Prov",
        "supervisor",
        falun,
        today(),
    )

    again = visit(link[0], "nobody")
    expect(again.get_by_text("Inbjudan gäller inte längre.")).to_be_visible()


def _accepted(page: Page) -> None:
    page.get_by_label("Förnamn").fill("Alva")
    page.get_by_label("Efternamn").fill("Nyström-Prov")
    page.get_by_label("Lösenord", exact=True).fill("kort")
    page.get_by_label("Lösenordet en gång till").fill("kort")
    page.get_by_role("button", name="Ta emot rollen").click()
    expect(page.get_by_role("alert")).to_contain_text("minst 12 tecken")
    expect(page.get_by_label("Efternamn")).to_have_value("Nyström-Prov")
    assert violations(page) == []

    page.get_by_label("Lösenord", exact=True).fill(PASSWORD)
    page.get_by_label("Lösenordet en gång till").fill(PASSWORD)
    page.get_by_role("button", name="Ta emot rollen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Koppla en kodapp")
