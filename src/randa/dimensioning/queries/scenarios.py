"""Scenarios and what they set the assumptions to."""

from django.db.models import Count, QuerySet

from randa.dimensioning.assumptions import BASE, NATION, Values, assumptions
from randa.dimensioning.models import AssumptionValue, Scenario


def scenario_values(scenario: Scenario | None) -> Values:
    """Return a scenario's values; the base case for None. A key that no longer exists is passed over."""
    if scenario is None or scenario.is_base:
        return BASE
    rows = AssumptionValue.objects.filter(scenario=scenario).values_list("key", "region__code", "value")
    return Values({(key, code or NATION): value for key, code, value in rows if key in assumptions()})


def scenario_of(number: int | None) -> Scenario | None:
    """Return a scenario by its key; None for the base case and for one that is gone."""
    return Scenario.objects.select_related("region", "created_by").filter(pk=number).first() if number else None


def shown_scenarios() -> QuerySet[Scenario]:
    """Return every scenario but the base case, which is no row: it changes nothing. Plans are open between regions."""
    return Scenario.objects.filter(is_base=False).select_related("region", "created_by").order_by("name", "pk")


def with_change_count(scenarios: QuerySet[Scenario]) -> QuerySet[Scenario]:
    """Add `change_count`: how many assumptions each scenario changes."""
    return scenarios.annotate(change_count=Count("values"))
