"""The officer's list of requests, and deciding them."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.people.http import AuthedRequest
from randa.privacy.errors import UnknownPersonError
from randa.privacy.forms import AnswerForm, NoteForm, ReasonForm
from randa.privacy.models import PrivacyRequest
from randa.privacy.permissions import can_answer_request, can_manage_privacy
from randa.privacy.queries import person_under
from randa.privacy.services import answer_request, ask_for_export, extend_request, lift_restriction, make_request
from randa.privacy.views.own import request_context, write_down_opening


def _rows(request: AuthedRequest) -> list[dict[str, object]]:
    found = PrivacyRequest.objects.visible_to(request.user).select_related("person").exclude(person=request.user)
    return [
        {
            "pk": one.pk,
            "person": str(one.person),
            "kind": one.get_kind_display(),
            "state": one.get_state_display(),
            "received": one.received_on,
            "due": one.due_on if one.is_open else None,
            "left": one.days_left(today()) if one.is_open else None,
        }
        for one in sorted(found, key=lambda one: (not one.is_open, one.due_on))
    ]


@login_required
@require_safe
def requests(request: AuthedRequest) -> HttpResponse:
    """Every request one answers, the most urgent first."""
    require(can_manage_privacy, request.user)
    columns = (
        Column("person", _("Person")),
        Column("kind", _("Slag")),
        Column("state", _("Läge")),
        Column("received", _("Kom in")),
        Column("due", _("Svar senast")),
        Column("left", _("Kvar"), numeric=True, unit=_("dagar")),
    )
    table = Table.from_request(
        request, key="privacy-requests", columns=columns, rows=_rows(request), caption=_("Begäranden om personuppgifter"),
        filters=(Filter("kind", _("Slag")), Filter("state", _("Läge"))), row_id=lambda row: row["pk"],
        row_url=lambda row: reverse("privacy:request", args=[row["pk"]]),
        empty=_("Ingen har begärt något än. Kommer en begäran med brev eller telefon för du in den här."),
    )  # fmt: skip
    return table_response(request, "privacy/requests.html", table, {"nav": "privacy-requests"})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def request_note(request: AuthedRequest) -> HttpResponse:
    """Enter a request that came by letter or telephone."""
    require(can_manage_privacy, request.user)
    form = NoteForm(request.POST or None, initial={"received_on": today().isoformat()})
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        person = person_under(request.user, values.pop("email"))
        try:
            if person is None:
                raise UnknownPersonError
            made = make_request(actor=request.user, person=person, today=today(), **values)
        except DomainError as refusal:
            form.add_error("email" if isinstance(refusal, UnknownPersonError) else None, str(refusal))
        else:
            toast(request, _("Begäran är införd. Svar senast %(day)s.") % {"day": made.due_on.isoformat()})
            return redirect("privacy:request", pk=made.pk)
    context = {"nav": "privacy-requests", "form": form, "is_note": True}
    return render(request, "privacy/request_new.html", context, status=422 if form.errors else 200)


@login_required
@fresh_sign_in_required
@require_POST
def request_answer(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Decide a request. Granting a restriction or an erasure carries it out."""
    found = _found(request, pk)
    form = AnswerForm(request.POST)
    if form.is_valid():
        try:
            answer_request(actor=request.user, request=found, today=today(), **form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Begäran är besvarad."))
            return redirect("privacy:requests")
    return render(request, "privacy/request.html", request_context(request, found, answer=form), status=422)


@login_required
@require_POST
def request_extend(request: AuthedRequest, pk: UUID) -> HttpResponse:
    found = _found(request, pk)
    form = ReasonForm(request.POST, prefix="extend")
    if form.is_valid():
        try:
            extended = extend_request(actor=request.user, request=found, reason=form.cleaned_data["reason"])
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            toast(request, _("Svarstiden är förlängd till %(day)s.") % {"day": extended.due_on.isoformat()})
            return redirect("privacy:request", pk=pk)
    return render(request, "privacy/request.html", request_context(request, found, extension=form), status=422)


@login_required
@fresh_sign_in_required
@require_POST
def request_export(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Have an export made for the person, who fetches it in Randa."""
    found = _found(request, pk)
    ask_for_export(actor=request.user, person=found.person, request=found, reason=str(found))
    toast(request, _("Utdraget görs. %(person)s hämtar det på sin sida Mina uppgifter.") % {"person": found.person})
    return redirect("privacy:request", pk=pk)


@login_required
@require_POST
def request_lift(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """Let the person's data be used again."""
    found = _found(request, pk)
    form = ReasonForm(request.POST, prefix="lift")
    if form.is_valid():
        lift_restriction(actor=request.user, person=found.person, reason=form.cleaned_data["reason"])
        toast(request, _("Begränsningen är hävd."))
        return redirect("privacy:request", pk=pk)
    return render(request, "privacy/request.html", request_context(request, found, lift=form), status=422)


def _found(request: AuthedRequest, pk: UUID) -> PrivacyRequest:
    seen = PrivacyRequest.objects.visible_to(request.user).select_related("person", "noted_by", "answered_by")
    found = get_object_or_404(seen, pk=pk)
    require(can_answer_request, request.user, found)
    write_down_opening(request, found)
    return found
