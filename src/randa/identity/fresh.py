"""A fresh sign-in before what matters most: signing, roles, sign-in providers, keys, merges."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from randa.identity.factors import is_demo_session
from randa.identity.kept.services import keep_form

FRESH_SESSION = "identity.fresh_at"
PROVIDER_SESSION = "identity.confirm_at"  # address where one who came by single sign-on confirms who they are

View = Callable[..., Any]


def fresh_sign_in_required(view: View) -> View:
    """Return `view` behind a sign-in of the last RANDA_FRESH_MINUTES; put it inside `login_required`.

    Whoever signed in earlier confirms who they are first (password, code, passkey, or at their provider). A form that was sent is kept
    meanwhile and shown again, filled in, afterwards: nothing is done until it is sent once more. Signed-out requests go to sign-in.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return view(request, *args, **kwargs) if is_fresh(request) else ask_again(request)

    return guarded


def is_fresh(request: HttpRequest) -> bool:
    """Tell whether the person has shown who they are within RANDA_FRESH_MINUTES. Fictional people need not."""
    if not request.user.is_authenticated:
        return False
    return is_demo_session(request) or time.time() - last_shown(request) < settings.RANDA_FRESH_MINUTES * 60


def last_shown(request: HttpRequest) -> float:
    """Return when the signed-in person last showed who they are in this session, as seconds since 1970; 0 when unknown."""
    records = get_authentication_records(request, request.user)
    moments = [float(record.get("at", 0)) for record in records]
    return max([*moments, float(request.session.get(FRESH_SESSION, 0))])


def mark_fresh(request: HttpRequest) -> None:
    """Note that the person has just shown who they are, outside Randa's own forms: at a sign-in provider."""
    request.session[FRESH_SESSION] = time.time()


def confirm_at(request: HttpRequest, address: str) -> None:
    """Say where the session's person, who came by single sign-on, confirms who they are; `next` is added to it."""
    request.session[PROVIDER_SESSION] = address


def ask_again(request: HttpRequest) -> HttpResponse:
    """Keep what was sent, and lead to the page where the person confirms who they are and comes back."""
    back = request.get_full_path()
    if request.user.is_authenticated and request.method != "GET":
        kept = keep_form(request=request, user=request.user)
        back = reverse("identity:kept", args=[kept.pk]) if kept else "/"
    answer = redirect(confirmation_address(request, back))
    if request.headers.get("HX-Request"):  # htmx would put the page into a corner of the old one
        return HttpResponse(headers={"HX-Redirect": answer["Location"]})
    return answer


def confirmation_address(request: HttpRequest, back: str) -> str:
    """Return where the person confirms who they are: the provider they came by, else with what their account has."""
    if not request.user.is_authenticated:
        address = reverse(settings.LOGIN_URL)
    elif get_reauthentication_flows(request.user):
        address = reverse("account_reauthenticate")
    else:
        address = request.session.get(PROVIDER_SESSION) or reverse("identity:sign_in_again")
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'next': back})}"
