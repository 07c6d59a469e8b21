"""Where it breaks: regions or areas against quarters, what makes up a cell, and the same as files."""

import datetime as dt
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.core.ui.formats import quarter_words
from randa.dimensioning.forecast_words import AREA_SUBJECT, KIND_NAMES, LIMITS, finding
from randa.dimensioning.forms_scenarios import ForecastChoice
from randa.dimensioning.models import Scenario
from randa.dimensioning.queries.forecast import Cell, Outlook, fits_again, spare_elsewhere
from randa.dimensioning.queries.heat import cell_anchor, heat, quarter_of_day
from randa.dimensioning.queries.remedies import remedies
from randa.dimensioning.queries.scenarios import shown_scenarios
from randa.dimensioning.views.forecast_access import forecast_reader, query_of, read_outlook
from randa.exchange.queries.prefill import request_url_for
from randa.people.http import AuthedRequest
from randa.people.models import User


@require_safe
@forecast_reader
def forecast(request: AuthedRequest) -> HttpResponse:
    """The heat map, with the finding as its title."""
    basis, choice, scenario, found = read_outlook(request)
    now = quarter_of_day(today())
    short = found.short_cells(since=now, region=choice.region)
    area = choice.area or (short[0].area if short else "PSY")
    context: dict[str, Any] = {
        "nav": "forecast",
        "title": finding(found, since=now, region=choice.region),
        "heat": heat(found, region=choice.region, area=area, now=now, query=query_of(choice)),
        "choice": choice,
        "area": area,
        "area_name": AREA_SUBJECT[area],
        "areas": AREA_SUBJECT.items(),
        "regions": basis.regions,
        "scenario": scenario,
        "scenarios": shown_scenarios(),
        "now": now,
        "query": query_of(choice),
        "figures": _figures(found, short),
        "example": _panel(found, short[0], request.user, choice.scenario) if short else None,
        "tabs": tabs_of(choice),
    }
    return render(request, "dimensioning/forecast/forecast.html", context)


