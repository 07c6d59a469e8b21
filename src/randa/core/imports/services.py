"""Keeping a file on its way in, and remembering how its columns were understood."""

import json
import threading
from collections.abc import Callable, Mapping
from typing import Any

from django.db import connection, transaction

from randa.core.imports.models import ColumnMemory, ImportRun
from randa.core.imports.tables import Rows
from randa.core.jobs.models import Job


@transaction.atomic
def keep_upload(*, actor: Any, kind: str, place: str, name: str, rows: Rows) -> ImportRun:
    """Keep the cells of a file, encrypted. The caller has checked that `actor` may read it in."""
    content = json.dumps(rows, ensure_ascii=False)
    return ImportRun.objects.create(kind=kind, place=place, name=name[:200], content=content, started_by=actor)


@transaction.atomic
def choose_columns(*, run: ImportRun, columns: Mapping[str, int], options: Mapping[str, Any]) -> ImportRun:
    """Set which column holds which field, and remember it for the organisation's next file."""
    run.columns, run.options, run.state = dict(columns), dict(options), ImportRun.State.UPLOADED
    run.save(update_fields=["columns", "options", "state"])
    headings = run.rows()[0]
    named = {key: headings[number] for key, number in columns.items() if number < len(headings)}
    ColumnMemory.objects.update_or_create(kind=run.kind, place=run.place, defaults={"headings": named})
    return run


def remembered(kind: str, place: str) -> dict[str, str]:
    """Return field -> heading of the organisation's latest file; empty for the first."""
    found = ColumnMemory.objects.filter(kind=kind, place=place).first()
    return dict(found.headings) if found else {}


def progress_outside(job: Job) -> Callable[[int, int, str], None]:
    """Return a way to tell how far a job has come from inside its one long transaction: on a connection of its own."""

    def write(done: int, total: int, message: str) -> None:
        Job.objects.filter(pk=job.pk).update(steps_done=done, steps_total=total, message=message)
        connection.close()

    def tell(done: int, total: int, message: str) -> None:
        thread = threading.Thread(target=write, args=(done, total, message))
        thread.start()
        thread.join()

    return tell
