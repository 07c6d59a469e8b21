"""One person's checklist before a placement, with the rule about one's own workplace."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.placements.models import Placement
from randa.supply.forms_agreements import ExceptionForm
from randa.supply.models import ClearanceItem
from randa.supply.permissions import can_clear_placement, can_decide_exception, can_keep_unit
from randa.supply.queries.clearance import checks_of
from randa.supply.queries.coming import supervisions_of
from randa.supply.queries.workplace import check_workplace
from randa.supply.services.agreements import decide_exception, set_cleared
from randa.training.models import Unit


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def placement(request: AuthedRequest, pk: str) -> HttpResponse:
    """One person's checklist for one placement. The learner sees it too; the keeper of the unit ticks."""
    rows = Placement.objects.visible_to(request.user).filter(is_published=True, unit__isnull=False)
    related = ("enrolment__learner", "enrolment__post__region", "unit__organisation", "unit__area", "unit__region")
    row = get_object_or_404(rows.select_related(*related), pk=pk)
    asked = open_record(request, row.enrolment.learner)
    if asked is not None:
        return asked
    unit = cast("Unit", row.unit)  # none is filtered away above
    form = ExceptionForm(request.POST if "reason" in request.POST else None)
    if request.method == "POST":
        require(can_clear_placement, request.user, unit)
        answer = _act(request, row, unit, form)
        if answer is not None:
            return answer
    context = {
        "nav": "units",
        "placement": row,
        "unit": unit,
        "today": today(),
        "checks": [(one, one.is_late(today())) for one in checks_of(row, unit)],
        "workplace": check_workplace(row.enrolment, unit, row.starts_on),
        "held": supervisions_of(row),
        "may_keep": can_keep_unit(request.user, unit),
        "may_clear": can_clear_placement(request.user, unit),
        "may_except": can_decide_exception(request.user, row.enrolment, unit),
        "form": form,
    }
    return render(request, "supply/clearance.html", context, status=422 if form.errors else 200)


def _act(request: AuthedRequest, row: Placement, unit: Unit, form: ExceptionForm) -> HttpResponse | None:
    """Tick, take a tick back or decide an exception; None when the form must be shown again."""
    if "item" in request.POST:
        item = get_object_or_404(ClearanceItem, pk=request.POST["item"])
        done = request.POST.get("done") == "1"
        set_cleared(actor=request.user, enrolment=row.enrolment, unit=unit, item=item, done=done, today=today())
        return redirect("supply:clearance", row.pk)
    if not form.is_valid():
        return None
    try:
        decide_exception(actor=request.user, enrolment=row.enrolment, unit=unit, reason=form.cleaned_data["reason"])
    except DomainError as refusal:
        form.add_error("reason", str(refusal))
        return None
    toast(request, _("Undantaget är beslutat och sparat med sitt skäl."))
    return redirect("supply:clearance", row.pk)
