"""Where a change comes from: address, session and the role the person works as. Set around a request, empty everywhere else."""

import hashlib
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse

from randa.core.client_address import client_address


@dataclass(frozen=True, slots=True)
class WorkedAs:
    """The role that a person works as right now: its code, and name and path of the organisation."""

    role_code: str = ""
    organisation: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Which person's request is running, from which address and in which session."""

    person: Any = None
    address: str | None = None
    session_mark: str = ""


NOBODY = WorkedAs()
_NOWHERE = Origin()
origin: ContextVar[Origin] = ContextVar("audit_origin", default=_NOWHERE)
_readers: list[Callable[[Any], WorkedAs]] = []


def register_role_reader(reader: Callable[[Any], WorkedAs]) -> None:
    """Tell how the role is found that a person works as; roles belong to a floor above."""
    _readers[:] = [reader]


def worked_as(actor: Any) -> WorkedAs:
    """Return the role `actor` works as in the running request; nothing outside requests, or when somebody else acts."""
    running = origin.get().person
    if actor is None or running is None or running.pk != actor.pk or not _readers:
        return NOBODY
    return _readers[0](running)


def session_mark(session_key: str | None) -> str:
    """Return sixteen letters that stay the same within a session and do not open it."""
    return hashlib.sha256(f"audit:{session_key}".encode()).hexdigest()[:16] if session_key else ""


class OriginMiddleware:
    """Remember who asks, from where, while the request runs. Stands after the sign-in and the choice of role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user if request.user.is_authenticated else None
        token = origin.set(Origin(person, client_address(request), session_mark(request.session.session_key)))
        try:
            return self.get_response(request)
        finally:
            origin.reset(token)
