"""A learner proposes to change places with another, answers, and takes back."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.people.models import User
from randa.placements.errors_swaps import BlockNotSwappableError, SwapDoneError
from randa.placements.forms_swaps import AnswerForm, ProposeForm
from randa.placements.models import Placement, Swap
from randa.placements.queries.swaps import may_be_swapped, swap_for
from randa.placements.services.swaps import accept_swap, decline_swap, propose_swap, withdraw_swap


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: AuthedRequest, block_pk: UUID) -> HttpResponse:
    """Propose to swap one of one's own published blocks."""
    own = Placement.objects.filter(enrolment__learner=request.user, is_published=True)
    block = get_object_or_404(own.select_related("plan", "area", "unit__organisation"), pk=block_pk)
    if not may_be_swapped(block):
        toast(request, str(BlockNotSwappableError()))
        return redirect("placements:mine")
    form = ProposeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = propose_swap(actor=request.user, block=block.pk, partner=form.cleaned_data["partner"])
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Förslaget är skickat. Inget ändras förrän någon har sagt ja och planeraren har godkänt."))
            return redirect(made)
    context = {"nav": "mine", "placement": block, "form": form}
    return render(request, "placements/swap_propose.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def swap(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """One swap for its two learners, and an open proposal for whoever may answer it."""
    seen = swap_for(request.user, str(pk))
    if seen is None:
        raise Http404
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _answer(request.user, seen.swap, request.POST.get("do", ""), form.cleaned_data["reason"])
        except DomainError as refusal:
            put_refusal(form, refusal)
            seen = swap_for(request.user, str(pk)) or seen
        else:
            toast(request, said)
            return redirect("placements:mine")
    context = {"nav": "mine", "seen": seen, "swap": seen.swap, "form": form}
    return render(request, "placements/swap.html", context, status=422 if form.errors else 200)


def _answer(actor: User, swap: Swap, what: str, reason: str) -> str:
    """Do what the person's button says; return what to tell them."""
    if what == "accept":
        made = accept_swap(actor=actor, swap=swap)
        if made.state == Swap.State.AGREED:
            return _("Ni är överens. Planeraren avgör, och du får veta svaret.")
        return _("Ditt svar är skickat. Den som föreslog bytet får säga ja till din placering.")
    if what == "decline":
        decline_swap(actor=actor, swap=swap, reason=reason)
        return _("Du har sagt nej till bytet. Dina placeringar är som förut.")
    if what == "withdraw":
        withdraw_swap(actor=actor, swap=swap)
        return _("Förslaget om byte är tillbakadraget.")
    raise SwapDoneError
