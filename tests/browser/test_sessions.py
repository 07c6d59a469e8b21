"""A session that is about to end, has ended, or is ended from somewhere else, as the person before the screen meets it."""

import re
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.sessions.backends.db import SessionStore
from django.urls import reverse
from playwright.sync_api import Page, expect

from randa.identity.models import KeptForm, SignedIn
from randa.people.models import User
from tests.browser.conftest import Opener
from tests.browser.judge import violations
from tests.browser.passkeys import with_password
from tests.browser.test_account import sign_in

MINUTE = 60


@pytest.fixture
def person() -> User:
    somebody = with_password("Vide")
    TOTP.activate(somebody, generate_totp_secret())
    RecoveryCodes.activate(somebody)
    return somebody


def come_in(page: Page, person: User) -> None:
    """Sign in with the password and a spare code."""
    sign_in(page, person.email)
    spare = RecoveryCodes(person.authenticator_set.get(type="recovery_codes")).get_unused_codes()[0]
    page.get_by_label(re.compile("[Kk]od")).first.fill(spare)
    page.get_by_role("button", name="Logga in").click()


def seen(person: User, minutes: float) -> None:
    """Let the person's sessions have been used last so long ago."""
    for row in SignedIn.objects.filter(user=person):
        session = SessionStore(row.session_key)
        session["identity.seen"] = time.time() - minutes * MINUTE
        session.save()


def test_one_click_on_the_warning_keeps_the_session(visit: Opener, world: object, person: User) -> None:
    page = visit("/konto/logga-in/", "nobody")
    page.clock.install()
    come_in(page, person)
    expect(page.get_by_role("heading", level=1)).to_have_text("Hej Vide")
    page.wait_for_load_state()  # the page's own clock starts with its scripts, after its heading is there
    seen(person, 29)

    page.clock.fast_forward("28:59")
    warning = page.get_by_role("dialog", name="Du loggas snart ut")
    expect(warning).to_be_visible()
    assert violations(page) == []
    warning.get_by_role("button", name="Fortsätt vara inloggad").click()

    expect(warning).to_be_hidden()
    row = SignedIn.objects.get(user=person)
    assert time.time() - SessionStore(row.session_key)["identity.seen"] < MINUTE
    page.goto(reverse("people:profile"))
    expect(page.get_by_label("Telefon i tjänsten")).to_be_visible()


def test_text_survives_a_session_that_ends_and_waits_after_signing_in_again(
    visit: Opener, world: object, person: User
) -> None:
    page = visit("/konto/logga-in/", "nobody")
    come_in(page, person)
    page.goto(reverse("people:profile"))
    page.get_by_label("Telefon i tjänsten").fill("010-000 00 00")
    seen(person, 31)

    page.get_by_label("Telefon i tjänsten").press("Enter")
    expect(page.get_by_text("Du loggades ut eftersom du inte hade gjort något på en stund")).to_be_visible()
    assert violations(page) == []
    come_in(page, person)

    expect(page.get_by_text("Texten står åter i formuläret")).to_be_visible()
    expect(page.get_by_label("Telefon i tjänsten")).to_have_value("010-000 00 00")
    assert violations(page) == []
    assert User.objects.get(pk=person.pk).work_phone == ""  # nothing was sent by itself
    page.get_by_label("Telefon i tjänsten").press("Enter")
    expect(page.get_by_label("Telefon i tjänsten")).to_have_value("010-000 00 00")
    assert not KeptForm.objects.filter(user=person).exists()


def test_nobody_reads_the_page_of_a_session_that_is_over_and_its_own_person_gets_it_back(
    visit: Opener, world: object, person: User
) -> None:
    page = visit("/konto/logga-in/", "nobody")
    page.clock.install()
    come_in(page, person)
    page.goto(reverse("people:profile"))
    page.get_by_label("Telefon i tjänsten").fill("010-000 00 00")
    title = page.title()
    page.wait_for_load_state()
    seen(person, 31)
    page.clock.fast_forward("31:00")

    over = page.get_by_role("dialog", name="Du är utloggad")
    expect(over).to_be_visible()
    assert violations(page) == []
    for _ in range(3):
        page.keyboard.press("Escape")
    expect(over).to_be_visible()
    expect(page.locator("body")).not_to_contain_text(person.family_name)
    assert person.email not in page.content()
    assert page.get_by_role("textbox").count() == 0
    assert page.title() == "Utloggad · Randa"

    with page.context.expect_page() as opened:
        over.get_by_role("link", name="Logga in i en ny flik").click()
    come_in(opened.value, person)
    expect(opened.value.get_by_role("heading", level=1)).to_have_text("Du är inloggad igen")
    page.clock.fast_forward(1000)

    expect(over).to_be_hidden()
    assert page.title() == title
    expect(page.get_by_label("Telefon i tjänsten")).to_have_value("010-000 00 00")
    page.get_by_label("Telefon i tjänsten").press("Enter")
    expect(page.get_by_label("Telefon i tjänsten")).to_have_value("010-000 00 00")
    assert User.objects.get(pk=person.pk).work_phone == "010-000 00 00"


def test_somebody_else_who_signs_in_does_not_get_the_page_back(visit: Opener, world: object, person: User) -> None:
    page = visit("/konto/logga-in/", "nobody")
    page.clock.install()
    come_in(page, person)
    page.goto(reverse("people:profile"))
    page.wait_for_load_state()
    seen(person, 31)
    page.clock.fast_forward("31:00")
    over = page.get_by_role("dialog", name="Du är utloggad")
    expect(over).to_be_visible()
    other = with_password("Alm")
    TOTP.activate(other, generate_totp_secret())
    RecoveryCodes.activate(other)

    with page.context.expect_page() as opened:
        over.get_by_role("link", name="Logga in i en ny flik").click()
    come_in(opened.value, other)

    expect(over.get_by_role("alert")).to_have_text(re.compile("Nu är någon annan inloggad"))
    assert person.email not in page.content()


def test_signing_out_everywhere_ends_the_other_browser_too(visit: Opener, world: object, person: User) -> None:
    one, two = visit("/konto/logga-in/", "nobody"), visit("/konto/logga-in/", "nobody")
    come_in(one, person)
    come_in(two, person)
    expect(two.get_by_role("heading", level=1)).to_have_text("Hej Vide")

    one.goto(reverse("identity:sessions"))
    expect(one.get_by_role("listitem").filter(has_text="Inloggad sedan")).to_have_count(2)
    one.get_by_role("button", name="Logga ut överallt").click()

    expect(one.get_by_role("heading", level=1)).to_have_text("Logga in")
    two.goto(reverse("people:profile"))
    expect(two.get_by_role("heading", level=1)).to_have_text("Logga in")
    assert not SignedIn.objects.filter(user=person).exists()
