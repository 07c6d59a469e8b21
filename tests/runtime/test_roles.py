"""Web and worker as a role that owns nothing: all of Randa works, and nothing about the tables can be changed."""

import argparse
import os
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

import psycopg
import pytest
from django.db import DatabaseError, connection, transaction
from pytest_django.plugin import DjangoDbBlocker

from randa.cli.database import in_database
from randa.people.models import User
from randa.runtime import roles, supervisor
from randa.settings import environment
from tests.attacks.conftest import Target, routes_with
from tests.attacks.conftest import target as target  # noqa: PLC0414 - the fixture

pytestmark = pytest.mark.django_db
ROLE = f"randa_web_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"


@pytest.fixture(scope="module")
def role(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A plain role of the private server, made by its superuser; the role of the tests, which owns the tables, may become it."""
    kept = environment.home() / "postgres"
    if environment.text("DATABASE_URL") or not (kept / "password").exists():
        pytest.skip("only the private server has a superuser that makes roles")
    own = connection.settings_dict["USER"]
    where = f"host=127.0.0.1 port={(kept / 'port').read_text()} user=postgres dbname=postgres"
    with psycopg.connect(where, password=(kept / "password").read_text(), autocommit=True) as superuser:
        superuser.execute(f"drop role if exists {ROLE}")
        superuser.execute(f"create role {ROLE} nosuperuser nobypassrls")
        superuser.execute(f"grant {ROLE} to {own}")
        yield ROLE
        superuser.execute(f"drop role {ROLE}")


@contextmanager
def as_role(role: str) -> Iterator[None]:
    """Be the role, with what `let_in` gives it, for a while."""
    with transaction.atomic():
        roles.let_in(role)
        with connection.cursor() as cursor:
            cursor.execute(f"set local role {role}")
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    "statement",
    [
        "alter table people_user disable row level security",
        "alter table people_user no force row level security",
        "drop policy people_user_read on people_user",
        "alter policy people_user_read on people_user using (true)",
        "create policy mine on people_user using (true)",
        "alter table core_audit_auditevent disable trigger all",
        "drop trigger audit_keeps_all on core_audit_auditevent",
        "truncate people_user cascade",
        "create or replace function randa_audit_chain() returns trigger language plpgsql as $$ begin return new; end $$",
        "create table mine (id int)",
        "drop table people_user",
        "insert into django_migrations (app, name, applied) values ('people', '9999_mine', now())",
        "reassign owned by randa to current_user",
    ],
)
def test_the_role_of_web_and_worker_changes_nothing_about_the_tables(statement: str, role: str) -> None:
    refused = pytest.raises(DatabaseError, match=r"must be owner|permission denied")
    with as_role(role), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_row_security_holds_for_the_role(role: str, settings: object) -> None:
    User.objects.create(email="vide@test.example")

    with as_role(role), connection.cursor() as cursor:
        seen = User.objects.count()
        cursor.execute("select set_config('randa.mode', '', true)")
        hidden = User.objects.count()

    assert (seen, hidden) == (1, 0)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_page_works_for_the_role(method: str, role: str, target: Target) -> None:
    broken = []
    for route in routes_with(method):
        with as_role(role):
            answer = target.administrator.ask(target.address(route), method)
        if answer.status_code == 500:
            broken.append(route)

    assert broken == []


def test_letting_in_twice_is_letting_in_once_and_reaches_new_tables(role: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        roles.let_in(role)
        cursor.execute("create table later (id int)")
        roles.let_in(role)
        cursor.execute(f"set local role {role}")
        cursor.execute("select count(*) from later")
        assert cursor.fetchone() == (0,)
        assert not roles.owns_tables()
        transaction.set_rollback(True)
    assert roles.owns_tables()


def test_only_the_process_that_migrates_knows_the_owner(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://randa:x@localhost/randa")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://randa_owner:y@localhost/randa")

    assert "DATABASE_OWNER_URL" not in roles.without_owner()
    assert roles.without_owner()["DATABASE_URL"] == "postgresql://randa:x@localhost/randa"
    assert roles.become_owner() == "randa"
    assert os.environ["DATABASE_URL"] == "postgresql://randa_owner:y@localhost/randa"


def test_with_one_role_nobody_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_OWNER_URL", raising=False)

    assert roles.become_owner() == ""


def test_randa_does_not_go_on_when_the_owner_could_not_migrate(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://randa@127.0.0.1:1/randa")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://randa_owner@127.0.0.1:1/randa")

    assert supervisor.run() == 1
    assert "could not be brought to this version" in capfd.readouterr().err


def test_a_restoration_is_the_owners_who_lets_web_and_worker_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://randa_web@localhost/randa")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgresql://randa_owner@localhost/randa")
    monkeypatch.setattr(supervisor, "database", nullcontext)
    monkeypatch.setattr(supervisor, "set_up_django", lambda: None)
    let_in: list[str] = []
    monkeypatch.setattr(roles, "let_in", let_in.append)
    as_whom: list[str] = []

    def act(_chosen: argparse.Namespace) -> int:
        as_whom.append(environment.text("DATABASE_URL"))
        return 0

    assert in_database(act, as_owner=True)(argparse.Namespace()) == 0
    assert as_whom == ["postgresql://randa_owner@localhost/randa"]
    assert let_in == ["randa_web"]
