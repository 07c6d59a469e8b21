"""Who draws on the same seats and supervisors: by kind of learner, by employment form, and between neighbours."""

from collections.abc import Sequence
from dataclasses import dataclass

from randa.dimensioning.forecasting import (
    AREAS,
    LAST_YEAR,
    WEEKS_A_QUARTER,
    at_weeks,
    bt_weeks,
    hours_per_week,
    psychiatry_weeks,
    seat_weeks,
)
from randa.dimensioning.queries.forecast import QUARTERS, Outlook

LAST_PLANNED = LAST_YEAR - 1
BT_NEED = 2400  # a year in the nation, 004 section 2.2


@dataclass(frozen=True, slots=True)
class Draw:
    """Seat-weeks in psychiatry in a quarter, by kind of learner, and what there is."""

    quarter: str
    parts: dict[str, float]
    limit: float

    @property
    def total(self) -> float:
        return sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class FormRow:
    """A region's BT by employment form in 2030: posts, those who finish a year, and their weeks in psychiatry."""

    region: str
    free: float
    integrated: float
    free_through: float
    integrated_through: float
    free_weeks: float
    integrated_weeks: float


@dataclass(frozen=True, slots=True)
class NeighbourRow:
    """A region's plan for 2030 against its share of the nation's inhabitants.

    Attributes:
        fair: the region's part of the national need by inhabitants; above: planned less fair.
        from_neighbours: of those above, how many would come from the other regions here, if people are drawn from all of
            the country in proportion to inhabitants (an estimate).
        seats_short: seats that psychiatry is short of, which neighbours may be asked for.
    """

    region: str
    planned: float
    fair: float
    above: float
    from_neighbours: float
    seats_short: float


@dataclass(frozen=True, slots=True)
class TimeCell:
    """Supervisors' hours in a quarter: asked for and at hand, and the assessments a month."""

    quarter: str
    asked: float
    at_hand: float
    assessments: float

    @property
    def ratio(self) -> float:
        return self.asked / self.at_hand if self.at_hand else float(self.asked > 0)

    @property
    def step(self) -> int:
        return 1 + sum(self.ratio > bound for bound in (0.8, 0.9, 1.0, 1.1))

    @property
    def percent(self) -> int:
        return round(100 * self.ratio)


def psychiatry_draws(found: Outlook, region: str = "") -> list[Draw]:
    """Return who is in psychiatry each quarter, in one region or all; ST and students with all their weeks."""
    places = [one.code for one in found.basis.regions if region in {"", one.code}]
    draws = []
    for quarter in QUARTERS:
        parts = dict.fromkeys(("BTF", "BTI", "AT", "ST", "STU"), 0.0)
        limit = 0.0
        for code in places:
            cell = found.cells[code, "PSY", quarter]
            others = psychiatry_weeks(found.basis, found.values, code, int(quarter[:4]))
            for kind in ("BTF", "BTI", "AT"):
                parts[kind] += cell.parts[kind]
            parts["ST"] += others["st"]
            parts["STU"] += others["student"]
            limit += cell.limit
        draws.append(Draw(quarter, parts, limit))
    return draws


def displaced_by_ten(found: Outlook) -> dict[str, float]:
    """Return what ten more BT posts a year take in psychiatry: seat-weeks a year, and as ST doctors' and students' weeks."""
    values = found.values
    weeks = 10 * seat_weeks(bt_weeks(values), found.problem.bt_slots, values)["PSY"]
    per_st = values.get("st_weeks_psy") * 52 / values.get("working_weeks")
    return {"weeks": weeks, "st": weeks / per_st if per_st else 0.0}


def form_rows(found: Outlook) -> list[FormRow]:
    """Return both employment forms side by side, region by region."""
    values, rows = found.values, []
    each = seat_weeks(bt_weeks(values), found.problem.bt_slots, values)["PSY"]
    for r, one in enumerate(found.basis.regions):
        shares = found.problem.integrated_share
        share = shares[r] if isinstance(shares, tuple) else shares
        starts = found.starts("bt_starts", LAST_PLANNED, one.code)
        through = found.starts("bt_left", LAST_PLANNED, one.code)
        rows.append(
            FormRow(
                one.name, starts * (1 - share), starts * share, through * (1 - share), through * share,
                starts * (1 - share) * each, starts * share * each,
            )
        )  # fmt: skip
    return rows


def neighbour_rows(found: Outlook) -> list[NeighbourRow]:
    """Return each region's plan against its share, and an estimate of what being above it asks of the others."""
    basis, rows = found.basis, []
    together = sum(one.inhabitants for one in basis.regions)
    for one in basis.regions:
        planned = found.starts("bt_starts", LAST_PLANNED, one.code)
        fair = BT_NEED * one.inhabitants / basis.nation if basis.nation else 0.0
        elsewhere = basis.nation - one.inhabitants
        nearby = (together - one.inhabitants) / elsewhere if elsewhere else 0.0
        missing = found.cells[one.code, "PSY", f"{LAST_PLANNED}Q1"].missing
        rows.append(
            NeighbourRow(
                one.name, planned, fair, planned - fair, max(0.0, planned - fair) * nearby,
                max(0.0, missing) / WEEKS_A_QUARTER,
            )
        )  # fmt: skip
    return rows


def supervision_rows(found: Outlook, region: str = "") -> list[tuple[str, list[TimeCell]]]:
    """Return (area, a cell per quarter) of supervisors' time in one region or all."""
    hours, values = hours_per_week(found.values), found.values
    per_week = {
        "at": values.get("assessments_at") / (sum(at_weeks(values).values()) or 1),
        "bt": values.get("assessments_bt") / (sum(bt_weeks(values).values()) or 1),
        "other": values.get("assessments_week"),
    }
    places = [one.code for one in found.basis.regions if region in {"", one.code}]
    return [
        (area, [_time_cell(found, places, area, quarter, hours, per_week) for quarter in QUARTERS]) for area in AREAS
    ]


def _time_cell(
    found: Outlook, places: Sequence[str], area: str, quarter: str, hours: dict[str, float], per_week: dict[str, float]
) -> TimeCell:
    asked = at_hand = assessments = 0.0
    for code in places:
        cell = found.cells[code, area, quarter]
        bt = cell.parts["BTF"] + cell.parts["BTI"]
        asked += bt * hours["bt"] + cell.parts["AT"] * hours["at"]
        asked += cell.parts["ST"] * hours["st"] + cell.parts["STU"] * hours["student"]
        at_hand += cell.capacity.assessments * hours["bt"]
        assessments += bt * per_week["bt"] + cell.parts["AT"] * per_week["at"]
        assessments += (cell.parts["ST"] + cell.parts["STU"]) * per_week["other"]
    return TimeCell(quarter, asked, at_hand, assessments / 3)
