"""One plan: its people, its units, who has no place and why, and how the run went."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from randa.core.audit.history import history_of
from randa.core.ui.formats import share
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.forms import STUDENTS
from randa.placements.models import Plan
from randa.placements.permissions import can_edit_plan, can_publish_plan
from randa.placements.price_words import kept_lines
from randa.placements.queries.grid import learner_rows, months_of, unit_rows, weeks_of
from randa.placements.queries.plans import PlanFacts, plan_facts
from randa.placements.queries.unplaced import unplaced_blocks
from randa.placements.services.drafts import copy_plan
from randa.placements.services.explaining import start_explaining
from randa.training.models import PlacementArea


def visible_plan(request: AuthedRequest, pk: str) -> Plan:
    """Return the plan, or 404 for one that the person may not know of."""
    return get_object_or_404(Plan.objects.visible_to(request.user).prefetch_related("regions"), pk=pk)


@login_required
@require_safe
def learners(request: AuthedRequest, pk: str) -> HttpResponse:
    """Learners × weeks."""
    plan = visible_plan(request, pk)
    filters = _filters(request)
    rows = learner_rows(plan, request.user, **filters, only_unplaced=request.GET.get("visa") == "luckor")
    return render(request, "placements/plan_learners.html", plan_context(request, plan, "learners") | {"rows": rows})


@login_required
@require_safe
def units(request: AuthedRequest, pk: str) -> HttpResponse:
    """Units × weeks, with seats and red weeks."""
    plan = visible_plan(request, pk)
    rows = unit_rows(plan, **_filters(request), only_full=request.GET.get("visa") == "fulla")
    return render(request, "placements/plan_units.html", plan_context(request, plan, "units") | {"rows": rows})


@login_required
@require_safe
def unplaced(request: AuthedRequest, pk: str) -> HttpResponse:
    """What could not be placed and why: which unit, which weeks, which rule, and the cheapest ways out."""
    plan = visible_plan(request, pk)
    return render(
        request,
        "placements/plan_unplaced.html",
        plan_context(request, plan, "unplaced") | unplaced_blocks(plan, request.user),
    )


@login_required
@require_POST
def explain(request: AuthedRequest, pk: str) -> HttpResponse:
    """Work out anew why blocks have no place, in the draft as it is now."""
    return redirect("jobs:detail", start_explaining(actor=request.user, plan=visible_plan(request, pk)).pk)


@login_required
@require_safe
def run_facts(request: AuthedRequest, pk: str) -> HttpResponse:
    """How the plan was made: prices, seed, bound and gap."""
    plan = visible_plan(request, pk)
    return render(
        request,
        "placements/plan_facts.html",
        plan_context(request, plan, "facts")
        | {"history": history_of(plan, request.user), "weighed": kept_lines(plan.explanation)},
    )


@login_required
@require_POST
def copy(request: AuthedRequest, pk: str) -> HttpResponse:
    """Make a new draft of the plan, to be changed by hand."""
    made = copy_plan(actor=request.user, plan=visible_plan(request, pk))
    toast(
        request,
        _("Ett nytt utkast är gjort: version %(version)d. Ingen annan än planerare ser det.")
        % {"version": made.version},
    )
    return redirect(made)


def _tabs(plan: Plan, facts: PlanFacts, *, may_edit: bool) -> list[dict[str, Any]]:
    url = reverse("placements:rearrange", args=[plan.pk])
    asked = reverse("proposals:plan", args=[plan.pk])
    own = [
        {"key": "rearrange", "label": _("Planera om"), "url": url, "count": None},
        {"key": "proposal", "label": _("Förslag till enheter"), "url": asked, "count": None},
    ]
    return [
        {"key": "grid", "label": _("Rutnät"), "url": reverse("placements:grid", args=[plan.pk]), "count": None},
        {
            "key": "learners",
            "label": _("Läkare"),
            "url": reverse("placements:plan", args=[plan.pk]),
            "count": facts.learners,
        },
        {"key": "units", "label": _("Enheter"), "url": reverse("placements:plan_units", args=[plan.pk]), "count": None},
        {
            "key": "unplaced",
            "label": _("Utan plats, och varför"),
            "url": reverse("placements:plan_unplaced", args=[plan.pk]),
            "count": facts.blocks - facts.placed_blocks,
        },
        *(own if may_edit else []),
        {
            "key": "facts",
            "label": _("Om körningen"),
            "url": reverse("placements:plan_facts", args=[plan.pk]),
            "count": None,
        },
    ]


def _filters(request: AuthedRequest) -> dict[str, str]:
    return {"region": request.GET.get("region", ""), "area": request.GET.get("omrade", "")}


def plan_context(request: AuthedRequest, plan: Plan, tab: str) -> dict[str, Any]:
    """Return what every page of a plan shows around its tab."""
    weeks = weeks_of(plan)
    facts = plan_facts(plan, request.user)
    may_edit = can_edit_plan(request.user, plan)
    return {
        "nav": "placements",
        "plan": plan,
        "tab": tab,
        "plan_tabs": _tabs(plan, facts, may_edit=may_edit and plan.state != Plan.State.ARCHIVED),
        "facts": facts,
        "placed_share": share(facts.placed_blocks, facts.blocks),
        "weeks": weeks,
        "months": months_of(weeks),
        "areas": PlacementArea.objects.exclude(pk=STUDENTS),
        "filters": _filters(request) | {"show": request.GET.get("visa", "")},
        "may_publish": plan.state == Plan.State.DRAFT and can_publish_plan(request.user, plan),
        "may_edit": may_edit,
        "may_open_blocks": may_edit and plan.state == Plan.State.DRAFT,
    }
