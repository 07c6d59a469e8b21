"""Refusals in one shape: a stable code, a sentence for people, and the id that support finds in the logs."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import BadRequest, PermissionDenied
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from randa.api.schemas import Problem, Refusal
from randa.core.access.middleware import take_back
from randa.core.access.permissions import RefusedError
from randa.core.access.row_security import become
from randa.core.errors import DomainError, InvalidInputError
from randa.core.logs import request_id

logger = logging.getLogger(__name__)
_CODES = {400: "unreadable", 403: "csrf", 405: "method_not_allowed", 429: "too_many_calls"}


class ScopeMissingError(Exception):
    """A key is not for what it was used for."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(scope)


class WrongKeyError(AuthenticationError):
    """A key that opens nothing: wrong, over or revoked; which of these is not told."""


def answer(status: int, code: str, message: str, problems: list[Problem] | None = None, **headers: str) -> HttpResponse:
    """Return a refusal."""
    refusal = Refusal(code=code, message=message, request_id=request_id.get(), problems=problems or [])
    return JsonResponse(
        refusal.model_dump(), status=status, headers={name.replace("_", "-"): value for name, value in headers.items()}
    )


def install(api: NinjaAPI) -> None:
    """Let `api` answer every refusal in the one shape, after taking back what the call had done."""
    handlers: dict[type[Exception], Callable[[Any], HttpResponse]] = {
        AuthenticationError: lambda _error: answer(
            401, "not_signed_in", _("Logga in först."), WWW_Authenticate='Bearer realm="Randa"'
        ),
        WrongKeyError: lambda _error: answer(
            401, "key_not_valid", _("Nyckeln är fel, har slutat gälla eller är återkallad."),
            WWW_Authenticate='Bearer realm="Randa", error="invalid_token"',
        ),
        ScopeMissingError: _scope,
        RefusedError: _refused,
        PermissionDenied: lambda error: answer(403, str(error) or "refused", _("Din roll får inte göra detta")),
        Http404: lambda _error: answer(404, "not_found", _("Finns inte, eller är inte ditt att se.")),
        ValidationError: _invalid,
        DomainError: _domain,
        DataError: lambda _error: answer(400, "unreadable", _("Ett värde i anropet går inte att läsa.")),
        BadRequest: lambda _error: answer(400, "unreadable", _("Ett värde i anropet går inte att läsa.")),
        HttpError: lambda error: answer(error.status_code, _CODES.get(error.status_code, "refused"), error.message),
    }  # fmt: skip
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, _undoing(handler))


def _undoing(handler: Callable[[Any], HttpResponse]) -> Callable[[HttpRequest, Any], HttpResponse]:
    def handle(request: HttpRequest, error: Any) -> HttpResponse:
        take_back(request)
        if request.user.is_authenticated:
            become(request.user.pk)  # taking back forgot for whom the database answers
        response = handler(error)
        logger.info("api refused with %s: %s", response.status_code, type(error).__name__)
        return response

    return handle


def _scope(error: ScopeMissingError) -> HttpResponse:
    message = _("Nyckeln saknar %(scope)s. Skapa en nyckel som får användas till det.") % {"scope": error.scope}
    return answer(
        403, "scope_missing", message, WWW_Authenticate=f'Bearer error="insufficient_scope", scope="{error.scope}"'
    )


def _refused(error: RefusedError) -> HttpResponse:
    problems = [Problem(where="permission", what=name) for name in error.needs]
    return answer(403, error.rule, _("Din roll får inte göra detta"), problems)


def _invalid(error: ValidationError) -> HttpResponse:
    problems = [
        Problem(where=".".join(str(part) for part in one.get("loc", ())), what=str(one.get("msg", "")))
        for one in error.errors
    ]
    return answer(422, "invalid_input", _("Något i anropet är fel. Se problems."), problems)


def _domain(error: DomainError) -> HttpResponse:
    found = error.problems if isinstance(error, InvalidInputError) else []
    return answer(error.status, error.code, str(error), [Problem(where="", what=one) for one in found])
