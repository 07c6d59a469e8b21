"""A real account: a password, a second factor, codes for a bad day. The pages on the way are looked at as they pass."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.urls import reverse
from playwright.sync_api import Page, expect

from randa.people.models import User
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import PASSWORD, World

# Pages that open only for an account with a password and a second factor.
OWN_PAGES = (
    "account_change_password", "account_reauthenticate", "mfa_reauthenticate", "mfa_deactivate_totp",
    "mfa_view_recovery_codes", "mfa_generate_recovery_codes",
)  # fmt: skip


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("E-post").fill(email)
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in").click()


def code_for(secret: str) -> str:
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


def test_nothing_opens_before_the_second_factor_is_set_up_and_then_it_is_asked_for(visit: Opener, world: World) -> None:
    page = visit("/konto/logga-in/", "nobody")
    sign_in(page, world.newcomer.email)
    expect(page.get_by_role("heading", level=1)).to_have_text("Koppla en kodapp")
    page.goto("/organisationer/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Koppla en kodapp")
    assert violations(page) == []

    secret = page.locator("code").inner_text()
    page.get_by_label(re.compile("[Kk]od")).fill(code_for(secret))
    page.get_by_role("button", name="Koppla appen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dina reservkoder")
    assert violations(page) == []
    spare = page.locator("ul.card code").first.inner_text()
    page.get_by_role("link", name="Fortsätt till Randa").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Organisationer")  # where they were going

    page.locator("summary[title='Mitt konto']").click()
    page.get_by_role("button", name="Logga ut").click()
    page.goto("/konto/logga-in/")
    sign_in(page, world.newcomer.email)
    assert violations(page) == []
    page.get_by_label(re.compile("[Kk]od")).first.fill(spare)
    page.get_by_role("button", name=re.compile("Logga in|Fortsätt")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hej Ny")


def test_a_wrong_password_is_told_without_saying_whether_there_is_an_account(visit: Opener) -> None:
    page = visit("/konto/logga-in/", "nobody")
    sign_in(page, "ingen@prov.example")

    expect(page.get_by_role("alert").first).to_be_visible()
    assert violations(page) == []


@pytest.fixture
def own_account(visit: Opener) -> Page:
    """A window signed in with a password and a spare code, as somebody with a code app."""
    person = User.objects.create_user(
        email=f"koppad{User.objects.count()}@prov.example", password=PASSWORD, given_name="Kim", family_name="Provsson"
    )
    TOTP.activate(person, generate_totp_secret())
    spare = RecoveryCodes.activate(person).get_unused_codes()[0]
    page = visit("/konto/logga-in/", "nobody")
    sign_in(page, person.email)
    page.get_by_label(re.compile("[Kk]od")).first.fill(spare)
    page.get_by_role("button", name=re.compile("Logga in|Fortsätt")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hej Kim")
    return page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_ones_own_account_have_no_accessibility_fault(own_account: Page, site: str, theme: str) -> None:
    own_account.context.add_cookies([{"name": "theme", "value": theme, "url": site}])
    faults = {}
    for route in OWN_PAGES:
        own_account.goto(reverse(route))
        expect(own_account).to_have_url(site + reverse(route))  # and was not led somewhere else
        expect(own_account.locator("html")).to_have_attribute("data-theme", theme)
        faults[route] = violations(own_account)

    assert [(route, found) for route, found in faults.items() if found] == []


def test_the_spare_codes_can_be_saved_as_a_file(own_account: Page) -> None:
    own_account.goto(reverse("mfa_view_recovery_codes"))
    first = own_account.locator("ul.card code").first.inner_text()

    with own_account.expect_download() as coming:
        own_account.locator(f"a[href='{reverse('mfa_download_recovery_codes')}']").click()

    assert first in coming.value.path().read_text()
