"""The ceilings over the seats, year by year: of every area in a region, or of one area in every region; and as paper for a board."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from randa.dimensioning.ceiling_words import (
    LEFT_NAME,
    CeilingRow,
    ceiling_rows,
    ground_words,
    left_words,
    need_words,
    title_of,
)
from randa.dimensioning.forecast_words import AREA_SUBJECT
from randa.dimensioning.forecasting import AREAS, Region
from randa.dimensioning.forms_scenarios import ForecastChoice, forecast_choice
from randa.dimensioning.models import Scenario
from randa.dimensioning.queries.ceilings import YEARS, AreaCeilings, Ground, ceilings_of
from randa.dimensioning.queries.scenarios import scenario_of, scenario_values, shown_scenarios
from randa.dimensioning.views.forecast import source_line, tabs_of
from randa.dimensioning.views.forecast_access import forecast_reader, known_basis, query_of
from randa.people.http import AuthedRequest


@dataclass
class Group:
    """One area of a region, or one region of an area; `code` is the area's where areas are listed."""

    anchor: str
    code: str
    name: str
    found: AreaCeilings | None

    @cached_property
    def rows(self) -> list[CeilingRow]:
        return ceiling_rows(self.found) if self.found else []

    def grounds(self) -> Iterator[tuple[Ground, str]]:
        """Yield what units have registered, each in words."""
        for one in self.found.grounds if self.found else ():
            yield one, ground_words(one)

    def needs(self) -> list[str]:
        return need_words(self.found.needs) if self.found else []


@dataclass(frozen=True)
class Shown:
    """What is chosen, and what is found for it."""

    regions: tuple[Region, ...]
    choice: ForecastChoice
    scenario: Scenario | None
    area: str
    groups: list[Group]

    @property
    def title(self) -> str:
        found = [group.found for group in self.groups if group.found]
        return title_of(found, by_area=bool(self.choice.region))


def _shown(request: AuthedRequest) -> Shown:
    regions = known_basis().regions
    choice = forecast_choice(request.GET, [one.code for one in regions])
    scenario = scenario_of(choice.scenario)
    area = choice.area or AREAS[0]
    if choice.region:
        keys = [(choice.region, code, str(AREA_SUBJECT[code])) for code in AREAS]
    else:
        keys = [(one.code, area, one.name) for one in regions]
    found = ceilings_of({region for region, _area, _name in keys}, scenario_values(scenario))
    groups = [
        Group(code if choice.region else region, code if choice.region else "", name, found.get((region, code)))
        for region, code, name in keys
    ]
    return Shown(regions, choice, scenario, area, groups)


@require_safe
@forecast_reader
def page(request: AuthedRequest) -> HttpResponse:
    """What every ceiling leaves of the seats, in the base case or a scenario, with what the figures stand on."""
    shown = _shown(request)
    context = {
        "nav": "forecast", "tabs": tabs_of(shown.choice), "choice": shown.choice, "regions": shown.regions, "area": shown.area,
        "areas": AREA_SUBJECT.items(), "area_name": AREA_SUBJECT[shown.area], "years": YEARS, "groups": shown.groups,
        "title": shown.title, "query": query_of(shown.choice), "scenario": shown.scenario, "scenarios": shown_scenarios(),
    }  # fmt: skip
    return render(request, "dimensioning/forecast/ceilings.html", context)


@require_safe
@forecast_reader
def pdf(request: AuthedRequest) -> HttpResponse:
    """What is left each year and which ceiling is the lowest, as one page for a board."""
    from randa.dimensioning.board_paper import board_paper, paper_response  # only needed for a document

    shown = _shown(request)
    by_area = bool(shown.choice.region)
    place = next((one.name for one in shown.regions if one.code == shown.choice.region), str(AREA_SUBJECT[shown.area]))
    rows = [
        [group.name, *(left_words(year) for year in group.found.years.values())]
        for group in shown.groups
        if group.found
    ]
    name = _("%(place)s: %(left)s i platsveckor, och det lägsta taket") % {
        "place": place, "left": str(LEFT_NAME).lower(),
    }  # fmt: skip
    data = board_paper(
        title=shown.title,
        lead=[
            _("Taken: lovade platser, rum, stängda veckor, handledare, deras tid, patientunderlag och budget."),
            _("Det som ingen har angett räknas inte."),
        ],
        tables=[(name, [_("Område") if by_area else _("Region"), *map(str, YEARS)], rows)],
        source=source_line(shown.scenario),
    )  # fmt: skip
    return paper_response(data, "tak")
