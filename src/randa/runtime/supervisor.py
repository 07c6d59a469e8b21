"""Starting everything an installation needs, and stopping exactly what was started."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from randa.runtime.postgres import PostgresError, PrivateServer
from randa.runtime.roles import become_owner, without_owner
from randa.settings import environment

GRACE_SECONDS = 10


class MigrationError(RuntimeError):
    """The process that migrates has failed; it has said why."""


def set_up_django() -> None:
    """Make Django ready in this process; the database must have been started, its port is read here."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "randa.settings.production")
    django.setup()


@contextmanager
def database() -> Iterator[None]:
    """Keep the private database running for a while; it is left running if it was before, or if DATABASE_URL is set."""
    server = None if environment.text("DATABASE_URL") else PrivateServer(environment.home())
    started = server.start() if server else False
    try:
        yield
    finally:
        if server and started:
            server.stop()


def migrate_only() -> int:
    """Migrate, load reference data, and say what was done."""
    with database():
        let_in = become_owner()
        set_up_django()
        _migrate(let_in)
        print("The database is at this version.")
    return 0


def run() -> int:
    """Start database, web server and worker, print the address, and wait for Ctrl-C. Return 0 after a clean stop."""
    started = time.monotonic()
    try:
        with _stopped_by_signals(), database():
            _migrate_first()
            set_up_django()
            _build_static()
            _demo_if_empty()
            return _serve(started)
    except (PostgresError, MigrationError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _migrate_first() -> None:
    """Migrate as the owner in a process of its own, so that this one, which goes on as web and worker do, never is the owner."""
    if not environment.text("DATABASE_OWNER_URL"):
        set_up_django()
        _migrate()
        return
    done = subprocess.run([sys.executable, "-m", "randa.cli.main", "migrate"], stdout=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        raise MigrationError("The database could not be brought to this version; see the lines above.")


def _migrate(let_in: str = "") -> None:
    from django.core.management import call_command

    from randa.runtime import roles
    from randa.runtime.reference import load_reference

    call_command("migrate", interactive=False, verbosity=0)
    if let_in:
        roles.let_in(let_in)
    load_reference()


def _build_static() -> None:
    """Build styles, scripts and translations when their sources changed, and collect them where the web server looks."""
    from django.conf import settings
    from django.core.management import call_command

    from randa.core.ui.build import build
    from randa.core.ui.translations import compile_translations

    build()
    compile_translations()
    if not _is_collected(Path(settings.STATIC_ROOT)):
        call_command("collectstatic", interactive=False, verbosity=0)


def _is_collected(root: Path) -> bool:
    """Return whether `root` holds the last build, which may have been made for another folder: by the tests, for instance."""
    from randa.core.ui.build import STAMP

    manifest = root / "staticfiles.json"
    return manifest.exists() and manifest.stat().st_mtime >= STAMP.stat().st_mtime


def _demo_if_empty() -> None:
    from django.conf import settings

    if settings.RANDA_DEMO:
        from randa.demo.services import make_demo_world_if_empty

        make_demo_world_if_empty()


def _serve(started: float) -> int:
    port, web = environment.number("PORT"), web_command("randa.wsgi:application")
    worker = [sys.executable, "-m", "django", "procrastinate", "worker", "--concurrency", "2"]
    # A session of their own: Ctrl-C reaches only us, and we stop our own children in order.
    surroundings = without_owner()
    children = [subprocess.Popen(command, start_new_session=True, env=surroundings) for command in (web, worker)]  # noqa: S603 - our own commands
    warm_up = subprocess.Popen(
        [sys.executable, "-m", "randa.runtime.warm_up"], start_new_session=True, env=surroundings
    )
    try:
        _wait_until_up(port, children)
        print(
            f"Randa is running on http://localhost:{port}/ (started in {time.monotonic() - started:.1f} s). Stop with Ctrl-C.",
            flush=True,
        )
        return _wait(children)
    finally:
        _stop([*children, warm_up])


def web_command(application: str) -> list[str]:
    """Return how the web server is started; over TLS when the installation gives it a certificate."""
    certificate, key = environment.text("RANDA_CERTIFICATE"), environment.text("RANDA_CERTIFICATE_KEY")
    tls = (
        ["--ssl-certificate", certificate, "--ssl-keyfile", key, "--ssl-protocol-min", "tls1.2"] if certificate else []
    )
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", environment.text("RANDA_ADDRESS"),
        "--port", str(environment.number("PORT")), "--log-level", "warning", "--workers", environment.text("RANDA_WORKERS"),
        "--blocking-threads", "4", "--backpressure", "64",
        *tls, application,
    ]  # fmt: skip


def _wait_until_up(port: int, children: list["subprocess.Popen[bytes]"]) -> None:
    import socket

    for _ in range(600):
        if any(child.poll() is not None for child in children):
            return
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)


def _wait(children: list["subprocess.Popen[bytes]"]) -> int:
    """Wait until a child ends by itself, which is a failure."""
    while all(child.poll() is None for child in children):
        time.sleep(0.3)
    print("A part of Randa stopped by itself; see its last lines above.", file=sys.stderr)
    return 1


def _stop(children: list["subprocess.Popen[bytes]"]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + GRACE_SECONDS
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """Take Ctrl-C and `kill` as one wish to stop, also where a shell has told us to ignore Ctrl-C (a job in the background).

    A second signal is ignored: it would cut short the orderly stop that the first one began.
    """
    signals = (signal.SIGINT, signal.SIGTERM)

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        for one in signals:
            signal.signal(one, signal.SIG_IGN)
        raise KeyboardInterrupt

    before = [signal.signal(one, interrupt) for one in signals]
    try:
        yield
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)