@require_safe
@forecast_reader
def cell(request: AuthedRequest, region: str, area: str, quarter: str) -> HttpResponse:
    """What makes up one cell, its limit, and what would help; a part of the page for htmx, else a page."""
    _basis, choice, scenario, found = read_outlook(request)
    one = found.cells.get((region, area, quarter))
    if one is None:
        raise Http404
    part = request.headers.get("HX-Request") == "true"
    context = {
        "nav": "forecast", "panel": _panel(found, one, request.user, choice.scenario), "query": query_of(choice), "scenario": scenario,
        "anchor": cell_anchor(one) if part else "",  # a part is read at once, and the way back is to the map
    }  # fmt: skip
    response = render(request, f"dimensioning/forecast/{'_cell' if part else 'cell'}.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
@forecast_reader
def export(request: AuthedRequest, file_format: str) -> HttpResponse:
    """The heat map as a picture or a workbook."""
    from randa.core.ui import charts  # drawing is slow to import, and most pages draw nothing

    if file_format not in charts.EXPORTS:
        raise Http404
    _basis, choice, scenario, found = read_outlook(request)
    area = choice.area or "PSY"
    grid = heat(found, region=choice.region, area=area, now="")
    records = [
        {
            "row": row.label,
            "quarter": one.cell.quarter,
            "percent": round(100 * (one.cell.ratio or 0)),
            "load": round(one.cell.load, 1),
            "limit": round(one.cell.limit, 1),
            "chance": one.chance,
            "binding": str(LIMITS[one.cell.binding]),
        }
        for row in grid.rows
        for one in row.cells
    ]
    about = charts.About(
        title=finding(found, since=quarter_of_day(today()), region=choice.region),
        source=source_line(scenario),
        as_of=today().isoformat(),
        description=_("Belagda platsveckor i procent av vad platser och handledare räcker till, per kvartal."),
        key="prognos",
    )
    titles = {
        "row": _("Område") if grid.by_area else _("Region"), "quarter": _("Kvartal"), "percent": _("Belagt, procent"),
        "load": _("Platsveckor AT och BT"), "limit": _("Räcker till"), "chance": _("Brist, procent av körningarna"),
        "binding": _("Gräns"),
    }  # fmt: skip
    chart = charts.heatmap(
        records, about=about, x="quarter", y="row", value="percent", bounds=(80, 90, 100, 110), titles=titles
    )
    full = charts.Chart(
        title=chart.title, svg=chart.svg, table_columns=list(titles.values()),
        table_rows=[[record[key] for key in titles] for record in records],
        source=chart.source, as_of=chart.as_of, description=chart.description, key=chart.key,
    )  # fmt: skip
    return charts.chart_response(full, file_format)


def source_line(scenario: Scenario | None) -> str:
    name = scenario.name if scenario else _("Grundfallet")
    return _("Planen, 004 Tabell 2 och 3, enheternas platser och handledare; %(scenario)s") % {"scenario": name}


def tabs_of(choice: ForecastChoice) -> list[dict[str, Any]]:
    """Return the tabs of the forecast."""
    query = query_of(choice)
    pages = (
        ("forecast", _("Var det brister"), "dimensioning:forecast"),
        ("ceilings", _("Tak"), "dimensioning:ceilings"),
        ("shared", _("Vem som använder platserna"), "dimensioning:shared"),
        ("supervision", _("Handledning och bedömning"), "dimensioning:supervision"),
        ("drivers", _("Vad som avgör"), "dimensioning:drivers"),
    )
    return [
        {"key": key, "label": label, "url": f"{reverse(name)}?{query}" if query else reverse(name), "count": None}
        for key, label, name in pages
    ]


def _figures(found: Outlook, short: list[Cell]) -> dict[str, Any]:
    """Return the three figures people ask for first."""
    worst = max(short, key=lambda one: one.missing, default=None)
    return {
        "first": short[0] if short else None,
        "first_quarter": quarter_words(short[0].quarter) if short else "",
        "worst": worst,
        "worst_quarter": quarter_words(worst.quarter) if worst else "",
        "worst_seats": worst.missing / 13 if worst else 0,
        "regions": len({one.region.code for one in short}),
        "all_regions": len(found.basis.regions),
    }


def _panel(found: Outlook, one: Cell, viewer: User, scenario: int | None) -> dict[str, Any]:
    again = fits_again(found, one)
    here = ForecastChoice(one.region.code, "", scenario)
    total = one.load + one.capacity.taken
    return {
        "cell": one,
        "quarter": quarter_words(one.quarter),
        "percent": None if one.ratio is None else 100 * one.ratio,
        "chance": 100 * one.probability,
        "limit_name": LIMITS[one.binding],
        "parts": [
            (KIND_NAMES[kind], weeks, weeks / total if total else 0)
            for kind, weeks in one.parts.items()
            if weeks > 0.05
        ],
        "total": total,
        "limits": [(LIMITS[name], limit) for name, limit in one.capacity.stated.items()],
        "remedies": remedies(found, one),
        "ask": _to_ask(found, one, viewer),
        "again": quarter_words(again) if again else "",
        "ceilings_url": f"{reverse('dimensioning:ceilings')}?{query_of(here)}#{one.area}",
    }


def _to_ask(found: Outlook, one: Cell, viewer: User) -> list[tuple[str, str]]:
    """Return (region, where it is asked for seats) of those with room in the quarter, for a cell that is short."""
    if one.missing <= 0:
        return []
    year, number = int(one.quarter[:4]), int(one.quarter[5:])
    first_day = dt.date(year, 3 * number - 2, 1)
    pairs = [
        (each.region.name, request_url_for(viewer, one.area, each.region.code, first_day))
        for each in spare_elsewhere(found, one)[:3]
    ]
    return [pair for pair in pairs if pair[1]]
