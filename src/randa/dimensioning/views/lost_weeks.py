"""Lost weeks of service: per area and year, as full-time posts, with what breaks even."""

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.dimensioning.models import Scenario
from randa.dimensioning.queries.figures import country
from randa.dimensioning.queries.lost_weeks import LostWeeks, lost_weeks
from randa.dimensioning.queries.scenarios import scenario_of, scenario_values, shown_scenarios
from randa.dimensioning.views.access import plan_reader
from randa.people.http import AuthedRequest


@require_safe
@plan_reader
def page(request: AuthedRequest) -> HttpResponse:
    """What AT's end does to the service, for the seven regions or one."""
    from randa.dimensioning import lost_words  # draws charts, see core.ui.charts

    found, place, scenario = _found(request)
    members = country().members
    region = request.GET.get("region", "")
    query = urlencode({"region": region, "scenario": scenario.pk if scenario else ""})
    context = {
        "nav": "lost",
        "title": lost_words.finding(found, place),
        "found": found,
        "place": place,
        "basis": lost_words.basis_sentence(found),
        "source": lost_words.source(),
        "rows": lost_words.area_rows(found),
        "year_heads": lost_words.year_heads(),
        "year_rows": lost_words.year_rows(found),
        "chart": lost_words.weeks_chart(
            found,
            place,
            export_url=f"{reverse('dimensioning:lost_weeks')}export/{region or 'alla'}/{scenario.pk if scenario else 0}/veckor.",
        ),
        "regions": [{"code": one.code, "name": one.short} for one in members],
        "choice": {"region": region, "scenario": scenario.pk if scenario else None},
        "scenarios": shown_scenarios(),
        "query": query,
    }
    return render(request, "dimensioning/forecast/lost_weeks.html", context)


@require_safe
@plan_reader
def pdf(request: AuthedRequest) -> HttpResponse:
    """The same as one page for a board."""
    from randa.dimensioning import lost_words  # see above
    from randa.dimensioning.board_paper import paper_response

    found, place, _scenario = _found(request)
    return paper_response(lost_words.paper(found, place), f"veckor-{place}")


@require_safe
@plan_reader
def export(request: AuthedRequest, where: str, scenario_pk: int, file_format: str) -> HttpResponse:  # noqa: ARG001 - same door
    """The chart as a file; scenario 0 is the base case."""
    from randa.core.ui.charts import EXPORTS, chart_response  # see above
    from randa.dimensioning import lost_words

    if file_format not in EXPORTS:
        raise Http404
    found, place = _found_at("" if where == "alla" else where, scenario_of(scenario_pk))
    return chart_response(lost_words.weeks_chart(found, place), file_format)


def _found(request: AuthedRequest) -> tuple[LostWeeks, str, Scenario | None]:
    """Return the change, the name of the place, and the scenario that the assumptions come from."""
    number = request.GET.get("scenario", "")
    scenario = scenario_of(int(number)) if number.isdecimal() and len(number) < 9 else None
    return *_found_at(request.GET.get("region", ""), scenario), scenario


def _found_at(region: str, scenario: Scenario | None) -> tuple[LostWeeks, str]:
    """Return the change in a region, or in all seven for "", and the name of the place."""
    chosen = [one for one in country().members if region in {"", one.code}]
    if not chosen:
        raise Http404
    place = chosen[0].short if region else _("Mellansverige")
    return lost_weeks(chosen, scenario_values(scenario)), place
