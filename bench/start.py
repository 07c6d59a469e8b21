"""Start: seconds from `randa run` to the first "ok" of /readyz, in an empty folder and again in the same folder.

Everything is made in a temporary folder and removed afterwards: a private database, logs, static files. The environment (`make
setup`) exists already; how long a fresh clone takes from nothing is measured by hand, see docs/operations.md.
"""

import http
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from randa.runtime.postgres import PrivateServer

SECOND_STARTS = 3
LIMIT_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Installation:
    """A Randa of its own: its folder, its port, and how long it took until it was ready."""

    home: Path
    port: int
    seconds: float

    @property
    def postgresql(self) -> str:
        """Return the major version of the private database."""
        return (PrivateServer(self.home).data / "PG_VERSION").read_text().strip()


@contextmanager
def temporary_home() -> Iterator[Path]:
    """Give a folder that the database's plain user may enter, and remove it with the database's own folder."""
    with tempfile.TemporaryDirectory(prefix="randa-bench-") as name:
        home = Path(name)
        home.chmod(0o755)
        try:
            yield home
        finally:
            shutil.rmtree(PrivateServer(home).folder)


@contextmanager
def running(home: Path) -> Iterator[Installation]:
    """Run Randa in `home` until the block ends. Raises RuntimeError with the end of its output when it does not come up."""
    port, log = _free_port(), home / "bench.log"
    environment = {key: value for key, value in os.environ.items() if key != "DATABASE_URL"}
    environment |= {"RANDA_HOME": str(home), "PORT": str(port), "RANDA_DEMO": "yes", "RANDA_TODAY": ""}
    environment["DJANGO_SETTINGS_MODULE"] = "randa.settings.production"
    began = time.perf_counter()
    with log.open("w") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "randa.cli.main", "run"], env=environment, stdout=output, stderr=output
        )
        try:
            _wait_until_ready(process, port, log)
            yield Installation(home, port, time.perf_counter() - began)
        finally:
            # Not SIGINT: a shell lets its background jobs ignore it, and the measurement may be one.
            process.terminate()
            process.wait(60)


def run() -> list[dict[str, Any]]:
    """Return the first start in an empty folder, and the median of the starts after it."""
    with temporary_home() as home:
        with running(home) as first:
            seconds, postgresql = first.seconds, first.postgresql
        again = [_seconds(home) for _ in range(SECOND_STARTS)]
    common = {"size": "the demo world", "postgresql": postgresql}
    return [
        {"case": "first start, empty folder", "samples": [seconds], **common},
        {"case": "second start", "samples": again, "times_first": seconds / statistics.median(again), **common},
    ]


def _seconds(home: Path) -> float:
    with running(home) as again:
        return again.seconds


def _wait_until_ready(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as answer:
                if answer.status == http.HTTPStatus.OK:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"Randa did not come up:\n{log.read_text(errors='replace')[-2000:]}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
