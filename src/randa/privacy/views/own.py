"""One's own data: what is kept, an export, requests."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.row_security import as_system
from randa.core.audit.history import history_of
from randa.core.audit.services import record_opening
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.export import file_response
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.people.http import AuthedRequest
from randa.privacy.forms import AnswerForm, ReasonForm, RequestForm
from randa.privacy.models import AccessExport, PrivacyRequest
from randa.privacy.papers import own_paper
from randa.privacy.permissions import can_handle_person
from randa.privacy.queries import controllers_for, register_of
from randa.privacy.services import ask_for_export, fetch_export, make_request, withdraw_request
from randa.privacy.services.erasing import counts_about
from randa.privacy.services.erasure import what_stops_erasure


@login_required
@require_safe
def own(request: AuthedRequest) -> HttpResponse:
    """What is kept about me, why and how long; my exports and requests."""
    controllers = controllers_for(request.user)
    context = {
        "nav": "privacy-own",
        "entries": register_of(controllers[0] if controllers else None),
        "controllers": controllers,
        "exports": AccessExport.objects.of(request.user)[:5],
        "requests": PrivacyRequest.objects.filter(person=request.user).order_by("-received_on")[:10],
    }
    return render(request, "privacy/own.html", context)


@login_required
@require_safe
def own_pdf(request: AuthedRequest) -> HttpResponse:
    paper = own_paper(controllers_for(request.user))
    return file_response(paper, "application/pdf", "sa-behandlar-vi-dina-uppgifter.pdf")


@login_required
@fresh_sign_in_required
@require_POST
def export_ask(request: AuthedRequest) -> HttpResponse:
    """Start making my export, and follow the job."""
    try:
        export = ask_for_export(actor=request.user, person=request.user)
    except DomainError as refusal:
        toast(request, str(refusal), tone="warning")
        return redirect("privacy:own")
    return redirect("jobs:detail", pk=export.job_id)


@login_required
@require_safe
def export(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Where an export is fetched; an officer who asked for it sees how it went."""
    found = get_object_or_404(AccessExport.objects.visible_to(request.user).select_related("person"), pk=pk)
    write_down_opening(request, found)
    return render(
        request,
        "privacy/export.html",
        {"nav": "privacy-own", "export": found, "history": history_of(found, request.user)},
    )


@login_required
@fresh_sign_in_required
@require_safe
def export_file(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """The file itself, for the person alone."""
    found = get_object_or_404(AccessExport.objects.of(request.user), pk=pk)
    answer = file_response(fetch_export(actor=request.user, export=found), "application/zip", "mina-uppgifter.zip")
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_new(request: AuthedRequest) -> HttpResponse:
    """Ask for correction, restriction, erasure, or object."""
    form = RequestForm(
        request.POST or None,
        initial={"kind": request.GET.get("slag", "correction"), "about": request.GET.get("om", "")},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = make_request(actor=request.user, person=request.user, today=today(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(
                request, _("Din begäran är inskickad. Du får svar senast %(day)s.") % {"day": made.due_on.isoformat()}
            )
            return redirect("privacy:request", pk=made.pk)
    context = {"nav": "privacy-own", "form": form}
    return render(request, "privacy/request_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def request_page(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """A request: its text, deadline and answer; for the officer what to decide on."""
    seen = PrivacyRequest.objects.visible_to(request.user).select_related("person", "noted_by", "answered_by")
    found = get_object_or_404(seen, pk=pk)
    write_down_opening(request, found)
    return render(request, "privacy/request.html", request_context(request, found))


@login_required
@require_POST
def request_withdraw(request: AuthedRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(PrivacyRequest.objects.visible_to(request.user), pk=pk)
    withdraw_request(actor=request.user, request=found, today=today())
    toast(request, _("Din begäran är återtagen."))
    return redirect("privacy:request", pk=pk)


def write_down_opening(request: AuthedRequest, found: PrivacyRequest | AccessExport) -> None:
    """Log that somebody else than the person opened it. Nobody is asked why: whoever answers for a request has it as their duty."""
    record_opening(request.user, found, found.person, reason=_("Handläggning av en begäran om personuppgifter"))


def request_context(
    request: AuthedRequest,
    found: PrivacyRequest,
    answer: AnswerForm | None = None,
    extension: ReasonForm | None = None,
    lift: ReasonForm | None = None,
) -> dict[str, object]:
    """Return what the page of a request shows; for an officer also what an erasure would do."""
    officer = can_handle_person(request.user, found.person)
    context: dict[str, object] = {
        "nav": "privacy-requests" if officer else "privacy-own",
        "item": found,
        "is_officer": officer,
        "days_left": found.days_left(today()),
        "exports": found.exports.defer("content"),
        "answer_form": answer or AnswerForm(),
        "extend_form": extension or ReasonForm(prefix="extend"),
        "lift_form": lift or ReasonForm(prefix="lift"),
        "history": history_of(found, request.user),
    }
    if officer and found.is_open and found.kind == PrivacyRequest.Kind.ERASURE:
        with as_system("an erasure reaches every row about the person, and the page says how many and what stops it"):
            context |= {"erasure": counts_about(found.person), "stops": what_stops_erasure(found.person, today())}
    return context
