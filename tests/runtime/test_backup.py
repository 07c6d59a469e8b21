"""A back-up put into an empty database is the same Randa; anything else is refused before it does harm."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, transaction

from randa.cli.main import main
from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.secrets_at_rest import reveal
from randa.core.secrets_at_rest.cipher import new_key
from randa.people.models import IdentityNumber, User
from randa.people.services.identity_numbers import store_identity_number
from randa.runtime.backup import rows_per_table
from randa.runtime.manifest import DUMP, MANIFEST
from randa.training.models import Enrolment
from tests.access.world import make_world
from tests.identity.accounts import account, signed_in, with_code_app
from tests.people.test_identity_numbers import EXAMPLE, STORED, TODAY

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
PLACE = ("host", "port", "user", "password")


@dataclass(frozen=True, slots=True)
class Kept:
    """A world that has been backed up: who signs in, and by what."""

    folder: Path
    person: User
    secret: str
    rows: dict[str, int]


@contextmanager
def database_of_its_own(name: str = "randa_restored") -> Iterator[None]:
    """Let Django answer from a new, empty database until the block ends."""
    known = {key: value for key, value in connection.get_connection_params().items() if key in PLACE}
    before = connection.settings_dict["NAME"]
    with psycopg.connect(**known | {"dbname": "postgres"}, autocommit=True) as server:  # type: ignore[call-overload]
        server.execute(f"drop database if exists {name} with (force)")
        server.execute(f"create database {name}")
        _turn_to(name)
        try:
            yield
        finally:
            _turn_to(before)
            server.execute(f"drop database {name} with (force)")


def _turn_to(name: str) -> None:
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend
    connection.settings_dict["NAME"] = name


def _rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        return rows_per_table(cursor)


def _policies() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute("select tablename, policyname, permissive, cmd, qual, with_check from pg_policies order by 1, 2")
        return cursor.fetchall()


@pytest.fixture
def kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Kept:
    with transaction.atomic():
        make_world()
        person = account()
        secret = with_code_app(person)
        store_identity_number(
            actor=None, person=person, kind="coordination", number=EXAMPLE, level="likely", reason="Prov", today=TODAY
        )
    signed_in(person, secret)
    rows = _rows()
    assert main(["backup", str(tmp_path)]) == 0
    return Kept(Path(capsys.readouterr().out.strip()), person, secret, rows)


def restored(kept: Kept, *more: str) -> int:
    return main(["restore", str(kept.folder), *more])


def test_what_is_put_back_is_the_same_randa(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    before, policies = kept.rows, _policies()
    assert Session.objects.exists()

    with database_of_its_own():
        assert restored(kept) == 0

        ours = {"core_audit_auditevent", "core_audit_chainlink", "core_audit_chaincheck", "core_audit_nameword"}
        ended = {"django_session", "identity_signedin"}
        after = _rows()
        assert {name: n for name, n in after.items() if name not in ours | ended} == {
            name: n for name, n in before.items() if name not in ours | ended
        }
        assert (after["core_audit_auditevent"], after["django_session"], after["identity_signedin"]) == (
            before["core_audit_auditevent"] + 2,  # one for the person who was signed in
            0,
            0,
        )
        assert AuditEvent.objects.latest("pk").action == "installation.restored"
        capsys.readouterr()
        head = json.loads((kept.folder / MANIFEST).read_text())["head"]
        assert main(["audit", "verify", "--expect", head]) == 0, capsys.readouterr().out

        assert reveal(IdentityNumber.objects.get(person=kept.person), "number") == STORED
        assert _policies() == policies
        with as_person(kept.person.pk):
            assert not Enrolment.objects.exists()  # nobody's tables are open because they have been moved
        assert Enrolment.objects.exists()

        cache.clear()  # a code app's code is taken once, and this is the same half minute
        assert signed_in(kept.person, kept.secret)


def test_the_folder_is_readable_by_its_owner_only_and_holds_no_key(kept: Kept, settings: Any) -> None:
    told = (kept.folder / MANIFEST).read_text()

    assert kept.folder.stat().st_mode & 0o077 == 0
    assert json.loads(told)["rows"] == kept.rows
    assert settings.SECRET_KEY not in told
    assert [key for key in settings.RANDA_DATA_KEYS if key in told] == []


def test_a_database_that_holds_something_is_left_alone(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    before = _rows()

    assert restored(kept) == 1

    assert "The database is not empty" in capsys.readouterr().err
    assert _rows() == before


def test_a_damaged_dump_changes_nothing(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    dump = kept.folder / DUMP
    dump.write_bytes(dump.read_bytes()[:-1] + b"!")

    with database_of_its_own():
        assert restored(kept) == 1
        assert _rows() == {}

    assert "its checksum differs" in capsys.readouterr().err


def test_without_the_keys_it_stops_until_one_insists(
    kept: Kept, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.RANDA_DATA_KEYS = [new_key()]
    with database_of_its_own():
        assert restored(kept) == 1
        assert "The keys of encrypted data" in capsys.readouterr().err
        assert _rows() == {}

        assert restored(kept, "--without-keys") == 0
        assert User.objects.filter(pk=kept.person.pk).exists()


def test_another_secret_key_is_told_before_anything_is_changed(
    kept: Kept, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.SECRET_KEY = "another-key-for-tests-" * 4  # pragma: allowlist secret - only long
    with database_of_its_own():
        assert restored(kept) == 1
        assert _rows() == {}

    assert "no code app would work" in capsys.readouterr().err


def test_a_newer_randas_backup_is_refused(kept: Kept, capsys: pytest.CaptureFixture[str]) -> None:
    file = kept.folder / MANIFEST
    file.write_text(file.read_text().replace("people.0001_", "people.9001_"))

    with database_of_its_own():
        assert restored(kept) == 1
        assert _rows() == {}

    assert "does not know people.9001_" in capsys.readouterr().err


def test_no_backup_is_made_when_a_policy_would_leave_rows_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with database_of_its_own():
        with connection.cursor() as cursor:
            cursor.execute("create table hidden (id int); alter table hidden enable row level security")
            cursor.execute("create policy hidden_read on hidden for select using (id = 1)")

        assert main(["backup", str(tmp_path / "out")]) == 1

    assert "would leave rows of hidden out" in capsys.readouterr().err
    assert list((tmp_path / "out").iterdir()) == []


def test_a_folder_that_is_no_backup_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["restore", str(tmp_path)]) == 1

    assert "it is not a back-up" in capsys.readouterr().err
