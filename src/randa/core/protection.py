"""What every answer tells the browser about keeping and sharing it, pages and static files alike."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

_MACHINES = ("/api/", "/scim/", "/kalender/folj/")
FILES_ONLY = "default-src 'none'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; sandbox"


class ProtectiveHeadersMiddleware:
    """Let no other site embed what Randa answers, and let nothing but static files stay on the computer.

    It stands first, so that it also sees what the inner layers answer by themselves: static files, redirects, refusals.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = _refused(request) or self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", FILES_ONLY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", str(settings.SECURE_REFERRER_POLICY))
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(str(settings.STATIC_URL)):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def _refused(request: HttpRequest) -> HttpResponse | None:
    """Refuse what no page needs: TRACE, and machines that call without https, whose key a redirect would hide as leaked."""
    if request.method == "TRACE":
        return HttpResponse(status=405)
    if settings.HTTPS and request.path.startswith(_MACHINES) and not request.is_secure():
        return JsonResponse({"code": "https_required", "message": "https"}, status=403)
    return None
