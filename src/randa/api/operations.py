"""What all operations have in common: how one gets in, and the answers that every one of them may give."""

from collections.abc import Callable
from typing import Any, TypeVar

from ninja import Router

from randa.api.auth import calls_with
from randa.api.schemas import Refusal

View = TypeVar("View", bound=Callable[..., Any])
REFUSALS = (400, 401, 403, 404, 409, 422, 429, 503)


def operation(
    router: Router, method: str, path: str, *, scope: str, answer: Any, summary: str, status: int = 200, **more: Any
) -> Callable[[View], View]:
    """Return the decorator of an operation that a key with `scope` may call; its description names the scope."""
    extra: dict[str, Any] = {"x-scope": scope} | more.pop("openapi_extra", {})
    described = f"Scope: `{scope}`. " if scope else "Any key. "
    decorator: Callable[[View], View] = router.api_operation(
        [method], path, auth=calls_with(scope), response={status: answer} | dict.fromkeys(REFUSALS, Refusal),
        summary=summary, description=described + more.pop("description", ""), openapi_extra=extra, **more,
    )  # fmt: skip
    return decorator
