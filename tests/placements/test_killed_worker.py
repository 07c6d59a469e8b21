"""A worker killed in the middle of a planning run: half a plan is never there, the planner is told, and starting again works."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

import pytest
from django.db import connection

from randa.core.jobs.models import Job
from randa.core.jobs.services import SILENCE_SECONDS, fail_abandoned
from randa.placements.models import Placement, Plan
from randa.placements.services.plans import start_planning
from randa.placements.services.rearranging import start_rearranging_selection
from tests.factories import person_with
from tests.placements.editing import contents, draft_with
from tests.placements.world import PERMISSIONS, region_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
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


@pytest.fixture
def worker() -> Iterator[Callable[[], subprocess.Popen[bytes]]]:
    """Start real workers, as the installation does; whoever lives at the end is stopped."""
    started: list[subprocess.Popen[bytes]] = []

    def start() -> subprocess.Popen[bytes]:
        name = str(connection.settings_dict["NAME"])
        started.append(subprocess.Popen([sys.executable, "-c", WORKER, name], env=os.environ.copy()))  # noqa: S603 - our own command
        return started[-1]

    yield start
    for one in started:
        one.kill()
        one.wait(30)


def _until(what: Callable[[], bool], seconds: int = 120) -> None:
    last = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < last, "waited in vain"
        time.sleep(0.1)


def _state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def test_a_worker_killed_in_mid_search_leaves_no_half_plan_says_so_and_the_run_can_be_started_again(
    worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    region = region_with(3)
    planner = person_with(*PERMISSIONS, at=region)
    job = start_planning(actor=planner, regions=[region], start_year=2027, seconds=300)
    process = worker()
    _until(lambda: Job.objects.filter(pk=job.pk, steps_done__gt=0).exists())

    process.send_signal(signal.SIGKILL)
    process.wait(30)

    assert (Plan.objects.count(), Placement.objects.count(), _state(job)) == (0, 0, Job.State.RUNNING)
    _let_time_pass(job)
    assert fail_abandoned() == 1
    job.refresh_from_db()
    assert (job.state, "Starta det igen" in job.message) == (Job.State.FAILED, True)

    again = start_planning(actor=planner, regions=[region], start_year=2027, seconds=5)
    worker()
    _until(lambda: _state(again) == Job.State.DONE)
    assert Plan.objects.count() == 1


def test_a_worker_killed_while_it_plans_a_draft_anew_leaves_the_draft_as_it_was_and_says_so(
    worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    _region, planner, plan = draft_with(3)
    before = contents(plan)
    made = start_rearranging_selection(actor=planner, plan=plan, enrolments=None, seconds=300)
    job = Job.objects.get(pk=made.job_id)
    process = worker()
    _until(lambda: Job.objects.filter(pk=job.pk, steps_done__gt=0).exists())

    process.send_signal(signal.SIGKILL)
    process.wait(30)

    _let_time_pass(job)
    assert fail_abandoned() == 1
    made.refresh_from_db()
    assert (_state(job), contents(plan), plan.edits.count(), made.answers) == (Job.State.FAILED, before, 0, None)


def _let_time_pass(job: Job) -> None:
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
