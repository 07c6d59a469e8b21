"""The forecast's input and output: frozen, and refused at construction when wrong.

The fields of `Problem` carry the names of the keys of `randa-forecast/1`; `docs/engines/forecast.md` explains the model.
"""

from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from randa.engines.forecast.errors import InvalidProblemError
from randa.engines.forecast.faults import PERSON_KINDS, initial_faults, noise_faults, problem_faults, supervision_faults

Vector = tuple[float, ...]
Matrix = tuple[Vector, ...]
Cube = tuple[Matrix, ...]
Floats = NDArray[np.float64]
Mode = Literal["report", "bind"]
QUANTILES = (0.05, 0.5, 0.95)
SLACK = 1e-9  # relative and absolute: a load equal to its capacity is no break


@dataclass(frozen=True, slots=True)
class Noise:
    """One national factor per year and inflow: exp(sigma·z − sigma²/2), z an AR(1) series.

    Attributes:
        rho: correlation between neighbouring years, -1 to 1.
        sigma: spread of the logarithm, 0 or more; 0 means no noise.
    """

    rho: float = 0.0
    sigma: float = 0.0

    def __post_init__(self) -> None:
        _refuse(noise_faults(_values(self)))


@dataclass(frozen=True, slots=True)
class Initial:
    """Stocks before the first quarter, persons per region.

    Attributes:
        at_queue: waiting for an AT post.
        licensed: licensed, waiting for a BT post.
        specialists: in service.
        st_per_slot: in each quarter-slot of ST.
    """

    at_queue: Vector
    licensed: Vector
    specialists: Vector
    st_per_slot: Vector

    def __post_init__(self) -> None:
        _freeze(self)
        _refuse(initial_faults(_values(self)))


@dataclass(frozen=True, slots=True)
class Supervision:
    """Hours of supervision asked for and at hand in a quarter.

    Attributes:
        hours_per_person: supervision hours per person and quarter, by kind (`at`, `bt`, `st`).
        assessments_per_person: assessments per person and quarter, by kind.
        minutes_per_assessment: assessor's minutes for one assessment.
        specialist_share: share of the specialists who supervise.
        late_st_share: share of ST doctors in their last slots who supervise.
        late_st_slots: how many of the last ST slots count as late.
        hours_per_supervisor: hours a supervisor has for it in a quarter.
        fork: share of those hours left when several duties compete (1 = all).
    """

    hours_per_person: dict[str, float]
    assessments_per_person: dict[str, float]
    minutes_per_assessment: float
    specialist_share: float
    late_st_share: float
    late_st_slots: int
    hours_per_supervisor: float
    fork: float = 1.0

    def __post_init__(self) -> None:
        _refuse(supervision_faults(_values(self)))


