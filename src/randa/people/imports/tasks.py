"""Checking and storing a file of people as jobs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.imports.models import ImportRun
from randa.core.imports.services import progress_outside
from randa.core.jobs.services import Run, runner
from randa.people.imports.services import check_import, store_import

CHECK, STORE = "people.check_import", "people.store_import"


@runner(CHECK)
def check_file(run: Run) -> str:
    """Check the file; return the address of the preview."""
    found = ImportRun.objects.select_related("started_by").get(pk=run.payload["run"])
    tell = progress_outside(run.job)
    check_import(run=found, progress=lambda done, total: tell(done, total, _("Läser raderna")))
    return reverse("people:import_preview", args=[found.pk])


@runner(STORE)
def store_file(run: Run) -> str:
    """Store the file, all of it or nothing; return the address of the result."""
    found = ImportRun.objects.select_related("started_by").get(pk=run.payload["run"])
    run.stop_if_cancelled()
    tell = progress_outside(run.job)
    store_import(
        actor=run.job.started_by,
        run=found,
        progress=lambda done, total: tell(done, total, _("Sparar personer och roller")),
    )
    return reverse("people:import_preview", args=[found.pk])
