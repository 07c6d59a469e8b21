"""From the name of a region in a table to its population."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from randa.reference import readers

TOTAL_LABELS = frozenset({"totalt", "total", "summa", "alla", "samtliga", "hela sjukvårdsregionen", "mellansverige"})
NATION_LABELS = frozenset({"riket", "sverige", "hela landet", "hela riket"})
NATION_KEYS = frozenset({"00", "SE"})
COUNTIES_IN_SWEDEN = 21


def is_total(label: str) -> bool:
    """Return whether a row with this label is the sum of the others."""
    return label.strip().rstrip(":").casefold() in TOTAL_LABELS


def is_nation(label: str) -> bool:
    """Return whether a row with this label is about the whole country."""
    return label.strip().rstrip(":").casefold() in NATION_LABELS


def county_code(label: str) -> str | None:
    """Return the two-digit code of the region named `label`, or None when no region has that name."""
    return _codes().get(_bare(label))


def region_name(code: str) -> str:
    """Return the short everyday name of the region with this code."""
    return _names()[code]


@dataclass(frozen=True, slots=True)
class PopulationVector:
    """Inhabitants by two-digit county code, and the day they were counted when that is known."""

    by_county: Mapping[str, int]
    counted_on: date | None = None
    country: int | None = None

    @classmethod
    def of(cls, populations: Mapping[str, int], counted_on: date | None = None) -> "PopulationVector":
        """Return a vector from populations keyed by county code, organisation id or region name.

        The country may be given too, under `SE` or `00`.

        Raises:
            ValueError: a key names no region, or a population is not positive.
        """
        by_county: dict[str, int] = {}
        country = None
        for key, population in populations.items():
            code = county_code(key)
            if population <= 0:
                raise ValueError(f"populations[{key!r}] is {population}; expected more than 0")
            if code is not None:
                by_county[code] = population
            elif key in NATION_KEYS or is_nation(key):
                country = population
            else:
                raise ValueError(f"populations has the key {key!r}; expected a county code or a region's name")
        return cls(by_county, counted_on, country)

    def county(self, label: str) -> int | None:
        """Return the population of the region named `label`."""
        return self.by_county.get(county_code(label) or "")

    def sum_of(self, labels: Iterable[str]) -> int | None:
        """Return the population of these regions together; None when one is unknown or there are none."""
        parts = [self.county(label) for label in labels]
        known = [part for part in parts if part is not None]
        return sum(known) if known and len(known) == len(parts) else None

    def nation(self) -> int | None:
        """Return the population of the country: as given, or the sum when every county is known."""
        if self.country is not None:
            return self.country
        return sum(self.by_county.values()) if len(self.by_county) == COUNTIES_IN_SWEDEN else None


def _bare(label: str) -> str:
    return label.strip().casefold().removesuffix("s län").removesuffix(" län").removeprefix("region ").strip()


@cache
def _codes() -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in readers.organisations():
        if row.kind == "region":
            code = row.county_codes[0]
            for name in (code, row.org_id, row.name, row.short_name):
                codes[_bare(name)] = code
    return codes


@cache
def _names() -> dict[str, str]:
    return {
        row.county_codes[0]: row.name.removeprefix("Region ") for row in readers.organisations() if row.kind == "region"
    }
