"""Idempotency-Key: the same call is carried out once and answered the same, also when two come at once."""

import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from ninja import Schema

from randa.integrations.errors import IdempotencyKeyShapeError
from randa.integrations.services.calls import begin_call, keep_answer

View = TypeVar("View", bound=Callable[..., Any])
HEADER = "Idempotency-Key"
_SHAPE = re.compile(r"[\x21-\x7e]{1,200}")
DESCRIBED = {
    "parameters": [
        {
            "in": "header", "name": HEADER, "required": False,
            "schema": {"type": "string", "pattern": "^[!-~]{1,200}$"},
            "description": "Send the call again with the same key, and it is not carried out twice. Kept for 24 hours per caller.",
        }
    ]
}  # fmt: skip


def once(status: int) -> Callable[[View], View]:
    """Return a decorator for an operation that answers `status` with a Schema: with a key it is carried out once.

    Only what succeeded is kept: a refusal changed nothing, and the same call may be tried again.
    """

    def decorate(view: Callable[..., Schema]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def run(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            given = request.headers.get(HEADER)
            if given is None:
                return _as_response(view(request, *args, **kwargs).model_dump_json(), status)
            if not _SHAPE.fullmatch(given):
                raise IdempotencyKeyShapeError
            actor: Any = request.user
            call, is_new = begin_call(actor=actor, key=given, call_hash=_hash(request))
            if not is_new:
                response = _as_response(call.answer, call.status)
                response["Idempotency-Replayed"] = "true"
                return response
            text = view(request, *args, **kwargs).model_dump_json()
            keep_answer(call=call, status=status, answer=text)
            return _as_response(text, status)

        return run

    return decorate  # type: ignore[return-value]  # ninja reads the signature that `wraps` keeps


def _hash(request: HttpRequest) -> str:
    return sha256(b"\0".join([(request.method or "").encode(), request.path.encode(), request.body])).hexdigest()


def _as_response(text: str, status: int) -> HttpResponse:
    return HttpResponse(text, status=status, content_type="application/json; charset=utf-8")
