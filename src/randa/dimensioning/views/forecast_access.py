"""The door of the forecast pages, and what each of them begins with."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from randa.dimensioning.forecasting import Basis
from randa.dimensioning.forms_scenarios import ForecastChoice, forecast_choice
from randa.dimensioning.models import Scenario
from randa.dimensioning.queries.forecast import Outlook, outlook
from randa.dimensioning.queries.forecast_basis import forecast_basis
from randa.dimensioning.queries.scenarios import scenario_of, scenario_values
from randa.dimensioning.views.access import plan_reader
from randa.people.http import AuthedRequest

P = ParamSpec("P")
View = Callable[Concatenate[AuthedRequest, P], HttpResponse]


class NoRegionsError(Exception):
    """There is no region to forecast for: a new installation."""


def forecast_reader(view: View[P]) -> Callable[..., HttpResponseBase]:
    """Let in those who may see the plan; without regions, say what to do first."""

    @wraps(view)
    def checked(request: AuthedRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoRegionsError:
            return render(request, "dimensioning/forecast/empty.html", {"nav": "forecast"})

    return plan_reader(checked)


def known_basis() -> Basis:
    """Return the basis. Raises NoRegionsError when there is nothing to forecast."""
    basis = forecast_basis()
    if not basis.regions:
        raise NoRegionsError
    return basis


def read_outlook(request: AuthedRequest) -> tuple[Basis, ForecastChoice, Scenario | None, Outlook]:
    """Return what every forecast page begins with: the basis, the choice, the scenario and its forecast."""
    basis = known_basis()
    choice = forecast_choice(request.GET, [one.code for one in basis.regions])
    scenario = scenario_of(choice.scenario)
    return basis, choice, scenario, outlook(basis, scenario_values(scenario))


def query_of(choice: ForecastChoice) -> str:
    """Return the choice as a query string, to carry it to the next page."""
    values = {"region": choice.region, "omrade": choice.area, "scenario": choice.scenario or ""}
    return urlencode({name: value for name, value in values.items() if value})
