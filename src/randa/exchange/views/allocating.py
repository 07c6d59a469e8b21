"""Giving a group's seats: the proposal with its reasons and fairness, the confirmation, swaps, and decisions about special reasons."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.exchange.forms_groups import DecisionForm, SwapForm
from randa.exchange.models import ASK, GroupMember, under
from randa.exchange.queries.allocating import Line, proposal
from randa.exchange.queries.fairness import Outcome, fairness_of
from randa.exchange.services.allocating import confirm_allocation, swap_seats, why_of
from randa.exchange.services.wishes import decide_special_reason
from randa.exchange.views.groups import FORM_METHODS, visible_group
from randa.exchange.why import seat_words
from randa.people.http import AuthedRequest


@login_required
@require_http_methods(FORM_METHODS)
def allocate_group(request: AuthedRequest, pk: str) -> HttpResponse:
    """The proposal, student by student; confirming gives exactly what was shown."""
    group, refusal = visible_group(request, pk), None
    if request.method == "POST":
        try:
            found = confirm_allocation(actor=request.user, group=group, mark=request.POST.get("mark", ""))
        except DomainError as error:
            refusal = error
        else:
            toast(request, _("%(n)d studenter har fått sin plats och får veta det.") % {"n": found.placed})
            return redirect(group)
    found = proposal(group)
    context = {
        "nav": "exchange", "group": group, "found": found, "refusal": refusal or "",
        "lines": [(line, seat_words(why_of(line))) for line in found.lines],
        "fairness": fairness_of(_outcome(line) for line in found.lines),
    }  # fmt: skip
    return render(request, "exchange/allocate.html", context, status=refusal.status if refusal else 200)


@login_required
@require_http_methods(FORM_METHODS)
def swap(request: AuthedRequest, pk: str) -> HttpResponse:
    """Let two students change seats."""
    group = visible_group(request, pk)
    seated = group.members.filter(seat__isnull=False).select_related(
        "enrolment__learner", "seat__inquiry__unit__organisation"
    )
    form = SwapForm(request.POST or None, members=seated)
    if request.method == "POST" and form.is_valid():
        try:
            swap_seats(actor=request.user, one=form.cleaned_data["one"], other=form.cleaned_data["other"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("De två har bytt plats och får veta det."))
            return redirect(group)
    context = {"nav": "exchange", "group": group, "form": form}
    return render(request, "exchange/swap.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def decide(request: AuthedRequest, pk: str) -> HttpResponse:
    """One student's special reason: category and decision. The proof is looked at, never kept."""
    rows = GroupMember.objects.filter(under(request.user, ASK, "organisation"), special_reason__isnull=False)
    member = get_object_or_404(rows.select_related("group", "enrolment__learner", "special_reason__kind"), pk=pk)
    asked = open_record(request, member.enrolment.learner)
    if asked is not None:
        return asked
    form = DecisionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            decide_special_reason(
                actor=request.user, member=member, grant=data["grant"] == "yes", reason=data["reason"], today=today()
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Beslutet är sparat. Studenten ser det på sin sida."))
            return redirect(member.group)
    context = {"nav": "exchange", "member": member, "group": member.group, "form": form}
    return render(request, "exchange/reason.html", context, status=422 if form.errors else 200)


def _outcome(line: Line) -> Outcome:
    member = line.member
    return Outcome(
        str(member.enrolment.post.programme), member.is_distance, line.inquiry is not None, bool(member.wishes.all()),
        line.given.rank, line.minutes,
    )  # fmt: skip
