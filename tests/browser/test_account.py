"""A real account: a password, a second factor, codes for a bad day. The pages on the way are looked at as they pass."""

import re

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.world import PASSWORD, World


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
    expect(page.get_by_role("heading", level=1)).to_have_text("Hej Ny")

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
