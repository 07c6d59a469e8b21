"""What ceilings are counted by: every version of patients per learner and of budgets, and a form for one more of each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.formats import decimal
from randa.core.ui.toasts import toast
from randa.dimensioning.forms_bases import BaseForm, BudgetForm, NeedForm
from randa.dimensioning.forms_scenarios import forecast_choice
from randa.dimensioning.models import AreaBudget
from randa.dimensioning.permissions import can_decide_any_bases
from randa.dimensioning.queries.bases import shown_budgets, shown_needs
from randa.dimensioning.services.bases import register_budget, register_patient_need
from randa.dimensioning.views.access import plan_reader
from randa.dimensioning.views.forecast_access import query_of
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest


@require_safe
@plan_reader
def index(request: AuthedRequest) -> HttpResponse:
    """Every region's rules and budgets, the versions that no longer count too; or one region's."""
    regions = list(Organisation.objects.in_mellansverige())
    choice = forecast_choice(request.GET, [one.code for one in regions])
    chosen = [one for one in regions if choice.region in {"", one.code}]
    context = {
        "nav": "forecast", "choice": choice, "regions": regions, "query": query_of(choice), "needs": shown_needs(chosen),
        "budgets": shown_budgets(chosen), "may_decide": can_decide_any_bases(request.user),
    }  # fmt: skip
    return render(request, "dimensioning/forecast/bases.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@plan_reader
def need_new(request: AuthedRequest) -> HttpResponse:
    """Register how many patients a learner needs; what stood before stays readable."""
    require(can_decide_any_bases, request.user)
    form = NeedForm(request.POST or None, actor=request.user, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            register_patient_need(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _("Regeln är registrerad. Taken räknas om med en gång."))
            return _back(form)
    return _form_page(request, form, _("Registrera patientunderlag per person"))


@require_http_methods(["GET", "HEAD", "POST"])
@plan_reader
def budget_new(request: AuthedRequest) -> HttpResponse:
    """Register a year's budget; what stood before stays readable."""
    require(can_decide_any_bases, request.user)
    form = BudgetForm(request.POST or None, actor=request.user, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        try:
            made = register_budget(actor=request.user, **form.cleaned_data)
        except DomainError as refusal:
            put_refusal(form, refusal)
        else:
            toast(request, _outcome(made))
            return _back(form)
    return _form_page(request, form, _("Registrera budget"))


def _outcome(made: AreaBudget) -> str:
    if made.seat_weeks is None:
        return _("Budgeten för %(area)s %(year)d är borttagen. Taken räknas om med en gång.") % {
            "area": str(made.area).lower(), "year": made.year,
        }  # fmt: skip
    return _("Budgeten räcker till %(weeks)s platsveckor. Taken räknas om med en gång.") % {
        "weeks": decimal(made.seat_weeks, 0)
    }


def _initial(request: AuthedRequest) -> dict[str, Any]:
    """Return what the address says of region and area, so that whoever comes from the ceilings has less to choose."""
    choice = forecast_choice(request.GET, [one.code for one in Organisation.objects.in_mellansverige()])
    region = Organisation.objects.filter(code=choice.region).first() if choice.region else None
    return {"region": region, "area": choice.area or None, "starts_on": today(), "year": today().year}


def _back(form: BaseForm) -> HttpResponse:
    return redirect(f"{reverse('dimensioning:bases')}?region={form.cleaned_data['region'].code}")


def _form_page(request: AuthedRequest, form: BaseForm, title: str) -> HttpResponse:
    context = {"nav": "forecast", "form": form, "title": title}
    return render(request, "dimensioning/forecast/base_new.html", context, status=422 if form.errors else 200)
