"""Reading in a table: give it, look at what it would do, correct it, save it, undo it."""

from dataclasses import dataclass
from typing import Any, BinaryIO, cast

from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.dimensioning.errors import NothingChangedError
from randa.dimensioning.forms import InputForm
from randa.dimensioning.models import PlanInput
from randa.dimensioning.plan.changes import CellKey, Refusal
from randa.dimensioning.plan.rows import HEADS, RawRow, guarded, raw_rows
from randa.dimensioning.queries.cells import CellState, region_labels
from randa.dimensioning.services.inputs import InputPreview, correct_input, keep_input, preview_input, save_input
from randa.dimensioning.views.access import plan_editor
from randa.dimensioning.views.plan import saved_toast
from randa.people.http import AuthedRequest

SHOWN = 50  # rows of each kind on the page; all of them are in the file
_FIELDS = ("region", "year", "post_type", "posts")


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A refused row as the page shows it."""

    refusal: Refusal
    raw: RawRow

    @property
    def is_conflict(self) -> bool:
        return self.refusal.code == "conflict"


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that would change."""

    key: CellKey
    region: str
    before: CellState | None
    after: CellState | None


@require_http_methods(["GET", "HEAD", "POST"])
@plan_editor
def new(request: AuthedRequest) -> HttpResponse:
    """Give a table: pasted or as a file."""
    form = InputForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        kept = _kept_rows(request, form)
        if kept is not None:
            return redirect("dimensioning:plan_input", kept.pk)
    context = {"nav": "plan", "form": form}
    return render(request, "dimensioning/input_new.html", context, status=400 if form.errors else 200)


@require_safe
@plan_editor
def preview(request: AuthedRequest, pk: str) -> HttpResponse:
    """What saving would do: the cells that change, and the rows that cannot be taken with reason and remedy."""
    kept = _own_input(request, pk)
    found = preview_input(actor=request.user, plan_input=kept)
    names = region_labels()
    changed = [
        ChangedCell(key, names[key.region], found.check.before[key], after) for key, after in found.check.after.items()
    ]
    refused = Paginator([RefusedRow(one, found.rows[one.place]) for one in found.refused], SHOWN)
    context = {
        "nav": "plan",
        "kept": kept,
        "changed": changed[:SHOWN],
        "changed_count": len(changed),
        "refused": refused.get_page(request.GET.get("sida")),
        "refused_count": refused.count,
        "unchanged_count": len(found.check.unchanged),
        "row_count": len(found.rows),
        "reasons": _by_reason(found),
        "SHOWN": SHOWN,
    }
    return render(request, "dimensioning/input.html", context)


@require_POST
@plan_editor
def correct(request: AuthedRequest, pk: str) -> HttpResponse:
    """Take the corrected texts of refused rows, and look again."""
    kept = _own_input(request, pk)
    corrected: dict[int, dict[str, str]] = {}
    for name, text in request.POST.items():
        place, _mark, column = name.partition("-")
        if place.isdecimal() and column in _FIELDS:
            corrected.setdefault(int(place), {})[column] = str(text)
    correct_input(actor=request.user, plan_input=kept, corrected=corrected, overwrite=request.POST.getlist("overwrite"))
    return redirect("dimensioning:plan_input", kept.pk)


@require_POST
@plan_editor
def save(request: AuthedRequest, pk: str) -> HttpResponse:
    """Save the rows that can be saved; the person has seen how many they are."""
    kept = _own_input(request, pk)
    expected = request.POST.get("expected", "")
    found = preview_input(actor=request.user, plan_input=kept)
    if expected != str(len(found.check.after)):
        toast(request, _("Planen har ändrats sedan du tittade. Se vad som gäller nu och spara igen."), tone="warning")
        return redirect("dimensioning:plan_input", kept.pk)
    try:
        revision, saved = save_input(actor=request.user, plan_input=kept, comment=request.POST.get("comment", ""))
    except NothingChangedError as refusal:
        toast(request, str(refusal), tone="info")
        return redirect("dimensioning:plan_input", kept.pk)
    saved_toast(request, revision, len(saved.check.after))
    if not saved.refused:
        return redirect("dimensioning:plan")
    text = ngettext(
        "%(count)d rad är inte sparad. Den finns kvar här.",
        "%(count)d rader är inte sparade. De finns kvar här.",
        len(saved.refused),
    )
    toast(request, text % {"count": len(saved.refused)}, tone="warning")
    return redirect("dimensioning:plan_input", kept.pk)


@require_safe
@plan_editor
def reasons(request: AuthedRequest, pk: str) -> HttpResponse:
    """Every refused row as it was written, with its reason, as a file: correct it there and read it in again."""
    from randa.core.ui.export import CSV_TYPE, csv_bytes, file_response  # only needed for a file

    found = preview_input(actor=request.user, plan_input=_own_input(request, pk))
    heads = [*HEADS, _("Rad"), _("Varför inte"), _("Gör så här")]
    rows = []
    for one in found.refused:
        raw = found.rows[one.place]
        texts = (raw.region, raw.year, raw.post_type, raw.posts, raw.status, raw.source, raw.comment)
        rows.append([*(guarded(text or "") for text in texts), raw.line, one.reason, one.remedy])
    return file_response(csv_bytes(heads, rows), CSV_TYPE, "ej-sparade-rader.csv")


def _own_input(request: AuthedRequest, pk: str) -> PlanInput:
    return get_object_or_404(PlanInput.objects.filter(made_by=request.user).select_related("saved_as"), pk=pk)


def _kept_rows(request: AuthedRequest, form: InputForm) -> PlanInput | None:
    """Keep what the form holds; put what stops it on the form and return None."""
    from randa.core.imports.tables import read_text, read_upload  # openpyxl is slow to import

    values = form.cleaned_data
    upload: UploadedFile[Any] | None = values["file"]
    name = (upload.name or "") if upload else ""
    try:
        table = read_upload(cast("BinaryIO", upload), name) if upload else read_text(values["text"])
        rows = raw_rows(table, post_type=values["post_type"])
        if rows:
            origin = PlanInput.Origin.FILE if upload else PlanInput.Origin.PASTED
            return keep_input(actor=request.user, origin=origin, rows=rows, name=name)
        form.add_error("text", _("Tabellen har inga rader."))
    except DomainError as refusal:
        form.add_error("file" if upload else "text", str(refusal))
    return None


def _by_reason(found: InputPreview) -> list[tuple[str, int, str]]:
    """Return (code, number of rows, remedy of the first) for every kind of refusal, the most common first."""
    counts: dict[str, list[Refusal]] = {}
    for one in found.refused:
        counts.setdefault(one.code, []).append(one)
    ranked = sorted(counts.items(), key=lambda item: -len(item[1]))
    return [(code, len(rows), rows[0].reason) for code, rows in ranked]
