"""`randa restore`: a back-up into an empty database, whole or not at all, and proof that it is what was dumped."""

from dataclasses import dataclass
from pathlib import Path

from randa.runtime.backup import rows_per_table, secret_key_fingerprints
from randa.runtime.manifest import DUMP, BackupError, Manifest, checksum, read_manifest
from randa.runtime.programs import run_program
from randa.runtime.reference import load_reference

_REASON = "Databasen återställdes från en säkerhetskopia"  # in the log of everybody who was signed in


@dataclass(frozen=True, slots=True)
class Restored:
    """What was put back.

    Attributes:
        manifest: of the back-up.
        mails, calls: that were waiting to leave when the back-up was made, and do so when the worker starts.
        older: whether the back-up was of an older version; the database has been brought to this one.
    """

    manifest: Manifest
    mails: int
    calls: int
    older: bool


def restore_backup(folder: Path, *, without_keys: bool = False) -> Restored:
    """Put the back-up in `folder` into the database of the settings, which must be empty.

    Rows are counted, the audit chain is read and must end where it did, and all sessions end: who has been signed out or has lost a role
    since must not be let in by an old session. The log notes the restoration.

    Raises:
        BackupError: the back-up is damaged or of a newer version, the database is not empty, or keys are missing (not with
            `without_keys`). Nothing was changed then, except where the sentence says so.
        PostgresError: pg_restore is missing or fails; the database is as empty as before.
    """
    manifest = read_manifest(folder)
    _refuse_damaged(folder, manifest)
    _refuse_newer(manifest)
    if not without_keys:
        _refuse_without_keys(manifest)
    _refuse_filled()
    run_program(
        "pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(folder / DUMP)
    )  # fmt: skip
    _analyse()
    _compare_rows(manifest)
    return _opened(manifest)


def _refuse_damaged(folder: Path, manifest: Manifest) -> None:
    dump = folder / DUMP
    if not dump.exists():
        raise BackupError(f"{dump} is missing.")
    if dump.stat().st_size != manifest.bytes or checksum(dump) != manifest.sha256:
        raise BackupError(f"{dump} is not the file that was written: its checksum differs. Take another copy.")


def _known_migrations() -> set[str]:
    from django.db.migrations.loader import MigrationLoader

    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _refuse_newer(manifest: Manifest) -> None:
    unknown = sorted(set(manifest.migrations) - _known_migrations())
    if unknown:
        raise BackupError(
            f"The back-up was made by a newer Randa ({manifest.version}): this one does not know {unknown[0]}. "
            "Restore it with that version."
        )


def _refuse_without_keys(manifest: Manifest) -> None:
    from randa.core.secrets_at_rest.cipher import keys

    missing = sorted(set(manifest.data_keys) - {key.id for key in keys()})
    if missing:
        raise BackupError(
            f"The keys of encrypted data ({', '.join(missing)}) are not here: identity numbers and reasons for absence could "
            "never be read again. Put them back in RANDA_DATA_KEYS, or in RANDA_HOME/data_keys. To go on all the same: --without-keys."
        )
    if manifest.secret_key not in secret_key_fingerprints():
        raise BackupError(
            "RANDA_SECRET_KEY is another than when the back-up was made: no code app would work. Put it back in RANDA_SECRET_KEY, "
            "in RANDA_EARLIER_SECRET_KEYS or in RANDA_HOME/secret_key. To go on all the same, and reset the second factors: --without-keys."
        )


def _refuse_filled() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        found = [name for name, rows in rows_per_table(cursor).items()]
    if found:
        raise BackupError(
            f"The database is not empty: it has {len(found)} tables ({', '.join(found[:3])} …). Nothing was changed. Make an empty "
            "database and name it in DATABASE_URL, or choose an empty RANDA_HOME for the private one."
        )


def _analyse() -> None:
    """Let the planner know how much there is before anybody asks."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("analyze")


def _compare_rows(manifest: Manifest) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        found = rows_per_table(cursor)
    other = sorted(name for name in set(found) | set(manifest.rows) if found.get(name) != manifest.rows.get(name))
    if other:
        told = ", ".join(f"{name} {found.get(name, 0)} of {manifest.rows.get(name, 0)}" for name in other)
        raise BackupError(f"The database was filled, but rows differ from the back-up: {told}. Do not use it.")


def _opened(manifest: Manifest) -> Restored:
    """Bring the database to this version, check the chain, end all sessions and note the restoration; return what waits."""
    from django.core.management import call_command
    from django.db import transaction

    from randa.core.audit.chain import read_head
    from randa.core.audit.services import record
    from randa.core.audit.services_chain import check_chain
    from randa.core.notifications.models import Notification, OutgoingMail
    from randa.identity.sessions.services_ending import end_sessions_of_everybody
    from randa.integrations.models import Delivery

    older = bool(_known_migrations() - set(manifest.migrations))
    if older:
        call_command("migrate", interactive=False, verbosity=0)
        load_reference()
    check, report = check_chain(expected=[read_head(manifest.head)])
    if not report.is_whole:
        raise BackupError(
            f"The database was filled, but the audit chain is broken ({report.fault_count} faults). Do not use it before "
            "`randa audit verify` has been read."
        )
    with transaction.atomic():
        end_sessions_of_everybody(reason=_REASON)
        record(None, "installation.restored", check, after={"made_at": manifest.made_at})
    mails = OutgoingMail.objects.filter(state=OutgoingMail.State.QUEUED).count()
    due = Notification.objects.filter(mail_due_at__isnull=False).values("recipient").distinct().count()
    calls = Delivery.objects.filter(state=Delivery.State.WAITING).count()
    return Restored(manifest, mails + due, calls, older)
