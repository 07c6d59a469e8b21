"""Asking for an account, the waiting list, and an organisation's rules for accounts."""

from allauth.core.internal.httpkit import get_client_ip
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from randa.core.access.fresh import fresh_sign_in_required
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.history import History, history_of
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.core.ui.toasts import toast
from randa.organisations.models import Organisation
from randa.people.errors_registration import RegistrationDecidedError, TooManyRequestsError
from randa.people.forms_registration import ASKS_AS, AnswerForm, AskForm, RulesForm, any_organisation_to_ask
from randa.people.http import AuthedRequest
from randa.people.models import Invitation, OrganisationAccountSettings, RegistrationRequest
from randa.people.permissions import can_see_invitations, can_set_account_rules
from randa.people.services import registrations as services

FORM_METHODS = ["GET", "HEAD", "POST"]
COLUMNS = (
    Column("name", gettext_lazy("Namn"), value=lambda one: f"{one.family_name}, {one.given_name}", order_by="family_name"),
    Column("email", gettext_lazy("E-postadress")),
    Column("organisation", gettext_lazy("Organisation"), value=lambda one: str(one.organisation), order_by="organisation__sort_name"),
    Column("role", gettext_lazy("Roll"), value=lambda one: one.role.name, sortable=False),
    Column("state", gettext_lazy("Läge"), value=lambda one: str(one.get_state_display())),
    Column("created_at", gettext_lazy("Frågade"), value=lambda one: one.created_at.date()),
)  # fmt: skip


@require_http_methods(FORM_METHODS)
def registration_new(request: HttpRequest) -> HttpResponse:
    """Ask for an account, where an organisation lets people ask. The answer is the same whether the address has one or not."""
    with as_system("whoever asks for an account has none"):
        form = AskForm(request.POST or None, initial=request.session.get(ASKS_AS))
        if request.method == "POST":
            try:
                services.count_request(get_client_ip(request) or "")
            except TooManyRequestsError as refusal:
                return render(request, "people/registration_new.html", {"refusal": refusal}, status=refusal.status)
            if form.is_valid():
                services.ask_for_account(**form.cleaned_data, language=(get_language() or "sv")[:2])
                return redirect("people:registration_sent")
        context = {"form": form if any_organisation_to_ask() else None}
        return render(request, "people/registration_new.html", context, status=422 if form.errors else 200)


@require_safe
def registration_sent(request: HttpRequest) -> HttpResponse:
    """What happens now; the same for everybody."""
    return render(request, "people/registration_sent.html")


@login_required
@require_safe
def registrations(request: AuthedRequest) -> HttpResponse:
    """Who waits for an account, and who has had an answer."""
    require(can_see_invitations, request.user)
    rows = RegistrationRequest.objects.visible_to(request.user).select_related("role", "organisation")
    table = Table.from_request(
        request, key="registrations", columns=COLUMNS, rows=rows, caption=_("Begäran om konto"),
        search_fields=("email", "given_name", "family_name"),
        filters=(Filter("state", _("Läge"), RegistrationRequest.State.choices),),
        row_url=lambda one: reverse("people:registration", args=[one.pk]),
        empty=_("Ingen har begärt ett konto. Den som ska få ett nu kan du bjuda in."),
    )  # fmt: skip
    return table_response(request, "people/registrations.html", table, {"nav": "people"})


@login_required
@fresh_sign_in_required
@require_http_methods(FORM_METHODS)
def registration(request: AuthedRequest, pk: int) -> HttpResponse:
    """One request, and the answer to it."""
    rows = RegistrationRequest.objects.visible_to(request.user).select_related("role", "organisation", "decided_by")
    one = get_object_or_404(rows, pk=pk)
    waits = one.state == RegistrationRequest.State.WAITING
    if request.method == "POST" and not waits:
        return _answered_already(request, one)
    form = AnswerForm(request.POST or None, initial={"role": one.role, "starts_on": today()})
    says_no = "refuse" in request.POST
    if request.method == "POST" and (form.is_valid_no() if says_no else form.is_valid()):
        try:
            if says_no:
                services.refuse_registration(actor=request.user, request=one, reason=form.cleaned_data["reason"])
                toast(request, _("Svaret är skickat."), tone="info")
            else:
                made = services.approve_registration(actor=request.user, request=one, **form.asked())
                is_sent = made.state == Invitation.State.SENT
                toast(
                    request, _("Inbjudan är skickad.") if is_sent else _("Inbjudan väntar på någon som får ge rollen.")
                )
        except RegistrationDecidedError:
            return _answered_already(request, one)
        except DomainError as refusal:
            form.add_error("reason" if refusal.code == "decision_reason_missing" else None, str(refusal))
        else:
            return redirect("people:registrations")
    history = history_of(one, request.user)
    context = {"nav": "people", "one": one, "form": form if waits else None, "history": history}
    return render(request, "people/registration.html", context, status=422 if form.errors else 200)


def _answered_already(request: AuthedRequest, one: RegistrationRequest) -> HttpResponse:
    toast(request, str(RegistrationDecidedError()), tone="warning")
    return redirect("people:registration", one.pk)


@login_required
@fresh_sign_in_required
@require_http_methods(FORM_METHODS)
def account_rules(request: AuthedRequest, code: str) -> HttpResponse:
    """An organisation's rules for accounts."""
    place = get_object_or_404(Organisation, code=code)
    if not request.user.has("people.view", place):
        raise Http404
    require(can_set_account_rules, request.user, place)
    kept = OrganisationAccountSettings.objects.filter(organisation=place).first()
    names = ("self_registration", "close_without_role")
    form = RulesForm(request.POST or None, initial={name: getattr(kept, name, False) for name in names})
    if request.method == "POST" and form.is_valid():
        services.set_account_rules(actor=request.user, organisation=place, **form.cleaned_data)
        toast(request, _("Reglerna är sparade."))
        return redirect("people:account_rules", code=code)
    context = {
        "nav": "people", "organisation": place, "form": form,
        "address": request.build_absolute_uri(reverse("people:registration_new")),
        "history": history_of(kept, request.user) if kept else History(),
    }  # fmt: skip
    return render(request, "people/account_rules.html", context, status=422 if form.errors else 200)
