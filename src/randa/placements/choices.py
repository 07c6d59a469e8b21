"""Prices and limits of a planning run, and how they are kept with what it made."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from randa.engines.planning.model import Fairness

POINTS_PER_HOUR = 10  # what an hour's travel costs a plan; all other points are measured against it


@dataclass(frozen=True, slots=True)
class PlanningChoices:
    """Prices and limits of a planning run, each shown on the plan's page. Costs are whole points: 10 points are worth one hour's travel.

    Attributes:
        unplaced_per_week: per area, the price of a working week without a place; scarce areas cost more.
        km_per_point: kilometres between home and unit that cost one point.
        other_region_points: extra price of a unit in another region.
        other_region_km: a unit in another region is considered within this distance of home only.
        units_per_area: how many units per area are considered, the cheapest first.
        off_nominal_points: price of each week that a block is longer or shorter than nominal.
        max_gap_weeks, split_points: a block across a longer break than this costs extra.
        fair_above_points, fair_extra: what one doctor's places cost together beyond this weighs so many times more; 0 extra
            lets everybody's travel simply add up.
        ease_percent, above_ease_points: of a unit's places, what is held with ease, and the price of each doctor and week beyond.
        below_least_points: price of each doctor and week that a unit has fewer than it has said that it wants.
        is_strict: whether no week may be without a place for anybody's comfort, whatever the points say.
        seconds: the search stops after this time at the latest.

    What regions decide (`prices`) weighs nothing here, until a run is told.
    """

    unplaced_per_week: dict[str, int] = field(
        default_factory=lambda: {"IM": 60, "KIR": 60, "AKU": 70, "AM": 80, "PSY": 80, "VAL": 40}
    )
    km_per_point: int = 8
    other_region_points: int = 25
    other_region_km: int = 150
    units_per_area: int = 14
    off_nominal_points: int = 1
    max_gap_weeks: int = 8
    split_points: int = 500
    fair_above_points: int = 60
    fair_extra: int = 0
    ease_percent: int = 100
    above_ease_points: int = 0
    below_least_points: int = 0
    is_strict: bool = False
    seconds: int = 40

    @property
    def fairness(self) -> Fairness | None:
        """What the engine is told of it."""
        return Fairness(self.fair_above_points, self.fair_extra) if self.fair_extra else None


def choices_in(kept: Mapping[str, Any]) -> PlanningChoices:
    """Return the choices among what a job or a plan keeps; what it does not name is as it was before it could be chosen."""
    known = {item.name for item in fields(PlanningChoices)}
    return PlanningChoices(**{name: value for name, value in kept.items() if name in known})
