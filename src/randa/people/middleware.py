"""The language one reads, and the role one has chosen to work as."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from randa.people.models import User
from randa.people.roles import ROLE_SESSION, put_chosen_first

DEMO_SESSION = "demo_session"  # set by "try as …": the demo world has no passwords and no real persons


class OwnLanguageMiddleware:
    """Show pages in the language of the signed-in person, on every device; in the demo world by the switch alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, User) and not request.session.get(DEMO_SESSION):
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)


class ChosenRoleMiddleware:
    """Put the role that the person has chosen before their others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ROLE_SESSION in request.session and isinstance(request.user, User):
            put_chosen_first(request, request.user)
        return self.get_response(request)
