"""Asking an address as somebody, with nothing left behind, and what kind of answer it was."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import resolve_url
from django.test import Client
from django.test.client import ClientHandler

from randa.people.models import User
from tests.access.table import OPEN, SIGN_IN
from tests.conftest import SignedInClient


@dataclass(slots=True)
class Asker:
    """Somebody with a session of their own, or nobody."""

    person: User | None
    session: str = ""
    handlers: dict[bool, ClientHandler] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.person is not None:
            browser = SignedInClient()
            browser.force_login(self.person)
            self.session = browser.session.session_key or ""

    def ask(
        self,
        address: str,
        method: str,
        data: dict[str, Any] | None = None,
        *,
        csrf: bool = False,
        then: Callable[[], None] | None = None,
        **headers: str,
    ) -> HttpResponse:
        """Return the answer; whatever it changed is taken back, also what is counted against brute force.

        Args:
            data: fields of a form, files among them; of the query for GET.
            csrf: whether the token of forms is asked for, as it is outside of tests.
            then: looks at the database before it is taken back.
        """
        browser: Any = Client(raise_request_exception=False, enforce_csrf_checks=csrf, headers=headers)
        browser.handler = self.handlers.setdefault(csrf, browser.handler)  # so that the middleware is made once
        if self.session:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self.session
        cache.clear()
        with transaction.atomic():
            answer: HttpResponse = _send(browser, address, method, data)
            if then:
                then()
            transaction.set_rollback(True)
        return answer


def _send(browser: Any, address: str, method: str, data: dict[str, Any] | None) -> Any:
    if method in ("GET", "POST"):
        return getattr(browser, method.lower())(address, data or {})
    return browser.generic(method, address)


def kind_of(answer: HttpResponse) -> str:
    """Return what the answer means to a thief: open, 403, 404, "sign in", or "" for a method that the address does not know.

    An answer that complains of missing input is open: the door let the question through.
    """
    if answer.status_code == 405:
        return ""
    if answer.status_code == 401 or _leads_to_sign_in(answer):
        return SIGN_IN
    if answer.status_code in (403, 404):
        return str(answer.status_code)
    assert answer.status_code < 500 or answer.status_code == 503, f"{answer.request} answered {answer.status_code}"  # type: ignore[attr-defined]
    return OPEN


def _leads_to_sign_in(answer: HttpResponse) -> bool:
    return answer.status_code in (302, 303) and answer["Location"].startswith(resolve_url(settings.LOGIN_URL))
