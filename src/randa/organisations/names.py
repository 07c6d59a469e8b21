"""From what a table calls an organisation to the organisation's code."""

from collections.abc import Mapping
from functools import cache

from randa.reference import readers

REGION_COLUMNS = ("region", "organisation")
HOSPITAL_COLUMNS = ("hospital", "hospital_as_spelled")


def organisation_of(row: Mapping[str, str]) -> str | None:
    """Return the code of the organisation that a printed row is about, the narrowest one that the row names alone."""
    for column in (*HOSPITAL_COLUMNS, *REGION_COLUMNS):
        code = code_of(row.get(column, ""))
        if code is not None:
            return code
    return None


def code_of(label: str) -> str | None:
    """Return the code of the region, hospital, university or municipality with this name; None when there is none.

    A name that a region and a municipality share means the municipality only with the word "kommun".
    """
    if not label or " / " in label:  # several sites in one cell
        return None
    plain = label.strip().casefold()
    if plain.endswith(" kommun"):
        bare = plain.removesuffix(" kommun")
        return _municipalities().get(bare) or _municipalities().get(bare.removesuffix("s"))
    return _others().get(_bare(label))


def _bare(label: str) -> str:
    plain = label.strip().casefold().partition(" (")[0]
    return plain.removesuffix("s län").removesuffix(" län").removeprefix("region ").strip()


@cache
def _municipalities() -> dict[str, str]:
    return {row.name.casefold(): row.org_id for row in readers.organisations() if row.kind == "municipality"}


@cache
def _others() -> dict[str, str]:
    codes: dict[str, str] = {}
    for row in readers.organisations():
        if row.kind in {"university", "hospital", "region"}:
            codes[_bare(row.name)] = row.org_id
        if row.kind == "region":
            codes[_bare(row.short_name)] = row.org_id
    return codes
