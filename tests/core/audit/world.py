"""Events to look at, and the database's owner of owners, who can do what the application cannot."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from randa.core.audit.models import AuditEvent
from randa.core.audit.services import record
from tests.factories import OrganisationFactory, UserFactory


def made_events(count: int) -> list[AuditEvent]:
    """Return `count` committed events about one organisation, by one person."""
    actor, region = UserFactory.create(), OrganisationFactory.create()
    return [record(actor, "test.done", region, after={"number": number}) for number in range(count)]


@contextmanager
def superuser() -> Iterator[psycopg.Cursor]:
    """A connection past every protection: triggers are off, as for somebody who owns the server."""
    password = settings.HOME / "postgres" / "password"
    if not password.exists():
        pytest.skip("the database is not our own private server")
    with psycopg.connect(
        host=connection.settings_dict["HOST"],
        port=connection.settings_dict["PORT"],
        dbname=connection.settings_dict["NAME"],
        user="postgres",
        password=password.read_text().strip(),
    ) as opened:
        opened.execute("SET session_replication_role = replica")
        yield opened.cursor()
