"""A fresh sign-in before a change that matters, for views on floors below the one that knows how people sign in.

`identity` registers how it is asked for; until then every sign-in is fresh.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., Any]
Guard = Callable[[HttpRequest], HttpResponse | None]  # (request) -> the page that asks again, or nothing
_GUARDS: list[Guard] = []


def register_guard(guard: Guard) -> None:
    """Say how a fresh sign-in is asked for, in place of whoever said it before."""
    _GUARDS[:] = [guard]


def fresh_sign_in_required(view: View) -> View:
    """Return `view` behind a fresh sign-in; put it inside `login_required`."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        for guard in _GUARDS:
            if (asked := guard(request)) is not None:
                return asked
        return view(request, *args, **kwargs)

    return guarded
