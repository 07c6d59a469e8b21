"""The planner's tab: sending the draft to its units, and what they answer."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from randa.core.access.permissions import require
from randa.core.audit.history import as_history, events_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.models import Plan
from randa.placements.permissions import can_plan_somewhere_in
from randa.placements.views.plan import plan_context, visible_plan
from randa.proposals.audit_words import BLOCK, PROPOSAL
from randa.proposals.forms import SendForm
from randa.proposals.models import ProposedBlock
from randa.proposals.permissions import can_propose_plan
from randa.proposals.queries.overview import UnitAnswers, answers_of, latest_proposal, open_proposal
from randa.proposals.queries.unheard import unheard_units
from randa.proposals.services.reminding import remind_units
from randa.proposals.services.sending import send_proposal, withdraw_proposal

ANSWER_WITHIN = dt.timedelta(days=14)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: AuthedRequest, pk: str) -> HttpResponse:
    """What the units answer, unit by unit, and the form that sends the draft to them, or sends what has changed again."""
    found = visible_plan(request, pk)
    require(can_plan_somewhere_in, request.user, found)
    proposal = latest_proposal(found)
    initial: dict[str, object] = {"answer_by": today() + ANSWER_WITHIN}
    if proposal is not None and proposal.is_open:
        initial = {"answer_by": max(today(), proposal.answer_by), "letter": proposal.letter}
    form = SendForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            send_proposal(actor=request.user, plan=found, **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Förslaget är skickat. Enheternas svar visas här."))
            return redirect("proposals:plan", found.pk)
    units = answers_of(proposal, request.user) if proposal is not None else []
    may_propose = can_propose_plan(request.user, found) and found.state == Plan.State.DRAFT
    context = plan_context(request, found, "proposal") | {
        "proposal": proposal,
        "units": units,
        "counts": _counts(units),
        "suggestions": sum(one.other for one in units),
        "fallen": sum(one.changed + one.added for one in units),
        "form": form,
        "today": today(),
        "may_propose": may_propose,
        "unheard": unheard_units(found, request.user) if may_propose else [],
        "mail_subject": found.name,
        "may_invite": request.user.has("people.invite"),
        "history": as_history(events_of(_keys_of(found))),
    }
    return render(request, "proposals/plan.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: AuthedRequest, pk: str) -> HttpResponse:
    """Take the question back."""
    found = visible_plan(request, pk)
    require(can_propose_plan, request.user, found)
    proposal = open_proposal(found)
    if proposal is not None:
        withdraw_proposal(actor=request.user, proposal=proposal)
    toast(request, _("Förslaget är tillbakadraget. Enheterna har fått veta att de inte behöver svara."))
    return redirect("proposals:plan", found.pk)


@login_required
@require_POST
def remind(request: AuthedRequest, pk: str) -> HttpResponse:
    """Remind the units that have not answered."""
    found = visible_plan(request, pk)
    require(can_propose_plan, request.user, found)
    proposal = open_proposal(found)
    count = remind_units(actor=request.user, proposal=proposal) if proposal is not None else 0
    words = ngettext("%(n)d enhet är påmind.", "%(n)d enheter är påminda.", count) % {"n": count}
    toast(request, words)
    return redirect("proposals:plan", found.pk)


def _counts(units: list[UnitAnswers]) -> dict[str, int]:
    return {
        "yes": sum(one.yes for one in units),
        "refused": sum(one.no + one.other for one in units),
        "waiting": sum(one.waiting for one in units),
    }


def _keys_of(plan: Plan) -> dict[str, list[str]]:
    """Return what the history of the page is about: every number of the proposal, and the blocks that units have answered."""
    blocks = ProposedBlock.objects.filter(plan=plan, answers__gt=0)
    return {
        PROPOSAL: [str(key) for key in plan.proposals.values_list("pk", flat=True)],
        BLOCK: [str(key) for key in blocks.values_list("pk", flat=True)],
    }
