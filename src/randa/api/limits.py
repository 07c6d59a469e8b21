"""How often the application interface may be called: per key, per session, and per address for calls that are refused.

The count stands before the request's own transaction, so that calls with the same key do not wait for each other and a failed call
counts too.
"""

from collections.abc import Callable
from hashlib import sha256

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from randa.api.errors import answer
from randa.core.call_counts import Count, count
from randa.core.client_address import client_address

PATH = "/api/"


class ApiLimitsMiddleware:
    """Answer 429 to whoever has called too often this minute, and say in every answer how much is left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(PATH):
            return self.get_response(request)
        refused = count(_refused_by(request), settings.RANDA_API_REFUSED_PER_MINUTE, add=0)
        if refused.used >= refused.limit:
            return _too_many(refused)
        own = count(_caller(request), settings.RANDA_API_PER_MINUTE)
        if own.is_over:
            return _too_many(own)
        response = in_one_shape(self.get_response(request))
        if response.status_code == 401:
            count(_refused_by(request), settings.RANDA_API_REFUSED_PER_MINUTE)
        for name, value in own.headers.items():
            response[name] = value
        return response


def in_one_shape(response: HttpResponse) -> HttpResponse:
    """Return a refusal that came from outside the operations (no such address, wrong method) in the shape of all others."""
    if response.status_code < 400 or response.headers.get("Content-Type", "").startswith("application/json"):
        return response
    codes = {404: "not_found", 405: "method_not_allowed", 413: "too_large", 500: "failed"}
    message = str(_("Adressen finns inte, eller anropet går inte att läsa. Se beskrivningen av gränssnittet."))
    if response.status_code >= 500:
        message = _("Något gick fel hos oss. Försök igen, och uppge request_id om det händer igen.")
    shaped = answer(response.status_code, codes.get(response.status_code, "refused"), message)
    if "Allow" in response.headers:
        shaped["Allow"] = response["Allow"]
    return shaped


def _caller(request: HttpRequest) -> str:
    # The same key written in another way, or a header that opens nothing beside a session, must not begin a count of its own.
    kind, _space, key = request.headers.get("Authorization", "").strip().partition(" ")
    is_key = kind.lower() == "bearer" and key.strip()
    given = key.strip() if is_key else request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if not given:
        return f"address:{_address(request)}"
    return sha256(given.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _refused_by(request: HttpRequest) -> str:
    return f"refused:{_address(request)}"


def _address(request: HttpRequest) -> str:
    return str(client_address(request) or "unknown")


def _too_many(counted: Count) -> HttpResponse:
    message = _("För många anrop. Vänta %(seconds)d sekunder och fortsätt.") % {"seconds": counted.seconds_left}
    response = answer(429, "too_many_calls", message)
    for name, value in {**counted.headers, "Retry-After": str(counted.seconds_left)}.items():
        response[name] = value
    return response
