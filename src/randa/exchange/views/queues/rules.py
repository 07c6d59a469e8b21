"""By what order a healthcare region's queues are kept: the versions, a new one, its decision."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.ui.toasts import toast
from randa.exchange.forms_order import DecideOrderForm, OrderForm
from randa.exchange.forms_queues import LeaveQueueForm
from randa.exchange.models import OrderRule, healthcare_regions_of
from randa.exchange.permissions import can_decide_order, can_propose_order, can_take_back_order
from randa.exchange.queries.queues.picture import rule_of
from randa.exchange.queries.queues.rules import Version, effects_of, versions_of
from randa.exchange.queue_words import rule_words
from randa.exchange.services.queues.ruling import decide_order, propose_order, take_back_order
from randa.exchange.views.queues.one import done
from randa.exchange.views.requests import FORM_METHODS
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest

State = OrderRule.State


@login_required
@require_safe
def index(request: AuthedRequest, code: str) -> HttpResponse:
    """Every version of the order, the one that holds first."""
    region = _visible(request, code)
    versions = [_shown(one) for one in versions_of(region, today())]
    context = {
        "nav": "exchange",
        "region": region,
        "versions": versions,
        "may_propose": can_propose_order(request.user, region),
    }
    return render(request, "exchange/order_rules.html", context)


@login_required
@require_http_methods(FORM_METHODS)
def new(request: AuthedRequest, code: str) -> HttpResponse:
    """Propose a version; the form opens with what holds today."""
    region = _visible(request, code)
    require(can_propose_order, request.user, region)
    form = OrderForm(request.POST or None, now=rule_of(region.pk, today()))
    if request.method == "POST" and form.is_valid():

        def change() -> Any:
            source = form.cleaned_data["source"]
            return propose_order(
                actor=request.user, healthcare_region=region, order=form.order(), source=source, today=today()
            )

        if (made := done(form, change)) is not None:
            toast(request, _("Förslaget är sparat. Det gäller först när det är beslutat."))
            return redirect(made)
    context = {"nav": "exchange", "region": region, "form": form}
    return render(request, "exchange/order_rule_new.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(FORM_METHODS)
def detail(request: AuthedRequest, code: str, pk: int) -> HttpResponse:
    """One version: what it says, what it would change today, and its decision."""
    rule = _rule(request, code, pk)
    form = DecideOrderForm(request.POST or None, initial={"source": rule.source})
    if request.method == "POST":
        require(can_decide_order, request.user, rule.healthcare_region)
    if request.method == "POST" and form.is_valid():
        made = done(form, lambda: decide_order(actor=request.user, rule=rule, today=today(), **form.cleaned_data))
        if made is not None:
            toast(request, _("Ordningen är beslutad och gäller från sin dag. Regionerna får veta det."))
            return redirect(reverse("exchange:order_rules", args=[code]))
    return _page(request, rule, form, LeaveQueueForm(), status=422 if form.errors else 200)


@login_required
@require_POST
def take_back(request: AuthedRequest, code: str, pk: int) -> HttpResponse:
    """Take the version back, with a reason."""
    rule, form = _rule(request, code, pk), LeaveQueueForm(request.POST)
    require(can_take_back_order, request.user, rule)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        made = done(form, lambda: take_back_order(actor=request.user, rule=rule, reason=reason, today=today()))
        if made is not None:
            toast(request, _("Ordningen är återtagen."))
            return redirect(reverse("exchange:order_rules", args=[code]))
    return _page(request, rule, DecideOrderForm(initial={"source": rule.source}), form, status=422)


def _visible(request: AuthedRequest, code: str) -> Organisation:
    """Return a healthcare region of the person's; 404 for everybody else."""
    return get_object_or_404(Organisation, code=code, pk__in=healthcare_regions_of(request.user))


def _rule(request: AuthedRequest, code: str, pk: int) -> OrderRule:
    rules = OrderRule.objects.select_related("healthcare_region")
    return get_object_or_404(rules, pk=pk, healthcare_region=_visible(request, code))


def _shown(version: Version) -> dict[str, Any]:
    rule = version.rule
    return {"version": version, "rule": rule, "words": rule_words(rule), "tone": _tone(version)}


def _tone(version: Version) -> str:
    if version.holds:
        return "success"
    return {State.PROPOSED: "info", State.DECIDED: "neutral", State.WITHDRAWN: "warning"}[State(version.rule.state)]


def _page(
    request: AuthedRequest, rule: OrderRule, form: DecideOrderForm, reason: LeaveQueueForm, status: int
) -> HttpResponse:
    is_proposal = rule.state == State.PROPOSED
    is_open = is_proposal or (rule.state == State.DECIDED and rule.valid_from > today())
    region = rule.healthcare_region
    context = {
        "nav": "exchange",
        "rule": rule,
        "region": region,
        "words": rule_words(rule),
        "effects": effects_of(rule, today()) if is_open else [],
        "may_decide": is_proposal and region is not None and can_decide_order(request.user, region),
        "is_proposal": is_proposal,
        "may_take_back": is_open and can_take_back_order(request.user, rule),
        "form": form,
        "reason": reason,
        "history": history_of(rule, request.user),
    }
    return render(request, "exchange/order_rule.html", context, status=status)
