"""What a week is paid with and which days count, per agreement: every version, and a form for one more."""

from django.contrib.auth.decorators import login_required
from django.db.models import F, Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.compensation.forms import CountingForm, RateForm
from randa.compensation.models import CountingRule, Rate
from randa.compensation.permissions import can_register_rates, can_view_basis
from randa.compensation.services.rates import register_counting, register_rate
from randa.compensation.terms import agreements_with
from randa.compensation.words import rule_words
from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.ui.tables import Column, Table, table_response
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest

COLUMNS = (
    Column("agreement", gettext_lazy("Ramavtal"), value=lambda row: str(row.agreement)),
    Column("kind", gettext_lazy("Gäller"), value=lambda row: str(row.kind) if row.kind_id else _("alla")),
    Column("amount", gettext_lazy("Per vecka"), numeric=True, unit=gettext_lazy("kronor"), places=2),
    Column("starts_on", gettext_lazy("Från och med")),
    Column("version", gettext_lazy("Version"), numeric=True),
    Column("source", gettext_lazy("Beslutat i"), wrap=True),
    Column("provenance", gettext_lazy("Uppgiften är"), value=lambda row: row.get_provenance_display()),
)


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Every rate of the agreements of one's own organisations, the versions that no longer count too."""
    require(can_view_basis, request.user)
    rows = Rate.objects.filter(agreement__in=agreements_with(request.user, "compensation.view")).select_related(
        "agreement__home", "agreement__host", "kind"
    )
    table = Table.from_request(
        request,
        key="rates",
        columns=COLUMNS,
        rows=list(rows.order_by("agreement__home__sort_name", "-starts_on", "-version", "pk")),
        caption=_("Ersättning per vecka"),
        empty=_("Ingen ersättning är registrerad än. Utan en sådan räknas veckor men inga kronor."),
    )
    own = Q(agreement=None) | Q(agreement__in=agreements_with(request.user, "compensation.view"))
    rules = CountingRule.objects.filter(own).select_related("agreement__home", "agreement__host")
    ordered = rules.order_by(F("agreement__home__sort_name").asc(nulls_first=True), "-starts_on", "-version", "pk")
    context = {
        "nav": "compensation",
        "may_add": request.user.has("compensation.edit"),
        "rules": [(one, rule_words(one.as_rule())) for one in ordered],
    }
    return table_response(request, "compensation/rates.html", table, context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: AuthedRequest) -> HttpResponse:
    """Register one more; what stood before stays readable."""
    require(can_register_rates, request.user)
    form = RateForm(request.POST or None, actor=request.user, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        register_rate(actor=request.user, **form.cleaned_data)
        toast(request, _("Ersättningen är registrerad och räknas från den dagen."))
        return redirect("compensation:rates")
    return _form_page(request, form, _("Registrera ersättning"), _("Skriv bara belopp som är beslutade."))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: AuthedRequest) -> HttpResponse:
    """Register which days count under an agreement; what stood before stays readable."""
    require(can_register_rates, request.user)
    initial = {"starts_on": today(), "holidays_off": True, "by_share": True}
    form = CountingForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        register_counting(actor=request.user, **form.said())
        toast(request, _("Räknesättet är registrerat och gäller från den dagen."))
        return redirect("compensation:rates")
    lead = _("Skriv det som avtalet säger. Säger det inget gäller den gemensamma regeln.")
    return _form_page(request, form, _("Registrera hur dagar räknas"), lead)


def _form_page(request: AuthedRequest, form: RateForm | CountingForm, title: str, lead: str) -> HttpResponse:
    context = {"nav": "compensation", "form": form, "title": title, "lead": lead}
    return render(request, "compensation/registering.html", context, status=422 if form.errors else 200)
