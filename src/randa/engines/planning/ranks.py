"""The strict order of goals, and weights so far apart that one sum tells it.

Weeks without a place (by scarcity and priority) come first, then days that are missed, then places that somebody loses
in a re-planning, then comfort (travel, wishes, lengths), last what is fair between units and between learners.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from randa.engines.planning import costs
from randa.engines.planning.compile import SCALE
from randa.engines.planning.model import Doctor, Due, Fault, InvalidInputError, Option, Plan, Problem

LARGEST = 2**62  # sums of scaled costs are 64 bits wide


class Ranks(NamedTuple):
    """A cost by rank, first things first; compared as tuples are.

    Attributes:
        unplaced: weeks without a unit.
        late: blocks that end after they should have.
        comfort: travel, wishes, lengths and torn blocks.
        shared: what units bear, and what learners bear beyond what weighs only once.
    """

    unplaced: int
    late: int
    comfort: int
    shared: int


@dataclass(frozen=True, slots=True)
class Weights:
    """How many times as dear each rank is (what is shared weighs once), and what a lost place costs."""

    unplaced: int = 1
    late: int = 1
    change: int = 0
    comfort: int = 1


def ranks(problem: Problem, plan: Plan) -> Ranks:
    """Return the plan's cost by rank."""
    return ranked(costs.tiers(problem, plan))


def ranked(parts: costs.Tiers) -> Ranks:
    """Return a cost, or a difference of two, by rank."""
    return Ranks(parts.unplaced, parts.late, parts.lengths + parts.units, parts.occupancy + parts.fairness)


def weighed(problem: Problem, weights: Weights) -> Problem:
    """Return the problem with each rank so many times as dear; the change price is no part of a problem."""
    comfort, fairness = weights.comfort, problem.fairness
    return replace(
        problem,
        unplaced_cost_per_week={kind: c * weights.unplaced for kind, c in problem.unplaced_cost_per_week.items()},
        off_nominal_cost_per_week=problem.off_nominal_cost_per_week * comfort,
        split_cost=problem.split_cost * comfort,
        fairness=fairness and replace(fairness, above=fairness.above * comfort, per=fairness.per * comfort),
        doctors=tuple(
            replace(
                one,
                options={k: tuple(Option(o.unit, o.cost * comfort) for o in some) for k, some in one.options.items()},
                due={kind: Due(due.week, due.cost_per_week * weights.late) for kind, due in one.due.items()},
            )
            for one in problem.doctors
        ),
    )


def surest_weights(problem: Problem, now: Ranks, changed: int = 0) -> Weights:
    """Return the weights that tell the order most surely and fit in 64 bits.

    Where they fit, nothing of a later rank can ever outweigh one point of an earlier one. Otherwise nothing can that the
    plan at hand has: with them no plan of a smaller sum stands lower in the order than it does.

    Args:
        problem: what is planned.
        now: the plan at hand.
        changed: how many places a re-planning might take from somebody.

    Raises:
        InvalidInputError: not even two ranks can be told apart.
    """
    most = _most(problem)
    for lower in (most, Ranks(*(2 * cost for cost in now))):
        weights = _weights(lower, changed)
        if _fits(most, weights, changed):
            return weights
    return weights_that_fit(problem)


def weights_that_fit(problem: Problem) -> Weights:
    """Return weights that tell what comes first (weeks without a place, days missed) from all else, and that only.

    Raises:
        InvalidInputError: the sums would not fit in 64 bits.
    """
    most = _most(problem)
    times = 1 + most.comfort + most.shared
    weights = Weights(unplaced=times, late=times)
    if not _fits(most, weights, 0):
        fault = f"{len(problem.doctors)} learners at these prices have sums beyond 64 bits in a strict order; use lower prices"
        raise InvalidInputError([Fault("unplaced_cost_per_week", fault)])
    return weights


def _weights(lower: Ranks, changed: int) -> Weights:
    """Return weights each of which is more than so much of everything below it."""
    below = lower.shared
    comfort = 1 + below
    below += comfort * lower.comfort
    change = 1 + below
    below += change * changed
    late = 1 + below
    below += late * lower.late
    return Weights(unplaced=1 + below, late=late, change=change, comfort=comfort)


def _fits(most: Ranks, weights: Weights, changed: int) -> bool:
    total = most.unplaced * weights.unplaced + most.late * weights.late + most.comfort * weights.comfort + most.shared
    return (total + weights.change * changed + 1) * SCALE <= LARGEST


def dearest_programme(problem: Problem) -> int:
    """Return a cost that no one learner's programme can exceed, what is shared aside."""
    return max((sum(_most_of(problem, one)[:3]) for one in problem.doctors), default=0)


def _most_of(problem: Problem, doctor: Doctor) -> Ranks:
    """Return costs that no programme of this learner can exceed."""
    template = problem.templates[doctor.template]
    units = sum(max((option.cost for option in options), default=0) for options in doctor.options.values())
    lengths = sum(max(rule.nominal, rule.maximum) for rule in template.blocks.values())
    return Ranks(
        unplaced=template.total * doctor.priority * max(problem.unplaced_cost_per_week.values(), default=0),
        late=sum(due.cost_per_week * problem.weeks for due in doctor.due.values()),
        comfort=units + lengths * problem.off_nominal_cost_per_week + len(template.blocks) * problem.split_cost,
        shared=costs.fairness_cost(problem, units),
    )


def _most(problem: Problem) -> Ranks:
    """Return costs that no plan can exceed."""
    sums = [
        sum(rank) for rank in zip(Ranks(0, 0, 0, 0), *(_most_of(problem, one) for one in problem.doctors), strict=True)
    ]
    for unit in problem.units:
        sums[3] += sum(unit.least or ()) * problem.below_least_cost + sum(unit.cap) * problem.above_ease_cost
    return Ranks(*sums)
