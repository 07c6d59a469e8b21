"""The role one has chosen to work as."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from randa.people.models import User
from randa.people.roles import ROLE_SESSION, put_chosen_first

DEMO_SESSION = "demo_session"  # set by "try as …": the demo world has no passwords and no real persons


class ChosenRoleMiddleware:
    """Put the role that the person has chosen before their others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if ROLE_SESSION in request.session and isinstance(request.user, User):
            put_chosen_first(request, request.user)
        return self.get_response(request)
