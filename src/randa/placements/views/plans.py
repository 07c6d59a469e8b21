"""The list of plans, and starting a run."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.placements.forms import RunForm
from randa.placements.permissions import can_publish_somewhere
from randa.placements.price_words import lines_of, warnings_of
from randa.placements.prices import ABOVE_EASE, BELOW_LEAST, RunPrices, prices_for, prices_of_each
from randa.placements.queries.plans import plan_list, regions_to_plan
from randa.placements.services.plans import start_planning
from randa.training.models import PlacementArea


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Plans one may see. Learners have a page of their own, so they are sent there."""
    if not request.user.has("placements.view"):
        return redirect("placements:mine")
    may_plan = request.user.has("placements.plan") and bool(regions_to_plan(request.user))
    context = {
        "nav": "placements",
        "plans": plan_list(request.user),
        "may_plan": may_plan,
        "may_decide_swaps": can_publish_somewhere(request.user),
    }
    return render(request, "placements/plans.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_run(request: AuthedRequest) -> HttpResponse:
    """Choose regions and year, then follow the run on its job page."""
    if not request.user.has("placements.plan"):
        raise PermissionDenied("placements.plan")
    initial = _initial(request)
    regions = regions_to_plan(request.user)
    chosen_codes = request.POST.getlist("regions") if request.method == "POST" else initial["regions"]
    prices = prices_for([one for one in regions if one.code in chosen_codes] or regions)
    form = RunForm(request.POST or None, actor=request.user, regions=regions, prices=prices, initial=initial)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            job = start_planning(
                actor=request.user,
                regions=list(chosen["regions"]),
                start_year=chosen["start_year"],
                seconds=chosen["seconds"],
                is_fair=chosen["is_fair"],
                is_spread=chosen["is_spread"],
                is_strict=chosen["is_strict"],
                locks_from=chosen["locks_from"],
            )
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            return redirect("jobs:detail", job.pk)
    each = prices_of_each(regions)
    context = {
        "nav": "placements",
        "form": form,
        "weighed": [(group, lines_of(one.origins)) for group, one in each],
        "too_dear": _too_dear(each),
    }
    return render(request, "placements/run.html", context, status=422 if form.errors else 200)


def _too_dear(each: Sequence[tuple[list[Organisation], RunPrices]]) -> list[tuple[list[Organisation], list[str]]]:
    """Return the regions whose numbers go before placing everybody, with a sentence for each: no query when there are none."""
    if not any(one.dearer_than_none(key) for _group, one in each for key in (BELOW_LEAST, ABOVE_EASE)):
        return []
    areas = {area.pk: str(area) for area in PlacementArea.objects.all()}
    said = [(group, warnings_of(one, areas)) for group, one in each]
    return [(group, lines) for group, lines in said if lines]


def _initial(request: AuthedRequest) -> dict[str, Any]:
    own = [one.organisation.path.split("/", 1)[0] for one in request.user.current_roles()]
    return {"start_year": today().year, "regions": own}
