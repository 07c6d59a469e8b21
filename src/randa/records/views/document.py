"""One document: its line, files, markings, releases and history."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.audit.history import history_of
from randa.core.errors import DomainError
from randa.core.ui.export import file_response
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.records.contents import checked
from randa.records.forms import CorrectForm, MarkForm, VersionForm
from randa.records.models import DocumentFile, RegisteredDocument, SecrecyMarking
from randa.records.queries import files_of
from randa.records.services import Line, add_version, change_line, lift_marking, log_fetch, mark_secret

TABS = ("uppgifter", "filer", "sekretess", "utlamnande", "historik")
_LINE = ("on", "direction", "concerns", "concerns_apart", "concerns_public", "counterpart", "counterpart_apart")


def visible(request: AuthedRequest, pk: UUID) -> RegisteredDocument:
    """Return a document of a register that one keeps, 404 otherwise."""
    rows = RegisteredDocument.objects.visible_to(request.user)
    return get_object_or_404(rows.select_related("register__organisation", "registered_by", "released_from"), pk=pk)


@login_required
@require_safe
def document(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The document; `flik` chooses the part."""
    wanted = request.GET.get("flik", "")
    return _page(request, visible(request, pk), wanted if wanted in TABS else TABS[0])


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Correct what the register says."""
    shown = visible(request, pk)
    form = CorrectForm(request.POST or None, initial={name: getattr(shown, name) for name in _LINE})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        reason = values.pop("reason")
        try:
            change_line(actor=request.user, document=shown, line=Line(**values), reason=reason)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Uppgifterna är rättade."))
            return redirect(shown)
    return render(
        request, "records/correct.html", {"nav": "records", "document": shown, "form": form}, status=422 if form.is_bound else 200
    )  # fmt: skip


@login_required
@require_POST
def file_new(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Keep a further version."""
    shown = visible(request, pk)
    form = VersionForm(request.POST, request.FILES)
    if form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            made = add_version(
                actor=request.user, document=shown, content=checked(upload.name, upload.read()), note=form.cleaned_data["note"]
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error("file", str(refusal))
        else:
            toast(request, _("Version %(version)d är sparad.") % {"version": made.version})
            return redirect(f"{shown.get_absolute_url()}?flik=filer")
    return _page(request, shown, "filer", version_form=form)


@login_required
@require_safe
def file(request: AuthedRequest, pk: UUID, version: int) -> HttpResponse:
    """A version as it came. Fetching is logged."""
    shown = visible(request, pk)
    kept = get_object_or_404(DocumentFile.objects.filter(document=shown), version=version)
    kept.document = shown
    log_fetch(actor=request.user, file=kept)
    return file_response(bytes(kept.content), kept.media_type, kept.name)


@login_required
@require_POST
def mark(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Mark the document as possibly secret."""
    shown = visible(request, pk)
    form = MarkForm(request.POST)
    if form.is_valid():
        try:
            mark_secret(actor=request.user, document=shown, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("section", str(refusal))
        else:
            toast(request, _("Handlingen är sekretessmarkerad."))
            return redirect(f"{shown.get_absolute_url()}?flik=sekretess")
    return _page(request, shown, "sekretess", mark_form=form)


@login_required
@require_POST
def mark_lift(request: AuthedRequest, pk: UUID, marking: int) -> HttpResponse:
    """Take a marking away."""
    shown = visible(request, pk)
    lift_marking(actor=request.user, marking=get_object_or_404(SecrecyMarking, document=shown, pk=marking))
    toast(request, _("Sekretessmarkeringen är hävd."))
    return redirect(f"{shown.get_absolute_url()}?flik=sekretess")


def _page(request: AuthedRequest, shown: RegisteredDocument, tab: str, **bound: forms.Form) -> HttpResponse:
    markings = list(shown.markings.select_related("marked_by", "lifted_by"))
    base = shown.get_absolute_url()
    labels = (_("Uppgifter"), _("Filer"), _("Sekretess"), _("Utlämnande"), _("Historik"))
    context: dict[str, Any] = {
        "nav": "records",
        "document": shown,
        "tab": tab,
        "tabs": [{"key": key, "label": label, "url": f"{base}?flik={key}", "count": None} for key, label in zip(TABS, labels, strict=True)],
        "markings": markings,
        "in_force": [one for one in markings if one.lifted_on is None],
        "version_form": VersionForm(),
        "mark_form": MarkForm(),
    }  # fmt: skip
    if tab == "filer":
        context["files"] = list(files_of(shown))
    elif tab == "utlamnande":
        context["copies"] = list(shown.copies.order_by("registered_at"))
        context["refusals"] = list(shown.refusals.select_related("decided_by"))
    elif tab == "historik":
        context["history"] = history_of(shown, request.user)
    return render(request, "records/document.html", context | bound, status=422 if bound else 200)
