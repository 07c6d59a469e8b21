"""The choice of theme, and the page that shows every component."""

import datetime as dt
from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from randa.core.addresses import own_address
from randa.core.cookies import host_cookie
from randa.core.ui import charts, samples
from randa.core.ui.components import AREAS, icon_names
from randa.core.ui.context import THEME_COOKIE
from randa.core.ui.tables import Table, table_response
from randa.core.ui.toasts import toast

_YEAR = 365 * 24 * 3600


def _in_the_demo_world(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 404 where real people are: nothing is there that is not needed."""

    @wraps(view)
    def shown(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        if not settings.RANDA_DEMO:
            raise Http404
        return view(request, *args, **kwargs)

    return shown


@require_POST
def choose_theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark in a cookie, so that the server draws the right one at once; empty follows the system."""
    response = redirect(own_address(request, request.POST.get("next", "")))
    chosen = request.POST.get("theme", "")
    if chosen in {"light", "dark"}:
        response.set_cookie(
            host_cookie(THEME_COOKIE), chosen, max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.HTTPS
        )
    else:
        response.delete_cookie(host_cookie(THEME_COOKIE), samesite="Lax")
    return response


@require_GET
@_in_the_demo_world
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component, live, with content from the subject."""
    table = Table.from_request(
        request,
        key="sample",
        columns=samples.PLACEMENT_COLUMNS,
        rows=samples.placements(),
        caption=_("Placeringar våren 2027"),
        filters=samples.PLACEMENT_FILTERS,
        bulk_actions=samples.PLACEMENT_ACTIONS,
        row_id=lambda row: row.pk,
    )
    context = {
        "nav": "styleguide",
        "areas": AREAS.values(),
        "icons": sorted(icon_names()),
        "form": samples.SampleForm(),
        "bad_form": samples.form_with_errors(),
        "charts": samples.draw_all,
        "tabs": _sample_tabs(),
        "period": (dt.date(2027, 8, 30), dt.date(2028, 2, 28)),
    }
    return table_response(request, "ui/styleguide.html", table, context)


def _sample_tabs() -> list[dict[str, object]]:
    labels = (
        ("plan", _("Plan"), None),
        ("people", _("Personer"), 42),
        ("history", _("Historik"), 7),
        ("seen", _("Vem har sett"), None),
    )
    return [{"key": key, "label": label, "url": f"#{key}", "count": count} for key, label, count in labels]


@require_GET
@_in_the_demo_world
def sample_chart(_request: HttpRequest, key: str, file_format: str) -> HttpResponse:
    """One of the style guide's charts as a file."""
    if key not in samples.CHARTS or file_format not in charts.EXPORTS:
        raise Http404
    return charts.chart_response(samples.CHARTS[key](), file_format)


@require_POST
@_in_the_demo_world
def sample_toast(request: HttpRequest) -> HttpResponse:
    """Show a message with a way back; undoing shows another."""
    if "undone" in request.GET:
        toast(request, _("Ångrat. Placeringarna står som förut."), tone="info")
    else:
        toast(request, _("14 placeringar flyttade till vårens andra start."), undo_url=f"{request.path}?undone")
    return redirect("ui:styleguide")
