"""The one pool of seats: who goes first, what does not go together ahead, and the groups of learners at a unit."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.audit.history import history_among
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.supply.forms import ClaimForm, PoolForm
from randa.supply.models import PoolRule, PoolRuleSet
from randa.supply.permissions import can_ask_for_seats, can_decide_pool
from randa.supply.pool import KindRule
from randa.supply.queries.pool import conflicts_ahead, pool_units, rules_of
from randa.supply.services.claims import ask_for_seats, promise_seats, withdraw_claim
from randa.supply.services.pool import decide_pool
from randa.supply.views.units import page_of, visible_unit
from randa.training.models import LearnerKind, SeatClaim


def _regions(request: AuthedRequest) -> list[Organisation]:
    if not request.user.has("placements.view"):
        raise PermissionDenied("placements.view")
    return list(dict.fromkeys(unit.region for unit in pool_units(request.user)))


@login_required
@require_safe
def pool(request: AuthedRequest) -> HttpResponse:
    """Who goes first in a region, from where that comes, and the weeks ahead in which more is asked for than there is."""
    regions = _regions(request)
    if not regions:
        return render(request, "supply/pool.html", {"nav": "pool", "regions": regions})
    region = next((one for one in regions if one.code == request.GET.get("region")), regions[0])
    rules = rules_of(region, today())
    sets = PoolRuleSet.objects.filter(organisation=region).order_by("-version")
    context = {
        "nav": "pool",
        "regions": regions,
        "region": region,
        "rules": rules,
        "versions": sets,
        "kinds": LearnerKind.objects.order_by("sort_order"),
        "conflicts": conflicts_ahead(pool_units(request.user, region.code), as_rules(rules.rules), today()),
        "may_decide": can_decide_pool(request.user, region),
        "history": history_among("supply.poolruleset", [str(one.pk) for one in sets]),
    }
    return render(request, "supply/pool.html", context)


def as_rules(rows: Sequence[PoolRule]) -> list[KindRule]:
    """Return stored rules as the pure function takes them."""
    return [row.as_rule() for row in rows]


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: AuthedRequest, region_code: str) -> HttpResponse:
    """Decide new rules: first what they would do to the weeks ahead, beside those that hold, then save."""
    region = next((unit.region for unit in pool_units(request.user, region_code)), None)
    if region is None:
        raise Http404
    require(can_decide_pool, request.user, region)
    now = as_rules(rules_of(region, today()).rules)
    kinds = list(LearnerKind.objects.order_by("sort_order"))
    form = PoolForm(request.POST or None, rules=now, kinds=kinds, initial={"valid_from": today()})
    context = {"nav": "pool", "region": region, "form": form}
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if "preview" in request.POST:
            units = pool_units(request.user, region.code)
            effect = [(_("Nu gällande"), now), (_("Ditt förslag"), form.rules())]
            tried = [(name, conflicts_ahead(units, rules, today())) for name, rules in effect]
            return render(request, "supply/pool_decide.html", context | {"tried": tried})
        try:
            decide_pool(
                actor=request.user, organisation=region, rules=form.rules(), valid_from=said["valid_from"],
                decided_by=said["decided_by"], source=said["source"],
            )  # fmt: skip
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Ordningen är sparad som en ny version. Den förra står kvar."))
            return redirect(f"{reverse('supply:pool')}?region={region.code}")
    return render(request, "supply/pool_decide.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def claims(request: AuthedRequest, code: str) -> HttpResponse:
    """Groups of learners at the unit, asked for and promised, and the weeks in which they do not fit together."""
    unit = visible_unit(request, code)
    may_ask = can_ask_for_seats(request.user, unit)
    form = ClaimForm(request.POST or None, initial={"starts_on": today()})
    rules = as_rules(rules_of(unit.organisation, today()).rules)
    context = page_of(request, unit, "claims") | {"form": form, "may_ask": may_ask}
    if request.method == "POST":
        require(can_ask_for_seats, request.user, unit)
        if form.is_valid():
            try:
                ask_for_seats(actor=request.user, unit=unit, **form.asked())
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                toast(request, _("Platserna är begärda. Inget hålls förrän enheten har lovat dem."))
                return redirect("supply:claims", code)
    context |= {
        "claims": unit.claims.filter(ends_before__gt=today()).select_related("kind").order_by("starts_on", "pk"),
        "conflicts": conflicts_ahead([unit], rules, today()),
    }
    return render(request, "supply/claims.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def claim_act(request: AuthedRequest, code: str, pk: int) -> HttpResponse:
    """Promise or withdraw."""
    unit = visible_unit(request, code)
    claim = get_object_or_404(SeatClaim.objects.select_related("kind"), pk=pk, unit=unit)
    try:
        if "promise" in request.POST:
            promise_seats(actor=request.user, claim=claim)
            toast(request, _("Platserna är lovade och hålls nu."))
        else:
            withdraw_claim(actor=request.user, claim=claim)
            toast(request, _("Borttaget. Platserna hålls inte längre."))
    except DomainError as refusal:
        toast(request, str(refusal), tone="error")
    return redirect("supply:claims", code)
