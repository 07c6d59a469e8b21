"""A person's identity number: covered, shown when there is a reason, and recorded."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.people.forms_identity import IdentityNumberForm, ReasonForm
from randa.people.http import AuthedRequest
from randa.people.models import User
from randa.people.permissions import can_change_identity_number, can_see_identity_number
from randa.people.person_tabs import person_tabs
from randa.people.queries.identity_numbers import identity_history
from randa.people.services.identity_numbers import record_identity_number, reveal_identity_number


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def identity_number(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The number with its history, covered; a form for a new one when one may."""
    person = _seen(request, pk)
    if (asked := open_record(request, person)) is not None:
        return asked
    form = IdentityNumberForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            record_identity_number(actor=request.user, person=person, today=today(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error("reason" if refusal.code == "identity_reason_missing" else "number", str(refusal))
        else:
            toast(request, _("Uppgiften är sparad."))
            return redirect("people:identity_number", pk=pk)
    return _page(request, person, form=form, status=422 if form.errors else 200)


@never_cache
@login_required
@require_POST
def identity_number_show(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The whole number, once, after the reason was written down. It is not kept in the address, the session or the browser."""
    person = _seen(request, pk)
    identity = get_object_or_404(person.identity_numbers.current().exclude(kind="none").select_related("person"))
    asked = ReasonForm(request.POST)
    is_own = request.user.pk == person.pk
    if not is_own and not asked.is_valid():
        return _page(request, person, asked=asked, status=422)
    whole = reveal_identity_number(
        actor=request.user, identity=identity, reason="" if is_own else asked.cleaned_data["reason"]
    )
    return _page(request, person, whole=whole)


def _seen(request: AuthedRequest, pk: UUID) -> User:
    """Return the person; 404 for a stranger, and for a colleague whose number is none of one's business."""
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    if not can_see_identity_number(request.user, person):
        raise Http404
    return person


def _page(request: AuthedRequest, person: User, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {
        "nav": "people",
        "person": person,
        "tabs": person_tabs(request.user, person),
        "tab": "number",
        "history": identity_history(person),
        "is_own": request.user.pk == person.pk,
        "may_change": can_change_identity_number(request.user, person),
        "form": IdentityNumberForm(),
        "asked": ReasonForm(),
        "whole": "",
    }
    return render(request, "people/identity_number.html", context | more, status=status)
