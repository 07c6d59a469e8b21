"""Releasing a masked copy, and deciding not to."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.freetext import identity_numbers_in
from randa.core.ui.export import file_response
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.records.contents import PDF, TEXT, text_of
from randa.records.errors import PassageNotFoundError
from randa.records.forms import MOST_MASKS, RefuseForm, ReleaseForm
from randa.records.masking import Mask, Masked, mask
from randa.records.models import DocumentFile, Refusal, RegisteredDocument
from randa.records.papers import refusal_paper
from randa.records.sections import appeal_words
from randa.records.services import Cover, refuse_release, release_copy
from randa.records.views.document import visible


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def release(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Choose what is masked, look at the result, and make the copy."""
    shown = visible(request, pk)
    newest = shown.files.order_by("-version").first()
    form = ReleaseForm(request.POST or None, initial={"content": _text(newest)})
    preview = None
    if request.method == "POST" and form.is_valid():
        text, masks = form.cleaned_data["content"], _masks(form)
        try:
            if request.POST.get("do") == "make":
                return _make(request, shown, form, text, masks)
            preview = mask(text, masks)
        except PassageNotFoundError as refusal:
            form.add_error(f"passage_{_nth_filled(form, refusal.number)}", str(refusal))
        except DomainError as refusal:
            form.add_error(None, str(refusal))
    context = {
        "nav": "records",
        "document": shown,
        "form": form,
        "preview": preview,
        "numbers_left": _numbers_left(preview),
        "is_text": newest is None or newest.media_type == TEXT,
        "markings": list(shown.markings.filter(lifted_on=None)),
    }
    return render(request, "records/release.html", context, status=422 if form.is_bound and form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Decide not to release, with reason and how to appeal."""
    shown = visible(request, pk)
    words, provenance, source = appeal_words()
    form = RefuseForm(request.POST or None, initial={"appeal": words, "requested_on": today().isoformat()})
    if request.method == "POST" and form.is_valid():
        try:
            refuse_release(actor=request.user, document=shown, **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Beslutet är sparat."))
            return redirect(f"{shown.get_absolute_url()}?flik=utlamnande")
    context = {"nav": "records", "document": shown, "form": form, "provenance": provenance, "source": source}
    return render(request, "records/refuse.html", context, status=422 if form.is_bound else 200)


@login_required
@require_safe
def refusal(request: AuthedRequest, pk: UUID, number: int) -> HttpResponse:
    """The decision as a paper."""
    shown = visible(request, pk)
    decided = get_object_or_404(Refusal.objects.select_related("decided_by"), document=shown, pk=number)
    decided.document = shown
    return file_response(refusal_paper(decided), PDF, f"beslut-{shown.mark}.pdf".replace("/", "-").replace(" ", "-"))


def _make(
    request: AuthedRequest, shown: RegisteredDocument, form: ReleaseForm, text: str, masks: list[Mask]
) -> HttpResponse:
    chosen = form.cleaned_data
    copy = release_copy(
        actor=request.user, document=shown, text=text, masks=masks,
        cover=Cover(concerns=chosen["concerns"], counterpart=chosen["counterpart"], section=chosen["section"]),
    )  # fmt: skip
    toast(request, _("Kopian är registrerad som %(mark)s.") % {"mark": copy.mark})
    return redirect(f"{copy.get_absolute_url()}?flik=filer")


def _masks(form: ReleaseForm) -> list[Mask]:
    values = form.cleaned_data
    return [Mask(values[f"passage_{n}"], values[f"section_{n}"]) for n in _filled(form)]


def _filled(form: ReleaseForm) -> list[int]:
    return [n for n in range(1, MOST_MASKS + 1) if form.cleaned_data.get(f"passage_{n}")]


def _nth_filled(form: ReleaseForm, number: int) -> int:
    return _filled(form)[number - 1]


def _numbers_left(preview: Masked | None) -> int:
    return len(identity_numbers_in(preview.text)) if preview else 0


def _text(newest: DocumentFile | None) -> str:
    return text_of(newest.media_type, bytes(newest.content)) if newest else ""
