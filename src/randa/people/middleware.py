"""Two factors for everyone who can see other people's data, and the role one has chosen to work as."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from randa.people.models import User
from randa.people.roles import ROLE_SESSION, put_chosen_first

DEMO_SESSION = "demo_session"  # set by "try as …": the demo world has no passwords and no real persons
_OPEN_PATHS = ("/konto/", "/static/", "/sprak/", "/healthz", "/readyz")


class SecondFactorMiddleware:
    """Send a person without a second factor to set one up; nothing else opens until it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            return redirect(reverse("mfa_activate_totp"))
        if ROLE_SESSION in request.session and isinstance(request.user, User):
            put_chosen_first(request, request.user)
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        if request.path.startswith(_OPEN_PATHS) or not request.user.is_authenticated:
            return False
        if settings.RANDA_DEMO and request.session.get(DEMO_SESSION):
            return False
        return not is_mfa_enabled(request.user)
