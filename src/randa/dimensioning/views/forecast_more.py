"""The other tabs of the forecast: who uses the seats, supervisors' time, what decides; and the page for a board."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.core.clock import today
from randa.core.ui.formats import decimal, quarter_words
from randa.dimensioning.forecast_words import AREA_SUBJECT, KIND_NAMES, finding, listed
from randa.dimensioning.forms_scenarios import forecast_choice
from randa.dimensioning.models import Scenario
from randa.dimensioning.queries.drivers import TOLERANCES, robustness
from randa.dimensioning.queries.forecast import QUARTERS, outlook
from randa.dimensioning.queries.heat import heat, quarter_of_day
from randa.dimensioning.queries.scenarios import scenario_of, scenario_values, shown_scenarios
from randa.dimensioning.queries.sharing import (
    Draw,
    displaced_by_ten,
    form_rows,
    neighbour_rows,
    psychiatry_draws,
    supervision_rows,
)
from randa.dimensioning.views.forecast import source_line, tabs_of
from randa.dimensioning.views.forecast_access import forecast_reader, known_basis, query_of, read_outlook
from randa.people.http import AuthedRequest

EVERYWHERE = "alla"  # in an address, in place of a region's code


@require_safe
@forecast_reader
def shared(request: AuthedRequest) -> HttpResponse:
    """Psychiatry's seat-weeks by kind of learner, employment forms, and what a plan above the share asks of others."""
    basis, choice, scenario, found = read_outlook(request)
    draws = psychiatry_draws(found, choice.region)
    context = {
        "nav": "forecast", "tabs": tabs_of(choice), "choice": choice, "regions": basis.regions, "scenario": scenario,
        "scenarios": shown_scenarios(), "title": _shared_title(draws), "chart": _shared_chart(draws, choice.region, scenario),
        "ten": displaced_by_ten(found), "forms": form_rows(found), "neighbours": neighbour_rows(found),
        "competing": 100 * found.values.get("competing_share"),
    }  # fmt: skip
    return render(request, "dimensioning/forecast/shared.html", context)


@require_safe
@forecast_reader
def shared_chart(request: AuthedRequest, where: str, scenario_pk: int, file_format: str) -> HttpResponse:  # noqa: ARG001 - same door
    """The chart of who uses psychiatry's seats, as a file; scenario 0 is the base case."""
    from randa.core.ui.charts import EXPORTS, chart_response  # drawing is slow to import

    if file_format not in EXPORTS:
        raise Http404
    scenario = scenario_of(scenario_pk)
    found = outlook(known_basis(), scenario_values(scenario))
    region = "" if where == EVERYWHERE else where
    if region not in {"", *(one.code for one in found.basis.regions)}:
        raise Http404
    return chart_response(_shared_chart(psychiatry_draws(found, region), region, scenario), file_format)


@require_safe
@forecast_reader
def supervision(request: AuthedRequest) -> HttpResponse:
    """Supervisors' hours and assessments a month against what there is, and the quarter that tips over."""
    basis, choice, scenario, found = read_outlook(request)
    rows = supervision_rows(found, choice.region)
    now = quarter_of_day(today())
    cells = [(area, one) for area, row in rows for one in row if one.quarter >= now]
    over = [(area, one) for area, one in cells if one.ratio > 1]
    area, tightest = min(over, key=lambda pair: pair[1].quarter) if over else max(cells, key=lambda pair: pair[1].ratio)
    values = {
        "area": str(AREA_SUBJECT[area]),
        "place": str(AREA_SUBJECT[area]).lower(), "quarter": quarter_words(tightest.quarter), "percent": tightest.percent,
    }  # fmt: skip
    over_title = _("%(area)s: tiden för handledning och bedömning räcker inte från %(quarter)s")
    fits_title = _(
        "Tiden för handledning och bedömning räcker; tätast är det i %(quarter)s (%(place)s, %(percent)s %%)"
    )
    total = [sum(row[place].assessments for _area, row in rows) for place in range(len(QUARTERS))]
    busiest = max(range(len(total)), key=total.__getitem__)
    context = {
        "nav": "forecast", "tabs": tabs_of(choice), "choice": choice, "regions": basis.regions, "scenario": scenario,
        "scenarios": shown_scenarios(), "title": (over_title if over else fits_title) % values, "now": now,
        "rows": [(AREA_SUBJECT[area], area, row) for area, row in rows], "total": total, "quarters": QUARTERS,
        "years": [(year, 4) for year in sorted({quarter[:4] for quarter in QUARTERS})],
        "busiest": quarter_words(QUARTERS[busiest]), "busiest_count": total[busiest],
        "query": query_of(choice),
    }  # fmt: skip
    return render(request, "dimensioning/forecast/supervision.html", context)


