"""One block of a plan: its form, what is wrong with it, what others places would cost. A page of its own, and the grid's panel."""

import json
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from randa.core.audit.duty import open_record
from randa.core.errors import DomainError
from randa.core.periods import week_code
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.errors import EditConflictError
from randa.placements.forms import BlockForm
from randa.placements.models import Placement, Plan
from randa.placements.permissions import can_edit_plan
from randa.placements.queries.alternatives import Alternative, alternatives
from randa.placements.queries.board import block_facts
from randa.placements.queries.conflicts import conflict_rows
from randa.placements.sent_json import read_json, read_seen, read_wanted
from randa.placements.services.blocks import Values, change_block, lay_blocks, remove_blocks
from randa.placements.services.edits import Made
from randa.placements.views.plan import visible_plan


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def block(request: AuthedRequest, pk: str, block_pk: UUID) -> HttpResponse:
    """Read a block, and change it where that is allowed; the grid shows the same part at its side."""
    plan = visible_plan(request, pk)
    rows = Placement.objects.visible_to(request.user).filter(plan=plan)
    placement = get_object_or_404(
        rows.select_related("area", "unit__organisation", "enrolment__learner", "enrolment__post"), pk=block_pk
    )
    asked = open_record(request, placement.enrolment.learner, placement)
    if asked is not None:
        return asked
    may_edit = plan.state == Plan.State.DRAFT and can_edit_plan(request.user, plan)
    form = BlockForm(request.POST or None, placement=placement, initial=_initial(placement))
    context: dict[str, Any] = {
        "nav": "placements",
        "plan": plan,
        "placement": placement,
        "form": form,
        "may_change": may_edit,
        "comment": placement.comment if can_edit_plan(request.user, plan) else "",
    }
    if request.method == "POST":
        if not may_edit:
            raise PermissionDenied("placements.plan")
        try:
            made = _change(request, plan, placement, form)
        except EditConflictError as refusal:
            form.add_error(None, str(refusal))
            context["conflicts"] = conflict_rows(refusal.conflicts)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            if made is not None:
                return _done(request, plan, made)
    context |= {
        "faults": block_facts(plan, placement, request.user),
        "others": _others(plan, placement) if may_edit else [],
    }
    template = "placements/_block_panel.html" if request.headers.get("HX-Request") else "placements/block.html"
    response = render(request, template, context, status=422 if form.errors else 200)
    response.headers["Vary"] = "HX-Request"
    return response


def _change(request: AuthedRequest, plan: Plan, placement: Placement, form: BlockForm) -> Made | None:
    """Do what was asked for; None when the form must be mended first."""
    common: dict[str, Any] = {"actor": request.user, "plan": plan}
    if "laid" in request.POST:
        wanted = read_wanted(plan, read_json(request.POST["laid"]))
        seen = read_seen(read_json(request.POST.get("all_seen", "{}")))
        return lay_blocks(**common, seen=seen, wanted=wanted, rearrange=True)
    if not form.is_valid():
        return None
    values = form.cleaned_data
    common |= {"seen": {str(placement.pk): values["seen"]}, "overwrite": values["overwrite"]}
    if "remove" in request.POST:
        return remove_blocks(**common)
    return change_block(
        **common,
        values=Values(
            values["area"],
            values["unit"],
            values["first_week"],
            values["weeks"],
            values["is_locked"],
            values["comment"],
        ),
    )


def _done(request: AuthedRequest, plan: Plan, made: Made) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204)
    faults = " ".join(made.told.new)
    toast(request, _("Sparat. %(faults)s") % {"faults": faults} if faults else _("Sparat. Inga nya regelbrott."))
    return redirect("placements:plan", plan.pk)


def _initial(placement: Placement) -> dict[str, Any]:
    return {
        "area": placement.area_id,
        "unit": placement.unit_id,
        "first_week": week_code(placement.starts_on),
        "weeks": placement.working_weeks,
        "is_locked": placement.is_locked,
        "comment": placement.comment,
        "seen": placement.edited_in,
    }


def _others(plan: Plan, placement: Placement) -> list[tuple[Alternative, str]]:
    """Return the best other places, each with what its button sends."""
    key = str(placement.enrolment_id)
    return [(one, json.dumps(laid_data(plan, key, one))) for one in alternatives(plan, placement)]


def laid_data(plan: Plan, enrolment: str, other: Alternative) -> list[list[Any]]:
    """Return an alternative as `sent_json.read_wanted` reads it: learner, area, unit, week and working weeks of each block."""
    return [
        [
            enrolment,
            one.area,
            one.unit and one.unit.pk,
            (one.starts_on - plan.horizon_starts_on).days // 7,
            one.weeks,
        ]
        for one in other.blocks
    ]
