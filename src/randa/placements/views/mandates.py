"""Changed mandates of units, and what they do."""

import datetime as dt

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.audit.history import history_among
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.forms import MandateForm
from randa.placements.permissions import can_change_capacity
from randa.placements.queries.mandates import mandate_effect, mandate_effects, mandate_rows, seats_on, units_to_change
from randa.placements.services.capacity import change_mandate
from randa.training.models import Unit

HORIZON = dt.timedelta(days=547)  # a year and a half: as far as plans reach


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Every changed mandate one may see, with its effect, and the units one may change."""
    if not request.user.has("placements.view"):
        raise PermissionDenied("placements.view")
    rows = mandate_rows(request.user)
    effects = mandate_effects(rows, request.user, horizon=HORIZON)
    context = {
        "nav": "mandates",
        "changes": list(zip(rows, effects, strict=True)),
        "units": units_to_change(request.user),
    }
    return render(request, "placements/mandates.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: AuthedRequest, unit_code: str) -> HttpResponse:
    """Change a unit's mandate: first what it would do, then save."""
    unit = Unit.objects.select_related("organisation", "region", "area").filter(organisation__code=unit_code).first()
    if unit is None or not request.user.has("placements.view", unit.organisation):
        raise Http404
    if not can_change_capacity(request.user, unit):
        raise PermissionDenied("capacity.edit")
    form = MandateForm(request.POST or None, initial={"effective_on": today().isoformat()})
    context = {"nav": "mandates", "unit": unit, "form": form, "seats_now": seats_on(unit, today())}
    changes = [str(key) for key in unit.mandate_changes.values_list("pk", flat=True)]
    context["history"] = history_among("placements.mandatechange", changes)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        if "preview" in request.POST:
            effect = mandate_effect(
                unit=unit,
                effective_on=asked["effective_on"],
                seats_before=seats_on(unit, asked["effective_on"]),
                seats_after=asked["seats_after"],
                actor=request.user,
                until=asked["effective_on"] + HORIZON,
            )
            return render(request, "placements/mandate_change.html", context | {"effect": effect})
        try:
            change_mandate(actor=request.user, unit=unit, **asked)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("%(unit)s har fått ett nytt uppdrag. Det som berörs står nedan.") % {"unit": unit})
            return redirect("placements:mandates")
    return render(request, "placements/mandate_change.html", context, status=200 if not form.errors else 422)
