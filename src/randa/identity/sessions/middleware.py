"""Sessions end in time, and nothing that was being written is lost by it."""

import json
from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from randa.identity.kept.forms import KEPT_FIELD
from randa.identity.kept.services import keep_form, throw_away_form
from randa.identity.sessions import limits
from randa.identity.sessions.cookies import set_cookies, writer_of
from randa.identity.sessions.device import is_script_request
from randa.identity.sessions.services import STARTED, begin_session, keep_alive
from randa.people.models import User

SIGNED_OUT_EVENT = "randa:signed-out"
ENDED_QUERY = "avslutad"
NOT_KEPT = "gone"  # nobody was signed in, so what was sent belongs to nobody


class SessionLimitsMiddleware:
    """End a session that is over; keep the form that it was sending; let scripts tell the person instead of changing the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        ended = _end_when_over(request)
        response = self.get_response(request)
        if _leads_to_sign_in(response) and not request.path.startswith("/konto/"):
            response = _signed_out(request, response, ended)
        elif request.method == "POST" and KEPT_FIELD in request.POST and response.status_code < 400:
            _throw_away(request)
        set_cookies(request, response)
        return response


def _end_when_over(request: HttpRequest) -> str:
    """Sign out a session that is over and return why; note that any other is used."""
    user = request.user
    if not isinstance(user, User):
        return ""
    why = limits.why_over(request)
    if why:
        request.ended_for = user  # type: ignore[attr-defined]  # read below, when the answer is made
        logout(request)
    elif STARTED not in request.session:
        begin_session(request=request, user=user)
    elif limits.is_due(request) and not is_script_request(request):
        keep_alive(request=request)
    return why


def _leads_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and urlsplit(response["Location"]).path == reverse("account_login")


def _signed_out(request: HttpRequest, response: HttpResponse, ended: str) -> HttpResponse:
    """Return the way to sign in, with what was written kept for whoever was signed in here."""
    address = urlsplit(response["Location"])
    query = dict(parse_qsl(address.query))
    if ended:
        query[ENDED_QUERY] = ended
    if request.headers.get("HX-Request"):
        return HttpResponse(status=401, headers={"HX-Trigger": json.dumps({SIGNED_OUT_EVENT: {"why": ended}})})
    if request.method == "POST" and query.get("next") == request.get_full_path():
        writer = getattr(request, "ended_for", None) or writer_of(request)
        kept = keep_form(request=request, user=writer) if writer else None
        query["next"] = reverse("identity:kept", args=[kept.pk]) if kept else "/"
        if kept is None:
            query[ENDED_QUERY] = NOT_KEPT
    response["Location"] = f"{address.path}?{urlencode(query)}" if query else address.path
    return response


def _throw_away(request: HttpRequest) -> None:
    try:
        pk = UUID(request.POST[KEPT_FIELD])
    except ValueError:
        return
    if isinstance(request.user, User):
        throw_away_form(user=request.user, pk=pk)
