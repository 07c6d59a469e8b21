"""Periods, holds and removal."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.audit.history import History, history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.export import file_response
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest
from randa.privacy.errors import UnknownPersonError
from randa.privacy.forms import HoldForm, PeriodForm, ReasonForm
from randa.privacy.models import LegalHold, RetentionClass, RetentionPeriod, RetentionRun
from randa.privacy.papers import protocol
from randa.privacy.permissions import can_apply_removal, can_approve_removal, can_lift_hold, can_see_retention
from randa.privacy.queries import (
    holds_at,
    lines_of,
    organisations_with,
    period_words,
    periods_at,
    person_under,
    runs_at,
)
from randa.privacy.registry import kinds
from randa.privacy.services import (
    approve_removal,
    lift_hold,
    place_hold,
    propose_removal,
    reject_removal,
    set_period,
    start_removal,
)
from randa.privacy.views.register import managed

EITHER = ("privacy.manage", "retention.approve")


@login_required
@require_safe
def index(request: AuthedRequest) -> HttpResponse:
    """Lead to the removal page of the first organisation that one manages or approves for."""
    require(can_see_retention, request.user)
    return redirect("privacy:retention", code=organisations_with(request.user, *EITHER)[0].code)


@login_required
@require_safe
def retention(request: AuthedRequest, code: str) -> HttpResponse:
    """How long each class is kept, what is held, and the runs."""
    return render(request, "privacy/retention.html", _overview(request, managed(request, code, *EITHER)))


def _overview(
    request: AuthedRequest, organisation: Organisation, refused: ReasonForm | None = None
) -> dict[str, object]:
    """Return what the page of removal shows; `refused` is the form of a hold that was not lifted, by its prefix."""
    periods = periods_at(organisation)
    labels: dict[str, list[str]] = {}
    for kind in kinds():
        labels.setdefault(kind.retention_class, []).append(str(kind.label))
    classes = [
        {
            "class": one,
            "period": periods[one.key],
            "words": period_words(periods[one.key].months),
            "kinds": labels.get(one.key, []),
        }
        for one in RetentionClass.objects.all()
    ]
    names = {kind.key: str(kind.label) for kind in kinds()}
    return {
        "nav": "privacy-retention",
        "organisation": organisation,
        "organisations": organisations_with(request.user, *EITHER),
        "classes": classes,
        "holds": [
            (hold, names.get(hold.kind, hold.kind), _lift_form(hold, refused))
            for hold in holds_at(request.user, organisation)
        ],
        "runs": runs_at(request.user, organisation)[:20],
        "may_manage": request.user.has("privacy.manage", organisation),
    }


def _lift_form(hold: LegalHold, refused: ReasonForm | None) -> ReasonForm:
    own = ReasonForm(prefix=f"hold-{hold.pk}")
    return refused if refused is not None and refused.prefix == own.prefix else own


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def period(request: AuthedRequest, code: str, key: str) -> HttpResponse:
    """The organisation's own period of a class."""
    organisation = managed(request, code)
    found = get_object_or_404(RetentionClass, pk=key)
    now = periods_at(organisation)[found.pk]
    form = PeriodForm(
        request.POST or None, initial={"months": now.months, "decision": now.decision if now.is_own else ""}
    )
    if request.method == "POST" and form.is_valid():
        set_period(actor=request.user, retention_class=found, organisation=organisation, **form.cleaned_data)
        toast(request, _("Fristen är sparad."))
        return redirect("privacy:retention", code=code)
    own = RetentionPeriod.objects.filter(retention_class=found, organisation=organisation).first()
    history = history_of(own, request.user) if own else History()
    context = {
        "nav": "privacy-retention",
        "organisation": organisation,
        "class": found,
        "form": form,
        "history": history,
    }
    return render(request, "privacy/period.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def hold_new(request: AuthedRequest, code: str) -> HttpResponse:
    """Forbid removal of a person's data, or of a kind."""
    organisation = managed(request, code)
    form = HoldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        email = values.pop("email")
        try:
            person = person_under(request.user, email) if email else None
            if email and person is None:
                raise UnknownPersonError
            place_hold(actor=request.user, organisation=organisation, today=today(), person=person, **values)
        except DomainError as refusal:
            form.add_error("email" if isinstance(refusal, UnknownPersonError) else None, str(refusal))
        else:
            toast(request, _("Undantaget gäller från och med nu."))
            return redirect("privacy:retention", code=code)
    context = {"nav": "privacy-retention", "organisation": organisation, "form": form}
    return render(request, "privacy/hold_new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def hold_lift(request: AuthedRequest, pk: int) -> HttpResponse:
    """Let what was held be removed again, for a reason."""
    hold = get_object_or_404(LegalHold.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    require(can_lift_hold, request.user, hold)
    form = ReasonForm(request.POST, prefix=f"hold-{pk}")
    if form.is_valid():
        lift_hold(actor=request.user, hold=hold, reason=form.cleaned_data["reason"], today=today())
        toast(request, _("Undantaget är hävt."))
        return redirect("privacy:retention", code=hold.organisation.code)
    return render(request, "privacy/retention.html", _overview(request, hold.organisation, form), status=422)


@login_required
@fresh_sign_in_required
@require_POST
def run_new(request: AuthedRequest, code: str) -> HttpResponse:
    """Propose the removal of everything whose period is over."""
    organisation = managed(request, code)
    try:
        run = propose_removal(actor=request.user, organisation=organisation, today=today())
    except DomainError as refusal:
        toast(request, str(refusal), tone="info")
        return redirect("privacy:retention", code=code)
    return redirect("privacy:run", pk=run.pk)


@login_required
@require_safe
def run(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """What a run removes, with samples while it waits, and its protocol afterwards."""
    found = _found(request, pk)
    return render(request, "privacy/run.html", _context(request, found))


@login_required
@fresh_sign_in_required
@require_POST
def run_approve(request: AuthedRequest, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    approve_removal(actor=request.user, run=found)
    toast(request, _("Gallringen är godkänd. Nu kan den genomföras."))
    return redirect("privacy:run", pk=pk)


@login_required
@require_POST
def run_reject(request: AuthedRequest, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    require(can_approve_removal, request.user, found)
    form = ReasonForm(request.POST)
    if form.is_valid():
        reject_removal(actor=request.user, run=found, reason=form.cleaned_data["reason"])
        toast(request, _("Gallringen är avvisad. Inget raderas."))
        return redirect("privacy:run", pk=pk)
    return render(request, "privacy/run.html", _context(request, found, form), status=422)


@login_required
@fresh_sign_in_required
@require_POST
def run_apply(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Start what is approved, and follow the job."""
    job = start_removal(actor=request.user, run=_found(request, pk))
    return redirect("jobs:detail", pk=job.pk)


@login_required
@require_safe
def run_protocol(request: AuthedRequest, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    if found.state != RetentionRun.State.APPLIED:
        raise Http404
    return file_response(protocol(found), "application/pdf", f"gallringsprotokoll-{found.organisation.name}.pdf")


def _found(request: AuthedRequest, pk: UUID) -> RetentionRun:
    seen = RetentionRun.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("organisation", "proposed_by", "decided_by", "applied_by"), pk=pk)


def _context(request: AuthedRequest, found: RetentionRun, form: ReasonForm | None = None) -> dict[str, object]:
    waits = found.state == RetentionRun.State.PROPOSED
    return {
        "nav": "privacy-retention",
        "run": found,
        "lines": lines_of(found, samples=waits),
        "waits": waits,
        "may_approve": waits and can_approve_removal(request.user, found) and found.proposed_by_id != request.user.pk,
        "is_proposer": found.proposed_by_id == request.user.pk,
        "may_apply": found.state in {"approved", "applying"} and can_apply_removal(request.user, found),
        "reject_form": form or ReasonForm(),
        "history": history_of(found, request.user),
    }
