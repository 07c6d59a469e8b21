"""Passkeys in a real browser, with a security chip that the browser imitates."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import Page, expect

from tests.browser.conftest import Opener
from tests.browser.judge import OUTSIDE, violations
from tests.browser.passkeys import Device, enrol, sign_out, with_password
from tests.browser.test_account import sign_in

DOOR = "/konto/logga-in/"


@pytest.fixture
def door(visit: Opener, site: str) -> Page:
    """The page where one signs in, at a name: a passkey is never bound to a number."""
    return visit(
        site.replace("127.0.0.1", "localhost") + DOOR, "nobody", base_url=site.replace("127.0.0.1", "localhost")
    )


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_a_passkey_alone_signs_in_its_person(door: Page) -> None:
    device = Device(door)
    enrol(door, with_password("Kim"))
    assert len(device.keys()) == 1
    sign_out(door)

    door.goto(f"{DOOR}?next=/organisationer/")
    door.get_by_role("button", name="Använd en passernyckel").click()

    heading(door, "Organisationer")
    door.goto(reverse("identity:sessions"))
    expect(door.get_by_text("passernyckel", exact=True)).to_be_visible()


def test_a_device_without_the_passkey_is_refused_in_words(door: Page) -> None:
    device = Device(door)
    enrol(door, with_password("Kim"))
    sign_out(door)
    device.leave()
    Device(door)

    door.get_by_role("button", name="Använd en passernyckel").click()

    expect(door.get_by_role("alert").filter(has_text="Ingen passernyckel användes")).to_be_visible()
    assert violations(door) == []


def test_a_device_that_does_not_check_its_person_is_refused(door: Page) -> None:
    device = Device(door)
    enrol(door, with_password("Kim"))
    sign_out(door)
    device.session.send("WebAuthn.setUserVerified", {"authenticatorId": device.pk, "isUserVerified": False})

    door.get_by_role("button", name="Använd en passernyckel").click()

    expect(door.get_by_role("alert").filter(has_text="Ingen passernyckel användes")).to_be_visible()


def test_a_passkey_is_the_second_step_after_the_password(door: Page) -> None:
    person = with_password("Kim")
    Device(door)
    enrol(door, person)
    sign_out(door)

    sign_in(door, person.email)
    heading(door, "Visa att det är du")
    assert violations(door) == []
    door.get_by_role("button", name="Använd passernyckeln").click()

    heading(door, "Hej Kim")


def test_a_removed_passkey_opens_nothing_more(door: Page) -> None:
    person = with_password("Kim")
    Device(door)
    enrol(door, person)
    door.goto(reverse("mfa_list_webauthn"))
    door.get_by_role("link", name="Byt namn").click()
    door.get_by_label("Namn på passernyckeln").fill("Min telefon")
    door.get_by_role("button", name="Spara namnet").click()
    expect(door.get_by_role("heading", level=2, name="Min telefon")).to_be_visible()
    door.get_by_role("link", name="Ta bort").click()
    heading(door, "Ta bort passernyckeln Min telefon?")
    door.get_by_role("button", name="Ta bort passernyckeln").click()
    expect(door.get_by_role("heading", name="Ingen passernyckel än")).to_be_visible()
    assert not Authenticator.objects.filter(user=person).exists()
    sign_out(door)

    door.get_by_role("button", name="Använd en passernyckel").click()

    expect(door.get_by_text("Det gick inte att logga in")).to_be_visible()
    assert violations(door) == []


def test_a_passkey_confirms_who_one_is(door: Page) -> None:
    Device(door)
    enrol(door, with_password("Kim"))

    door.goto(f"{reverse('mfa_reauthenticate_webauthn')}?next=/organisationer/")
    door.get_by_role("button", name="Bekräfta med passernyckel").click()

    heading(door, "Organisationer")


def test_a_browser_that_knows_no_passkeys_is_told_so(door: Page) -> None:
    door.add_init_script("delete window.PublicKeyCredential")
    door.reload()

    door.get_by_role("button", name="Använd en passernyckel").press("Enter")

    expect(door.get_by_role("alert").filter(has_text="kan inte använda passernycklar")).to_be_visible()


def test_cancelling_makes_no_passkey_and_says_so(door: Page) -> None:
    door.add_init_script(
        "navigator.credentials.create = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    sign_in(door, with_password("Kim").email)
    door.get_by_role("link", name="Skapa en passernyckel i stället").click()

    door.get_by_label("Namn på passernyckeln").press("Enter")

    expect(door.get_by_role("alert").filter(has_text="Ingen passernyckel skapades")).to_be_visible()
    assert Authenticator.objects.filter(user__email__startswith="kim", type="webauthn", data={}).count() == 0


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_pages_of_passkeys_have_no_accessibility_fault(door: Page, theme: str, language: str) -> None:
    person = with_password("Kim")
    Device(door)
    enrol(door, person)
    person.language = language
    person.save()
    key = Authenticator.objects.get(user=person, type="webauthn").pk
    at = door.url.split("/konto")[0]
    door.context.add_cookies(
        [{"name": "theme", "value": theme, "url": at}, {"name": "language", "value": language, "url": at}]
    )
    door.set_viewport_size({"width": 320, "height": 700})
    faults = []
    for route, arguments in (
        ("mfa_index", []), ("mfa_list_webauthn", []), ("mfa_add_webauthn", []), ("mfa_reauthenticate_webauthn", []),
        ("mfa_edit_webauthn", [key]), ("mfa_remove_webauthn", [key]), ("account_reauthenticate", []),
    ):  # fmt: skip
        door.goto(reverse(route, args=arguments))
        expect(door).to_have_url(at + reverse(route, args=arguments))
        expect(door.locator("html")).to_have_attribute("data-theme", theme)
        expect(door.locator("html")).to_have_attribute("lang", language)
        faults += [(route, fault) for fault in violations(door) + door.evaluate(OUTSIDE)]

    assert faults == []
