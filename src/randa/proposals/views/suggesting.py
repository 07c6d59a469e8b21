"""The planner reads what the weeks that units suggest would mean, and lays them in the draft."""

import datetime as dt
import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from randa.core.access.permissions import require
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.errors import EditConflictError
from randa.placements.models import Plan
from randa.placements.queries.alternatives import Alternative
from randa.placements.queries.conflicts import conflict_rows
from randa.placements.sent_json import read_json, read_seen, read_wanted
from randa.placements.services.edits import Made
from randa.placements.services.undo import undo_edit
from randa.placements.views.blocks import laid_data
from randa.placements.views.plan import plan_context, visible_plan
from randa.proposals.permissions import can_propose_plan
from randa.proposals.queries.overview import open_proposal
from randa.proposals.queries.suggestions import Suggested, suggested_weeks
from randa.proposals.services.suggesting import lay_suggestion_and_others, lay_suggestions


class LayForm(forms.Form):
    """What the page has shown: the suggested days, and the versions of the blocks."""

    days = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)
    overwrite = forms.BooleanField(
        label=gettext_lazy("Jag har sett vad som ändrats. Lägg de föreslagna veckorna ändå"), required=False
    )


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def suggested(request: AuthedRequest, pk: str) -> HttpResponse:
    """Which weeks units suggest, what the chosen ones would break and cost; then lay them as one edit, or take that back."""
    plan = visible_plan(request, pk)
    require(can_propose_plan, request.user, plan)
    if request.method == "POST" and "undo" in request.GET:
        return _undo(request, plan)
    form = LayForm(request.POST if request.method == "POST" else None)
    conflicts: list[dict[str, Any]] = []
    if request.method == "POST":
        try:
            done = _act(request, plan, form)
        except EditConflictError as refusal:
            form.add_error(None, str(refusal))
            conflicts = conflict_rows(refusal.conflicts)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            if done is not None:
                return done
    context = plan_context(request, plan, "proposal") | {"form": form, "conflicts": conflicts}
    proposal = open_proposal(plan)
    if proposal is not None and plan.state == Plan.State.DRAFT:
        found = suggested_weeks(proposal, request.user, _chosen(request))
        context |= {"found": found, "remedies": [(one, _wanted(plan, found, one.way)) for one in found.remedies]}
    return render(request, "proposals/suggested.html", context, status=422 if form.errors else 200)


def _chosen(request: AuthedRequest) -> list[str] | None:
    """Return the keys that are looked at; None for all."""
    if request.method == "POST":
        return list(_days(request.POST.get("days", "{}"))) or None
    return request.GET.getlist("block") or None


def _undo(request: AuthedRequest, plan: Plan) -> HttpResponse:
    """Take the last edit back, or say why not; what was on the page is no more, so it is said where one is sent."""
    try:
        undo_edit(actor=request.user, plan=plan)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
    else:
        toast(request, _("Ångrat. Utkastet är som det var, och enheternas svar står kvar."))
    return redirect("proposals:plan", plan.pk)


def _act(request: AuthedRequest, plan: Plan, form: LayForm) -> HttpResponse | None:
    if not form.is_valid():
        return None
    made = _lay(request, plan, form)
    count = len(made.edit.after)
    text = ngettext("%(n)d block är flyttat i utkastet.", "%(n)d block är flyttade i utkastet.", count) % {"n": count}
    undo = f"{reverse('proposals:suggested', args=[plan.pk])}?undo=1"
    toast(request, " ".join([text, *made.told.new]), tone="warning" if made.told.new else "success", undo_url=undo)
    return redirect("proposals:plan", plan.pk)


def _lay(request: AuthedRequest, plan: Plan, form: LayForm) -> Made:
    values = form.cleaned_data
    common: dict[str, Any] = {
        "actor": request.user, "plan": plan, "seen": read_seen(read_json(values["seen"])), "overwrite": values["overwrite"],
        "suggested": {UUID(key): day for key, day in _days(values["days"]).items()},
    }  # fmt: skip
    if "remedy" in request.POST:
        return lay_suggestion_and_others(**common, wanted=read_wanted(plan, read_json(request.POST["remedy"])))
    return lay_suggestions(**common)


def _days(text: str) -> dict[str, dt.date]:
    """Return the suggested days by proposed block, as the page sent them."""
    data = read_json(text)
    try:
        return {str(UUID(key)): dt.date.fromisoformat(day) for key, day in data.items()}
    except (ValueError, TypeError, AttributeError) as error:
        raise BadRequest("days: expected proposed blocks and days") from error


def _wanted(plan: Plan, found: Suggested, way: Alternative) -> str:
    """Return what a remedy's button sends."""
    return json.dumps(laid_data(plan, str(found.chosen[0].block.enrolment_id), way))
