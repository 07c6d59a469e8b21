"""The forecast as pages show it: a cell per region, area and quarter, and what the cells say together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from randa.dimensioning.assumptions import BASE, Values
from randa.dimensioning.forecasting import (
    AREAS,
    FIRST_SHOWN,
    LAST_YEAR,
    Basis,
    Capacity,
    Region,
    build_problem,
    capacities,
    competing,
    integrated_share,
)
from randa.engines.forecast import solve
from randa.engines.forecast.model import Problem, Result

REPLICATIONS = 1000
LIKELY = 0.5  # more often than not
STEPS = (0.8, 0.9, 1.0, 1.1)  # between the five steps of colour
QUARTERS = tuple(f"{year}Q{number}" for year in range(FIRST_SHOWN, LAST_YEAR + 1) for number in range(1, 5))
KINDS = ("BTF", "BTI", "AT", "ST", "STU")


@dataclass(frozen=True, slots=True)
class Cell:
    """One region, area and quarter.

    Attributes:
        parts: seat-weeks by kind of learner (`KINDS`); load is AT's and BT's.
        probability: share of replications in which the load passes the limit.
    """

    region: Region
    area: str
    quarter: str
    parts: Mapping[str, float]
    capacity: Capacity
    probability: float

    @property
    def load(self) -> float:
        return self.parts["BTF"] + self.parts["BTI"] + self.parts["AT"]

    @property
    def limit(self) -> float:
        return self.capacity.limit

    @property
    def ratio(self) -> float | None:
        return self.load / self.limit if self.limit > 0 else None

    @property
    def missing(self) -> float:
        """Seat-weeks that are missing; below 0 when there is room."""
        return self.load - self.limit

    @property
    def binding(self) -> str:
        return self.capacity.binding(self.load)

    @property
    def is_short(self) -> bool:
        return self.probability > LIKELY

    @property
    def step(self) -> int:
        """Return the step of colour, 1 (room to spare) to 5 (far too little)."""
        ratio = self.ratio
        return 5 if ratio is None else 1 + sum(ratio > bound for bound in STEPS)


@dataclass(frozen=True)
class Outlook:
    """A forecast run, cell by cell."""

    basis: Basis
    values: Values
    problem: Problem
    result: Result

    @cached_property
    def cells(self) -> dict[tuple[str, str, str], Cell]:
        """Return the shown cells by (region, area, quarter)."""
        return {(one.region.code, one.area, one.quarter): one for one in self._cells()}

    def _cells(self) -> Iterator[Cell]:
        problem, stocks = self.problem, self.result.stocks
        exceedance = self.result.exceedance
        labels = problem.quarter_labels
        limits = capacities(self.basis, self.values)
        for r, region in enumerate(self.basis.regions):
            integrated = integrated_share(self.basis, self.values, region.code)
            rooms = {year: competing(self.basis, self.values, region.code, year) for year in problem.years}
            for k, area in enumerate(AREAS):
                at_each, bt_each = problem.template_at[r][0][k], problem.template_bt[0][k]  # type: ignore[index]
                for quarter in QUARTERS:
                    t, year = labels.index(quarter), int(quarter[:4])
                    bt, at = float(stocks["bt"][t, r]) * bt_each, float(stocks["at"][t, r]) * at_each
                    others = rooms[year] if area == "PSY" else {"st": 0.0, "student": 0.0}
                    parts = {
                        "BTF": bt * (1 - integrated), "BTI": bt * integrated, "AT": at,
                        "ST": others["st"], "STU": others["student"],
                    }  # fmt: skip
                    chance = float(exceedance[t, k, r]) if exceedance is not None else 0.0
                    yield Cell(region, area, quarter, parts, limits[region.code, area, year], chance)

    def row(self, region: str, area: str) -> list[Cell]:
        return [self.cells[region, area, quarter] for quarter in QUARTERS]

    def short_cells(self, *, since: str, region: str = "") -> list[Cell]:
        """Return the cells that are short more often than not, from a quarter on, the earliest and worst first."""
        cells = [
            one
            for one in self.cells.values()
            if one.is_short and one.quarter >= since and region in {"", one.region.code}
        ]
        return sorted(cells, key=lambda one: (one.quarter, -(one.ratio or 99), one.region.code, one.area))

    def starts(self, kind: str, year: int, region: str = "") -> float:
        """Return what a flow of the engine (`bt_starts`, `at_starts` …) sums to in a year."""
        flow = self.result.path.flows[kind]
        quarters = [t for t, label in enumerate(self.problem.quarter_labels) if int(label[:4]) == year]
        return float(flow[quarters][:, self._places(region)].sum())

    def at_end_of(self, kind: str, year: int, region: str = "") -> float:
        """Return how many are in a stock of the engine (`at_queue`, `licensed` …) when a year ends."""
        last = self.problem.quarter_labels.index(f"{year}Q4")
        return float(self.result.stocks[kind][last, self._places(region)].sum())

    def _places(self, region: str) -> list[int]:
        return [r for r, one in enumerate(self.basis.regions) if region in {"", one.code}]


def outlook(basis: Basis, values: Values = BASE, *, replications: int = REPLICATIONS) -> Outlook:
    """Run the forecast of a scenario."""
    problem = build_problem(basis, values, replications=replications)
    return Outlook(basis, values, problem, solve.run(problem))


def spare_elsewhere(found: Outlook, cell: Cell) -> list[Cell]:
    """Return the other regions' cells of the same area and quarter with room, the roomiest first."""
    others = [found.cells[one.code, cell.area, cell.quarter] for one in found.basis.regions if one != cell.region]
    return sorted((one for one in others if one.missing < 0 and not one.is_short), key=lambda one: one.missing)


def fits_again(found: Outlook, cell: Cell) -> str:
    """Return the first later quarter in which the area is not short any more; empty when there is none."""
    later = [one for one in found.row(cell.region.code, cell.area) if one.quarter > cell.quarter]
    return next((one.quarter for one in later if not one.is_short), "")
