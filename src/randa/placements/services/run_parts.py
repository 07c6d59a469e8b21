"""The regions of a planning run, each for whoever has time: put out, taken one at a time, and forgotten when the run ends."""

import datetime as dt
import gzip
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from randa.core.alone import alone
from randa.core.jobs.models import Job
from randa.engines.planning.codec import decode_plan, decode_problem, encode_plan, encode_problem
from randa.engines.planning.model import Plan
from randa.organisations.models import Organisation
from randa.placements.models import RunPart
from randa.placements.run_clock import often

if TYPE_CHECKING:
    from randa.engines.planning.division import Part

_LOCK = 1380011078  # names the parts of runs among PostgreSQL's advisory locks
_WORKERS = "select count(*) from procrastinate_workers where last_heartbeat > now() - interval '1 minute'"
AFTER_OTHERS = -1  # priority in the queue: whoever waits for an answer of a job of their own goes before
LATE = dt.timedelta(minutes=1)  # after its time a part is waited for no longer


@transaction.atomic
def put_out(*, job: Job, regions: Sequence[Organisation], parts: "Sequence[Part]", seconds: float) -> None:
    """Let any worker plan these parts of a run, within so many seconds; the run itself takes one of them."""
    from randa.placements.tasks_parts import help_run  # tasks import this module

    ends_at = timezone.now() + dt.timedelta(seconds=seconds)
    RunPart.objects.bulk_create(
        RunPart(
            job=job,
            number=number,
            region=regions[part.region],
            learners=len(part.problem.doctors),
            seed=part.seed,
            problem=gzip.compress(encode_problem(part.problem)),
            ends_at=ends_at,
        )
        for number, part in enumerate(parts)
    )

    def ask_for_help() -> None:
        for _helper in parts[1:]:
            help_run.configure(priority=AFTER_OTHERS).defer(job_id=str(job.pk))

    transaction.on_commit(ask_for_help)


def take_one(job_id: UUID, told: Callable[[], None]) -> bool:
    """Plan one part of a run that nobody is at work on, the largest first. Return whether there was one.

    Args:
        job_id: of the run.
        told: called now and then while the part is planned.
    """
    for pk in _open_parts(job_id).values_list("pk", flat=True):
        with alone(_LOCK, pk) as is_ours:
            part = _open_parts(job_id).filter(pk=pk).first() if is_ours else None
            if part is not None:
                _plan(part, told)
                return True
    return False


def is_waited_for(job_id: UUID) -> bool:
    """Tell whether any part of a run is still to be planned, and in time."""
    return _open_parts(job_id).filter(ends_at__gt=timezone.now() - LATE).exists()


def answers(job: Job) -> list[Plan | None]:
    """Return the plan of every part, in the order of the parts; None for one that nobody planned in time."""
    kept = RunPart.objects.filter(job=job).order_by("number").values_list("plan", flat=True)
    return [None if plan is None else decode_plan(gzip.decompress(plan)) for plan in kept]


def forget(job: Job) -> None:
    """Remove the parts of a run that has its plan, or is to have none. Whoever is at work on one stops at its next step."""
    RunPart.objects.filter(job=job).delete()


def forget_left_parts() -> int:
    """Remove the parts of runs that ended without removing them, as their worker died; return how many."""
    is_over = ~Q(job__state__in=[Job.State.WAITING, Job.State.RUNNING])
    return RunPart.objects.filter(is_over).delete()[0]


def _open_parts(job_id: UUID) -> QuerySet[RunPart]:
    return RunPart.objects.filter(job=job_id, plan=None, job__state=Job.State.RUNNING, job__cancel_asked=False)


def _plan(part: RunPart, told: Callable[[], None]) -> None:
    """Plan a part that is ours, and keep the plan unless the run has ended meanwhile."""
    from randa.engines.planning.division import Part
    from randa.engines.planning.regions import solve_part  # loads the compiler: only a worker needs it

    said_at = 0.0
    ours = RunPart.objects.filter(pk=part.pk)

    def progress(_steps: int, _cost: int, unplaced_weeks: int, _bound: int | None) -> None:
        nonlocal said_at
        if time.monotonic() - said_at > 0.5:
            ours.update(unplaced_weeks=unplaced_weeks)
            told()
            said_at = time.monotonic()

    seconds = _seconds_for(part)
    ours.update(started_at=timezone.now())
    problem = decode_problem(gzip.decompress(part.problem))
    plan = solve_part(
        Part(problem.doctors[0].region, part.seed, problem),
        seconds=seconds,
        progress=progress,
        cancelled=often(lambda: not _open_parts(part.job_id).filter(pk=part.pk).exists()),
    )
    ours.update(plan=gzip.compress(encode_plan(plan)), unplaced_weeks=plan.unplaced_weeks)


def _seconds_for(part: RunPart) -> float:
    """Return the part's share, by its learners, of the time that is left for all that nobody has begun, on the workers that live."""
    left = max(0.0, (part.ends_at - timezone.now()).total_seconds())
    with connection.cursor() as cursor:
        cursor.execute(_WORKERS)
        workers = max(1, int(cursor.fetchone()[0]))
    waiting = RunPart.objects.filter(job=part.job_id, started_at=None).exclude(pk=part.pk)
    learners = part.learners + sum(waiting.values_list("learners", flat=True))
    return left * min(1.0, workers * part.learners / learners)
