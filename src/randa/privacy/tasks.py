"""Work of the worker: making exports, removing what is approved, and taking away old files."""

from django.urls import reverse
from django.utils.translation import gettext as _
from procrastinate.contrib.django import app

from randa.core.jobs.services import Run, runner
from randa.privacy.export.archive import archive_of
from randa.privacy.models import AccessExport, RetentionRun
from randa.privacy.services import apply_removal, delete_expired_exports, store_export
from randa.privacy.services.exports import MAKE_EXPORT
from randa.privacy.services.removal import APPLY_REMOVAL


@runner(MAKE_EXPORT)
def make_export(run: Run) -> str:
    """Collect everything about the person and keep the file for a week. Return the export's page."""
    export = AccessExport.objects.select_related("person").get(pk=run.payload["export"])

    def progress(done: int, total: int) -> None:
        run.stop_if_cancelled()
        run.progress(done, total, _("Samlar uppgifter"))

    store_export(export=export, content=archive_of(export.person, progress))
    return reverse("privacy:export", args=[export.pk])


@runner(APPLY_REMOVAL)
def remove(run: Run) -> str:
    """Remove what is approved, in batches. Return the page of the removal."""
    removal = RetentionRun.objects.get(pk=run.payload["run"])

    def progress(done: int, total: int) -> None:
        run.stop_if_cancelled()  # what is removed is removed; the rest can be taken up again
        run.progress(done, total, _("Raderar"))

    apply_removal(actor=run.job.started_by, run=removal, progress=progress)
    return reverse("privacy:run", args=[removal.pk])


@app.periodic(cron="17 * * * *")
@app.task(name="randa.delete_expired_exports", queue="jobs", queueing_lock="randa.delete_expired_exports")
def delete_expired(timestamp: int) -> None:  # noqa: ARG001 - procrastinate gives the planned time
    """Once an hour: take away the exports whose week is over."""
    delete_expired_exports()