@require_safe
@forecast_reader
def drivers(request: AuthedRequest) -> HttpResponse:
    """Which assumption decides most, and in how many scenarios the plan holds."""
    from randa.dimensioning import driver_words  # draws charts, see core.ui.charts

    context = _robust(request)
    query = f"{context['query']}&tolerans={context['tolerance']}"
    found, basis = context["found"], context["basis"]
    context |= {
        "sentence": driver_words.sentence(found, basis, place=context["place"], tolerance=context["tolerance"]),
        "rows": driver_words.trial_rows(found, basis),
        "chart": driver_words.chart(found, export_url=_drivers_chart_url(context)),
        "query": query,
        "tolerances": TOLERANCES,
    }
    return render(request, "dimensioning/forecast/drivers.html", context)


@require_safe
@forecast_reader
def drivers_chart(request: AuthedRequest, where: str, scenario_pk: int, file_format: str) -> HttpResponse:  # noqa: ARG001 - same door
    """The chart of what decides, as a file; scenario 0 is the base case."""
    from randa.core.ui.charts import EXPORTS, chart_response  # drawing is slow to import
    from randa.dimensioning import driver_words

    basis = known_basis()
    region = "" if where == EVERYWHERE else where
    if file_format not in EXPORTS or region not in {"", *(one.code for one in basis.regions)}:
        raise Http404
    values = scenario_values(scenario_of(scenario_pk))
    found = robustness(basis, values, since=quarter_of_day(today()), region=region)
    return chart_response(driver_words.chart(found), file_format)


def _drivers_chart_url(context: dict[str, Any]) -> str:
    scenario = context["scenario"].pk if context["scenario"] else 0
    return f"{reverse('dimensioning:drivers')}{context['choice'].region or EVERYWHERE}/{scenario}/drivkrafter."


@require_safe
@forecast_reader
def drivers_pdf(request: AuthedRequest) -> HttpResponse:
    """Robustness as one page for a board."""
    from randa.dimensioning import driver_words  # see above
    from randa.dimensioning.board_paper import paper_response

    context = _robust(request)
    data = driver_words.paper(
        context["found"], context["basis"], place=context["place"], tolerance=context["tolerance"]
    )
    return paper_response(data, f"sakerhet-{context['place']}")


@require_safe
@forecast_reader
def forecast_pdf(request: AuthedRequest) -> HttpResponse:
    """Where it breaks, as one page for a board: the finding, and the tightest quarter of every year."""
    from randa.dimensioning.board_paper import board_paper, paper_response  # only needed for a document

    _basis, choice, scenario, found = read_outlook(request)
    now = quarter_of_day(today())
    short = found.short_cells(since=now, region=choice.region)
    area = choice.area or (short[0].area if short else "PSY")
    grid = heat(found, region=choice.region, area=area, now=now)
    years = sorted({quarter[:4] for quarter in QUARTERS})
    rows = []
    for row in grid.rows:
        by_year = [[one for one in row.cells if one.cell.quarter.startswith(year)] for year in years]
        rows.append(
            [row.label, *(max(those, key=lambda one: one.cell.ratio or 99).percent + " %" for those in by_year)]
        )
    worst = max(short, key=lambda one: one.missing, default=None)
    lead = []
    if worst is not None:
        values = {
            "area": str(AREA_SUBJECT[worst.area]), "region": worst.region.name, "quarter": quarter_words(worst.quarter),
            "seats": decimal(worst.missing / 13, 0), "regions": listed(sorted({one.region.name for one in short})),
        }  # fmt: skip
        lead = [
            _("Störst är bristen i %(region)s %(quarter)s: %(area)s saknar %(seats)s platser.") % values,
            _("Brist i mer än hälften av körningarna någon gång till och med 2031: %(regions)s.") % values,
        ]
    name = _("Tätaste kvartalet varje år, belagt i procent av vad som finns")
    title = name if choice.region else f"{AREA_SUBJECT[area]}: {name[0].lower()}{name[1:]}"
    data = board_paper(
        title=finding(found, since=now, region=choice.region), lead=lead,
        tables=[(title, [_("Område") if choice.region else _("Region"), *years], rows)], source=source_line(scenario),
    )  # fmt: skip
    return paper_response(data, "prognos")


