"""Which assumption decides most, and in how many scenarios the plan holds: each assumption at both ends of its span."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from randa.dimensioning.assumptions import BASE, Assumption, Values, assumption
from randa.dimensioning.forecasting import AREAS, WEEKS_A_QUARTER, Basis, build_problem
from randa.dimensioning.queries.forecast import LIKELY
from randa.engines.forecast import levers, solve

# Ten assumptions, each low and high: twenty scenarios.
DRIVERS = (
    "seats_psy", "bt_weeks_psy", "bt_plan_factor", "at_plan_factor", "supervisors_factor", "absence_share",
    "extension_share", "part_time_share", "working_weeks", "licensed_per_year",
)  # fmt: skip
REPLICATIONS = 200
TOLERANCES = (0, 5, 10)  # per cent above the limit that a board may accept


@dataclass(frozen=True, slots=True)
class Trial:
    """One scenario: an assumption at an end of its span (None: all as they are).

    Attributes:
        missing: seat-weeks missing from the first quarter on, all areas.
        fails_in: (region, area, quarter) that is short first; None when the plan holds.
    """

    one: Assumption | None
    value: float
    missing: float
    fails_in: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Effect:
    """What one assumption does to the missing seat-weeks."""

    one: Assumption
    low: Trial
    high: Trial

    def swing(self, base: float) -> float:
        outcomes = (self.low.missing, base, self.high.missing)
        return max(outcomes) - min(outcomes)


@dataclass(frozen=True, slots=True)
class Robustness:
    """The plan as it is, and the twenty trials."""

    base: Trial
    effects: Sequence[Effect]

    @property
    def trials(self) -> list[Trial]:
        return [trial for effect in self.effects for trial in (effect.low, effect.high)]

    @property
    def failures(self) -> list[Trial]:
        return [trial for trial in self.trials if trial.fails_in is not None]

    @property
    def held(self) -> int:
        return len(self.trials) - len(self.failures)

    @property
    def ranked(self) -> list[Effect]:
        """The effects, the widest swing first."""
        return sorted(self.effects, key=lambda effect: (-effect.swing(self.base.missing), effect.one.key))


def robustness(basis: Basis, values: Values = BASE, *, since: str, region: str = "", tolerance: int = 0) -> Robustness:
    """Run each driver at its low and high end and say where the plan fails.

    Args:
        tolerance: per cent above the limit that counts as holding.
    """

    def trial(one: Assumption | None, value: float) -> Trial:
        tried = values if one is None else values.with_value(one.key, value)
        return _trial(basis, tried, one, value, since, region, tolerance)

    effects = []
    for key in DRIVERS:
        one = assumption(key)
        effects.append(Effect(one, trial(one, one.low), trial(one, one.high)))
    return Robustness(trial(None, 0.0), effects)


def _trial(
    basis: Basis, values: Values, one: Assumption | None, value: float, since: str, region: str, tolerance: int
) -> Trial:
    problem = build_problem(basis, values, replications=REPLICATIONS)
    limits = np.array(problem.capacity, dtype=np.float64)  # [year][region][area]
    if tolerance:
        problem = levers.turned(problem, {"capacity_factor": 1 + tolerance / 100})
    result = solve.run(problem)
    labels = problem.quarter_labels
    first = labels.index(since) if since in labels else 0
    places = [r for r, code in enumerate(problem.regions) if region in {"", code}]
    years = np.arange(problem.quarters) // 4
    excess = np.maximum(0.0, result.load.transpose(0, 2, 1) - limits[years])[first:, places]
    fails = None
    if result.exceedance is not None:
        short = np.argwhere(result.exceedance[first:][:, :, places] > LIKELY)
        if len(short):
            t, k, r = short[0]
            fails = (problem.regions[places[int(r)]], AREAS[int(k)], labels[first + int(t)])
    return Trial(one, value, float(excess.sum()), fails)


def seats(weeks: float, quarters: int) -> float:
    """Return seat-weeks over some quarters as seats, on average."""
    return weeks / (WEEKS_A_QUARTER * quarters)
