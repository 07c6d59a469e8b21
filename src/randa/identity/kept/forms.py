"""Which posted forms may be kept, and what of them: never a password, a code or a file."""

import re
from urllib.parse import urlsplit

from django.http import HttpRequest

SIZE_LIMIT = 64 * 1024
KEPT_FIELD = "randa_kept"  # the kept form that is sent again; it is then thrown away
_SECRET = re.compile(
    r"password|losenord|lösenord|credential|token|secret|nyckel|personnummer|identity_number", re.IGNORECASE
)
_NEVER = ("/konto/", "/prova/", "/api/", "/inloggning/kvar/", "/inloggning/igen/", "/sprak/", "/static/")
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

Fields = list[tuple[str, str]]


def fields_of(request: HttpRequest) -> Fields | None:
    """Return what was typed, in order; None when the request is not a form of Randa's own pages or is too large to keep."""
    if not _may_be_kept(request):
        return None
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        if not _SECRET.search(name) and name != KEPT_FIELD
        for value in values
    ]
    size = sum(len(name) + len(value) for name, value in fields)
    return fields if fields and size <= SIZE_LIMIT else None


def page_of(request: HttpRequest) -> str:
    """Return the page that the form stood on, as a path of this Randa; empty when the browser does not say."""
    parts = urlsplit(request.headers.get("Referer", ""))
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return path if parts.netloc == request.get_host() and path.startswith("/") and len(path) <= 500 else ""


def came_from_here(request: HttpRequest) -> bool:
    """Tell whether a page of this Randa sent the request: what another site posts is never kept nor shown."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.get_host()
    return urlsplit(request.headers.get("Referer", "")).netloc == request.get_host()


def _may_be_kept(request: HttpRequest) -> bool:
    return (
        request.method == "POST"
        and request.content_type in _FORMS
        and not request.path.startswith(_NEVER)
        and len(request.get_full_path()) <= 500
        and came_from_here(request)
    )
