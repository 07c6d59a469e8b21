"""How many pages somebody who is signed in may open in a minute: far more than a person does, far fewer than a machine."""

import threading
import time
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language_from_request, override

from randa.home.errors import too_many_pages

WINDOW = 60
_COUNTED_ELSEWHERE = ("/api/", "/scim/", "/kalender/folj/", "/healthz", "/readyz")


class PageLimitMiddleware:
    """Answer 429 to an account that asks for more than RANDA_PAGES_PER_MINUTE of this process, whatever sessions it has.

    Counted in the process, not in the database: a limit that stops a machine must cost less than the pages it keeps away, and with
    some processes the limit is some times as wide, which it is wide enough for. It stands before the request's transaction.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._lock = threading.Lock()
        self._minute, self._used = 0, Counter[str]()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        account = "" if request.path.startswith(_COUNTED_ELSEWHERE) else str(request.session.get(SESSION_KEY, ""))
        if account and self._count(account) > settings.RANDA_PAGES_PER_MINUTE:
            with override(get_language_from_request(request)):
                return too_many_pages(request, WINDOW - int(time.time()) % WINDOW)
        return self.get_response(request)

    def _count(self, account: str) -> int:
        minute = int(time.time()) // WINDOW
        with self._lock:
            if minute != self._minute:
                self._minute = minute
                self._used.clear()
            self._used[account] += 1
            return self._used[account]
