"""The register of framework agreements."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.day_fields import ONE_DAY
from randa.core.errors import DomainError
from randa.core.ui.formats import period
from randa.core.ui.tables import Column, Table, table_response
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.supply.forms_agreements import AgreementForm
from randa.supply.models import FrameworkAgreement
from randa.supply.permissions import can_keep_agreement
from randa.supply.queries.agreements import agreements_seen_by
from randa.supply.services.agreements import save_agreement

COLUMNS = (
    Column("parties", gettext_lazy("Avtal"), value=str),
    Column("home", gettext_lazy("Sänder"), value=lambda row: str(row.home)),
    Column("host", gettext_lazy("Tar emot"), value=lambda row: str(row.host)),
    Column(
        "kinds", gettext_lazy("Gäller"), value=lambda row: ", ".join(map(str, row.kinds.all())) or _("alla"), wrap=True
    ),
    Column("period", gettext_lazy("Period"), value=lambda row: period(row.starts_on, row.ends_before)),
    Column("salary", gettext_lazy("Lön"), value=lambda row: row.get_salary_display()),
    Column("travel", gettext_lazy("Resor"), value=lambda row: row.get_travel_display()),
    Column("insurance", gettext_lazy("Försäkring"), value=lambda row: row.get_insurance_display()),
    Column("reference", gettext_lazy("Diarienummer"), default_visible=False),
)
TERMS = ("home", "host", "starts_on", "salary", "travel", "insurance", "reference", "note")


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """The agreements of one's own organisations."""
    if not request.user.has("placements.view"):
        raise PermissionDenied("placements.view")
    table = Table.from_request(
        request,
        key="agreements",
        columns=COLUMNS,
        rows=list(
            agreements_seen_by(request.user).prefetch_related("kinds").order_by("home__sort_name", "starts_on", "pk")
        ),
        caption=_("Ramavtal"),
        row_url=FrameworkAgreement.get_absolute_url,
        empty=_("Inga ramavtal är registrerade än. Med ett ramavtal behövs inget avtal per person."),
    )
    may_add = request.user.has("placements.publish")
    return table_response(request, "supply/agreements.html", table, {"nav": "agreements", "may_add": may_add})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agreement(request: AuthedRequest, pk: int | None = None) -> HttpResponse:
    """One agreement: its terms, who keeps it, and what it said before."""
    row = get_object_or_404(agreements_seen_by(request.user), pk=pk) if pk else None
    if row is None and not request.user.has("placements.publish"):
        raise PermissionDenied("placements.publish")
    may_keep = row is None or can_keep_agreement(request.user, row.home, row.host)
    form = AgreementForm(request.POST or None, initial=_initial(row))
    if request.method == "POST":
        if row is not None:
            require(can_keep_agreement, request.user, row.home, row.host)
        if form.is_valid():
            try:
                saved = save_agreement(actor=request.user, agreement=row, **form.said())
            except DomainError as refusal:
                form.add_error(None, str(refusal))
            else:
                toast(request, _("Avtalet är sparat. Placeringar som det täcker räknas som klara på den punkten."))
                return redirect(saved)
    context: dict[str, Any] = {"nav": "agreements", "agreement": row, "form": form, "may_keep": may_keep}
    if row is not None:
        context["history"] = history_of(row, request.user)
    return render(request, "supply/agreement.html", context, status=422 if form.errors else 200)


def _initial(row: FrameworkAgreement | None) -> dict[str, Any]:
    if row is None:
        return {"starts_on": today(), **dict.fromkeys(("salary", "travel", "insurance"), FrameworkAgreement.Payer.HOME)}
    last = row.ends_before - ONE_DAY if row.ends_before else None
    kinds = [kind.pk for kind in row.kinds.all()]
    values = {name: getattr(row, name) for name in TERMS} | {"home": row.home_id, "host": row.host_id}
    return values | {"last_day": last, "kinds": kinds}
