"""After a request that may have changed something: what is found should be true within seconds, not minutes."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse

from randa.core.middleware import GetResponse
from randa.core.search.models import StaleEntry
from randa.core.search.tasks import announce

_READS = {"GET", "HEAD", "OPTIONS"}


class FreshSearchMiddleware:
    """Announce stale entries to the worker when the request's transaction is over: one question per changing request."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method not in _READS and response.status_code < 400:
            transaction.on_commit(announce_if_stale)
        return response


def announce_if_stale() -> None:
    """Wake the worker when some entry is stale."""
    if StaleEntry.objects.exists():
        announce()
