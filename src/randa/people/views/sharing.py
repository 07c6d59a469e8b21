"""Sharing with other organisations: what holds, proposing, answering and ending."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.fresh import fresh_sign_in_required
from randa.core.access.permissions import require
from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.people.forms_sharing import EndForm, ProposeForm
from randa.people.http import AuthedRequest
from randa.people.models import SharingAgreement
from randa.people.permissions_sharing import can_answer_sharing, can_end_sharing, can_see_sharing
from randa.people.queries.sharing import agreements_seen_by, as_line, overview_of, seers_of
from randa.people.services.sharing import answer_sharing, end_sharing, propose_sharing


@login_required
@require_safe
def sharing(request: AuthedRequest) -> HttpResponse:
    """What one's organisations share and are shown: agreed on, proposed, and by placements alone."""
    require(can_see_sharing, request.user)
    context = {"nav": "sharing", "overview": overview_of(request.user, today())}
    return render(request, "people/sharing.html", context)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def sharing_new(request: AuthedRequest) -> HttpResponse:
    """Propose sharing; it opens nothing until the other side has said yes."""
    require(can_see_sharing, request.user)
    form = ProposeForm(request.POST or None, actor=request.user, initial={"starts_on": today(), "direction": "give"})
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_sharing(actor=request.user, today=today(), **form.asked())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(
                request,
                _("Förslaget är skickat. Inget delas förrän %(side)s har svarat ja.") % {"side": made.answering_side},
            )
            return redirect("people:sharing_agreement", pk=made.pk)
    return render(
        request, "people/sharing_new.html", {"nav": "sharing", "form": form}, status=422 if form.errors else 200
    )


@login_required
@require_safe
def agreement(request: AuthedRequest, pk: int) -> HttpResponse:
    """One agreement in plain words: who will see what, and what can be done with it."""
    return _page(request, _found(request, pk), EndForm())


@login_required
@fresh_sign_in_required
@require_POST
def answer(request: AuthedRequest, pk: int) -> HttpResponse:
    """Say yes or no for the side that was asked."""
    found, accept = _found(request, pk), request.POST.get("answer") == "yes"
    try:
        answer_sharing(actor=request.user, agreement=found, accept=accept, today=today())
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("Delningen är godkänd.") if accept else _("Delningen är avböjd."))
    return redirect("people:sharing_agreement", pk=pk)


@login_required
@require_POST
def end(request: AuthedRequest, pk: int) -> HttpResponse:
    """End sharing from today, or take a proposal back. Closing a door never waits for a password."""
    found = _found(request, pk)
    form = EndForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    end_sharing(actor=request.user, agreement=found, today=today(), reason=form.cleaned_data["reason"])
    toast(request, _("Från och med i dag delas inget genom överenskommelsen."))
    return redirect("people:sharing_agreement", pk=pk)


def _found(request: AuthedRequest, pk: int) -> SharingAgreement:
    require(can_see_sharing, request.user)
    return get_object_or_404(agreements_seen_by(request.user), pk=pk)


def _page(request: AuthedRequest, found: SharingAgreement, form: EndForm, status: int = 200) -> HttpResponse:
    day = today()
    is_open = found.state != SharingAgreement.State.REFUSED and found.ends_before > day
    context = {
        "nav": "sharing",
        "line": as_line(found, day),
        "agreement": found,
        "seers": seers_of(found, day),
        "may_answer": is_open and found.state == "proposed" and can_answer_sharing(request.user, found),
        "waits_for_colleague": is_open
        and found.state == "proposed"
        and request.user.pk == found.proposed_by_id
        and request.user.has("sharing.manage", found.answering_side),
        "may_end": is_open and can_end_sharing(request.user, found),
        "form": form,
        "history": history_of(found, request.user),
    }
    return render(request, "people/sharing_agreement.html", context, status=status)
