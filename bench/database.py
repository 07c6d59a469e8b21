"""A database of its own for a measurement: made, migrated, filled with reference data, and removed afterwards."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from bench.start import temporary_home
from randa.runtime.postgres import PrivateServer


@contextmanager
def scratch_database() -> Iterator[str]:
    """Give Django an empty Randa until the block ends, and yield the version of its PostgreSQL. Once per process.

    The server is an ordinary one, with its safety on: what is measured is what an installation has.
    """
    with temporary_home() as home:
        server = PrivateServer(home)
        server.start()
        os.environ.pop("DATABASE_URL", None)
        os.environ |= {
            "RANDA_HOME": str(home),
            "RANDA_DEMO": "no",
            "RANDA_PAGES_PER_MINUTE": "1000000",
            "DJANGO_SETTINGS_MODULE": "randa.settings.production",
        }
        try:
            _prepare()
            yield (server.data / "PG_VERSION").read_text().strip()
        finally:
            _close()
            server.stop()


def analyse() -> None:
    """Let the planner know how much there is; an installation's own autovacuum does it within minutes."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")


def plan_of(sql: str, values: Sequence[Any] | None = None) -> str:
    """Return how PostgreSQL reads for `sql`, in one line."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"explain {sql}", values)
        return " ".join(line for (line,) in cursor.fetchall())


def _prepare() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from randa.runtime.reference import load_reference

    call_command("migrate", interactive=False, verbosity=0)
    load_reference()


def _close() -> None:
    from django.db import connection

    from randa.identity.shared_cache import close_connections

    close_connections()
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]  # of the PostgreSQL backend
