"""Real workers of the tests' own database, to be killed in the middle of something."""

import os
import subprocess
import sys
import time
from collections.abc import Callable

from django.db import connection

from randa.core.jobs.models import Job
from randa.core.jobs.services import SILENCE_SECONDS

WORKER = """
import sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]  # the tests' own database, as this process has none of its own
django.setup()
from randa.engines.planning import solve
solve._Run._is_proved = lambda run: False  # three learners are planned as well as can be in a moment; this search goes on
from django.core.management import call_command
call_command("procrastinate", "worker")
"""


def start_worker() -> subprocess.Popen[bytes]:
    """Start a real worker, as the installation does; whoever starts it stops it."""
    name = str(connection.settings_dict["NAME"])
    return subprocess.Popen([sys.executable, "-c", WORKER, name], env=os.environ.copy())  # noqa: S603 - our own command


def until(what: Callable[[], bool], seconds: int = 120) -> None:
    last = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < last, "waited in vain"
        time.sleep(0.1)


def let_time_pass(job: Job) -> None:
    """Set the clocks of the queue back, instead of waiting two minutes for its silence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "update procrastinate_workers set last_heartbeat = last_heartbeat - make_interval(secs => %s)",
            [2 * SILENCE_SECONDS],
        )
        cursor.execute(
            "update core_jobs_job set started_at = started_at - make_interval(secs => %s) where id = %s",
            [2 * SILENCE_SECONDS, job.pk],
        )
