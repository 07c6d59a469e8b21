"""What matters most asks who you are, and nothing that was written is lost meanwhile."""

import time
from collections.abc import Iterator

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from randa.identity.models import KeptForm
from tests.conftest import SignedInClient
from tests.factories import UserFactory
from tests.identity.accounts import HERE, PASSWORD, account, signed_in, with_code_app
from tests.identity.urls_for_tests import SIGNED

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.identity.urls_for_tests")]
TEXT = "Jag bedömer att målet är uppnått, med utförlig motivering."
PAGE = {"HTTP_REFERER": "http://testserver/organisationer/"}


@pytest.fixture(autouse=True)
def nothing_signed() -> Iterator[None]:
    SIGNED.clear()
    yield
    SIGNED.clear()


def long_ago(browser: Client) -> None:
    session = browser.session
    session["account_authentication_methods"] = [
        record | {"at": time.time() - 16 * 60} for record in session["account_authentication_methods"]
    ]
    session.save()


def test_right_after_signing_in_one_may_sign() -> None:
    person = account()

    signed_in(person, with_code_app(person)).post("/prov/underteckna/", {"text": TEXT}, **HERE)

    assert [TEXT] == SIGNED


def test_a_quarter_of_an_hour_later_one_says_who_one_is_and_gets_the_text_back() -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))
    long_ago(browser)

    asked = browser.post("/prov/underteckna/", {"text": TEXT}, **HERE, **PAGE)
    assert asked["Location"].startswith("/konto/bekrafta/?next=%2Finloggning%2Fkvar%2F")
    assert SIGNED == []
    confirmed = browser.post(asked["Location"], {"password": PASSWORD})
    page = browser.get(confirmed["Location"], follow=True)

    assert TEXT in page.content.decode()
    assert page.redirect_chain[0][0].startswith("/organisationer/?kvar=")
    kept = KeptForm.objects.get()
    browser.post("/prov/underteckna/", {"text": TEXT, "randa_kept": kept.pk}, **HERE)
    assert [TEXT] == SIGNED


def test_the_kept_text_is_unreadable_in_the_database_and_for_anybody_else() -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))
    long_ago(browser)
    browser.post("/prov/underteckna/", {"text": TEXT}, **HERE)
    kept = KeptForm.objects.get()
    other = SignedInClient()
    other.force_login(UserFactory.create())

    assert TEXT not in kept.sealed
    assert other.get(f"/inloggning/kvar/{kept.pk}/").status_code == 404
    assert TEXT not in other.get(f"/?kvar={kept.pk}").content.decode()
    other.post(f"/inloggning/kvar/{kept.pk}/slang/")
    assert KeptForm.objects.exists()


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({"text": "x" * 70_000}, HERE),
        ({"text": TEXT}, {"HTTP_ORIGIN": "https://ond.example"}),
        ({"text": TEXT}, {}),
        ({"new_password": TEXT}, HERE),
    ],
    ids=["too large", "from another site", "from nowhere", "a password"],
)
def test_some_things_are_never_kept(fields: dict[str, str], headers: dict[str, str]) -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))
    long_ago(browser)

    browser.post("/prov/underteckna/", fields, **headers)

    assert not KeptForm.objects.exists()


def test_a_fictional_person_is_not_asked() -> None:
    browser = SignedInClient()
    browser.force_login(UserFactory.create(is_demo=True))

    assert browser.get("/prov/underteckna/").status_code == 200


def test_who_has_nothing_to_confirm_with_signs_in_again() -> None:
    browser = Client()
    browser.force_login(UserFactory.create())
    session = browser.session
    session["identity.second_factor"] = {"how": "oidc:prov", "at": 0}
    session.save()

    asked = browser.get("/prov/underteckna/")
    again = browser.post(asked["Location"], {"next": "/prov/underteckna/"})

    assert again["Location"] == "/konto/logga-in/?next=%2Fprov%2Funderteckna%2F"
    assert SESSION_KEY not in browser.session


def test_who_came_by_a_provider_confirms_there() -> None:
    browser = Client()
    browser.force_login(UserFactory.create())
    session = browser.session
    session["identity.second_factor"] = {"how": "oidc:prov", "at": 0}
    session["identity.confirm_at"] = "/inloggning/oidc/prov/?prompt=login"
    session.save()

    asked = browser.get("/prov/underteckna/")

    assert asked["Location"] == "/inloggning/oidc/prov/?prompt=login&next=%2Fprov%2Funderteckna%2F"
