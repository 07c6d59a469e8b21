"""From a home municipality to minutes of travel, on the same flat map as the units."""

from randa.reference.readers import home_places
from randa.supply.travel import minutes_between
from randa.training.models import Unit

KM_PER_DEGREE_EAST, KM_PER_DEGREE_NORTH = 55.7, 111.2  # at 60° N, counted from 59° N 15° E
ORIGIN_NORTH, ORIGIN_EAST = 59, 15


def home_km(municipality: str) -> tuple[float, float] | None:
    """Return kilometres east and north of the map's origin; None for a municipality that travel is not reckoned from."""
    found = home_places().get(municipality.strip().removesuffix(" kommun").casefold())
    if found is None:
        return None
    north, east = found
    return round((east - ORIGIN_EAST) * KM_PER_DEGREE_EAST, 1), round((north - ORIGIN_NORTH) * KM_PER_DEGREE_NORTH, 1)


def minutes_to(municipality: str, unit: Unit) -> int | None:
    """Return the minutes of travel one way; None when the home is not known."""
    home = home_km(municipality)
    return None if home is None else minutes_between(home, (unit.x_km, unit.y_km))
