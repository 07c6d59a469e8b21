"""The palette's answers."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from randa.core.search.registry import find


@login_required
@require_safe
def palette(request: HttpRequest) -> JsonResponse:
    """Pages and objects that match `q`, at most a handful per kind."""
    return JsonResponse({"hits": [asdict(hit) for hit in find(request.user, request.GET.get("q", "").strip()[:80])]})
