"""Passwords: any composition, long ones whole, the usual ones refused, and stored so that guessing is slow."""

import base64

import pytest
from allauth.mfa import app_settings as second_factors
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import identify_hasher, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client, override_settings

from randa.reference.files import csv_rows
from tests.identity.accounts import PASSWORD, account, signed_in, with_code_app
from tests.identity.test_attacks import choose, reset_link

LONG = "ett två tre fyra fem " * 6 + "Björk!"


@pytest.mark.parametrize("password", ["baraenkelabokstaver", "739105528461", "  mellanslag runt om  ", LONG])
def test_a_long_password_of_any_signs_is_taken(password: str) -> None:
    validate_password(password)


@pytest.mark.parametrize("password", ["kort", "qwertyuiop123", "password1234"])
def test_a_short_or_common_password_is_refused(password: str) -> None:
    with pytest.raises(ValidationError):
        validate_password(password)


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Randa-Skåne-2027!", "randa, skåne"),
        ("randarandaranda", "randa"),
        ("Bastjänstgöring1", "bastjänstgöring"),
        ("LAKARE lakare", "läkare"),
        ("L4k4re-Sj0lvs", "läkare"),
        ("läkare12345678", "läkare"),
        ("VästraGötaland27", "västra, götaland"),
        ("Universitetssjukhuset", "universitet, sjukhuset"),
    ],
)
def test_a_password_of_little_but_words_of_the_subject_is_refused_and_told_which(password: str, words: str) -> None:
    with pytest.raises(ValidationError, match=f"består mest av {words}\\."):
        validate_password(password)


@pytest.mark.parametrize("password", ["min läkare spelar cello", "Skåne 739105528461", "en lång mening om vården"])
def test_a_sentence_may_hold_a_word_of_the_subject(password: str) -> None:
    validate_password(password)


def test_every_region_is_among_the_words() -> None:
    for row in csv_rows("organisations.csv"):
        if row["kind"] == "region":
            with pytest.raises(ValidationError, match="består mest av"):
                validate_password(f"{row['name']} 2027!")


@pytest.mark.django_db
def test_the_page_for_a_new_password_says_which_word_it_is() -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))
    new = "Randa2027Randa"

    page = browser.post("/konto/losenord/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert "består mest av randa" in page.content.decode()


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.PBKDF2PasswordHasher"])
def test_an_installation_stores_passwords_with_a_slow_hash() -> None:
    from randa.settings import base

    made = make_password(LONG)

    assert not hasattr(base, "PASSWORD_HASHERS")  # then Django's own order holds, PBKDF2 with SHA-256 first
    assert made.startswith("pbkdf2_sha256$")
    assert identify_hasher(made).decode(made)["iterations"] >= 600_000


@pytest.mark.django_db
def test_a_password_counts_to_its_last_sign_with_its_spaces_and_its_case() -> None:
    person = account(password=LONG)

    assert not person.check_password(LONG[:72])
    assert not person.check_password(LONG.lower())
    assert Client().post("/konto/logga-in/", {"login": person.email, "password": LONG}).status_code == 302


@pytest.mark.django_db
def test_password_boxes_are_covered_and_let_password_managers_in() -> None:
    page = Client().get("/konto/logga-in/").content.decode()

    assert 'type="password"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page


@pytest.mark.django_db
def test_changing_the_password_takes_the_old_one() -> None:
    person = account()
    browser = signed_in(person, with_code_app(person))

    answer = browser.post("/konto/losenord/", {"oldpassword": "fel", "password1": LONG, "password2": LONG})

    assert answer.status_code == 200
    person.refresh_from_db()
    assert not person.check_password(LONG)


def test_a_code_of_the_app_lives_thirty_seconds() -> None:
    assert (second_factors.TOTP_PERIOD, second_factors.TOTP_TOLERANCE) == (30, 0)


@pytest.mark.django_db
def test_a_forgotten_password_opens_nothing_without_the_second_factor() -> None:
    person = account()
    with_code_app(person)

    choose(reset_link(), LONG)
    person.refresh_from_db()
    browser = Client()
    answer = browser.post("/konto/logga-in/", {"login": person.email, "password": LONG})

    assert person.check_password(LONG)
    assert answer["Location"] == "/konto/tvafaktor/logga-in/"
    assert "_auth_user_id" not in browser.session


@pytest.mark.django_db
def test_seeds_recovery_codes_and_session_keys_are_long_and_never_the_same() -> None:
    people = [account(f"{number}@test.example") for number in range(3)]
    seeds = [with_code_app(person) for person in people]
    codes = [code for person in people for code in RecoveryCodes.activate(person).get_unused_codes()]
    keys = [signed_in(person, seed).session.session_key or "" for person, seed in zip(people, seeds, strict=True)]

    assert [len(set(found)) for found in (seeds, codes, keys)] == [3, 30, 3]
    assert {len(base64.b32decode(seed)) for seed in seeds} == {20}  # 160 bits
    assert all(code.isdigit() and len(code) == 8 for code in codes)  # 26 bits, ten of a hundred million
    assert all(len(key) == 32 and key.isalnum() for key in keys)  # 165 bits
