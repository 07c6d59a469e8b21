"""A problem of several regions as one problem per region, and plans of the parts as a plan of the whole.

A plan of the whole settles the borders: of a unit that learners of several regions may be placed in, each region gets the
places that its own learners hold in that plan, week by week, and the unit's own region what nobody holds. So the parts
never take more than there is, and each of them can do at least as well as that plan does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from randa.engines.planning import costs
from randa.engines.planning.model import Doctor, Plan, Problem, Programme, Unit

Quota = tuple[int, ...]  # parts of places, one number per calendar week


@dataclass(frozen=True, slots=True)
class Part:
    """What one region plans by itself.

    Attributes:
        region: its number in the whole problem.
        seed: of every random choice in it.
        problem: its learners, and the units they may be placed in with the places that are theirs.
        iterations: how many steps it is given; None leaves that to the clock.
    """

    region: int
    seed: int
    problem: Problem
    iterations: int | None = None


def regions_with_learners(problem: Problem) -> tuple[int, ...]:
    """Return the numbers of the regions that have somebody to place, ascending."""
    return tuple(sorted({doctor.region for doctor in problem.doctors}))


def divided(problem: Problem, plan: Plan, *, seed: int) -> tuple[Part, ...]:
    """Return one part per region that has learners, in their order.

    What a unit ought to have, and has with ease, is divided as its places are: a part is never told that it is better off
    than it is. The costs of the parts together are at least that of their plans as one, save for what no plan changes: units
    where nobody may be placed, and weeks without places.

    Args:
        problem: the whole.
        plan: legal for it.
        seed: of the run; each part has one of its own.
    """
    quotas = _quotas(problem, plan)
    return tuple(
        Part(region, part_seed(seed, region), _part_problem(problem, region, quotas))
        for region in regions_with_learners(problem)
    )


def part_seed(seed: int, region: int) -> int:
    """Return the seed of a region's part in a run with this seed."""
    return (seed * 1_000_003 + region + 1) % 2**31


def plan_of(problem: Problem, plan: Plan) -> Plan:
    """Return what the plan says of the problem's learners, with no figures."""
    known = {doctor.id for doctor in problem.doctors}
    return Plan(tuple(one for one in plan.programmes if one.doctor in known))


def merged(problem: Problem, plans: Sequence[Plan]) -> Plan:
    """Return the plans of all parts as one of the whole, with no figures.

    Raises:
        KeyError: a learner of the problem is in none of them.
    """
    programmes: dict[int, Programme] = {one.doctor: one for plan in plans for one in plan.programmes}
    return Plan(tuple(programmes[doctor.id] for doctor in problem.doctors))


def _quotas(problem: Problem, plan: Plan) -> dict[int, dict[int, Quota]]:
    """Return, per unit and per region whose learners may be placed there, the places that are the region's."""
    wishing = _regions_of_units(problem.doctors)
    held = _held(problem, plan)
    return {unit.id: _quotas_of(unit, wishing[unit.id], held) for unit in problem.units if unit.id in wishing}


def _regions_of_units(doctors: Sequence[Doctor]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for doctor in doctors:
        for options in doctor.options.values():
            for option in options:
                found.setdefault(option.unit, set()).add(doctor.region)
    return found


def _held(problem: Problem, plan: Plan) -> dict[int, dict[int, Counter[int]]]:
    """Return, per region and unit, the parts its learners hold in each week in which they hold any."""
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    of_region: dict[int, list[Programme]] = {}
    for programme in plan.programmes:
        of_region.setdefault(doctors[programme.doctor].region, []).append(programme)
    return {region: costs.held_parts(problem, programmes, doctors) for region, programmes in of_region.items()}


def _quotas_of(unit: Unit, regions: set[int], held: Mapping[int, Mapping[int, Mapping[int, int]]]) -> dict[int, Quota]:
    here = {region: held.get(region, {}).get(unit.id, {}) for region in sorted(regions)}
    home = unit.region
    if home not in here:
        home = max(here, key=lambda region: (sum(here[region].values()), -region))
    quotas = {region: [weeks.get(week, 0) for week in range(len(unit.cap))] for region, weeks in here.items()}
    quotas[home] = [
        places - sum(quotas[region][week] for region in quotas if region != home)
        for week, places in enumerate(unit.cap)
    ]
    return {region: tuple(quota) for region, quota in quotas.items()}


def _part_problem(problem: Problem, region: int, quotas: Mapping[int, Mapping[int, Quota]]) -> Problem:
    units = {
        unit.id: _part_unit(unit, region, quotas[unit.id])
        for unit in problem.units
        if any(quotas.get(unit.id, {}).get(region, ()))
    }
    doctors = tuple(
        replace(
            doctor,
            options={
                kind: tuple(option for option in options if option.unit in units)
                for kind, options in doctor.options.items()
            },
        )
        for doctor in problem.doctors
        if doctor.region == region
    )
    return replace(
        problem, name=f"{problem.name}, {problem.regions[region]}", units=tuple(units.values()), doctors=doctors
    )


def _part_unit(unit: Unit, region: int, quotas: Mapping[int, Quota]) -> Unit:
    """Return the unit as the region sees it."""
    if len(quotas) == 1:
        return unit

    def divided_as_places(wanted: Quota | None) -> Quota | None:
        if wanted is None:
            return None
        return tuple(
            shares(parts, {one: quota[week] for one, quota in quotas.items()})[region]
            for week, parts in enumerate(wanted)
        )

    return replace(unit, cap=quotas[region], least=divided_as_places(unit.least), ease=divided_as_places(unit.ease))


def shares(parts: int, weights: Mapping[int, int]) -> dict[int, int]:
    """Divide whole parts by weights, one after another to whoever is farthest from a fair share, the first one of equals.

    Whoever gets some of few parts gets at least as many of more, and as many as the weights where there are as many as these
    are together: `least` stays at most `ease`, and `ease` at most the places, wherever it is so for the whole.

    Args:
        parts: how many there are.
        weights: per region; where all are 0, nobody gets any.
    """
    given = dict.fromkeys(weights, 0)
    weighty = [one for one in weights if weights[one]]
    for _ in range(parts if weighty else 0):
        given[max(weighty, key=lambda one: Fraction(weights[one], given[one] + 1))] += 1
    return given
