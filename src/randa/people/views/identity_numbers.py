"""A person's identity number: covered, shown when there is a reason, and recorded."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.forms_identity import IdentityNumberForm, ReasonForm
from randa.people.http import AuthedRequest
from randa.people.models import User
from randa.people.permissions import can_change_identity_number, can_see_identity_number
from randa.people.person_tabs import person_tabs
from randa.people.queries.identity_numbers import CoveredNumber, current_of, identity_history
from randa.people.services.identity_numbers import record_identity_number, reveal_identity_number


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity_number(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The number with its history, covered; a form for a new one when one may."""
    person = _seen(request, pk)
    if (asked := open_record(request, person)) is not None:
        return asked
    history = identity_history(person)
    held = current_of(history)
    form = IdentityNumberForm(request.POST or None, held=held)
    if request.method == "POST" and form.is_valid():
        try:
            made = record_identity_number(actor=request.user, person=person, today=today(), **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            if held is not None and made.pk == held.key:
                toast(request, _("Det stod redan så. Inget har ändrats."), tone="info")
            else:
                toast(request, _("Uppgiften är sparad."))
            return redirect("people:identity_number", pk=pk)
    return _page(request, person, history, form=form, status=422 if form.errors else 200)


@never_cache
@login_required
@require_POST
def identity_number_show(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The whole number, once, after the reason was written down. It is not kept in the address, the session or the browser."""
    person = _seen(request, pk)
    identity = person.identity_numbers.current().exclude(kind="none").select_related("person").first()
    if identity is None:  # taken away since the page was opened
        toast(request, _("Personen har inget nummer längre. Det har ändrats sedan du öppnade sidan."), tone="warning")
        return redirect("people:identity_number", pk=pk)
    asked = _asked(request.POST)
    is_own = request.user.pk == person.pk
    if not is_own and not asked.is_valid():
        return _page(request, person, identity_history(person), asked=asked, status=422)
    whole = reveal_identity_number(
        actor=request.user, identity=identity, reason="" if is_own else asked.cleaned_data["reason"]
    )
    return _page(request, person, identity_history(person), whole=whole)


def _seen(request: AuthedRequest, pk: UUID) -> User:
    """Return the person; 404 for a stranger, and for a colleague whose number is none of one's business."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if not can_see_identity_number(request.user, person):
        raise Http404
    return person


def _asked(data: QueryDict | None = None) -> ReasonForm:
    return ReasonForm(data, auto_id="id_asked_%s")  # the other form on the page has a reason too


def _page(
    request: AuthedRequest, person: User, history: list[CoveredNumber], *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "nav": "people",
        "person": person,
        "tabs": person_tabs(request.user, person),
        "tab": "number",
        "history": history,
        "now": current_of(history),
        "is_own": request.user.pk == person.pk,
        "may_change": can_change_identity_number(request.user, person),
        "form": IdentityNumberForm(held=current_of(history)),
        "asked": _asked(),
        "whole": "",
    }
    return render(request, "people/identity_number.html", context | more, status=status)
