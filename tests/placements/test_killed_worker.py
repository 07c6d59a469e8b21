"""A worker killed in the middle of a planning run: half a plan is never there, the planner is told, and starting again works."""

import signal
import subprocess
from collections.abc import Callable

import pytest

from randa.core.jobs.models import Job
from randa.core.jobs.services import fail_abandoned
from randa.placements.models import Placement, Plan
from randa.placements.services.plans import start_planning
from randa.placements.services.rearranging import start_rearranging_selection
from tests.factories import person_with
from tests.placements.editing import contents, draft_with
from tests.placements.workers import let_time_pass, until
from tests.placements.world import PERMISSIONS, region_with

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def _state(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def test_a_worker_killed_in_mid_search_leaves_no_half_plan_says_so_and_the_run_can_be_started_again(
    worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    region = region_with(3)
    planner = person_with(*PERMISSIONS, at=region)
    job = start_planning(actor=planner, regions=[region], start_year=2027, seconds=300)
    process = worker()
    until(lambda: Job.objects.filter(pk=job.pk, steps_done__gt=0).exists())

    process.send_signal(signal.SIGKILL)
    process.wait(30)

    assert (Plan.objects.count(), Placement.objects.count(), _state(job)) == (0, 0, Job.State.RUNNING)
    let_time_pass(job)
    assert fail_abandoned() == 1
    job.refresh_from_db()
    assert (job.state, "Starta det igen" in job.message) == (Job.State.FAILED, True)

    again = start_planning(actor=planner, regions=[region], start_year=2027, seconds=5)
    worker()
    until(lambda: _state(again) == Job.State.DONE)
    assert Plan.objects.count() == 1


def test_a_worker_killed_while_it_plans_a_draft_anew_leaves_the_draft_as_it_was_and_says_so(
    worker: Callable[[], subprocess.Popen[bytes]],
) -> None:
    _region, planner, plan = draft_with(3)
    before = contents(plan)
    made = start_rearranging_selection(actor=planner, plan=plan, enrolments=None, seconds=300)
    job = Job.objects.get(pk=made.job_id)
    process = worker()
    until(lambda: Job.objects.filter(pk=job.pk, steps_done__gt=0).exists())

    process.send_signal(signal.SIGKILL)
    process.wait(30)

    let_time_pass(job)
    assert fail_abandoned() == 1
    made.refresh_from_db()
    assert (_state(job), contents(plan), plan.edits.count(), made.answers) == (Job.State.FAILED, before, 0, None)
