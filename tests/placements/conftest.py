"""Workers of their own for tests about what happens to long work."""

import subprocess
from collections.abc import Callable, Iterator

import pytest

from tests.placements.workers import start_worker


@pytest.fixture
def worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start real workers, as the installation does; whoever lives at the end is stopped."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        started.append(start_worker())
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait(30)
