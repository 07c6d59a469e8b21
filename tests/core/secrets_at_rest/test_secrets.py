"""Secrets at rest: unreadable without the key, bound to their row, found by a keyed index, rotated in batches."""

import base64
import pickle
import uuid

import pytest
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from randa.core.secrets_at_rest import Sealed, UnreadableSecretError, new_key, reveal
from randa.core.secrets_at_rest.cipher import decrypt, encrypt, key_bytes, keys
from randa.core.secrets_at_rest.services import rotate, rows_per_key
from randa.people.models import IdentityNumber
from tests.factories import TODAY, UserFactory

SECRET = "197010632391"  # the published example of domain/public_sector.md, nobody's number


def kept(**changed: object) -> IdentityNumber:
    return IdentityNumber.objects.create(
        **{"person": UserFactory.create(), "kind": "coordination", "number": SECRET, "starts_on": TODAY} | changed
    )


def in_the_database(row: IdentityNumber) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select number, number_index from people_identitynumber where id = %s", [row.pk])
        return cursor.fetchone()


@given(st.text())
def test_what_is_encrypted_is_read_again_and_never_stands_in_the_token(plain: str) -> None:
    token = encrypt(plain, "table.column:1")

    assert decrypt(token, "table.column:1") == plain
    assert token != encrypt(plain, "table.column:1")  # a fresh nonce each time
    with pytest.raises(UnreadableSecretError):
        decrypt(token, "table.column:2")


def test_a_token_that_was_changed_by_one_bit_is_refused() -> None:
    token = encrypt("hemligt", "here")
    head, _, body = token.rpartition(":")
    raw = bytearray(base64.b64decode(body))
    for place in range(len(raw)):
        raw[place] ^= 1
        with pytest.raises(UnreadableSecretError):
            decrypt(f"{head}:{base64.b64encode(raw).decode()}", "here")
        raw[place] ^= 1


@pytest.mark.parametrize("text", ["", "short", "å" * 43, new_key()[:-2]], ids=["empty", "short", "letters", "cut"])
def test_a_key_that_is_not_32_bytes_is_refused_without_being_told(text: str, settings) -> None:
    with pytest.raises(ValueError, match="randa keys new") as refused:
        key_bytes(text)

    assert not text or text not in str(refused.value)
    settings.RANDA_DATA_KEYS = [text]
    with pytest.raises(ImproperlyConfigured):
        keys()


@pytest.mark.django_db
def test_a_row_never_shows_its_secret_by_accident() -> None:
    row = IdentityNumber.objects.get(pk=kept().pk)

    shown = [
        str(row.number),
        repr(row.number),
        f"{row.number}",
        repr(row),
        str(row),
        repr(vars(row)),
        *in_the_database(row),
    ]

    assert all(SECRET not in text and SECRET[2:] not in text for text in shown)
    with pytest.raises(TypeError):
        pickle.dumps(row.number)
    assert reveal(row, "number") == SECRET


@pytest.mark.django_db
def test_a_ciphertext_moved_to_another_row_is_refused() -> None:
    one, other = kept(), kept(number="195003000000")  # day 00: impossible for a person

    with connection.cursor() as cursor:
        cursor.execute(
            "update people_identitynumber set number = (select number from people_identitynumber where id = %s) where id = %s",
            [one.pk, other.pk],
        )

    with pytest.raises(UnreadableSecretError, match="changed or moved"):
        reveal(IdentityNumber.objects.get(pk=other.pk), "number")


@pytest.mark.django_db
def test_a_secret_is_searched_only_by_its_index() -> None:
    row = kept()

    for lookup in ("number", "number__contains", "number__in", "number__gt"):
        with pytest.raises(FieldError, match="encrypted"):
            IdentityNumber.objects.filter(**{lookup: SECRET}).exists()
    with pytest.raises(TypeError, match="never with bare text"), transaction.atomic():
        IdentityNumber.objects.update(number=SECRET)
    with pytest.raises(TypeError, match="never with bare text"), transaction.atomic():
        IdentityNumber.objects.update(number=Sealed(plain=SECRET))
    assert IdentityNumber.objects.with_number(SECRET).get() == row
    assert not IdentityNumber.objects.with_number(SECRET[:-1]).exists()


@pytest.mark.django_db
def test_rows_made_in_bulk_are_encrypted_and_indexed_too() -> None:
    row = IdentityNumber(person=UserFactory.create(), kind="reserve", number="R-1", starts_on=TODAY)

    IdentityNumber.objects.bulk_create([row])

    assert "R-1" not in in_the_database(row)[0]
    assert IdentityNumber.objects.with_number("R-1").get() == row


@pytest.mark.django_db
def test_rotation_encrypts_everything_with_the_newest_key_and_the_old_one_can_go(settings) -> None:
    rows = [kept(kind="reserve", number=f"R-{number}") for number in range(5)]
    old, new = settings.RANDA_DATA_KEYS[0], new_key()
    settings.RANDA_DATA_KEYS = [new, old]
    told: list[tuple[str, int, int]] = []
    assert IdentityNumber.objects.with_number("R-3").get() == rows[3]  # found while the old key holds it

    changed = rotate(batch=2, progress=lambda *line: told.append(line))

    assert changed["people_identitynumber.number"] == 5
    assert told == [("people_identitynumber.number", done, 5) for done in (2, 4, 5)]
    settings.RANDA_DATA_KEYS = [new]
    assert [reveal(IdentityNumber.objects.get(pk=row.pk), "number") for row in rows] == [f"R-{n}" for n in range(5)]
    assert IdentityNumber.objects.with_number("R-3").get() == rows[3]
    assert rotate()["people_identitynumber.number"] == 0


@pytest.mark.django_db
def test_a_rotation_that_was_stopped_goes_on_where_it_was(settings) -> None:
    for number in range(3):
        kept(kind="reserve", number=f"R-{number}")
    settings.RANDA_DATA_KEYS = [new_key(), *settings.RANDA_DATA_KEYS]
    counts = lambda: [n for n in rows_per_key()["people_identitynumber.number"].values()]  # noqa: E731, C416 - read twice

    def stop(_column: str, done: int, _total: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(batch=2, progress=stop)

    assert counts() == [2, 1]
    assert rotate(batch=2)["people_identitynumber.number"] == 1
    assert counts() == [3, 0]


@pytest.mark.django_db
def test_rows_of_a_key_that_is_gone_are_counted_and_named(settings) -> None:
    row = kept()
    settings.RANDA_DATA_KEYS = [new_key()]

    assert rows_per_key()["people_identitynumber.number"]["?"] == 1
    with pytest.raises(UnreadableSecretError, match=str(row.pk)):
        rotate()


def test_a_place_names_table_column_and_row() -> None:
    pk = uuid.UUID(int=7)

    from randa.core.secrets_at_rest.fields import place_of

    assert place_of(IdentityNumber(pk=pk), "number") == f"people_identitynumber.number:{pk}"
