"""Real accounts for tests of sign-in: a password, a code app, and browsers that use them."""

import re

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.http import HttpResponse
from django.test import Client

from randa.people.models import User
from tests.factories import UserFactory

PASSWORD = "en lång mening om björkar"
HERE = {"HTTP_ORIGIN": "http://testserver"}


def account(email: str = "vide@test.example", *, password: str = PASSWORD, **more: object) -> User:
    """Return somebody with a password."""
    made: User = UserFactory.create(email=email, **more)
    made.set_password(password)
    made.save()
    return made


def with_code_app(person: User) -> str:
    """Connect a code app to the account; return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return secret


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def give_password(browser: Client, person: User, **more: str) -> HttpResponse:
    return browser.post("/konto/logga-in/", {"login": person.email, "password": PASSWORD} | more)


def signed_in(person: User, secret: str = "", **more: str) -> Client:
    """Return a browser where the person has signed in the whole way."""
    browser = Client()
    answer = give_password(browser, person, **more)
    if secret:
        answer = browser.post(answer["Location"], {"code": code_of(secret)})
    assert "_auth_user_id" in browser.session, answer.content.decode()
    return browser


def letter_link(body: str) -> str:
    """Return the path of the first address in a letter."""
    found = re.search(r"https?://[^/\s]+(/\S+)", body)
    assert found
    return found[1]
