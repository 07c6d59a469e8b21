"""The private database server: made, started, stopped, and never entered as a superuser."""

import os
from pathlib import Path

import psycopg
import pytest

from randa.runtime.database import database_settings, private_url
from randa.runtime.postgres import PrivateServer


@pytest.fixture
def server(tmp_path: Path):
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)  # pytest's folders are private; under root the server runs as another user
    server = PrivateServer(tmp_path, fast=True)
    yield server
    server.stop()


@pytest.mark.slow
def test_a_private_server_is_made_started_once_and_keeps_its_data_over_a_restart(server: PrivateServer) -> None:
    assert server.start() is True
    assert server.start() is False
    with psycopg.connect(private_url(server.home)) as connection:
        connection.execute("create table kept (n int)")
    server.stop()

    assert server.start() is True

    with psycopg.connect(private_url(server.home)) as connection:
        assert connection.execute("select count(*) from kept").fetchone() == (0,)


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="only under root does the server run as another user")
def test_a_server_is_stopped_also_when_the_folder_above_has_become_private_meanwhile(server: PrivateServer) -> None:
    server.start()
    above = server.home.parent.parent
    above.chmod(0o700)

    PrivateServer(server.home, fast=True).stop()

    above.chmod(0o755)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(private_url(server.home))


@pytest.mark.slow
def test_the_application_role_can_neither_bypass_row_level_security_nor_enter_without_its_password(
    server: PrivateServer,
) -> None:
    server.start()
    url = private_url(server.home)

    with psycopg.connect(url) as connection:
        rights = connection.execute(
            "select rolsuper, rolbypassrls from pg_roles where rolname = current_user"
        ).fetchone()
    assert rights == (False, False)
    without_password = url.replace(url.split(":")[2].split("@")[0], "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(without_password)


def test_an_address_of_another_kind_of_database_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="DATABASE_URL begins with 'mysql'; expected postgresql://"):
        database_settings("mysql://localhost/randa", tmp_path)


def test_a_given_address_is_taken_apart_with_its_options(tmp_path: Path) -> None:
    parts = database_settings("postgresql://anna:p%40ss@db.example:6432/randa?sslmode=require", tmp_path)

    assert (parts["NAME"], parts["USER"], parts["PASSWORD"], parts["HOST"], parts["PORT"]) == (
        "randa", "anna", "p@ss", "db.example", "6432",
    )  # fmt: skip
    assert parts["OPTIONS"]["sslmode"] == "require"
