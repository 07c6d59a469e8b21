"""`randa run` starts everything and, when told to stop, leaves nothing of its own behind."""

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from randa.core.ui import build as ui_build
from randa.runtime import supervisor
from randa.runtime.database import database_settings
from tests.notifications.servers import certificate


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _descendants(pid: int) -> set[int]:
    children = {
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    }
    return children.union(*(_descendants(child) for child in children))


def _wait_ready(randa: "subprocess.Popen[str]", port: int) -> dict[str, str]:
    """Wait while it makes a database and the demo world, ten times as long as that takes, for a busy machine."""
    until = time.monotonic() + 600
    while randa.poll() is None and time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                return dict(json.load(answer)["parts"])
        except OSError:  # not up yet, or 503 while the worker starts
            time.sleep(0.3)
    raise AssertionError("it ended, or the time did, before it was ready")


def test_with_a_certificate_the_web_server_speaks_tls_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _context, trusted = certificate(tmp_path)
    (tmp_path / "small.py").write_text(
        "def application(environ, start):\n    start('200 OK', [])\n    return [environ['wsgi.url_scheme'].encode()]\n"
    )
    port = _free_port()
    for name, value in {"CERTIFICATE": trusted, "CERTIFICATE_KEY": tmp_path / "key.pem"}.items():
        monkeypatch.setenv(f"RANDA_{name}", str(value))
    monkeypatch.setenv("PORT", str(port))
    web = subprocess.Popen(supervisor.web_command("small:application"), cwd=tmp_path)  # noqa: S603 - our own command
    try:
        supervisor._wait_until_up(port, [web])
        proxy = ssl.create_default_context(cafile=str(trusted))
        with urllib.request.urlopen(f"https://127.0.0.1:{port}/", context=proxy, timeout=10) as answer:
            assert answer.read() == b"https"
        with pytest.raises(urllib.error.URLError, match="CERTIFICATE_VERIFY_FAILED"):
            urllib.request.urlopen(f"https://127.0.0.1:{port}/", context=ssl.create_default_context(), timeout=10)
        with pytest.raises((OSError, http.client.HTTPException)):
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10)
    finally:
        web.terminate()
        web.wait()


def test_without_a_certificate_the_web_server_is_started_as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RANDA_CERTIFICATE", "")

    assert not [word for word in supervisor.web_command("x") if "ssl" in word]


@pytest.mark.slow
def test_run_serves_is_ready_with_a_worker_and_stops_with_its_own_children_only(tmp_path: Path) -> None:
    for folder in (tmp_path, *list(tmp_path.parents)[:2]):
        folder.chmod(0o755)
    port = _free_port()
    environment = os.environ | {
        "RANDA_HOME": str(tmp_path),
        "PORT": str(port),
        "DJANGO_SETTINGS_MODULE": "randa.settings.production",
    }
    environment.pop("DATABASE_URL", None)
    bystander = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"])
    randa = subprocess.Popen(
        [sys.executable, "-m", "randa.cli.main", "run"], env=environment, stdout=subprocess.PIPE, text=True
    )
    try:
        assert _wait_ready(randa, port) == {"database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok"}
        family = _descendants(randa.pid)

        randa.send_signal(signal.SIGINT)

        said, _nothing = randa.communicate(timeout=300)
        assert randa.returncode == 0
        assert f"http://localhost:{port}/" in said
        assert [pid for pid in family if Path(f"/proc/{pid}").exists()] == []
        assert bystander.poll() is None
        database = database_settings("", tmp_path)
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", int(database["PORT"]))) != 0
    finally:
        if randa.poll() is None:
            randa.kill()
            randa.communicate()
        bystander.kill()
        bystander.wait()


def test_static_files_are_collected_again_when_another_folder_has_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp, manifest = tmp_path / "stamp.txt", tmp_path / "staticfiles.json"
    monkeypatch.setattr(ui_build, "STAMP", stamp)
    stamp.touch()
    never = supervisor._is_collected(tmp_path)
    manifest.touch()
    os.utime(stamp, (1_000, 1_000))
    after = supervisor._is_collected(tmp_path)
    os.utime(manifest, (999, 999))

    assert (never, after, supervisor._is_collected(tmp_path)) == (False, True, False)
