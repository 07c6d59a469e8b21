"""The pages of one's own keys and of an organisation's."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from randa.core.access.permissions import require
from randa.core.clock import today
from randa.core.errors import DomainError
from randa.core.ui.toasts import toast
from randa.identity.fresh import fresh_sign_in_required
from randa.integrations.forms import KeyForm, OrganisationKeyForm
from randa.integrations.models import ApiKey
from randa.integrations.permissions import can_make_own_key, can_manage_keys, can_revoke_key
from randa.integrations.queries.keys import organisation_keys, own_keys
from randa.integrations.services.keys import make_organisation_key, make_personal_key, revoke_key
from randa.people.http import AuthedRequest

FORM_METHODS = ["GET", "HEAD", "POST"]


@login_required
@require_safe
def own(request: AuthedRequest) -> HttpResponse:
    """One's own keys: what each is for, until when, and when it was last used."""
    return render(request, "integrations/keys.html", {"nav": "", "rows": own_keys(request.user, today())})


@login_required
@require_http_methods(FORM_METHODS)
@fresh_sign_in_required
@never_cache
def own_new(request: AuthedRequest) -> HttpResponse:
    """Make a key of one's own; the answer to the form is the only page that shows it."""
    require(can_make_own_key, request.user)
    form = KeyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made, token = make_personal_key(actor=request.user, today=today(), **form.asked())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _shown_once(request, made, token)
    context = {"nav": "", "form": form, "of_organisation": False}
    return render(request, "integrations/key_new.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def organisation(request: AuthedRequest) -> HttpResponse:
    """The keys that one's organisations have given to other systems."""
    require(can_manage_keys, request.user)
    context = {"nav": "integrations", "rows": organisation_keys(request.user, today())}
    return render(request, "integrations/organisation_keys.html", context)


@login_required
@require_http_methods(FORM_METHODS)
@fresh_sign_in_required
@never_cache
def organisation_new(request: AuthedRequest) -> HttpResponse:
    """Make a key for another system of an organisation."""
    require(can_manage_keys, request.user)
    form = OrganisationKeyForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made, token = make_organisation_key(actor=request.user, today=today(), **form.asked())
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return _shown_once(request, made, token)
    context = {"nav": "integrations", "form": form, "of_organisation": True}
    return render(request, "integrations/key_new.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
@fresh_sign_in_required
def revoke(request: AuthedRequest, pk: UUID) -> HttpResponse:
    """End a key at once."""
    key = get_object_or_404(ApiKey.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    require(can_revoke_key, request.user, key)
    revoke_key(actor=request.user, key=key)
    toast(request, _("Nyckeln %(name)s är återkallad och öppnar inget längre.") % {"name": key})
    return redirect(key)


def _shown_once(request: AuthedRequest, key: ApiKey, token: str) -> HttpResponse:
    nav = "integrations" if key.organisation_id else ""
    return render(request, "integrations/key_made.html", {"nav": nav, "key": key, "token": token})