def _robust(request: AuthedRequest) -> dict[str, Any]:
    basis = known_basis()
    choice = forecast_choice(request.GET, [one.code for one in basis.regions])
    scenario = scenario_of(choice.scenario)
    text = request.GET.get("tolerans", "")
    tolerance = int(text) if text in {str(one) for one in TOLERANCES} else 0
    names = {one.code: one.name for one in basis.regions}
    return {
        "nav": "forecast", "tabs": tabs_of(choice), "choice": choice, "regions": basis.regions, "scenario": scenario,
        "scenarios": shown_scenarios(), "basis": basis, "tolerance": tolerance, "query": query_of(choice),
        "place": names.get(choice.region) or _("Mellansverige"),
        "found": robustness(
            basis, scenario_values(scenario), since=quarter_of_day(today()), region=choice.region, tolerance=tolerance
        ),
    }  # fmt: skip


def _shared_title(draws: list[Draw]) -> str:
    """Return when BT passes AT in psychiatry."""
    for one in draws:
        if one.parts["BTF"] + one.parts["BTI"] > one.parts["AT"]:
            return _("Från %(quarter)s tar BT fler av psykiatrins veckor än AT") % {
                "quarter": quarter_words(one.quarter)
            }
    return _("AT tar flest av psykiatrins veckor")


def _shared_chart(draws: list[Draw], region: str, scenario: Scenario | None) -> Any:
    from randa.core.ui import chart_theme as look  # drawing is slow to import
    from randa.core.ui.charts import About, stacked_bars
    from randa.core.ui.components import AREAS as AREA_LOOK

    yearly = [one for one in draws if one.quarter.endswith(("Q1", "Q3"))]
    records = [
        {"quarter": one.quarter, "kind": str(KIND_NAMES[kind]), "weeks": round(weeks), "limit": round(one.limit)}
        for one in yearly
        for kind, weeks in one.parts.items()
    ]
    # Kinds of learner are not areas, so they keep away from the areas' colours, students' own excepted.
    fills = {
        "BTF": look.ACCENT, "BTI": look.INFO, "AT": "#77858b", "ST": look.WARNING, "STU": AREA_LOOK["VFU"].colour,
    }  # fmt: skip
    about = About(
        title=_shared_title(draws),
        lead=_("Platsveckor i psykiatrin per kvartal, kvartal 1 och 3 varje år."),
        source=_("Planen, 002, 001 Tabell 1 (studentveckor 2022) och antagandena under Scenarier"),
        as_of=today().isoformat(),
        description=_("Staplarna visar vem som är i psykiatrin: BT, AT, ST och studenter."),
        key="psykiatri",
        export_url=f"{reverse('dimensioning:shared')}{region or EVERYWHERE}/{scenario.pk if scenario else 0}/psykiatri.",
    )
    titles = {"quarter": _("Kvartal"), "kind": _("Vem"), "weeks": _("Platsveckor")}
    colours = {str(KIND_NAMES[kind]): fill for kind, fill in fills.items()}
    return stacked_bars(
        records,
        about=about,
        x="quarter",
        y="weeks",
        part="kind",
        y_title=_("platsveckor"),
        colours=colours,
        titles=titles,
    )
