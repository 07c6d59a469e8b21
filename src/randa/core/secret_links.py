"""Links with a secret in them: the secret moves into the session, and the browser goes on to an address without it.

So it does not stay in the browser's history, in a proxy's log, or on the screen (ASVS 14.2.1). allauth does the same for a new password.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from randa.core.secrets_at_rest import UnreadableSecretError
from randa.core.secrets_at_rest.cipher import decrypt, encrypt

OPENED = "oppnad"  # stands in the address where the secret stood


def go_on_without(request: HttpRequest, route: str, argument: str, secret: str) -> HttpResponse:
    """Keep `secret`, which has been found good, in the session, and lead to `route` with OPENED in its place."""
    if not request.user.is_authenticated:
        request.session.cycle_key()  # a session that somebody else planted must not get to know it
    request.session[_place(route)] = encrypt(secret, _place(route))
    answer = redirect(reverse(route, kwargs={argument: OPENED}))
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def kept_secret(request: HttpRequest, route: str) -> str:
    """Return the secret of the link that was opened last in this session; empty when none was, or it cannot be read any more."""
    try:
        return decrypt(request.session.get(_place(route), ""), _place(route))
    except UnreadableSecretError:
        return ""


def forget_secret(request: HttpRequest, route: str) -> None:
    """Let the link be over in this session: it has been used."""
    request.session.pop(_place(route), None)


def _place(route: str) -> str:
    return f"link:{route}"
