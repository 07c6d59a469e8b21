"""The heat map: which rows and quarters a page shows, each cell with its words."""

import datetime as dt
from dataclasses import dataclass

from django.urls import reverse

from randa.core.ui.formats import NO_VALUE
from randa.dimensioning.forecast_words import AREA_SUBJECT, LIMIT_LETTERS, cell_sentence
from randa.dimensioning.forecasting import AREAS
from randa.dimensioning.queries.forecast import QUARTERS, Cell, Outlook


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell with what the page writes in it."""

    cell: Cell
    is_past: bool
    url: str
    sentence: str

    @property
    def anchor(self) -> str:
        return cell_anchor(self.cell)

    @property
    def percent(self) -> str:
        return NO_VALUE if self.cell.ratio is None else str(round(100 * self.cell.ratio))

    @property
    def chance(self) -> int:
        return round(100 * self.cell.probability)

    @property
    def letter(self) -> str:
        """The limit in the way; empty where nothing is."""
        return str(LIMIT_LETTERS[self.cell.binding]) if self.cell.probability >= 0.05 else ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """A region or an area over all quarters."""

    label: str
    code: str
    cells: list[HeatCell]


@dataclass(frozen=True, slots=True)
class Heat:
    """The table: rows are areas when a region is chosen, else regions of one area."""

    rows: list[HeatRow]
    quarters: tuple[str, ...]
    by_area: bool

    @property
    def years(self) -> list[tuple[str, int]]:
        """Return (year, number of quarters) for the table's upper head."""
        years = [quarter[:4] for quarter in self.quarters]
        return [(year, years.count(year)) for year in dict.fromkeys(years)]


def cell_anchor(cell: Cell) -> str:
    """Return the id of a cell's link in the map."""
    return f"cell-{cell.region.code}-{cell.area}-{cell.quarter}"


def quarter_of_day(day: dt.date) -> str:
    return f"{day.year}Q{(day.month + 2) // 3}"


def heat(found: Outlook, *, region: str, area: str, now: str, query: str = "") -> Heat:
    """Return the areas of `region`, or without one every region's `area`; each cell links on with `query`."""
    if region:
        keys = [(region, code, str(AREA_SUBJECT[code]), code) for code in AREAS]
    else:
        keys = [(one.code, area, one.name, "") for one in found.basis.regions]
    root = reverse("dimensioning:forecast")  # one look-up instead of one per cell
    rows = [
        HeatRow(
            label,
            code,
            [
                HeatCell(one, one.quarter < now, f"{root}{place}/{kind}/{one.quarter}/?{query}", cell_sentence(one))
                for one in found.row(place, kind)
            ],
        )
        for place, kind, label, code in keys
    ]
    return Heat(rows, QUARTERS, by_area=bool(region))
