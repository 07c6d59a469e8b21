"""Reading in people and roles: upload, columns, preview, store, undo."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import RefusedError
from randa.core.audit.history import history_of
from randa.core.errors import DomainError
from randa.core.imports.columns import guessed
from randa.core.imports.models import ImportRun
from randa.core.imports.services import choose_columns, remembered
from randa.core.imports.tables import read_upload
from randa.core.jobs.services import start_job
from randa.core.ui.export import CSV_TYPE, XLSX_TYPE, csv_bytes, file_response, xlsx_bytes
from randa.core.ui.toasts import toast
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.people.imports.export import people_rows
from randa.people.imports.fields import FIELDS, KIND
from randa.people.imports.forms import ColumnsForm, UploadForm
from randa.people.imports.permissions import can_import_people
from randa.people.imports.services import ImportTouchedError, start_import, undo_import
from randa.people.imports.services_letters import INVITE
from randa.people.imports.tasks import CHECK, STORE
from randa.people.permissions import can_invite

FIRST_FAULTS = 100


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: AuthedRequest) -> HttpResponse:
    """Choose a file; below it, what one has read in before."""
    _may(request)
    form = UploadForm(request.POST or None, request.FILES or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows = read_upload(file, file.name)
            run = start_import(
                actor=request.user, organisation=form.cleaned_data["organisation"], name=file.name, rows=rows
            )
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("people:import_columns", pk=run.pk)
    earlier = ImportRun.objects.visible_to(request.user).filter(kind=KIND)[:20]
    return _render(request, "people/import_upload.html", {"form": form, "runs": earlier}, 422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def columns(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Say which column holds what, as remembered from the organisation's latest file."""
    run = _run(request, pk)
    if run.content is None:
        return redirect("people:import_preview", pk=pk)
    rows = run.rows()
    guess = run.columns or guessed(FIELDS, rows[0], remembered(KIND, run.place))
    may_invite = can_invite(request.user, Organisation.objects.get(path=run.place))
    form = ColumnsForm(request.POST or None, headings=rows[0], guess=guess, may_invite=may_invite)
    if request.method == "POST" and form.is_valid():
        choose_columns(run=run, columns=form.columns(), options={INVITE: form.invites()})
        return _job(request, run, CHECK, _("Kontrollera %(name)s") % {"name": run.name})
    context = {"run": run, "form": form, "sample": rows[1:4], "headings": rows[0], "count": len(rows) - 1}
    return _render(request, "people/import_columns.html", context, 422 if form.errors else 200)


@login_required
@require_safe
def preview(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """What the file would do, or did, with the first faults."""
    run = _run(request, pk)
    if run.state == ImportRun.State.UPLOADED:
        return redirect("people:import_columns", pk=pk)
    context = {"run": run, "faults": run.faults[:FIRST_FAULTS], "history": history_of(run, request.user)}
    return _render(request, "people/import_preview.html", context)


@login_required
@require_safe
def faults(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """All faults as a file."""
    run = _run(request, pk)
    heads = [_("Rad"), _("Kolumn"), _("Fel")]
    return file_response(
        csv_bytes(heads, [(one["row"], one["column"], one["text"]) for one in run.faults]), CSV_TYPE, "fel-i-filen.csv"
    )


@login_required
@require_POST
def store(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Store all of it, as a job."""
    run = _run(request, pk)
    if run.state != ImportRun.State.CHECKED or run.faults:
        return redirect("people:import_preview", pk=pk)
    return _job(request, run, STORE, _("Läs in %(name)s") % {"name": run.name})


@login_required
@require_POST
def undo(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Take back all of it; else say, row by row, what has changed since."""
    run = _run(request, pk)
    try:
        undo_import(actor=request.user, run=run)
    except ImportTouchedError as refusal:
        context = {"run": run, "faults": [], "refusal": refusal, "problems": refusal.problems[:FIRST_FAULTS]}
        return _render(request, "people/import_preview.html", context, refusal.status)
    toast(request, _("Inläsningen är ångrad."))
    return redirect("people:import_preview", pk=pk)


@login_required
@require_safe
def export(request: AuthedRequest) -> HttpResponse:
    """The people and roles of one's organisations as a file that can be read in again unchanged."""
    _may(request)
    content = xlsx_bytes(
        _("Personer och roller"),
        [str(one.label) for one in FIELDS if one.key != "identity_number"],
        people_rows(request.user),
    )
    return file_response(content, XLSX_TYPE, "personer-och-roller.xlsx")


def _may(request: AuthedRequest) -> None:
    if not request.user.has("people.import"):
        raise RefusedError(can_import_people)


def _run(request: AuthedRequest, pk: UUID) -> ImportRun:
    return get_object_or_404(ImportRun.objects.visible_to(request.user).filter(kind=KIND), pk=pk)


def _job(request: AuthedRequest, run: ImportRun, kind: str, title: str) -> HttpResponse:
    job = start_job(actor=request.user, kind=kind, title=title, payload={"run": str(run.pk)})
    return redirect("jobs:detail", pk=job.pk)


def _render(request: AuthedRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {"nav": "people_import"} | context, status=status)
