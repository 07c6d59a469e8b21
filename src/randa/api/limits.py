"""How often the application interface may be called: per key, per session, and per address for calls that are refused.

The count stands before the request's own transaction, so that calls with the same key do not wait for each other and a failed call
counts too. All processes count together (`identity.shared_cache`).
"""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from randa.api.errors import answer
from randa.core.access.row_security import unlogged
from randa.core.client_address import client_address

WINDOW = 60
PATH = "/api/"


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a limit is used in the running minute."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.seconds_left),
        }


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


def count(who: str, limit: int, add: int = 1, now: float | None = None) -> Count:
    """Count a call by `who` in the running minute (nothing with `add=0`), and return how it stands."""
    now = time.time() if now is None else now
    minute = int(now // WINDOW)
    key = f"api:{who}:{minute}"
    with unlogged():
        used = int(cache.get(key, 0)) if not add else _increased(key, add)
    return Count(limit, used, max(1, math.ceil((minute + 1) * WINDOW - now)))


def _increased(key: str, add: int) -> int:
    try:
        return int(cache.incr(key, add))
    except ValueError:
        cache.add(key, 0, timeout=2 * WINDOW)  # of two at once one adds it, and both increase it
        return int(cache.incr(key, add))


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
