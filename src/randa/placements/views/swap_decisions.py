"""A planner reads what two learners have agreed on, what it breaks and costs, and decides."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.audit.history import history_of
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.forms_swaps import DecisionForm
from randa.placements.models import Plan, Swap
from randa.placements.permissions import can_publish_plan, can_publish_somewhere
from randa.placements.queries.swaps import swaps_to_decide, verdict_on
from randa.placements.services.swaps import approve_swap, refuse_swap


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """What waits for the planner's decision."""
    require(can_publish_somewhere, request.user)
    return render(request, "placements/swaps.html", {"nav": "placements", "swaps": swaps_to_decide(request.user)})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Two learners' swap: what becomes another, what it breaks or costs, and the planner's yes or no."""
    seen = Plan.objects.visible_to(request.user)
    rows = Swap.objects.filter(plan__in=seen.values("pk"), partner__isnull=False).with_blocks()
    swap = get_object_or_404(rows.select_related("proposer__learner", "partner__learner", "decided_by"), pk=pk)
    require(can_publish_plan, request.user, swap.plan)
    for enrolment in (swap.proposer, swap.partner):
        asked = open_record(request, enrolment.learner, swap) if enrolment is not None else None
        if asked is not None:
            return asked
    form = DecisionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            said = _decision(request, swap, form.cleaned_data["reason"])
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, said)
            return redirect("placements:swaps")
    waits = swap.state == Swap.State.AGREED
    context = {
        "nav": "placements",
        "swap": swap,
        "form": form,
        "waits": waits,
        "verdict": verdict_on(swap) if waits else None,
        "history": history_of(swap, request.user),
    }
    return render(request, "placements/swap_decision.html", context, status=422 if form.errors else 200)


def _decision(request: AuthedRequest, swap: Swap, reason: str) -> str:
    if request.POST.get("do") == "approve":
        approve_swap(actor=request.user, swap=swap, reason=reason)
        return _("Bytet är godkänt. Planen är ändrad, och alla som berörs har fått veta det.")
    refuse_swap(actor=request.user, swap=swap, reason=reason)
    return _("Bytet är inte godkänt. Båda läkarna har fått veta varför.")
