"""What the demo world takes from the published tables, and what it assumes, region by region."""

import datetime as dt
from dataclasses import dataclass
from functools import cache

from randa.reference.readers import printed_table

FEBRUARY, APRIL, AUGUST, NOVEMBER = (
    dt.date(2027, 2, 1),
    dt.date(2027, 4, 26),
    dt.date(2027, 8, 30),
    dt.date(2027, 11, 1),
)


@dataclass(frozen=True, slots=True)
class Blocks:
    """A programme's blocks: area -> (fewest, nominal, most) working weeks. The nominal weeks sum to the standard weeks."""

    variant: str
    weeks: dict[str, tuple[int, int, int]]

    @property
    def standard_weeks(self) -> int:
        return sum(nominal for _fewest, nominal, _most in self.weeks.values())


@dataclass(frozen=True, slots=True)
class RegionFacts:
    """One region of the demo world.

    Attributes:
        table_row, forecast_row: how 001 Tabell 1 and 004 Tabell 2 name the region.
        starts_2027: the starts of 2027 (two to four a year, 004 2.3 B).
        free_part: of all posts, those that are free-standing, as (part, whole) from 004 Tabell 1.
        at_months: standard length of AT by 001 Tabell 2.
        open_psychiatry, open_general_practice: seats left for those who begin BT in spring 2027 (assumption).
        shared_psychiatry: further seats in psychiatry that ST doctors and students hold all the time (assumption).
    """

    code: str
    table_row: str
    forecast_row: str
    starts_2027: tuple[dt.date, ...]
    free_part: tuple[int, int]
    at_months: int
    open_psychiatry: int
    open_general_practice: int
    shared_psychiatry: int

    @property
    def number(self) -> str:
        return self.code.removeprefix("REG-")

    @property
    def at_posts(self) -> int:
        return _count("t2023_1_dimensioning", self.table_row, "at_2023_count")

    def bt_posts(self, year: int) -> int:
        return _count("t2025_2_bt_forecast", self.forecast_row, f"bt_{year}")


TWO, THREE, FOUR = (
    (FEBRUARY, AUGUST),
    (FEBRUARY, APRIL, AUGUST),
    (FEBRUARY, APRIL, AUGUST, NOVEMBER),
)
REGIONS = (
    RegionFacts("REG-20", "Dalarna", "Region Dalarna", TWO, (30, 36), 21, 8, 10, 0),
    RegionFacts("REG-21", "Gävleborg", "Region Gävleborg", TWO, (20, 35), 18, 3, 6, 2),
    RegionFacts("REG-04", "Sörmland", "Region Sörmland", FOUR, (0, 1), 21, 3, 8, 4),
    RegionFacts("REG-03", "Uppsala", "Region Uppsala", TWO, (1, 1), 18, 3, 4, 3),
    RegionFacts("REG-17", "Värmland", "Region Värmland", THREE, (0, 1), 21, 3, 7, 1),
    RegionFacts("REG-19", "Västmanland", "Region Västmanland", TWO, (22, 28), 18, 2, 6, 2),
    RegionFacts("REG-18", "Örebro", "Region Örebro län", FOUR, (11, 21), 18, 3, 8, 1),
)

# Working weeks of BT. Twelve months less six weeks of vacation are 46 weeks; at least three months (13 weeks) of primary
# care and as much acute care, two to four placements in all (HSLF-FS 2021:8).
NORM = {"AM": (13, 14, 16), "AKU": (13, 13, 15), "PSY": (8, 10, 13)}
OWN_WEEKS = {
    # 002: 13-16, 10-13 and one sum of 18 for medicine, surgery and acute care; three months acute leave five for the rest.
    "REG-18": {"AM": (13, 15, 16), "AKU": (13, 13, 14), "PSY": (10, 12, 13)},
    # 001 6.6 E: six months at the teaching health centre.
    "REG-19": {"AM": (23, 24, 26), "AKU": (13, 13, 14), "PSY": (8, 9, 10)},
}
LAST_BLOCK = {"REG-18": (4, 5, 5)}
NORM_LAST_BLOCK = (6, 9, 12)
VARIANTS = {"BTF": (("medicin", "IM"), ("kirurgi", "KIR")), "BTI": (("medicin", "IM"), ("valbar del", "VAL"))}


def bt_blocks(region: RegionFacts, kind: str) -> list[Blocks]:
    """Return the two variants of BT of this kind in the region: they differ in the fourth placement."""
    weeks = OWN_WEEKS.get(region.code, NORM)
    if region.code == "REG-19":
        return [Blocks("", weeks)]
    last = LAST_BLOCK.get(region.code, NORM_LAST_BLOCK)
    return [Blocks(variant, {**weeks, area: last}) for variant, area in VARIANTS[kind]]


def at_blocks(region: RegionFacts) -> Blocks:
    """Return the blocks of AT: general practice last (SOSFS 1999:5)."""
    if region.code == "REG-18":  # 002: psychiatry 12-13, general practice 22-25, the rest 36 weeks
        return Blocks(
            "", {"IM": (13, 14, 15), "KIR": (12, 13, 14), "AKU": (8, 9, 10), "PSY": (12, 12, 13), "AM": (22, 24, 25)}
        )
    if region.at_months == 18:
        return Blocks(
            "", {"IM": (13, 14, 16), "KIR": (13, 13, 15), "AKU": (5, 6, 8), "PSY": (12, 12, 13), "AM": (22, 24, 26)}
        )
    return Blocks(
        "", {"IM": (16, 18, 20), "KIR": (15, 17, 19), "AKU": (6, 8, 10), "PSY": (12, 12, 13), "AM": (22, 25, 26)}
    )


@cache
def _count(table: str, row: str, column: str) -> int:
    printed = printed_table(table)
    return next(int(one[column]) for one in printed.rows if one[printed.label] == row)
