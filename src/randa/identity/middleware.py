"""Two factors for everyone who can see other people's data."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from randa.identity.factors import has_two_factors

_OPEN_PATHS = (
    "/konto/", "/inloggning/session", "/inloggning/via/", "/inloggning/valj/", "/static/", "/sprak/", "/healthz", "/readyz",
)  # fmt: skip
WANTED_SESSION = "identity.wanted"  # our own address that waits until the second factor is there


class SecondFactorMiddleware:
    """Send a person without a second factor to set one up; nothing else opens until it is done.

    What they wanted to open, a link in a mail perhaps, is remembered and opens when they go on to the first page afterwards.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            if request.method == "GET" and not request.headers.get("HX-Request"):
                request.session[WANTED_SESSION] = request.get_full_path()
            return redirect(reverse("mfa_activate_totp"))
        if request.path == "/" and request.user.is_authenticated:
            wanted = request.session.pop(WANTED_SESSION, "/")
            if wanted != "/":
                return redirect(wanted)
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if request.path.startswith(_OPEN_PATHS) or not request.user.is_authenticated:
            return False
        return not has_two_factors(request)
