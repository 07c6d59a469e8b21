"""`randa backup` and `randa restore`: the whole database out to a folder, and back into an empty one."""

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from randa.cli.database import DONE, REFUSED, Action, in_database
from randa.runtime.backup import make_backup
from randa.runtime.manifest import BackupError
from randa.runtime.postgres import PostgresError
from randa.runtime.restore import restore_backup
from randa.settings import environment

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add_parser(commands: "Commands") -> None:
    """Add `randa backup` and `randa restore`."""
    backup = commands.add_parser("backup", help="dump the whole database into a new folder; Randa may run meanwhile")
    backup.add_argument("place", type=Path, help="folder in which the new one is made")
    backup.set_defaults(handle=_told(_backup))
    restore = commands.add_parser("restore", help="put a back-up into an empty database and check it")
    restore.add_argument("backup", type=Path, help="the folder that `randa backup` printed")
    restore.add_argument(
        "--without-keys", action="store_true", help="even though what the keys encrypt can never be read again"
    )
    restore.set_defaults(handle=_told(_restore, as_owner=True))


def _told(action: Callable[[argparse.Namespace], None], *, as_owner: bool = False) -> Action:
    def handle(chosen: argparse.Namespace) -> int:
        try:
            action(chosen)
        except (BackupError, PostgresError) as refusal:
            print(refusal, file=sys.stderr)
            return REFUSED
        return DONE

    return in_database(handle, as_owner=as_owner)


def _backup(chosen: argparse.Namespace) -> None:
    began = time.monotonic()
    folder, manifest = make_backup(chosen.place)
    print(folder)  # alone on standard output, for scripts
    print(
        f"{sum(manifest.rows.values())} rows of {len(manifest.rows)} tables, {manifest.bytes / 1e6:.1f} MB "
        f"in {time.monotonic() - began:.1f} s. Head of the audit chain: {manifest.head}",
        file=sys.stderr,
    )
    kept = [name for name in ("RANDA_SECRET_KEY", "RANDA_DATA_KEYS") if not environment.text(name)]
    if kept:
        files = " and ".join(str(environment.home() / name.removeprefix("RANDA_").lower()) for name in kept)
        print(f"The keys are not in it. Keep a copy of {files} somewhere else.", file=sys.stderr)


def _restore(chosen: argparse.Namespace) -> None:
    began = time.monotonic()
    done = restore_backup(chosen.backup, without_keys=chosen.without_keys)
    print(
        f"The database is as it was at {done.manifest.made_at}: {sum(done.manifest.rows.values())} rows of "
        f"{len(done.manifest.rows)} tables, audit chain whole up to {done.manifest.head}, in {time.monotonic() - began:.1f} s. "
        "Everybody must sign in again."
    )
    if done.mails or done.calls:
        print(
            f"When the worker starts it sends what was waiting: mail to {done.mails}, {done.calls} calls to webhooks."
        )
    if done.older:
        print("The back-up is of an older version; the database was brought to this one.")
