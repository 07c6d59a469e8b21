"""What an attacker tries at the door: used links, bent addresses, forged hosts."""

import re

import pytest
from django.core import mail
from django.test import Client, override_settings

from tests.identity.accounts import PASSWORD, account, give_password, letter_link, signed_in, with_code_app

pytestmark = pytest.mark.django_db
NEW = "en helt annan mening om ekar"
ELSEWHERE = (
    "https://ond.example/",
    "//ond.example/",
    "/\\ond.example/",
    "javascript:alert(1)",
    "https:ond.example",
    "http:///ond.example",
)


def reset_link(email: str = "vide@test.example", **headers: str) -> str:
    mail.outbox.clear()
    Client().post("/konto/losenord/glomt/", {"email": email}, **headers)
    return letter_link(mail.outbox[0].body)


def choose(link: str, password: str = NEW) -> str:
    """Follow the link and choose a password, as far as it lets one; return the last page."""
    browser = Client()
    form = browser.get(link, follow=True)
    if not form.redirect_chain:
        return form.content.decode()
    answer = browser.post(form.redirect_chain[-1][0], {"password1": password, "password2": password}, follow=True)
    return answer.content.decode()


def test_a_link_for_a_new_password_works_once() -> None:
    person = account()
    link = reset_link()

    choose(link)
    again = choose(link, "tredje meningen handlar om almar")

    person.refresh_from_db()
    assert "Länken gäller inte längre" in again
    assert person.check_password(NEW)


@pytest.mark.parametrize("change", ["email", "password"])
def test_a_link_for_a_new_password_ends_when_the_account_changes(change: str) -> None:
    person = account()
    link = reset_link()
    if change == "email":
        person.email = "nytt@test.example"
    else:
        person.set_password("under tiden valdes denna mening")
    person.save()

    assert "Länken gäller inte längre" in choose(link)
    person.refresh_from_db()
    assert not person.check_password(NEW)


def test_a_link_of_one_account_does_not_open_another() -> None:
    other = account("annan@test.example")
    account()
    mine, theirs = reset_link(), reset_link(other.email)
    uid = theirs.rsplit("/", 2)[1].split("-")[0]

    choose(re.sub(r"/[0-9A-Za-z]+-", f"/{uid}-", mine))

    other.refresh_from_db()
    assert other.check_password(PASSWORD)


@override_settings(RANDA_URL="https://randa.example.se")
def test_a_forged_host_bends_no_link_in_a_letter() -> None:
    account()

    reset_link(HTTP_HOST="ond.example", HTTP_X_FORWARDED_HOST="ond.example")

    assert "ond.example" not in mail.outbox[0].body
    assert "https://randa.example.se/konto/losenord/glomt/" in mail.outbox[0].body


@override_settings(ALLOWED_HOSTS=["randa.example.se"])
def test_a_host_that_is_not_randas_gets_no_answer_and_sends_no_letter() -> None:
    account()

    answer = Client(raise_request_exception=False).post(
        "/konto/losenord/glomt/", {"email": "vide@test.example"}, HTTP_HOST="ond.example"
    )

    assert answer.status_code == 400
    assert mail.outbox == []


@pytest.mark.parametrize("address", ELSEWHERE)
def test_signing_in_never_leads_elsewhere(address: str) -> None:
    person = account()
    browser = Client()

    answer = give_password(browser, person, next=address)

    assert "ond.example" not in answer["Location"]
    assert answer["Location"].startswith("/")


@pytest.mark.parametrize("address", ELSEWHERE)
@pytest.mark.parametrize("page", ["/konto/bekrafta/", "/konto/logga-ut/", "/inloggning/igen/"])
def test_confirming_and_signing_out_never_lead_elsewhere(page: str, address: str) -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))

    answer = browser.post(page, {"password": PASSWORD, "next": address})

    assert "ond.example" not in answer.get("Location", "")
    assert not answer.get("Location", "/").startswith("javascript")
