"""What 004 printed about BT in 2030, kept as printed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from randa.dimensioning.plan.names import RegionNames
from randa.reference import readers

PRINTED_SHARE = 0.185  # of the nation's inhabitants, 004 section 2.2; recomputed it is 20.4 per cent


@dataclass(frozen=True, slots=True)
class PrintedRate:
    """Posts in 2030 and their rate per 100 000, both as 004 Tabell 2 prints them."""

    posts: int
    rate: int


@cache
def printed_rates() -> Mapping[str, PrintedRate]:
    """Return the printed rates by region code."""
    regions = (one for one in readers.organisations() if one.kind == "region")
    names = RegionNames((one.org_id, one.name, one.short_name) for one in regions)
    rows = readers.printed_table("t2025_2_bt_forecast").rows
    found = ((names.code_of(row["region"]), row) for row in rows)
    return {code: PrintedRate(int(row["bt_2030"]), int(row["bt_per_100k_2030"])) for code, row in found if code}
