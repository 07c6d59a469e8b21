"""What a unit says about itself: what it can teach, when it is closed, rooms, seats, method, and who changed what."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.permissions import require
from randa.core.audit.history import as_history, events_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.refusals import put_refusal
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.supply.facts import KINDS
from randa.supply.forms_facts import ObjectivesForm
from randa.supply.models import UnitContact
from randa.supply.permissions import can_keep_unit
from randa.supply.queries.goals import losers_at
from randa.supply.services.facts import remove_fact, set_objectives
from randa.supply.views.units import page_of, visible_unit


@login_required
@require_safe
def facts(request: AuthedRequest, code: str) -> HttpResponse:
    """Closures, seats, the least number, rooms, patients and method, as they hold and are to come."""
    unit = visible_unit(request, code)
    lists = [(kind, [(row, kind.what(row)) for row in kind.rows(unit, today())]) for kind in KINDS.values()]
    contact = UnitContact.objects.filter(unit=unit).first()
    return render(request, "supply/facts.html", page_of(request, unit, "facts") | {"lists": lists, "contact": contact})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def fact(request: AuthedRequest, code: str, kind: str, pk: int | None = None) -> HttpResponse:
    """Add, change or take back one period."""
    unit = visible_unit(request, code)
    shape = KINDS.get(kind)
    if shape is None:
        raise Http404
    row: Any = get_object_or_404(shape.model, pk=pk, unit=unit) if pk else None
    require(can_keep_unit, request.user, unit)
    initial = shape.initial(row) if row else {"starts_on": today(), "reserved": 0}
    form = shape.form(
        request.POST or None, initial={name: value for name, value in initial.items() if name in shape.form.base_fields}
    )
    if request.method == "POST":
        if row is not None and "remove" in request.POST:
            remove_fact(actor=request.user, unit=unit, row=row)
            toast(request, _("Perioden är borttagen."))
            return redirect("supply:facts", code)
        if form.is_valid():
            try:
                shape.keep(actor=request.user, unit=unit, row=row, **form.said())
            except DomainError as refusal:
                put_refusal(form, refusal)
            else:
                toast(request, str(shape.saved))
                return redirect("supply:facts", code)
    context = page_of(request, unit, "facts") | {"form": form, "kind": shape, "row": row}
    return render(request, "supply/fact.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def objectives(request: AuthedRequest, code: str) -> HttpResponse:
    """What the unit can teach, and what it no longer can."""
    unit = visible_unit(request, code)
    held = unit.objectives.select_related("objective__regulation").order_by("objective__sort_order", "starts_on")
    holding = [one for one in held if one.ends_before is None or one.ends_before > today()]
    initial = {"objectives": [one.objective_id for one in holding], "from_day": today()}
    form = ObjectivesForm(request.POST or None, initial=initial)
    if request.method == "POST":
        require(can_keep_unit, request.user, unit)
        if form.is_valid():
            try:
                new, gone = set_objectives(actor=request.user, unit=unit, **form.cleaned_data)
            except DomainError as refusal:
                form.add_error("reason", str(refusal))
            else:
                toast(request, _("Sparat: %(new)d delmål tillkom och %(gone)d försvann.") % {"new": new, "gone": gone})
                return redirect("supply:objectives", code)
    ended = [one for one in held if one.ends_before is not None and one.ends_before <= today()]
    hit = losers_at(request.user, unit, today())
    losers = {"alone": [one for one in hit if not one.spare], "elsewhere": [one for one in hit if one.spare]}
    context = page_of(request, unit, "objectives") | {
        "losers": losers,
        "holding": holding,
        "ended": ended,
        "form": form,
    }
    return render(request, "supply/objectives.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def history(request: AuthedRequest, code: str) -> HttpResponse:
    """Everything that was changed about the unit, its mandates and its supervisors."""
    unit = visible_unit(request, code)
    rows = events_of(
        {
            "training.unit": [str(unit.pk)],
            "placements.mandatechange": [str(key) for key in unit.mandate_changes.values_list("pk", flat=True)],
            "supervisors.supervisor": [str(key) for key in unit.supervisors.values_list("pk", flat=True)],
        }
    )
    return render(request, "supply/history.html", page_of(request, unit, "history") | {"history": as_history(rows)})