@dataclass(frozen=True, slots=True)
class Problem:
    """Regions, their posts, the inflows and the assumptions, quarter by quarter.

    Attributes:
        need_at: persons a year who need AT, nationally, one per calendar year touched.
        share: each region's share of that need (they need not sum to 1: seven regions are not the nation).
        seasonality: share of a year's inflow in quarters 1-4, summing to 1.
        at_posts_per_year: starts a year at most, per region or per year and region.
        at_slots: AT length in quarters, for all or per region.
        bt_posts_per_year: starts a year at most, per year and region.
        licensed_inflow: persons a year who are licensed without AT, nationally; `weight` is each region's share.
        template_at: trainee-weeks per slot and area (13 a quarter at most), for all or per region.
        extension: share that stays a further quarter in its slot; dropout: share lost a year.
        specialist_exit: share of specialists who leave in a quarter.
        capacity: trainee-weeks per quarter, per region and area or per year, region and area; None = no limit.
        mode: `report` lets flows ignore capacity, `bind` cuts starts to the tightest area.
        integrated_share: share of BT that is done inside ST, for all or per region.
        direct_st_share: share of those leaving AT who enter ST without BT, for all or per region.
        movement: row r tells where those who leave AT or BT in region r continue; rows sum to 1.

    Raises:
        InvalidProblemError: with every fault and its path.
    """

    regions: tuple[str, ...]
    areas: tuple[str, ...]
    quarters: int
    first_quarter: str
    need_at: Vector
    share: Vector
    seasonality: Vector
    at_posts_per_year: Vector | Matrix
    at_slots: int | tuple[int, ...]
    bt_posts_per_year: Matrix
    bt_slots: int
    st_slots: int
    licensed_inflow: Vector
    weight: Vector
    template_at: Matrix | Cube
    template_bt: Matrix
    initial: Initial
    extension: float = 0.0
    dropout: float = 0.0
    specialist_exit: float = 0.0075
    capacity: tuple[tuple[float | None, ...], ...] | tuple[tuple[tuple[float | None, ...], ...], ...] | None = None
    mode: Mode = "report"
    noise: Noise = field(default_factory=Noise)
    extension_beta: tuple[float, float] | None = None
    dropout_beta: tuple[float, float] | None = None
    replications: int = 1
    seed: int = 1
    name: str = ""
    integrated_share: float | Vector = 0.0
    direct_st_share: float | Vector = 0.0
    movement: Matrix | None = None
    supervision: Supervision | None = None

    def __post_init__(self) -> None:
        _freeze(self)
        _refuse(problem_faults(_values(self)))

    @property
    def first(self) -> tuple[int, int]:
        """Return the first quarter as (year, quarter 0-3)."""
        return int(self.first_quarter[:4]), int(self.first_quarter[5]) - 1

    @property
    def years(self) -> tuple[int, ...]:
        """Return the calendar years the quarters touch, in order."""
        year, quarter = self.first
        return tuple(range(year, year + (quarter + self.quarters + 3) // 4))

    @property
    def quarter_labels(self) -> tuple[str, ...]:
        """Return `2024Q1`, `2024Q2`, … one per quarter."""
        year, quarter = self.first
        return tuple(f"{year + (quarter + t) // 4}Q{(quarter + t) % 4 + 1}" for t in range(self.quarters))


@dataclass(frozen=True, slots=True)
class Break:
    """A region and area whose load passes its capacity in at least one replication of twenty.

    Attributes:
        first_quarter: the first quarter by which one replication in twenty has broken.
        median_quarter: the quarter by which half have broken; None when fewer than half ever do.
        last_quarter: the last quarter in or after which one in twenty still breaks.
        probability: share of replications that break in some quarter.
        depth: trainee-weeks above capacity in the worst quarter, mean over the replications that break.
    """

    region: str
    area: str
    first_quarter: str
    probability: float
    depth: float
    last_quarter: str
    median_quarter: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Path:
    """One course of events: everything [quarter][region] at quarter end, load [quarter][area][region].

    With one replication it is that replication; with more it is the central case (factors 1; extension and
    drop-out at their fixed value or the mean of their distribution).

    Attributes:
        stocks: at_queue, at, licensed, bt, st, specialists.
        flows: need, at_starts, at_left, at_passed, licensed_in, direct_st, bt_starts, bt_left, st_in, st_left.
        late_st: persons in the last ST slots who may supervise.
        extension: the share used, dropout likewise.
    """

    load: Floats
    stocks: dict[str, Floats]
    flows: dict[str, Floats]
    late_st: Floats
    extension: float
    dropout: float


@dataclass(frozen=True, slots=True, eq=False)
class SupervisionHours:
    """Hours [quarter][region]: asked for by kind of person, by area (AT and BT, by weeks there), and at hand."""

    demand: dict[str, Floats]
    demand_by_area: Floats
    supply: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """What `solve.run` found.

    Attributes:
        load_national: quantiles of the national sum, [quantile][quarter][area]; None with one replication.
        breaks: None without capacity; sorted by first quarter, then probability.
        exceedance: share of replications above capacity, [quarter][area][region]; None without capacity.
        replications: done; fewer than asked when `stopped`.
    """

    path: Path
    replications: int
    stopped: bool = False
    quantiles: tuple[float, ...] = QUANTILES
    load_national: Floats | None = None
    breaks: tuple[Break, ...] | None = None
    exceedance: Floats | None = None
    supervision: SupervisionHours | None = None

    @property
    def load(self) -> Floats:
        """Return trainee-weeks [quarter][area][region]."""
        return self.path.load

    @property
    def stocks(self) -> dict[str, Floats]:
        """Return persons at quarter end, [quarter][region] per stock."""
        return self.path.stocks


def _values(value: Any) -> dict[str, Any]:
    return {f.name: _plain(getattr(value, f.name)) for f in fields(value)}


def _plain(value: Any) -> Any:
    return _values(value) if is_dataclass(value) else value


def _freeze(value: Any) -> None:
    """Turn lists into tuples, so that nobody changes a problem after it was checked."""
    for f in fields(value):
        object.__setattr__(value, f.name, frozen(getattr(value, f.name)))


def frozen(value: Any) -> Any:
    """Return nested lists as nested tuples, anything else as it is."""
    return tuple(frozen(part) for part in value) if isinstance(value, list | tuple) else value


def _refuse(faults: list[str]) -> None:
    if faults:
        raise InvalidProblemError(faults)


__all__ = [
    "PERSON_KINDS", "QUANTILES", "SLACK", "Break", "Floats", "Initial", "Noise", "Path", "Problem", "Result",
    "Supervision", "SupervisionHours", "frozen",
]  # fmt: skip
