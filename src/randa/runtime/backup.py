"""`randa backup`: the whole database in one dump, with a manifest that `randa restore` and a human can check it by.

Everything that people have made is in the database: `RANDA_HOME` holds secrets and what can be built again. The secrets are left out on
purpose; whoever has both can read everything.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import randa
from randa.runtime.manifest import DUMP, BackupError, Manifest, checksum
from randa.runtime.programs import run_program, server_major

if TYPE_CHECKING:
    from django.db.backends.utils import CursorWrapper

# A table whose policies leave the system out would be dumped without its rows, and nobody would be told.
_HIDDEN = """
select c.relname from pg_class c
where c.relnamespace = 'public'::regnamespace and c.relrowsecurity and not exists (
  select from pg_policy p where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('r', '*')
  and pg_get_expr(p.polqual, p.polrelid) like '%randa_is_system()%')
order by 1
"""
_TABLES = (
    "select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1"
)


def make_backup(place: Path) -> tuple[Path, Manifest]:
    """Dump the database into a new folder under `place`, whole or not at all; return the folder and what it holds.

    Randa may run meanwhile: rows are counted and dumped in one snapshot.

    Raises:
        BackupError: the folder cannot be made, or rows would be left out.
        PostgresError: pg_dump is missing or fails.
    """
    from randa.core.access.row_security import Scope, scoped

    made_at = datetime.now(UTC)
    folder = place / f"randa-{made_at:%Y%m%dT%H%M%SZ}"
    with _unfinished(folder) as partial, _snapshot() as (cursor, snapshot), scoped(Scope("system")):
        _refuse_hidden(cursor)
        run_program(
            "pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--enable-row-security",
            f"--snapshot={snapshot}", f"--file={partial / DUMP}",
        )  # fmt: skip
        manifest = _described(cursor, made_at, partial / DUMP)
        manifest.write(partial)
    return folder, manifest


def rows_per_table(cursor: "CursorWrapper") -> dict[str, int]:
    """Return table -> rows for every table of the database, as far as the connection may see."""
    cursor.execute(_TABLES)
    tables = [name for (name,) in cursor.fetchall()]
    found = {}
    for name in tables:  # one by one: planned as a single query, the policies of all tables take minutes
        cursor.execute(f'select count(*) from public."{name}"')  # noqa: S608 - names of our own tables
        found[name] = int(cursor.fetchone()[0])
    return found


def secret_key_fingerprints() -> list[str]:
    """Return what tells one RANDA_SECRET_KEY from another and cannot be turned back: the present one first, then the earlier ones."""
    from django.conf import settings
    from django.utils.crypto import salted_hmac

    return [
        salted_hmac("randa.backup", "which key", secret=secret, algorithm="sha256").hexdigest()[:16]
        for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]


@contextmanager
def _unfinished(folder: Path) -> Iterator[Path]:
    """Give a folder that only its owner may enter, which gets its name when all of it is there and is removed otherwise."""
    partial = folder.with_name(f".{folder.name}-unfinished")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        partial.mkdir(mode=0o700)
        if folder.exists():
            raise BackupError(f"{folder} exists already.")
        try:
            yield partial
            partial.rename(folder)
        finally:
            shutil.rmtree(partial, ignore_errors=True)
    except OSError as error:
        raise BackupError(f"{folder} cannot be written: {error.strerror or error}. Nothing was kept.") from error


@contextmanager
def _snapshot() -> Iterator["tuple[CursorWrapper, str]"]:
    """Hold one moment of the database, and give its name to whoever shall see the same."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set transaction isolation level repeatable read, read only")
        cursor.execute("select pg_export_snapshot()")
        yield cursor, str(cursor.fetchone()[0])


def _refuse_hidden(cursor: "CursorWrapper") -> None:
    cursor.execute(_HIDDEN)
    hidden = [name for (name,) in cursor.fetchall()]
    if hidden:
        raise BackupError(f"Row-level security would leave rows of {', '.join(hidden)} out. Nothing was dumped.")


def _described(cursor: "CursorWrapper", made_at: datetime, dump: Path) -> Manifest:
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    from randa.core.audit.chain import head
    from randa.core.secrets_at_rest.services import rows_per_key

    used = {key for column in rows_per_key().values() for key, rows in column.items() if rows and key != "?"}
    return Manifest(
        made_at=made_at.isoformat(timespec="seconds"),
        version=randa.__version__,
        postgresql=server_major(),
        migrations=tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())),
        rows=rows_per_table(cursor),
        head=str(head()),
        data_keys=tuple(sorted(used)),
        secret_key=secret_key_fingerprints()[0],
        bytes=dump.stat().st_size,
        sha256=checksum(dump),
    )
