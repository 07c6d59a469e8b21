"""Signing in with two factors, the way a new person does it, and the doors that stay closed."""

import re
import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail
from django.test import Client

from randa.people.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "en lång mening om björkar"


@pytest.fixture
def person() -> User:
    made: User = UserFactory.create(email="vide@test.example")
    made.set_password(PASSWORD)
    made.save()
    return made


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(browser: Client, **more: str) -> object:
    return browser.post("/konto/logga-in/", {"login": "vide@test.example", "password": PASSWORD} | more)


def with_app(browser: Client) -> str:
    """Sign in for the first time and connect an app; return the secret."""
    sign_in(browser)
    page = browser.get("/konto/tvafaktor/app/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]{16,})</code>", page)[1]
    response = browser.post("/konto/tvafaktor/app/", {"code": code_of(secret)})
    assert response["Location"] == "/konto/tvafaktor/reservkoder/"
    return secret


def test_without_a_second_factor_nothing_opens_but_setting_it_up(person: User) -> None:
    browser = Client()

    sign_in(browser)

    assert browser.get("/")["Location"] == "/konto/tvafaktor/app/"
    assert browser.get("/organisationer/")["Location"] == "/konto/tvafaktor/app/"


def test_a_link_from_a_mail_opens_once_the_second_factor_is_there(person: User) -> None:
    browser = Client()
    sign_in(browser)
    browser.get("/personer/jag/?fran=mejl")

    with_app(browser)

    assert browser.get("/")["Location"] == "/personer/jag/?fran=mejl"
    assert browser.get("/").status_code == 200


def test_the_second_factor_is_set_up_without_asking_for_the_password_twice(person: User) -> None:
    browser = Client()

    with_app(browser)

    assert browser.get("/").status_code == 200


def test_a_while_after_signing_in_the_password_is_asked_for_again(
    person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = Client()
    sign_in(browser)

    monkeypatch.setattr("randa.identity.fresh.last_shown", lambda _request: time.time() - 3600)

    assert browser.get("/konto/tvafaktor/app/")["Location"].startswith("/konto/bekrafta/")


def test_the_next_time_the_password_alone_is_not_enough(person: User) -> None:
    secret = with_app(Client())
    browser = Client()

    assert sign_in(browser)["Location"] == "/konto/tvafaktor/logga-in/"
    assert browser.get("/")["Location"] != "/konto/tvafaktor/app/"
    person.refresh_from_db()
    wrong = browser.post("/konto/tvafaktor/logga-in/", {"code": "000000"})
    assert wrong.status_code == 200
    assert "_auth_user_id" not in browser.session
    assert secret not in wrong.content.decode()


def test_a_recovery_code_opens_once(person: User) -> None:
    first = Client()
    with_app(first)
    codes = re.findall(r"<li><code>(\w+)</code></li>", first.get("/konto/tvafaktor/reservkoder/").content.decode())
    assert len(codes) == 10

    again, third = Client(), Client()
    sign_in(again)
    again.post("/konto/tvafaktor/logga-in/", {"code": codes[0]})
    sign_in(third)
    third.post("/konto/tvafaktor/logga-in/", {"code": codes[0]})

    assert ("_auth_user_id" in again.session, "_auth_user_id" in third.session) == (True, False)


def test_a_new_account_chooses_its_password_by_mail() -> None:
    User.objects.create_user("vide@test.example", given_name="Vide", family_name="Ek")
    browser = Client()

    browser.post("/konto/losenord/glomt/", {"email": "vide@test.example"})

    (letter,) = mail.outbox
    assert letter.subject == "Randa: Välj ditt lösenord"
    link = re.search(r"https?://[^/]+(/konto/\S+)", letter.body)[1]
    form = browser.get(link, follow=True)
    saved = browser.post(form.redirect_chain[-1][0], {"password1": PASSWORD, "password2": PASSWORD})
    assert saved["Location"] == "/konto/losenord/glomt/klart/"
    assert User.objects.get().check_password(PASSWORD)


def test_a_short_password_is_refused_where_it_was_written(person: User) -> None:
    browser = Client()
    with_app(browser)

    page = browser.post(
        "/konto/losenord/", {"oldpassword": PASSWORD, "password1": "kort", "password2": "kort"}
    ).content.decode()

    assert "12" in page
    assert "field-bad" in page


def test_the_reset_page_does_not_tell_whether_an_address_has_an_account(person: User) -> None:
    known = Client().post("/konto/losenord/glomt/", {"email": "vide@test.example"}, follow=True)
    unknown = Client().post("/konto/losenord/glomt/", {"email": "ingen@test.example"}, follow=True)

    assert "Titta i din e-post" in known.content.decode()
    assert known.redirect_chain == unknown.redirect_chain
    assert len(mail.outbox) == 1


def test_nobody_makes_an_account_by_themselves() -> None:
    page = Client().get("/konto/nytt-konto/").content.decode()
    Client().post("/konto/nytt-konto/", {"email": "ny@test.example", "password1": PASSWORD, "password2": PASSWORD})

    assert "Så får du ett konto" in page
    assert User.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["/konto/email/", "/konto/confirm-email/", "/konto/login/code/confirm/", "/konto/signup/"]
)
def test_the_addresses_of_allauth_that_are_not_used_do_not_exist(address: str) -> None:
    assert Client().get(address).status_code == 404


def test_a_dormant_account_is_told_so(person: User) -> None:
    User.objects.update(is_active=False)

    response = sign_in(Client())

    assert response.status_code in {200, 302}
    assert response.get("Location", "/konto/vilande/") == "/konto/vilande/"
