"""Starting, following and cancelling long work. The queue itself (procrastinate) lives in the same database."""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.core.jobs.models import Job

logger = logging.getLogger(__name__)
Runner = Callable[["Run"], str]  # does the work, returns the address of the result
_RUNNERS: dict[str, Runner] = {}

SILENCE_SECONDS = 120  # a worker writes a heartbeat every ten seconds, but a solver may hold it up for a while
_ABANDONED = """
    select job.id from core_jobs_job job
    where job.state in ('waiting', 'running')
      and coalesce(job.started_at, job.created_at) < now() - make_interval(secs => %(silence)s)
      and not exists (
        select 1 from procrastinate_jobs queued left join procrastinate_workers worker on worker.id = queued.worker_id
        where queued.task_name = 'randa.run_job' and queued.args ->> 'job_id' = job.id::text
          and (queued.status = 'todo'
               or queued.status = 'doing' and worker.last_heartbeat > now() - make_interval(secs => %(silence)s)))
"""


class JobCancelledError(Exception):
    """Raised inside a runner by `Run.stop_if_cancelled`; what the runner had not stored is gone, nothing is half saved."""


def runner(kind: str) -> Callable[[Runner], Runner]:
    """Register the function that does the work of jobs of `kind`; import it from the app's `tasks.py`."""

    def register(function: Runner) -> Runner:
        _RUNNERS[kind] = function
        return function

    return register


@transaction.atomic
def start_job(*, actor: Any, kind: str, title: str, payload: dict[str, Any], steps_total: int = 0) -> Job:
    """Store a job and put it in the queue when the transaction is over. The caller has checked that `actor` may do it."""
    from randa.core.jobs.tasks import run_job  # tasks import this module

    job = Job.objects.create(kind=kind, title=title, payload=payload, started_by=actor, steps_total=steps_total)
    language = get_language() or "sv"
    transaction.on_commit(lambda: run_job.defer(job_id=str(job.pk), language=language))
    return job


@transaction.atomic
def cancel_job(*, actor: Any, job: Job) -> Job:
    """Ask a job to stop; one that still waits stops at once, one that runs stops at its next step. Asking twice is harmless."""
    job = Job.objects.visible_to(actor).select_for_update().get(pk=job.pk)
    if job.is_over:
        return job
    job.cancel_asked = True
    if job.state == Job.State.WAITING:
        job.state, job.finished_at = Job.State.CANCELLED, timezone.now()
    job.save(update_fields=["cancel_asked", "state", "finished_at"])
    return job


class Run:
    """What a runner is given: its job, and ways to tell how far it has come. Writes at most twice a second."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self.payload: dict[str, Any] = job.payload
        self._last_write = 0.0

    def progress(self, done: int, total: int, message: str = "", **figures: Any) -> None:
        """Store how far the work has come; `figures` are shown beside the bar."""
        now = time.monotonic()
        if now - self._last_write < 0.5 and done < total:
            return
        self._last_write = now
        _write(self.job, steps_done=done, steps_total=total, message=message, figures=figures)

    def is_cancelled(self) -> bool:
        """Tell whether somebody asked the job to stop, or the job is there no more: the demo world was made anew meanwhile."""
        return not Job.objects.filter(pk=self.job.pk, cancel_asked=False).exists()

    def stop_if_cancelled(self) -> None:
        """Raise JobCancelledError when somebody asked the job to stop."""
        if self.is_cancelled():
            raise JobCancelledError


def execute(job_id: str) -> None:
    """Run a waiting job to its end, whatever that is; a second call does nothing. Called by the worker."""
    if not Job.objects.filter(pk=job_id, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=timezone.now()
    ):
        return
    job = Job.objects.select_related("started_by").get(pk=job_id)
    try:
        result_url = _RUNNERS[job.kind](Run(job))
    except JobCancelledError:
        _finish(job, Job.State.CANCELLED, _("Avbrutet. Inget har ändrats."))
    except DomainError as refusal:
        _finish(job, Job.State.FAILED, str(refusal))
    except Exception:  # a worker must outlive any job; the trace is in the log, the person gets a sentence
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        _finish(
            job,
            Job.State.FAILED,
            _("Något gick fel hos oss. Inget har ändrats. Försök igen, eller kontakta supporten."),
        )
    else:
        _finish(job, Job.State.DONE, "", result_url)


def fail_abandoned() -> int:
    """End the jobs whose worker is gone, so that nobody waits for them; return how many.

    A job is abandoned when the queue neither holds it nor has it with a worker that has given a sign of life lately.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ABANDONED, {"silence": SILENCE_SECONDS})
        ids = [row[0] for row in cursor.fetchall()]
    return Job.objects.filter(pk__in=ids, state__in=[Job.State.WAITING, Job.State.RUNNING]).update(
        state=Job.State.FAILED,
        finished_at=timezone.now(),
        message=_("Arbetet avbröts när en del av Randa startade om. Inget har ändrats. Starta det igen."),
    )


def _finish(job: Job, state: Job.State, message: str, result_url: str = "") -> None:
    _write(job, state=state, message=message[:300], result_url=result_url, finished_at=timezone.now())


def _write(job: Job, **values: Any) -> None:
    """Write how far a job has come; nothing when the job is there no more."""
    Job.objects.filter(pk=job.pk).update(**values)
