"""Reading in a list of students: upload, columns, preview, store."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.imports.columns import guessed
from randa.core.imports.models import ImportRun
from randa.core.imports.services import choose_columns, remembered
from randa.core.imports.tables import read_upload
from randa.core.ui.export import CSV_TYPE, csv_bytes, file_response
from randa.core.ui.toasts import toast
from randa.exchange.forms_groups import ListColumnsForm, ListForm
from randa.exchange.imports.fields import AT_ONCE, FIELDS, KIND
from randa.exchange.imports.services import check_list, start_list, store_list
from randa.exchange.imports.tasks import CHECK, STORE, job_under_way, read_in_a_job
from randa.exchange.models import StudentGroup
from randa.exchange.views.groups import FORM_METHODS, visible_group
from randa.people.http import AuthedRequest

FIRST_FAULTS, RUNS_SHOWN = 100, 20


@login_required
@require_http_methods(FORM_METHODS)
def upload(request: AuthedRequest, pk: str) -> HttpResponse:
    """Choose the list."""
    group = visible_group(request, pk)
    form = ListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = start_list(actor=request.user, group=group, name=file.name, rows=read_upload(file, file.name))
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            return redirect("exchange:list_columns", run.pk)
    earlier = ImportRun.objects.visible_to(request.user).filter(kind=KIND, options__group=str(group.pk))[:RUNS_SHOWN]
    context = {"nav": "exchange", "group": group, "form": form, "fields": FIELDS, "runs": earlier}
    return render(request, "exchange/list_upload.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def columns(request: AuthedRequest, pk: str) -> HttpResponse:
    """Say which column holds what, as remembered from the university's latest list."""
    run, group = _run(request, pk)
    if job := job_under_way(request.user, run):
        return redirect("jobs:detail", job.pk)
    if run.content is None:
        return redirect("exchange:list_preview", pk)
    rows = run.rows()
    guess = run.columns or guessed(FIELDS, rows[0], remembered(KIND, run.place))
    form = ListColumnsForm(request.POST or None, headings=rows[0], guess=guess)
    if request.method == "POST" and form.is_valid():
        choose_columns(run=run, columns=form.columns(), options=run.options)
        if len(rows) - 1 > AT_ONCE:
            return redirect("jobs:detail", read_in_a_job(actor=request.user, run=run, kind=CHECK).pk)
        check_list(actor=request.user, run=run)
        return redirect("exchange:list_preview", pk)
    context = {
        "nav": "exchange", "group": group, "run": run, "form": form, "sample": rows[1:4], "headings": rows[0],
        "count": len(rows) - 1,
    }  # fmt: skip
    return render(request, "exchange/list_columns.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def preview(request: AuthedRequest, pk: str) -> HttpResponse:
    """What the list would do, or did, with the first faults."""
    run, group = _run(request, pk)
    if job := job_under_way(request.user, run):
        return redirect("jobs:detail", job.pk)
    if run.state == ImportRun.State.UPLOADED:
        return redirect("exchange:list_columns", pk)
    return _preview(request, run, group)


@login_required
@require_safe
def faults(request: AuthedRequest, pk: str) -> HttpResponse:
    """All faults as a file."""
    run, _group = _run(request, pk)
    rows = [(one["row"], one["column"], one["text"]) for one in run.faults]
    return file_response(csv_bytes([_("Rad"), _("Kolumn"), _("Fel")], rows), CSV_TYPE, "fel-i-listan.csv")


@login_required
@require_POST
def store(request: AuthedRequest, pk: str) -> HttpResponse:
    """Store all of it; a refusal says how many rows no longer fit, and the list is checked anew."""
    run, group = _run(request, pk)
    if run.state != ImportRun.State.CHECKED or run.faults:
        return redirect("exchange:list_preview", pk)
    if len(run.rows()) - 1 > AT_ONCE:
        return redirect("jobs:detail", read_in_a_job(actor=request.user, run=run, kind=STORE).pk)
    try:
        store_list(actor=request.user, run=run, today=today())
    except DomainError as refusal:
        return _preview(request, check_list(actor=request.user, run=run), group, refusal)
    toast(request, _("Studentlistan är inläst."))
    return redirect(group)


def _run(request: AuthedRequest, pk: str) -> tuple[ImportRun, StudentGroup]:
    run = get_object_or_404(ImportRun.objects.visible_to(request.user).filter(kind=KIND), pk=pk)
    return run, visible_group(request, run.options["group"])


def _preview(
    request: AuthedRequest, run: ImportRun, group: StudentGroup, refusal: DomainError | None = None
) -> HttpResponse:
    context = {
        "nav": "exchange", "group": group, "run": run, "faults": run.faults[:FIRST_FAULTS], "refusal": refusal or "",
    }  # fmt: skip
    return render(request, "exchange/list_preview.html", context, status=refusal.status if refusal else 200)
