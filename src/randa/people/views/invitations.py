"""Inviting people, and accepting an invitation."""

from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.fresh import fresh_sign_in_required
from randa.core.access.permissions import require
from randa.core.access.row_security import become
from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import DomainError, InvalidInputError
from randa.core.secret_links import OPENED, forget_secret, go_on_without, kept_secret
from randa.core.ui.tables import Column, Filter, Table, table_response
from randa.core.ui.toasts import toast
from randa.people.forms_invitations import AcceptForm, InviteForm
from randa.people.http import AuthedRequest
from randa.people.models import Invitation, User
from randa.people.permissions import can_see_invitations
from randa.people.services import invitations as services

ACCEPT = "people:invitation_accept"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _state(one: Invitation) -> str:
    if one.bounced_at and one.is_open:
        return _("kom inte fram")
    return _("för gammal") if one.is_expired else str(one.get_state_display())


COLUMNS = (
    Column("email", gettext_lazy("E-postadress")),
    Column("role", gettext_lazy("Roll"), value=lambda one: one.role.name, sortable=False),
    Column("organisation", gettext_lazy("Organisation"), value=lambda one: str(one.organisation), order_by="organisation__sort_name"),
    Column("state", gettext_lazy("Läge"), value=_state),
    Column("invited_by", gettext_lazy("Inbjuden av"), value=lambda one: str(one.invited_by), sortable=False),
    Column("sent_at", gettext_lazy("Skickad"), value=lambda one: one.sent_at.date() if one.sent_at else None),
)  # fmt: skip


@login_required
@require_safe
def invitation_list(request: AuthedRequest) -> HttpResponse:
    """Invitations that wait, are on their way, or have been answered."""
    require(can_see_invitations, request.user)
    rows = Invitation.objects.visible_to(request.user).select_related("role", "organisation", "invited_by")
    table = Table.from_request(
        request, key="invitations", columns=COLUMNS, rows=rows, caption=_("Inbjudningar"), search_fields=("email",),
        filters=(Filter("state", _("Läge"), Invitation.State.choices),),
        row_url=lambda one: reverse("people:invitation", args=[one.pk]),
        empty=_("Ingen är inbjuden än. Börja med Bjud in."),
    )  # fmt: skip
    context = {"nav": "people", "days": settings.RANDA_INVITATION_DAYS}
    return table_response(request, "people/invitations.html", table, context)


@login_required
@fresh_sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_new(request: AuthedRequest) -> HttpResponse:
    """Invite somebody by mail, with a role."""
    require(can_see_invitations, request.user)
    form = InviteForm(request.POST or None, actor=request.user, initial={"starts_on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            made = services.invite(actor=request.user, **form.asked())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            waits = made.state == Invitation.State.AWAITING
            text = _("Inbjudan väntar på någon som får ge rollen.") if waits else _("Inbjudan är skickad.")
            toast(request, text, tone="info" if waits else "success")
            return redirect("people:invitations")
    context = {"nav": "people", "form": form}
    return render(request, "people/invitation_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def invitation(request: AuthedRequest, pk: int) -> HttpResponse:
    """One invitation, and what can be done with it."""
    rows = Invitation.objects.visible_to(request.user).select_related("role", "organisation", "invited_by", "backed_by")
    one = get_object_or_404(rows, pk=pk)
    context = {
        "nav": "people", "invitation": one, "state": _state(one),
        "may_approve": one.state == Invitation.State.AWAITING and services.is_backed(request.user, one),
        "may_handle": one.is_open and request.user.has("people.invite", one.organisation),
        "history": history_of(one, request.user),
    }  # fmt: skip
    return render(request, "people/invitation.html", context)


@login_required
@fresh_sign_in_required
@require_POST
def invitation_act(request: AuthedRequest, pk: int) -> HttpResponse:
    """Approve, send again or take back."""
    one = get_object_or_404(Invitation.objects.visible_to(request.user), pk=pk)
    wanted = request.POST.get("do", "")
    if wanted == "approve":
        services.approve_invitation(actor=request.user, invitation=one)
        toast(request, _("Inbjudan är skickad."))
    elif wanted == "resend":
        services.resend_invitation(actor=request.user, invitation=one)
        toast(request, _("Inbjudan är skickad igen, med en ny länk."))
    else:
        services.revoke_invitation(actor=request.user, invitation=one, reason=request.POST.get("reason", ""))
        toast(request, _("Inbjudan är återtagen."))
    return redirect("people:invitation", pk=pk)


@sensitive_post_parameters("password", "repeated")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Where the link in the mail leads: accept with a new account, or as whoever is signed in."""
    is_opened = token == OPENED
    try:
        token = kept_secret(request, ACCEPT) if is_opened else token
        invited = services.open_invitation(token)
        if not is_opened:
            return go_on_without(request, ACCEPT, "token", token)
        if isinstance(request.user, User):
            return _accept_as(request, request.user, invited, token)
        return _accept_new(request, invited, token)
    except DomainError as refusal:
        return _page(request, {"refusal": refusal}, refusal.status)


def _accept_as(request: HttpRequest, person: User, invited: Invitation, token: str) -> HttpResponse:
    fits = person.email.lower() == invited.email
    if request.method != "POST" or not fits:
        return _page(request, {"invitation": invited, "fits": fits}, 200)
    if not services.accept_as(actor=person, token=token):
        return _page(request, {"waits": True}, 200)
    forget_secret(request, ACCEPT)
    toast(request, _("Du har fått rollen."))
    return redirect("/")


def _accept_new(request: HttpRequest, invited: Invitation, token: str) -> HttpResponse:
    known = {"invitation": invited, "sign_in": f"{reverse('account_login')}?next={reverse(ACCEPT, args=[OPENED])}"}
    if services.has_account(invited):
        return _page(request, known, 200)
    form = AcceptForm(
        request.POST or None, initial={"given_name": invited.given_name, "family_name": invited.family_name}
    )
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            person = services.accept_as_new(
                token=token, given_name=data["given_name"], family_name=data["family_name"], password=data["password"]
            )
        except InvalidInputError as refusal:
            form.add_error("password", refusal.problems or [str(refusal)])
        else:
            if person is None:
                return _page(request, {"waits": True}, 200)
            forget_secret(request, ACCEPT)
            become(person.pk)  # the link has proved who they are; signing in writes to their row
            login(request, person, backend=BACKEND)
            record_authentication(request, person, method="password", email=person.email)
            toast(request, _("Kontot är klart och du har fått rollen."))
            return redirect("/")
    return _page(request, known | {"form": form}, 422 if form.errors else 200)


def _page(request: HttpRequest, context: dict[str, object], status: int) -> HttpResponse:
    response = render(request, "people/invitation_accept.html", context, status=status)
    # An address may be the secret of a link that does not hold just now. With a form on the page the browser must tell Randa, and nobody
    # else, where it comes from: it sends no origin under "no-referrer", and what it sends is then refused.
    response["Referrer-Policy"] = "no-referrer" if "refusal" in context else "same-origin"
    return response
