"""What a run weighs by its regions' rules: fair travelling, load that spreads over units, and units that want some doctors at least."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from randa.organisations.models import Organisation
from randa.placements.choices import PlanningChoices
from randa.placements.figures import Figure, Said, origin, said_by, said_by_each

FAIR_ABOVE, FAIR_WEIGHT = "placement.fair_above_points", "placement.fair_weight"
EASE, ABOVE_EASE = "placement.ease_percent", "placement.above_ease_points"
BELOW_LEAST = "placement.below_least_points"
# Of several regions the one that says most counts: the lowest limit, the highest price.
FIGURES = (
    Figure(FAIR_ABOVE, PlanningChoices().fair_above_points, min),
    Figure(FAIR_WEIGHT, 2, max),
    Figure(EASE, 80, min),
    Figure(ABOVE_EASE, 2, max),
    Figure(BELOW_LEAST, 4, max),
)


@dataclass(frozen=True, slots=True)
class RunPrices:
    """The numbers behind what a run can weigh, by the key of their rule."""

    said: Mapping[str, Said]

    def choices(self, *, is_fair: bool, is_spread: bool) -> dict[str, int]:
        """Return what was chosen, by name of `PlanningChoices`; what was not weighs nothing."""
        value = {key: one.value for key, one in self.said.items()}
        chosen = {"below_least_points": value[BELOW_LEAST]}
        if is_fair:
            chosen |= {"fair_above_points": value[FAIR_ABOVE], "fair_extra": value[FAIR_WEIGHT] - 1}
        if is_spread:
            chosen |= {"ease_percent": value[EASE], "above_ease_points": value[ABOVE_EASE]}
        return chosen

    def dearer_than_none(self, key: str) -> dict[str, int]:
        """Return the areas in which a week without a place costs no more than a price for each doctor and week, cheapest first.

        What the price is for then goes before placing everybody, unless the run is in the strict order.
        """
        unplaced = sorted(PlanningChoices().unplaced_per_week.items(), key=lambda one: one[1])
        return {area: price for area, price in unplaced if price <= self.said[key].value}

    @property
    def origins(self) -> dict[str, dict[str, Any]]:
        """Return each number with where it comes from, as a plan keeps it."""
        return {key: origin(one) for key, one in self.said.items()}


def prices_for(regions: Collection[Organisation]) -> RunPrices:
    """Return what holds today for a run over `regions`: two queries."""
    return RunPrices(said_by(regions, FIGURES))


def prices_of_each(regions: Collection[Organisation]) -> list[tuple[list[Organisation], RunPrices]]:
    """Return what holds today in each region, those together that have it from the same rules: two queries."""
    found: dict[tuple[object, ...], tuple[list[Organisation], RunPrices]] = {}
    each = said_by_each(regions, FIGURES)
    for region in regions:
        prices = RunPrices(each[region.pk])
        mark = tuple((one.value, one.rule and one.rule.pk) for one in prices.said.values())
        found.setdefault(mark, ([], prices))[0].append(region)
    return list(found.values())
