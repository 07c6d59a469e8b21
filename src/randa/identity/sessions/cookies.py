"""Two cookies that outlive a session: which browser this is, and who used it last, so that what they wrote finds its way back."""

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from randa.core.access.row_security import as_system
from randa.core.cookies import host_cookie
from randa.identity.sealing import UnreadableSealError, seal, unseal
from randa.people.models import User

DEVICE_COOKIE = "randa_device"
WRITER_COOKIE = "randa_writer"
_DEVICE_DAYS = 365
_PURPOSE = "writer cookie"


def device_token(request: HttpRequest) -> str:
    """Return the browser's own random token; a browser without one gets it with the answer to this request."""
    token = request.COOKIES.get(host_cookie(DEVICE_COOKIE), "")
    if len(token) != 43:
        token = request.COOKIES[host_cookie(DEVICE_COOKIE)] = secrets.token_urlsafe(32)
        request.new_device_token = token  # type: ignore[attr-defined]  # read by `set_cookies`
    return token


def writer_of(request: HttpRequest) -> User | None:
    """Return who was signed in here last and has not signed out since; None when nobody is known."""
    sealed = request.COOKIES.get(host_cookie(WRITER_COOKIE), "")
    if not sealed:
        return None
    try:
        with as_system("nobody is signed in; the cookie was sealed by Randa for the one who was"):
            return User.objects.filter(pk=unseal(sealed, _PURPOSE), is_active=True).first()
    except UnreadableSealError:
        return None


def set_cookies(request: HttpRequest, response: HttpResponse) -> None:
    """Let the browser remember itself, and who has just signed in; forget that again when they sign out."""
    if token := getattr(request, "new_device_token", ""):
        _set(response, DEVICE_COOKIE, token, _DEVICE_DAYS * 24 * 3600)
    if (writer := getattr(request, "new_writer", None)) is not None:
        _set(response, WRITER_COOKIE, seal(str(writer), _PURPOSE), (settings.RANDA_SESSION_HOURS + 12) * 3600)
    elif getattr(request, "writer_left", False):
        response.delete_cookie(host_cookie(WRITER_COOKIE), samesite="Lax")
        response["Clear-Site-Data"] = '"storage"'  # drafts that the browser keeps are the person's who left


def _set(response: HttpResponse, name: str, value: str, seconds: int) -> None:
    response.set_cookie(
        host_cookie(name),
        value,
        max_age=seconds,
        httponly=True,
        samesite="Lax",
        secure=bool(settings.SESSION_COOKIE_SECURE),
    )
