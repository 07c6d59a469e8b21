"""Publishing a plan after seeing whom it concerns, and two plans side by side."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.errors import DomainError
from randa.core.freetext import FreeTextField
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.errors import PlanReplacedError
from randa.placements.models import LateChange, Plan
from randa.placements.permissions import can_publish_plan
from randa.placements.queries.comparison import comparable_plans, compare_plans, publication_changes
from randa.placements.queries.objections import objected_in_plan
from randa.placements.services.plans import publish_plan
from randa.placements.unit_answers import mark_of, not_agreed
from randa.placements.views.plan import visible_plan


class PublishForm(forms.Form):
    """Why something that was promised changes late, and who made it so."""

    cause = forms.ChoiceField(
        label=gettext_lazy("Vem som orsakar att det ändras sent"),
        choices=LateChange.Cause.choices,
        initial=LateChange.Cause.PLANNING,
        required=False,
        help_text=gettext_lazy("Till exempel enheten när den stänger, planeringen när en plan blir klar sent."),
    )
    reason = FreeTextField(
        label=gettext_lazy("Varför det ändras sent"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Läkaren får läsa skälet. Det sparas med ändringen och syns för den som följer upp enheternas kvalitet."),
    )  # fmt: skip
    despite = forms.BooleanField(
        label=gettext_lazy("Jag har läst enheternas svar, och planen ska gälla ändå"), required=False
    )
    read = forms.CharField(
        required=False, max_length=32, widget=forms.HiddenInput
    )  # the mark of the answers on the page

    def said(self) -> dict[str, Any]:
        """Return what the service takes. Who sends no cause has planned late."""
        data = self.cleaned_data
        return {
            "reason": data["reason"],
            "cause": LateChange.Cause(data["cause"] or LateChange.Cause.PLANNING),
            "despite": data["read"] if data["despite"] else "",
        }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def publish(request: AuthedRequest, pk: str) -> HttpResponse:
    """Whom publishing concerns, who gets short notice and why; then make the draft count."""
    plan = visible_plan(request, pk)
    require(can_publish_plan, request.user, plan)
    if plan.state != Plan.State.DRAFT:
        toast(
            request, str(PlanReplacedError()) if plan.state == Plan.State.ARCHIVED else _("Planen är redan publicerad.")
        )
        return redirect(plan)
    open_units = not_agreed(plan)
    form = PublishForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            publish_plan(actor=request.user, plan=plan, **form.said())
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Planen är publicerad. Alla som berörs ser nu sina placeringar och har fått veta det."))
            return redirect(plan)
    context = {
        "nav": "placements",
        "plan": plan,
        "form": form,
        "changes": publication_changes(plan),
        "objected": objected_in_plan(plan),
        "open_units": open_units,
        "open_mark": mark_of(open_units),
    }
    return render(request, "placements/publish.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def compare(request: AuthedRequest, pk: str) -> HttpResponse:
    """What is another in this plan than in an older one, learner by learner."""
    plan = visible_plan(request, pk)
    others = comparable_plans(plan, request.user)
    wanted = request.GET.get("med", "")
    before = next((one for one in others if str(one.pk) == wanted), None if wanted else _nearest(others))
    if wanted and before is None:
        raise Http404
    context = {
        "nav": "placements",
        "plan": plan,
        "others": others,
        "before": before,
        "changes": compare_plans(before, plan, request.user) if before else None,
    }
    return render(request, "placements/compare.html", context)


def _nearest(others: list[Plan]) -> Plan | None:
    """Return what people most want to hold a plan against: what counts today, else the version before it."""
    counting = [one for one in others if one.state == Plan.State.PUBLISHED]
    return next(iter(counting or others), None)
