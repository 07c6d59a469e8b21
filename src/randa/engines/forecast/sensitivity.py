"""Which assumption matters most, and in how many scenarios a plan holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from randa.engines.forecast import levers, solve
from randa.engines.forecast.model import Break, Problem, Result


@dataclass(frozen=True, slots=True)
class Output:
    """A figure of a result, with its unit."""

    key: str
    unit: str
    measure: Callable[[Problem, Result], float]


@dataclass(frozen=True, slots=True)
class Driver:
    """An assumption and the span within which it may lie.

    Attributes:
        lever: a key of `levers.LEVERS`, or `capacity_factor:<area>`.
        low, base, high: values in the lever's unit, in order.
    """

    lever: str
    low: float
    base: float
    high: float

    def __post_init__(self) -> None:
        levers.lever(self.lever)
        if not self.low <= self.base <= self.high:
            raise ValueError(f"driver {self.lever}: {self.low}, {self.base}, {self.high}; expected low <= base <= high")

    @property
    def unit(self) -> str:
        """Return the unit of the values."""
        return levers.lever(self.lever).unit


@dataclass(frozen=True, slots=True)
class Effect:
    """What a driver does to an output at its low, base and high value."""

    driver: Driver
    at_low: float
    at_base: float
    at_high: float

    @property
    def swing(self) -> float:
        """Return the distance between the lowest and the highest outcome."""
        outcomes = (self.at_low, self.at_base, self.at_high)
        return max(outcomes) - min(outcomes)


def tornado(problem: Problem, drivers: Sequence[Driver], output: Output) -> list[Effect]:
    """Return each driver's effect on `output`, the widest swing first; the others stay as in `problem`."""

    def outcome(driver: Driver, value: float) -> float:
        turned = levers.lever(driver.lever).turn(problem, value)
        return output.measure(turned, solve.run(turned))

    effects = [Effect(d, outcome(d, d.low), outcome(d, d.base), outcome(d, d.high)) for d in drivers]
    return sorted(effects, key=lambda effect: (-effect.swing, effect.driver.lever))


@dataclass(frozen=True, slots=True)
class Scenario:
    """A named what-if: levers and the values they are set to."""

    name: str
    settings: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Failure:
    """A scenario that does not hold, and the break that comes first in it."""

    scenario: Scenario
    cause: Break


@dataclass(frozen=True, slots=True)
class Robustness:
    """In how many of the scenarios the plan holds, and how the others fail."""

    scenarios: int
    failures: tuple[Failure, ...]

    @property
    def held(self) -> int:
        """Return the number of scenarios that hold."""
        return self.scenarios - len(self.failures)


def robustness(problem: Problem, scenarios: Sequence[Scenario], *, accepted_probability: float = 0.5) -> Robustness:
    """Return in how many scenarios no area breaks with more than `accepted_probability`.

    Raises:
        ValueError: the problem has no capacities to hold against.
    """
    if problem.capacity is None:
        raise ValueError("capacity: None; expected capacities, since robustness is held against them")
    failures = []
    for scenario in scenarios:
        breaks = solve.run(levers.turned(problem, scenario.settings)).breaks or ()
        causes = [entry for entry in breaks if entry.probability > accepted_probability]
        if causes:
            failures.append(Failure(scenario, causes[0]))
    return Robustness(len(scenarios), tuple(failures))


def peak_load(area: str) -> Output:
    """Return the output: the highest load of an area in any quarter, all regions together."""

    def measure(problem: Problem, result: Result) -> float:
        return float(result.load[:, problem.areas.index(area)].sum(axis=1).max())

    return Output(f"peak_load:{area}", "trainee-weeks per quarter", measure)


def _first_break(problem: Problem, result: Result) -> float:
    if not result.breaks:
        return float(problem.quarters)
    return float(problem.quarter_labels.index(result.breaks[0].first_quarter))


def _weeks_over(problem: Problem, result: Result) -> float:
    if problem.capacity is None:
        return 0.0
    years = (np.arange(problem.quarters) + problem.first[1]) // 4
    limits = np.array(problem.capacity, dtype=np.float64)
    limits = limits[years] if limits.ndim == 3 else limits[None]
    excess = np.nan_to_num(result.load.transpose(0, 2, 1) - limits)  # no limit, no excess
    return float(np.maximum(excess, 0).sum())


FIRST_BREAK = Output("first_break", "quarters from the beginning", _first_break)
WEEKS_OVER_CAPACITY = Output("weeks_over_capacity", "trainee-weeks in all", _weeks_over)
WAITING_LICENSED = Output("waiting_licensed", "persons at the end", lambda _p, r: float(r.stocks["licensed"][-1].sum()))
WAITING_AT = Output("waiting_at", "persons at the end", lambda _p, r: float(r.stocks["at_queue"][-1].sum()))
SPECIALISTS = Output("specialists", "persons at the end", lambda _p, r: float(r.stocks["specialists"][-1].sum()))
