"""A unit's supervisors: who is away, whom that leaves without one, and who takes over."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.audit.duty import open_record
from randa.core.audit.history import history_among
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.formats import period
from randa.core.ui.toasts import toast
from randa.people.http import AuthedRequest
from randa.supervisors.models import Supervisor, SupervisorAbsence
from randa.supply.forms import LeaveForm, ReplacementForm, WithdrawForm
from randa.supply.permissions import can_keep_unit, can_record_leave
from randa.supply.queries.concerns import Concern, concerns_at
from randa.supply.queries.replacements import Colleague, colleagues_for, near_units
from randa.supply.queries.staff import staff_of
from randa.supply.services.leave import record_leave, withdraw_leave
from randa.supply.services.supervision import assign_supervisor
from randa.supply.views.units import page_of, visible_unit
from randa.training.models import Unit


@login_required
@require_safe
def supervisors(request: AuthedRequest, code: str) -> HttpResponse:
    """Who supervises at the unit, and who needs another supervisor."""
    unit = visible_unit(request, code)
    staff = staff_of(request.user, unit, today())
    keys = [str(row.supervisor.pk) for row in staff.rows]
    context = page_of(request, unit, "supervisors") | {
        "staff": staff,
        "concerns": concerns_at(request.user, unit, since=today()),
        "withdraw_form": WithdrawForm(),
        "history": history_among("supervisors.supervisor", keys),
    }
    return render(request, "supply/supervisors.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: AuthedRequest, code: str, supervisor_pk: int) -> HttpResponse:
    """Say that a supervisor is away: first what it does, then save."""
    unit = visible_unit(request, code)
    supervisor = _supervisor(unit, supervisor_pk)
    require(can_record_leave, request.user, supervisor)
    asked = open_record(request, supervisor.user)
    if asked is not None:
        return asked
    form = LeaveForm(request.POST or None, initial={"starts_on": today()})
    context = page_of(request, unit, "supervisors") | {"supervisor": supervisor, "form": form}
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            supposed = SupervisorAbsence(supervisor=supervisor, **form.period())
            concerns = concerns_at(request.user, unit, since=today(), supposed=[supposed])
            return render(request, "supply/leave.html", context | {"is_preview": True, "concerns": concerns})
        try:
            record_leave(actor=request.user, supervisor=supervisor, **form.period())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Sparat. Platserna räknas utan %(name)s de veckorna.") % {"name": supervisor})
            return redirect("supply:supervisors", code)
    return render(request, "supply/leave.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def leave_withdraw(request: AuthedRequest, code: str, pk: int) -> HttpResponse:
    """Take back that a supervisor is away."""
    unit = visible_unit(request, code)
    absence = get_object_or_404(SupervisorAbsence.objects.select_related("supervisor"), pk=pk, supervisor__unit=unit)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        withdraw_leave(actor=request.user, absence=absence, reason=form.cleaned_data["reason"])
        toast(request, _("Frånvaron är borttagen. Platserna räknas med handledaren igen."))
    else:
        toast(request, " ".join(str(error) for errors in form.errors.values() for error in errors), tone="error")
    return redirect("supply:supervisors", code)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def replacement(request: AuthedRequest, code: str, enrolment_pk: str) -> HttpResponse:
    """Choose who takes over a learner whose supervisor is away: colleagues with hours left, then units near with seats."""
    unit = visible_unit(request, code)
    require(can_keep_unit, request.user, unit)
    concern = next(
        (one for one in concerns_at(request.user, unit, since=today()) if str(one.enrolment.pk) == str(enrolment_pk)),
        None,
    )
    context = page_of(request, unit, "supervisors")
    if concern is None:
        return render(request, "supply/replaced.html", context)
    asked = open_record(request, concern.enrolment.learner)
    if asked is not None:
        return asked
    colleagues = colleagues_for(concern)
    form = ReplacementForm(request.POST or None, choices=[one.choice for one in colleagues])
    if request.method == "POST" and form.is_valid() and _replace(request, form, concern, colleagues):
        return redirect("supply:supervisors", code)
    near = near_units(concern.enrolment, unit, concern.starts_on, concern.ends_before)
    context |= {"concern": concern, "colleagues": colleagues, "form": form, "near": near}
    return render(request, "supply/replacement.html", context, status=422 if form.errors else 200)


def _replace(request: AuthedRequest, form: ReplacementForm, concern: Concern, colleagues: list[Colleague]) -> bool:
    chosen = next(one.supervisor for one in colleagues if str(one.supervisor.pk) == form.cleaned_data["supervisor"])
    when: dict[str, Any] = {"starts_on": concern.starts_on, "ends_before": concern.ends_before}
    try:
        assign_supervisor(actor=request.user, enrolment=concern.enrolment, supervisor=chosen, **when)
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    words = {"name": chosen, "learner": concern.enrolment.learner, "period": period(**when)}
    toast(request, _("%(name)s handleder %(learner)s %(period)s.") % words)
    return True


def _supervisor(unit: Unit, pk: int) -> Supervisor:
    rows = Supervisor.objects.select_related("user", "unit__organisation", "speciality")
    return get_object_or_404(rows, pk=pk, unit=unit)
