"""The palette's answers, and the page of all hits."""

from dataclasses import asdict
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.search.queries import Result, search
from randa.core.search.registry import found_by_finders

MAX_LETTERS = 80
PALETTE_HITS, PAGE_HITS, FINDER_HITS = 5, 25, 6


@login_required
@require_safe
def palette(request: HttpRequest) -> JsonResponse:
    """Pages and objects that match `q`, at most a handful per kind."""
    text = _text(request)
    named = list(found_by_finders(request.user, text, FINDER_HITS))
    indexed = [hit for group in search(request.user, text, limit=PALETTE_HITS).groups for hit in group.hits]
    return JsonResponse({"hits": [asdict(hit) for hit in [*named, *indexed]]})


@login_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Everything that matches `q`: the best of each kind, or all of the kind `typ`, page by page."""
    text, kind = _text(request), request.GET.get("typ", "")[:30]
    number = _number(request.GET.get("sida", "1"))
    first = (number - 1) * PAGE_HITS if kind else 0
    result = search(request.user, text, kind=kind, first=first, limit=PAGE_HITS if kind else PALETTE_HITS)
    chosen = next((group for group in result.groups if group.key == kind), None)
    context = {
        "text": text,
        "result": result,
        "groups": [chosen] if chosen else [] if kind else result.groups,
        "named": [] if kind or not text else list(found_by_finders(request.user, text, FINDER_HITS)),
        "kind": kind,
        "number": number,
        "has_more": bool(chosen and chosen.total > first + PAGE_HITS),
        "tabs": _tabs(text, result, kind),
    }
    return render(request, "search/page.html", context)


def _tabs(text: str, result: Result, kind: str) -> list[dict[str, Any]]:
    """Return a tab per kind that has hits; none when there is nothing to choose between."""
    if len(result.groups) < 2 and not kind:
        return []
    everything = {"key": "all", "label": _("Allt"), "url": f"?{urlencode({'q': text})}", "count": None}
    return [everything] + [
        {"key": one.key, "label": one.label, "url": f"?{urlencode({'q': text, 'typ': one.key})}", "count": one.total}
        for one in result.groups
    ]


def _text(request: HttpRequest) -> str:
    return request.GET.get("q", "").replace("\0", "").strip()[:MAX_LETTERS]


def _number(text: str) -> int:
    return min(max(int(text), 1), 400) if text.isdecimal() and len(text) < 5 else 1
