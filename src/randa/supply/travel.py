"""How long it takes to get somewhere, as the plans reckon it."""

import math

from randa.placements.choices import POINTS_PER_HOUR, PlanningChoices

NEAR_MINUTES = 60


def minutes_between(from_km: tuple[float, float], to_km: tuple[float, float]) -> int:
    """Return the minutes of travel between two positions, each (east, north) in kilometres: straight, at the speed of plans."""
    km = math.hypot(from_km[0] - to_km[0], from_km[1] - to_km[1])
    return round(km * 60 / (PlanningChoices().km_per_point * POINTS_PER_HOUR))
