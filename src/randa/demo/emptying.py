"""Emptying every table of Randa's own while web and worker may be at work in them.

TRUNCATE locks tables one after another and waits for each while it holds those before: with a worker that reads them in another order,
neither can go on, and PostgreSQL ends one of the two. Here only the first table is waited for, with nothing in hand; the others are had
at once or not at all. When one of them is in use, everything is let go and that one is waited for next time.
"""

import time

from django.apps import apps
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from psycopg.errors import LockNotAvailable

from randa.core.errors import DomainError

PATIENCE = 60  # seconds
_TOO = """
    with recursive too(relation) as (
        select name::regclass::oid from unnest(%s::text[]) name
        union select conrelid from pg_constraint join too on confrelid = relation where contype = 'f'
    )
    select relation::regclass::text from too order by 1
"""


class WorldInUseError(DomainError):
    """Others have worked in the database all the time; nothing was removed."""

    code = "demo_world_in_use"

    def __init__(self) -> None:
        sentence = _(
            "Databasen används hela tiden, och på {seconds} sekunder gick den inte att tömma. Inget har ändrats. "
            "Vänta tills pågående arbeten är klara, eller stoppa Randa, och försök igen."
        )
        super().__init__(format_lazy(sentence, seconds=PATIENCE))  # said in the language of whoever reads it


@transaction.atomic
def empty_all_tables() -> None:
    """Empty every table of Randa's own and all sessions; numbering begins anew, so that keys are the same every time.

    The tables are nobody else's until the transaction ends. TRUNCATE rather than DELETE: the audit log refuses to lose single rows,
    and rightly so.

    Raises:
        WorldInUseError: one of the tables was in use by others for PATIENCE seconds.
    """
    with connection.cursor() as cursor:
        # What the transaction has written so far must be checked before: PostgreSQL empties no table that awaits a check.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        tables = _tables_with_what_refers_to_them(cursor)
        _take(cursor, tables)
        cursor.execute("SET LOCAL randa.may_empty = 'yes'")  # the log lets itself be emptied with the whole world only
        cursor.execute(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _tables_with_what_refers_to_them(cursor: CursorWrapper) -> list[str]:
    """Return the quoted names of our tables, and of those that cannot keep their rows when ours are gone."""
    ours = [
        model._meta for model in apps.get_models(include_auto_created=True) if model.__module__.startswith("randa.")
    ]
    names = {meta.db_table for meta in ours if meta.managed and not meta.proxy} | {Session._meta.db_table}
    cursor.execute(_TOO, [[connection.ops.quote_name(name) for name in sorted(names)]])
    return [name for (name,) in cursor.fetchall()]


def _take(cursor: CursorWrapper, tables: list[str]) -> None:
    """Lock the tables for ourselves alone, or raise WorldInUseError."""
    until, busy = time.monotonic() + PATIENCE, tables[0]
    while time.monotonic() < until:
        if (in_use := _in_use(cursor, busy, tables, until - time.monotonic())) is None:
            return
        busy = in_use
    raise WorldInUseError


def _in_use(cursor: CursorWrapper, busy: str, tables: list[str], seconds: float) -> str | None:
    """Wait for `busy`, then take all. Return the table that others use and hold nothing, or None and hold all."""
    table = busy
    try:
        with transaction.atomic():  # a savepoint: going back to it lets go of what was locked after it
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [f"{max(1, int(1000 * seconds))}ms"])
            cursor.execute(f"LOCK TABLE {busy} IN ACCESS EXCLUSIVE MODE")
            cursor.execute("SET LOCAL lock_timeout TO DEFAULT")
            for table in tables:
                cursor.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE NOWAIT")
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        return table
    return None
