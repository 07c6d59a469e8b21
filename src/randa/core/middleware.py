"""What happens around every request: an id for logs and error pages, and readable answers to refusals."""

import re
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from randa.core.errors import DomainError
from randa.core.logs import request_id

_ID_SHAPE = re.compile(r"^[A-Za-z0-9-]{8,64}$")
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Give each request an id (that of the installation's own proxy, if it sets one), put it in logs and in the answer's headers."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_told = "x-request-id" in settings.RANDA_PROXY_SETS
        given = request.headers.get("X-Request-ID", "") if is_told else ""
        own = given if _ID_SHAPE.match(given) else uuid.uuid4().hex[:16]
        token = request_id.set(own)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        response["X-Request-ID"] = own
        return response


class DomainErrorMiddleware:
    """Answer a refusal that no view caught with a readable page instead of a failure.

    A value that the database cannot hold (a NUL character, a number of thirty digits) is the sender's doing, in any field of any page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, DataError):
            raise BadRequest("a value does not fit the database") from exception
        if not isinstance(exception, DomainError):
            return None
        return render(request, "errors/refused.html", {"refusal": exception}, status=exception.status)
