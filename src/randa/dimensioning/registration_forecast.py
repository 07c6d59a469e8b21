"""Where the forecast shows up outside its own pages: the menu and the palette."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from randa.core.search import registry
from randa.core.search.registry import Hit
from randa.core.ui import navigation
from randa.dimensioning.permissions import can_view_plan
from randa.dimensioning.queries.scenarios import shown_scenarios
from randa.people.models import User


def register_forecast() -> None:
    """Register the menu entries and what the palette finds."""
    group = gettext_lazy("Dimensionering")
    for item in (
        navigation.NavItem(
            "forecast", gettext_lazy("Prognos"), "dimensioning:forecast", "chart-line", 22, "dimensioning.view", group
        ),
        navigation.NavItem(
            "scenarios", gettext_lazy("Scenarier"), "dimensioning:scenarios", "sliders-horizontal", 23,
            "dimensioning.view", group,
        ),
        navigation.NavItem(
            "lost", gettext_lazy("Förlorade veckor"), "dimensioning:lost_weeks", "calendar-x", 24, "dimensioning.view",
            group,
        ),
    ):  # fmt: skip
        navigation.register(item)
    registry.register(find_scenarios)


def find_scenarios(actor: User, query: str, limit: int) -> Iterator[Hit]:
    """Yield scenarios whose name matches."""
    if not query or not can_view_plan(actor):
        return
    for scenario in shown_scenarios().filter(name__icontains=query)[:limit]:
        url = reverse("dimensioning:scenario", args=[scenario.pk])
        yield Hit(scenario.name, _("Scenarier"), url, scenario.description[:80])
