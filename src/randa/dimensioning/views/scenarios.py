"""Scenarios: the list, trying values with sliders, saving what was tried, and up to four side by side."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from randa.core.audit.history import history_of
from randa.core.clock import today
from randa.core.errors import InvalidInputError
from randa.core.ui.toasts import toast
from randa.dimensioning.assumptions import (
    BASE,
    DRAWN,
    NATION,
    Assumption,
    Values,
    assumptions,
    by_group,
    faults_together,
)
from randa.dimensioning.forms_scenarios import FIELD, MOST_COMPARED, read_values
from randa.dimensioning.models import Scenario
from randa.dimensioning.permissions import can_create_scenarios, can_edit_scenario
from randa.dimensioning.queries.forecast import Outlook, outlook
from randa.dimensioning.queries.heat import quarter_of_day
from randa.dimensioning.queries.scenario_outcome import Figure, figures, side_by_side, worst_by_year
from randa.dimensioning.queries.scenarios import scenario_values, shown_scenarios, with_change_count
from randa.dimensioning.services.scenarios import change_scenario, create_scenario, remove_scenario
from randa.dimensioning.views.access import plan_reader
from randa.dimensioning.views.forecast_access import forecast_reader, known_basis
from randa.organisations.models import Organisation
from randa.people.http import AuthedRequest


@dataclass(frozen=True, slots=True)
class Dial:
    """An assumption on the scenario page with its value there."""

    one: Assumption
    value: float
    base: float
    fault: str = ""

    @property
    def name(self) -> str:
        return FIELD + self.one.key

    @property
    def changed(self) -> bool:
        return self.value != self.base

    @property
    def drawn(self) -> str:
        return str(DRAWN[self.one.drawn])

    @property
    def floor(self) -> float:
        """Where the slider begins: twice as far out as the span, within what can be entered."""
        return max(self.one.least, min(self.value, self.one.default - 2 * (self.one.default - self.one.low)))

    @property
    def ceiling(self) -> float:
        return min(self.one.most, max(self.value, self.one.default + 2 * (self.one.high - self.one.default)))


@require_safe
@plan_reader
def scenario_list(request: AuthedRequest) -> HttpResponse:
    """Every scenario, with a box to compare."""
    context = {
        "nav": "scenarios",
        "scenarios": with_change_count(shown_scenarios()),
        "may_create": can_create_scenarios(request.user),
        "most": MOST_COMPARED,
    }
    return render(request, "dimensioning/forecast/scenarios.html", context)


@require_safe
@forecast_reader
def scenario(request: AuthedRequest, scenario_pk: int | None = None) -> HttpResponse:
    """One scenario (or the base case) with its sliders and what they give."""
    chosen = get_object_or_404(shown_scenarios(), pk=scenario_pk) if scenario_pk else None
    return _scenario_page(request, chosen, {}, {})


@require_safe
@forecast_reader
def try_out(request: AuthedRequest) -> HttpResponse:
    """What the sliders give as they stand: the part of the page below them, or the page without JavaScript."""
    chosen = _chosen(request.GET.get("scenario", ""))
    wanted, faults = read_values(request.GET)
    if request.headers.get("HX-Request") != "true":
        return _scenario_page(request, chosen, wanted, faults)
    return render(request, "dimensioning/forecast/_outcome.html", _outcome(chosen, wanted, faults))


@require_POST
@forecast_reader
def create(request: AuthedRequest) -> HttpResponse:
    """Save what was tried as a new scenario."""
    wanted, faults = read_values(request.POST)
    copied_from = _chosen(request.POST.get("scenario", ""))
    region = Organisation.objects.regions().filter(code=request.POST.get("region", "")).first()
    try:
        _refuse(faults)
        made = create_scenario(
            actor=request.user, name=request.POST.get("name", ""), description=request.POST.get("description", ""),
            region=region, values=wanted, copied_from=copied_from,
        )  # fmt: skip
    except InvalidInputError as refusal:
        return _scenario_page(request, copied_from, wanted, faults, refusal=str(refusal))
    toast(request, _("Scenariot %(name)s är sparat.") % {"name": made.name})
    return redirect("dimensioning:scenario", made.pk)


@require_POST
@forecast_reader
def save(request: AuthedRequest, scenario_pk: int) -> HttpResponse:
    """Save the sliders, the name and the description of a scenario."""
    chosen = get_object_or_404(shown_scenarios(), pk=scenario_pk)
    wanted, faults = read_values(request.POST)
    try:
        _refuse(faults)
        change_scenario(
            actor=request.user, scenario=chosen, values=wanted, name=request.POST.get("name", chosen.name),
            description=request.POST.get("description", chosen.description),
        )  # fmt: skip
    except InvalidInputError as refusal:
        return _scenario_page(request, chosen, wanted, faults, refusal=str(refusal))
    toast(request, _("Scenariot %(name)s är sparat.") % {"name": chosen.name})
    return redirect("dimensioning:scenario", scenario_pk)


@require_POST
@plan_reader
def remove(request: AuthedRequest, scenario_pk: int) -> HttpResponse:
    """Remove a scenario."""
    chosen = get_object_or_404(shown_scenarios(), pk=scenario_pk)
    remove_scenario(actor=request.user, scenario=chosen)
    toast(request, _("Scenariot %(name)s är borttaget.") % {"name": chosen.name})
    return redirect("dimensioning:scenarios")


@require_safe
@forecast_reader
def compare(request: AuthedRequest) -> HttpResponse:
    """The base case beside up to three chosen scenarios, or four chosen ones."""
    chosen, dropped = compared_scenarios(request)
    runs = run_beside_base(chosen)
    context: dict[str, Any] = {
        "nav": "scenarios",
        "heads": [
            (_("Grundfallet"), reverse("dimensioning:scenario_base")),
            *((one.name, reverse("dimensioning:scenario", args=[one.pk])) for one in chosen),
        ],
        "rows": figures_of(runs),
        "years": [(name, worst_by_year(run, "PSY")) for name, run in runs],
        "changes": [(one, _changes(one)) for one in chosen],
        "dropped": dropped,
        "query": urlencode([("s", one.pk) for one in chosen]),
    }
    return render(request, "dimensioning/forecast/compare.html", context)


def compared_scenarios(request: AuthedRequest) -> tuple[list[Scenario], bool]:
    """Return the scenarios that an address asks to compare, and whether some were too many."""
    numbers = [int(text) for text in request.GET.getlist("s") if text.isdecimal() and len(text) < 9]
    return list(shown_scenarios().filter(pk__in=numbers)[:MOST_COMPARED]), len(numbers) > MOST_COMPARED


def run_beside_base(chosen: list[Scenario]) -> list[tuple[str, Outlook]]:
    """Return (name, forecast) of the base case and of each scenario."""
    basis = known_basis()
    return [(_("Grundfallet"), outlook(basis)), *((one.name, outlook(basis, scenario_values(one))) for one in chosen)]


def figures_of(runs: list[tuple[str, Outlook]]) -> list[tuple[Figure, list[Figure]]]:
    """Return the outcomes from now on, one row each, with the difference to the first run."""
    now, base = quarter_of_day(today()), runs[0][1]
    return side_by_side([figures(run, since=now, base=base) for _name, run in runs])


def _refuse(faults: dict[str, str]) -> None:
    if faults:
        raise InvalidInputError(next(iter(faults.values())))


def _scenario_page(
    request: AuthedRequest,
    chosen: Scenario | None,
    wanted: dict[str, float],
    faults: dict[str, str],
    *,
    refusal: str = "",
) -> HttpResponse:
    values, place = _values(chosen, wanted)
    dials = [
        Dial(
            one,
            values.get(one.key, place if one.regional else NATION),
            BASE.get(one.key, place),
            faults.get(one.key, ""),
        )
        for one in assumptions().values()
    ]
    by_key = {dial.one.key: dial for dial in dials}
    rest = [one for one in assumptions().values() if not one.slider]
    context = {
        "nav": "scenarios",
        "chosen": chosen,
        "sliders": [dial for dial in dials if dial.one.slider],
        "groups": [(name, [by_key[one.key] for one in members]) for name, members in by_group(rest)],
        "changed_count": sum(dial.changed for dial in dials),
        "may_edit": chosen is not None and can_edit_scenario(request.user, chosen),
        "may_create": can_create_scenarios(request.user),
        "typed": request.POST if refusal else {},  # what was written stays when it is refused
        "regions": Organisation.objects.in_mellansverige(),
        "refusal": refusal,
        "history": history_of(chosen, request.user) if chosen else None,
        **_outcome(chosen, wanted, faults),
    }
    return render(request, "dimensioning/forecast/scenario.html", context, status=400 if refusal else 200)


def _outcome(chosen: Scenario | None, wanted: dict[str, float], faults: dict[str, str]) -> dict[str, Any]:
    """Run the values as they stand, and the base case beside them."""
    values, _place = _values(chosen, wanted)
    together = faults_together(values)
    if together:
        return {"faults": [*faults.values(), *together]}
    basis, now = known_basis(), quarter_of_day(today())
    base = outlook(basis)
    found = outlook(basis, values)
    return {
        "figures": figures(found, since=now, base=base),
        "years": worst_by_year(found, "PSY"),
        "faults": list(faults.values()),
        "replications": found.result.replications,
    }


def _values(chosen: Scenario | None, wanted: dict[str, float]) -> tuple[Values, str]:
    """Return the scenario's values with those of the form, and the region they hold for."""
    place = chosen.region.code if chosen is not None and chosen.region is not None else NATION
    tried = {(key, place if assumptions()[key].regional else NATION): value for key, value in wanted.items()}
    return scenario_values(chosen).merged(
        {at: value for at, value in tried.items() if value != BASE.get(*at) or chosen}
    ), place


def _chosen(text: str) -> Scenario | None:
    return shown_scenarios().filter(pk=int(text)).first() if text.isdecimal() and len(text) < 9 else None


def _changes(one: Scenario) -> list[tuple[Assumption, str, float, float]]:
    """Return (assumption, region, value in the base case, value here) of all that the scenario changes."""
    names = {region.code: region.name for region in Organisation.objects.in_mellansverige()}
    changed = scenario_values(one).changed.items()
    return [(assumptions()[key], names.get(place, ""), BASE.get(key, place), value) for (key, place), value in changed]
