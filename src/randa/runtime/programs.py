"""PostgreSQL's own programs for a database that runs already: dumping it and putting a dump back."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from randa.runtime.postgres import PostgresError, installed_programs, major_of


def run_program(name: str, *arguments: str) -> None:
    """Run `pg_dump` or `pg_restore` as Randa itself: the application's role in the mode that the policies let see every row.

    Row-level security stays on. Dumping with it off asks for a superuser or BYPASSRLS, which the application never has; dumping with it
    on and without the mode would leave rows out in silence.

    Raises:
        PostgresError: the program is missing, too old for the server, or fails; its own words are in the message.
    """
    from django.db import connection
    from psycopg.conninfo import make_conninfo

    known = dict(connection.get_connection_params())
    password = str(known.pop("password", "") or "")
    place = {
        key: str(value) for key, value in known.items() if isinstance(value, str | int) and key != "client_encoding"
    }
    program = _program(name, server_major())
    environment = os.environ | ({"PGPASSWORD": password} if password else {}) | {"LC_ALL": "C.UTF-8"}
    # The password goes through the environment: what stands on a command line can be read by everybody on the machine.
    done = subprocess.run(  # noqa: S603 - PostgreSQL's own program
        [str(program), f"--dbname={make_conninfo(**place)}", *arguments],
        env=environment, check=False, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    if done.returncode != 0:
        raise PostgresError(f"{name} failed: {_end_of(done.stderr.splitlines())}")


def server_major() -> int:
    """Return the major version of the server that Django is connected to."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("show server_version_num")
        return int(cursor.fetchone()[0]) // 10_000


def _program(name: str, server: int) -> Path:
    """Return the program of the server's own version, else the oldest newer one: an older one refuses, and reads no newer dump."""
    candidates = {major: folder / name for major, folder in installed_programs() if (folder / name).exists()}
    on_path = shutil.which(name)
    if on_path:
        candidates.setdefault(major_of(Path(on_path)), Path(on_path))
    fitting = sorted(major for major in candidates if major >= server)
    if not fitting:
        raise PostgresError(
            f"{name} of PostgreSQL {server} or newer is not found. Install the client programs of {server}."
        )
    return candidates[fitting[0]]


def _end_of(lines: Sequence[str]) -> str:
    return " ".join(lines[-4:]) or "it said nothing"
