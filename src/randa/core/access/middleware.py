"""Each request is one transaction, in which the database answers for the person who asked."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.db import connection, transaction
from django.dispatch import receiver
from django.http import FileResponse, HttpRequest, HttpResponseBase
from psycopg.pq import TransactionStatus

from randa.core.access.row_security import Mode, Scope, become, current_scope, scope_of, scoped, unlogged

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponseBase]

# Health must be answered when the database cannot be; neither these nor static files read anybody's data.
_WITHOUT_DATABASE = ("/healthz", "/readyz", "/static/")
# Where somebody proves who they are: these must find an account before anybody is signed in.
_SIGN_IN = ("/konto/", "/inloggning/via/", "/inloggning/valj/", "/prova/", "/api/", "/scim/", "/kalender/folj/")


class RowSecurityMiddleware:
    """Enter the request as its person, in one transaction that an answer of 500 or more takes back.

    It stands just after the session, because everything below may read people: their languages, roles and second factors.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(_WITHOUT_DATABASE):
            return self.get_response(request)
        scope = _scope(request)
        request.row_scope = scope  # type: ignore[attr-defined]  # tells a signal that this is a request, not a test or a command
        with scoped(scope):
            response = self.get_response(request)
            if _is_broken() and response.status_code < 500:
                logger.error("a database error was swallowed; nothing of the request is kept")
                raise transaction.TransactionManagementError("the request went on after its transaction had failed")
            if response.status_code >= 500:
                transaction.set_rollback(True)
            elif response.streaming and not isinstance(response, FileResponse):
                _stream_in(current_scope(), response)
        return response


class ViewSavepointMiddleware:
    """Take back what a view did when it ends in an exception, so that the page about it has a database to ask.

    It stands last, so that it hears of the exception first.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> None:
        if hasattr(request, "row_scope") and not _is_broken():
            with unlogged():
                request.view_savepoint = transaction.savepoint(), len(connection.run_on_commit)  # type: ignore[attr-defined]

    def process_exception(self, request: HttpRequest, _exception: Exception) -> None:
        take_back(request)


def take_back(request: HttpRequest) -> None:
    """Undo what the view of the request has done so far, and what it wanted done when the transaction is over."""
    savepoint = getattr(request, "view_savepoint", None)
    if savepoint is not None:
        with unlogged():
            transaction.savepoint_rollback(savepoint[0])
        connection.needs_rollback = False
        del connection.run_on_commit[savepoint[1] :]


@receiver(user_logged_in)
def go_on_as_the_person(sender: type, request: HttpRequest | None, user: Any, **_more: Any) -> None:  # noqa: ARG001 - Django's names
    """From the moment of signing in the request is the person's."""
    if hasattr(request, "row_scope"):
        become(user.pk)


def _scope(request: HttpRequest) -> Scope:
    user = request.session.get(SESSION_KEY, "")
    mode: Mode = "sign_in" if request.path.startswith(_SIGN_IN) else "person" if user else ""
    return scope_of(user, mode)


def _is_broken() -> bool:
    raw = connection.connection
    return raw is not None and raw.info.transaction_status == TransactionStatus.INERROR


def _stream_in(scope: Scope, response: HttpResponseBase) -> None:
    """Let the parts of an answer that are made later be made for the same person."""
    parts = response.streaming_content  # type: ignore[attr-defined]  # only asked of streaming responses

    def in_scope() -> Iterator[bytes]:
        with scoped(scope):
            yield from parts

    response.streaming_content = in_scope()  # type: ignore[attr-defined]
