"""A colleague stands in for somebody for some days: refused where it cannot be, seen by both, and handed back."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from randa.people.models import RoleAssignment, User
from tests.browser.conftest import Opener
from tests.browser.judge import faults_anew, faults_as_it_stands, violations
from tests.browser.people import somebody
from tests.browser.world import World

MINE = "/personer/jag/behorighet/"
FIRST, LAST = "2027-02-01", "2027-02-05"
AFTER = dt.date(2027, 2, 6)


@pytest.fixture
def lender(world: World) -> User:
    """Somebody who sees no lists of people, with a role until the end of June."""
    person = somebody("Rut", "recruiter")
    person.role_assignments.update(ends_before=dt.date(2027, 7, 1))
    return person


def lend(page: Page, email: str, first: str = FIRST, last: str = LAST) -> None:
    page.get_by_label("Kollegans e-postadress").fill(email)
    page.get_by_label("Första dag").fill(first)
    page.get_by_label("Sista dag").fill(last)
    page.get_by_label("Varför").fill("Semester")
    page.get_by_role("button", name="Låt kollegan vikariera").click()


def stand_in_of(colleague: User) -> RoleAssignment:
    return RoleAssignment.objects.get(user=colleague, delegated_from__isnull=False)


def test_a_stand_in_that_cannot_be_is_refused_at_the_field_and_what_was_typed_stays(
    visit: Opener, lender: User
) -> None:
    colleague, stranger = somebody("Bo"), somebody("Olle", at="REG-21")
    page = visit(MINE, lender)
    page.get_by_role("link", name="Låt någon vikariera").click()
    refused = [
        (colleague.email, "2027-02-05", "2027-02-01", "Den dagen ligger före den första dagen"),
        (colleague.email, "2026-12-01", LAST, "Välj i dag eller en senare dag."),
        (colleague.email, FIRST, "2027-07-01", "Du har rollen själv till och med ons 30 jun 2027."),
        (lender.email.upper(), FIRST, LAST, "Det är din egen adress."),
        (stranger.email, FIRST, LAST, "Ingen annan med en roll i er organisation"),
    ]

    for email, first, last, words in refused:
        lend(page, email, first, last)
        expect(page.locator(".field-error")).to_contain_text(words)
        expect(page.get_by_label("Kollegans e-postadress")).to_have_value(email)
        expect(page.get_by_label("Varför")).to_have_value("Semester")
    page.get_by_role("group", name="Vikarien får").get_by_role("checkbox").uncheck()
    lend(page, colleague.email)
    expect(page.locator(".field-error")).to_contain_text("Välj minst en av de behörigheter som rollen har.")

    assert faults_as_it_stands(page) == []
    assert not RoleAssignment.objects.filter(delegated_from__user=lender).exists()


def test_a_colleague_stands_in_and_hands_back_and_never_makes_it_longer(visit: Opener, lender: User) -> None:
    colleague = somebody("Bo")
    page = visit(MINE, lender)
    page.get_by_role("link", name="Låt någon vikariera").click()
    address = page.url
    lend(page, colleague.email)
    expect(page.get_by_text(f"{colleague} vikarierar för dig de dagar du valde.").first).to_be_visible()
    page.goto(address)
    lend(page, colleague.email, LAST, "2027-02-10")
    expect(page.locator(".field-error")).to_contain_text("från mån 1 feb 2027 till och med fre 5 feb 2027")

    theirs = visit(MINE, colleague)
    own = theirs.get_by_role("listitem").filter(has_text=f"Rekryterare, vikarierar för {lender}")
    assert faults_anew(theirs) == []
    own.get_by_role("link", name="Lämna tillbaka").click()
    theirs.get_by_label("Sista dag med rollen").fill("2027-06-30")
    theirs.get_by_label("Varför").fill("Vill fortsätta")
    theirs.get_by_role("button", name="Avsluta rollen").click()
    expect(theirs.locator(".field-error")).to_contain_text("Rollen upphör redan fre 5 feb 2027.")
    expect(theirs.get_by_label("Varför")).to_have_value("Vill fortsätta")
    assert stand_in_of(colleague).ends_before == AFTER
    assert violations(theirs) == []

    page.goto(MINE)
    page.get_by_role("link", name="Avsluta vikariatet").click()
    page.get_by_label("Sista dag med rollen").fill("2027-02-02")
    page.get_by_role("button", name="Avsluta rollen").click()
    expect(page).to_have_url(f"{page.url.partition('/personer/')[0]}{reverse('people:my_access')}")
    assert stand_in_of(colleague).ends_before == dt.date(2027, 2, 3)
    theirs.get_by_label("Sista dag med rollen").fill("2027-01-01")
    theirs.get_by_role("button", name="Avsluta rollen").click()
    expect(theirs.locator(".field-error")).to_contain_text("Välj gårdagen eller en senare dag.")
    theirs.get_by_label("Sista dag med rollen").fill("2027-01-10")
    theirs.get_by_role("button", name="Avsluta rollen").click()
    expect(own).to_have_count(0)
    assert not RoleAssignment.objects.filter(user=colleague, delegated_from__isnull=False).exists()
