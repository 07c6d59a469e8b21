"""The ceilings over the seats, year by year: of every area in a region, or of one area in every region."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from randa.dimensioning.ceiling_words import ceiling_rows, title_of
from randa.dimensioning.forecast_words import AREA_SUBJECT
from randa.dimensioning.forecasting import AREAS
from randa.dimensioning.forms_scenarios import forecast_choice
from randa.dimensioning.queries.ceilings import YEARS, ceilings_of
from randa.dimensioning.views.forecast import tabs_of
from randa.dimensioning.views.forecast_access import forecast_reader, known_basis, query_of
from randa.people.http import AuthedRequest


@require_safe
@forecast_reader
def page(request: AuthedRequest) -> HttpResponse:
    """What rooms, closures and supervisors leave of the seats, with what the figures stand on."""
    regions = known_basis().regions
    choice = forecast_choice(request.GET, [one.code for one in regions])
    area = choice.area or AREAS[0]
    if choice.region:
        keys = [(choice.region, code, str(AREA_SUBJECT[code])) for code in AREAS]
    else:
        keys = [(one.code, area, one.name) for one in regions]
    found = ceilings_of({region for region, _area, _name in keys})
    groups: list[dict[str, Any]] = [
        {
            "anchor": code if choice.region else region,
            "code": code if choice.region else "",
            "name": name,
            "found": found.get((region, code)),
            "rows": ceiling_rows(found[region, code]) if (region, code) in found else [],
        }
        for region, code, name in keys
    ]
    shown = [group["found"] for group in groups if group["found"]]
    context = {
        "nav": "forecast", "tabs": tabs_of(choice), "choice": choice, "regions": regions, "area": area,
        "areas": AREA_SUBJECT.items(), "area_name": AREA_SUBJECT[area], "years": YEARS, "groups": groups,
        "title": title_of(shown, by_area=bool(choice.region)), "query": query_of(choice),
    }  # fmt: skip
    return render(request, "dimensioning/forecast/ceilings.html", context)
