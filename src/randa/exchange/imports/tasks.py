"""Checking and storing a long list of students as jobs.

Whoever closes the tab finds the job on Min dag while it goes on, and the list where it was uploaded.
"""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.core.imports.models import ImportRun
from randa.core.imports.services import progress_outside
from randa.core.jobs.models import Job
from randa.core.jobs.services import Run, runner, start_job
from randa.exchange.errors import StudentListHasFaultsError
from randa.exchange.imports.services import check_list, store_list
from randa.people.models import User

CHECK, STORE = "exchange.check_list", "exchange.store_list"
JOB = "job"  # in the options of a run: the job that reads it


@transaction.atomic
def read_in_a_job(*, actor: User, run: ImportRun, kind: str) -> Job:
    """Let the worker check (CHECK) or store (STORE) the list; asked again while it does so, return the job there is."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    under_way = job_under_way(actor, run)
    if under_way is not None:
        return under_way
    title = _("Kontrollera %(name)s") if kind == CHECK else _("Läs in %(name)s")
    job = start_job(actor=actor, kind=kind, title=title % {"name": run.name}, payload={"run": str(run.pk)})
    run.options = run.options | {JOB: str(job.pk)}
    run.save(update_fields=["options"])
    return job


def job_under_way(actor: User, run: ImportRun) -> Job | None:
    """Return the job that reads the list right now; None when there is none, or it is over."""
    job = Job.objects.visible_to(actor).filter(pk=run.options.get(JOB)).first() if JOB in run.options else None
    return None if job is None or job.is_over else job


@runner(CHECK)
def check_in_the_background(run: Run) -> str:
    """Check the list; return the address of the preview."""
    found = ImportRun.objects.get(pk=run.payload["run"])
    tell = progress_outside(run.job)
    check_list(actor=run.job.started_by, run=found, progress=lambda done, total: tell(done, total, _("Läser raderna")))
    return _preview(found)


@runner(STORE)
def store_in_the_background(run: Run) -> str:
    """Store the list, all of it or nothing; return the address of what it came to. What no longer fits is checked anew, and told there."""
    found = ImportRun.objects.get(pk=run.payload["run"])
    actor = run.job.started_by
    run.stop_if_cancelled()
    tell = progress_outside(run.job)
    try:
        store_list(
            actor=actor, run=found, today=today(), progress=lambda done, total: tell(done, total, _("Sparar studenterna"))
        )  # fmt: skip
    except StudentListHasFaultsError:
        check_list(actor=actor, run=found)
    return _preview(found)


def _preview(run: ImportRun) -> str:
    return reverse("exchange:list_preview", args=[run.pk])
