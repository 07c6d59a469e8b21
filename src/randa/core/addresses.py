"""Where a page says that one wants to go next: only ever within Randa."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_address(request: HttpRequest, given: str, otherwise: str = "/") -> str:
    """Return `given` when it is a path of Randa's own, else `otherwise`.

    A text without a leading slash is refused as well: `redirect` would take it for the name of a page.
    """
    is_path = given.startswith("/") and not any(letter in given for letter in "\r\n\0")
    is_ours = url_has_allowed_host_and_scheme(given, {request.get_host()}, require_https=request.is_secure())
    return given if is_path and is_ours else otherwise
