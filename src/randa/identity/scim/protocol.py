"""Speaking SCIM over HTTP (RFC 7644): keys, limits, bodies and errors."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import cache
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from pydantic import ValidationError
from scim2_models import (
    Context,
    Error,
    InvalidSyntaxException,
    InvalidValueException,
    NotFoundException,
    PatchOp,
    PayloadTooLargeException,
    PreconditionFailedException,
    Resource,
    SCIMException,
    UnauthorizedException,
)

from randa.core.access.row_security import as_system
from randa.core.client_address import client_address
from randa.identity.models import DirectoryGroup, DirectoryPerson, ScimToken
from randa.identity.scim.resources import ENTRA, version_of
from randa.identity.scim.services_tokens import token_of

SCIM_JSON = "application/scim+json"
MOST_BYTES = 1024 * 1024
MOST_FAILURES = 30  # wrong keys per minute and address
ResourceT = TypeVar("ResourceT", bound=Resource[Any])
Answer = HttpResponse
View = Callable[..., Answer]


def scim(view: View) -> View:
    """Return `view` behind an organisation's key: it gets the key's row, works as Randa itself in one transaction, and fails in SCIM."""

    @csrf_exempt  # no cookie lets anybody in here, so there is nothing to forge
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Answer:
        try:
            with as_system("a directory speaks for its organisation; each query names it"):
                return view(request, _token(request), *args, **kwargs)
        except SCIMException as refusal:
            return failure(refusal.to_error())
        except ValidationError as refusal:
            return failure(Error.from_validation_errors(refusal)[0])
        except DataError:
            return failure(InvalidValueException(detail="a value cannot be stored").to_error())
        except TooManyRequestsError as limit:
            return failure(Error(status=429, detail=str(limit)), {"Retry-After": "60"})

    return guarded


class TooManyRequestsError(Exception):
    """The key, or the address, has asked too often this minute."""


def answer(content: Any, *, status: int = 200, headers: dict[str, str] | None = None) -> Answer:
    """Return `content` as SCIM's own JSON, never stored on the way."""
    body = json.dumps(content, ensure_ascii=False)
    return HttpResponse(
        body, content_type=SCIM_JSON, status=status, headers={"Cache-Control": "no-store"} | (headers or {})
    )


def failure(error: Error, headers: dict[str, str] | None = None) -> Answer:
    """Return a refusal in SCIM's own form."""
    status = int(error.status or 400)
    extra = {"WWW-Authenticate": 'Bearer realm="SCIM"'} if status == 401 else {}
    return answer(error.model_dump(), status=status, headers=extra | (headers or {}))


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object of the request.

    Raises:
        PayloadTooLargeException: more than a megabyte.
        InvalidSyntaxException: no JSON object.
    """
    if len(request.body) > MOST_BYTES:
        raise PayloadTooLargeException(detail=f"at most {MOST_BYTES} bytes")
    try:
        found = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise InvalidSyntaxException(detail="the body is not JSON") from error
    if not isinstance(found, dict):
        raise InvalidSyntaxException(detail="the body is not a JSON object")
    if "\\u0000" in json.dumps(found):
        raise InvalidValueException(detail="a value holds a NUL character")
    return found


def resource_of(
    request: HttpRequest, kind: type[ResourceT], context: Context, original: ResourceT | None = None
) -> ResourceT:
    """Return the resource in the body, read as `context` says; in a replacement what is immutable must stay as in `original`."""
    found = kind.model_validate(loosened(body_of(request)), scim_ctx=context, scim_policy=ENTRA)
    if original is not None:
        found.replace(original)
    return found


def patched(request: HttpRequest, resource: ResourceT) -> bool:
    """Apply the request's operations to `resource`; return whether anything changed."""
    body = body_of(request)
    operations = body.get("Operations") or body.get("operations") or []
    if isinstance(operations, list):
        body["Operations"] = [loosened(one) if isinstance(one, dict) else one for one in operations]
    patch = PatchOp[type(resource)].model_validate(  # type: ignore[misc]  # the class is known only now
        body, scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=ENTRA
    )
    return bool(patch.patch(resource, scim_policy=ENTRA))


def loosened(found: Any, name: str = "") -> Any:
    """Return JSON with Entra ID's "True" and "False" as what they mean, where a yes or no belongs: `active` and `primary`."""
    if isinstance(found, dict):
        path = str(found.get("path", "")) if "op" in found else ""
        return {key: loosened(value, path if key == "value" and path else key) for key, value in found.items()}
    if isinstance(found, list):
        return [loosened(one, name) for one in found]
    if isinstance(found, str) and name.lower().rpartition(".")[2] in {"active", "primary"}:
        return {"true": True, "false": False}.get(found.lower(), found)
    return found


def check_version(request: HttpRequest, row: DirectoryPerson | DirectoryGroup) -> None:
    """Refuse a change of something else than what the directory read: `If-Match` must name the row's version when it is given."""
    asked = request.headers.get("If-Match", "")
    if asked and asked.strip() != "*" and version_of(row) not in [tag.strip() for tag in asked.split(",")]:
        raise PreconditionFailedException(detail="the resource has changed since it was read")


def not_found() -> NotFoundException:
    """Return the refusal of what is not there, or belongs to another organisation: the two look the same."""
    return NotFoundException(detail="no such resource")


def _token(request: HttpRequest) -> ScimToken:
    kind, _space, key = request.headers.get("Authorization", "").partition(" ")
    address = client_address(request)
    _count(f"scim-wrong:{address}", MOST_FAILURES, add=0)
    found = token_of(key.strip()) if kind.lower() == "bearer" and key.strip() else None
    if found is None:
        _count(f"scim-wrong:{address}", MOST_FAILURES)
        raise UnauthorizedException(detail="a usable key is needed: Authorization: Bearer …")
    _count(f"scim:{found.pk}", settings.RANDA_SCIM_PER_MINUTE)
    return found


def _count(key: str, most: int, *, add: int = 1) -> None:
    cache.add(key, 0, timeout=60)
    try:
        count = cache.incr(key, add) if add else int(cache.get(key) or 0)
    except ValueError:  # it ran out in this very moment
        count = add
    if count > most:
        raise TooManyRequestsError(f"more than {most} requests in a minute; wait and try again")
