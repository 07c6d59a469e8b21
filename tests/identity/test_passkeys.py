"""Passkeys without a browser: what is refused. tests/browser/test_passkeys.py uses them."""

import json

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client, override_settings

from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from tests.identity.accounts import account, code_of, give_password, signed_in, with_code_app

pytestmark = pytest.mark.django_db
ADDRESS = "/konto/passernycklar/logga-in/"
ASKING = {"HTTP_X_REQUESTED_WITH": "XMLHttpRequest"}
EMPTY_RESPONSE = {"clientDataJSON": "", "authenticatorData": "", "signature": "", "userHandle": ""}
NONSENSE = [
    "", "null", "[]", "7", '"text"', "{}", "{", '{"response": null}', '{"id": "!!", "rawId": "!!", "response": {}}',
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": EMPTY_RESPONSE}),
    json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": EMPTY_RESPONSE | {"userHandle": None}}),
]  # fmt: skip


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_an_answer_that_is_none_signs_nobody_in(nonsense: str) -> None:
    account()
    browser = Client()
    browser.get(ADDRESS, **ASKING)

    answer = browser.post(ADDRESS, {"credential": nonsense, "next": "/organisationer/"})

    assert answer["Location"] == "/konto/logga-in/?passernyckel=okand&next=%2Forganisationer%2F"
    assert SESSION_KEY not in browser.session


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_an_answer_that_is_none_is_no_second_step(nonsense: str) -> None:
    person = account()
    with_code_app(person)
    browser = Client()
    asked = give_password(browser, person)

    answer = browser.post(asked["Location"], {"credential": nonsense})

    assert answer.status_code == 200
    assert SESSION_KEY not in browser.session


@pytest.mark.parametrize("nonsense", NONSENSE)
def test_an_answer_that_is_none_makes_no_passkey(nonsense: str) -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))
    browser.get("/konto/passernycklar/ny/")

    answer = browser.post("/konto/passernycklar/ny/", {"credential": nonsense, "name": "Min telefon"})

    assert answer.status_code == 200
    assert not person.authenticator_set.filter(type="webauthn").exists()


def test_a_refusal_leads_nowhere_outside() -> None:
    answer = Client().post(ADDRESS, {"credential": "{}", "next": "https://ond.example/"})

    assert answer["Location"] == "/konto/logga-in/?passernyckel=okand"


def test_a_device_is_always_asked_to_check_its_person() -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))
    made = browser.get("/konto/passernycklar/ny/").context["js_data"]["publicKey"]["authenticatorSelection"]
    asked = Client().get(ADDRESS, **ASKING).json()["request_options"]["publicKey"]

    assert (made["userVerification"], made["residentKey"]) == ("required", "required")
    assert asked["userVerification"] == "required"


@override_settings(RANDA_URL="https://randa.region.example")
def test_no_header_decides_which_site_a_passkey_is_for() -> None:
    asked = Client().get(ADDRESS, **ASKING, HTTP_HOST="ond.example").json()["request_options"]["publicKey"]

    assert asked["rpId"] == "randa.region.example"


def test_without_a_script_the_address_leads_to_where_one_signs_in() -> None:
    assert Client().get(ADDRESS)["Location"] == "/konto/logga-in/"


@pytest.mark.django_db(transaction=True)
def test_a_new_and_a_lost_factor_are_told_and_logged() -> None:
    person = account()
    browser = signed_in(person)
    secret = browser.get("/konto/tvafaktor/app/").context["form"].secret

    browser.post("/konto/tvafaktor/app/", {"code": code_of(secret)})
    browser.post("/konto/tvafaktor/app/ta-bort/")

    told = set(Notification.objects.filter(recipient=person).values_list("title", flat=True))
    assert told == {"En kodapp kopplades till ditt konto", "Kodappen togs bort från ditt konto"}
    assert [event.action for event in AuditEvent.objects.filter(subject=person).order_by("pk")] == [
        "second_factor.totp_added",
        "second_factor.totp_removed",
    ]
