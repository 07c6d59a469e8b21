"""Finding a person's other account, making one of the two, and taking that back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.fresh import fresh_sign_in_required
from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.people.merges import queries
from randa.people.merges.forms import MergeForm, UndoForm
from randa.people.merges.permissions import can_merge_person, can_merge_somewhere
from randa.people.merges.services import merge_accounts, undo_merge
from randa.people.models import AccountMerge, User


@login_required
@require_safe
def merge_find(request: AuthedRequest, pk: str) -> HttpResponse:
    """Whose other account is it: likely ones, and a search. Nothing is merged here."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    require(can_merge_somewhere, request.user)
    require(can_merge_person, request.user, person)
    if (asked := open_record(request, person)) is not None:
        return asked
    text = request.GET.get("q", "").strip()[:100]
    context = {
        "nav": "people", "person": person, "text": text,
        "found": queries.people_to_merge(request.user, person, text),
        "doubles": queries.likely_doubles(request.user, person),
    }  # fmt: skip
    return render(request, "people/merge_find.html", context)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: AuthedRequest, pk: str, other_pk: str) -> HttpResponse:
    """Two accounts side by side: what stays, what moves, and the decision."""
    seen = User.objects.visible_to(request.user)
    person, other = get_object_or_404(seen, pk=pk), get_object_or_404(seen, pk=other_pk)
    for one in (person, other):
        require(can_merge_person, request.user, one)
    for one in (person, other):
        if (asked := open_record(request, one)) is not None:
            return asked
    form = MergeForm(request.POST or None, survivor=person, merged=other)
    if request.method == "POST" and form.is_valid():
        try:
            merge_accounts(
                actor=request.user,
                survivor=person,
                merged=other,
                chosen=form.chosen(),
                reason=form.cleaned_data["reason"],
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Kontona är nu ett. Blev det fel kan du ångra på personens sida."))
            return redirect(person)
    context = {
        "nav": "people", "person": person, "other": other, "form": form, "stops": queries.reasons_against(person, other),
        "preview": queries.preview(person, other),
    }  # fmt: skip
    return render(request, "people/merge.html", context, status=422 if form.errors else 200)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def merge_undo(request: AuthedRequest, pk: str) -> HttpResponse:
    """Make the accounts two again, or say what stands in the way."""
    rows = AccountMerge.objects.visible_to(request.user).in_force().select_related("survivor", "merged", "made_by")
    made = get_object_or_404(rows.defer("steps"), pk=pk)
    require(can_merge_person, request.user, made.survivor)
    if (asked := open_record(request, made.survivor)) is not None:
        return asked
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_merge(actor=request.user, merge=made, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Ångrat. Kontona är två igen, som de var."), tone="info")
            return redirect(made.survivor)
    context = {"nav": "people", "person": made.survivor, "merge": made, "form": form}
    return render(request, "people/merge_undo.html", context, status=422 if form.errors else 200)
