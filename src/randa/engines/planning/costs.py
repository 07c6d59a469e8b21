"""What a plan costs, worked out from the rules of `randa-plan/1` and `randa-plan/2` and nothing of how plans are made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import pairwise

from randa.engines.planning.model import Block, Doctor, Plan, ProblemParts, Programme, Unit


@dataclass(frozen=True, slots=True)
class Tiers:
    """A cost by what it is for, dearest reason first. The sum is the cost.

    Attributes:
        unplaced: weeks without a unit, by the scarcity of the kind and the priority of the learner.
        late: blocks that end after they should have.
        occupancy: units with fewer than they ought to have, or more than they have with ease.
        lengths: weeks off the nominal length, and blocks torn apart.
        units: travel and wishes.
        fairness: what somebody bears beyond what weighs only once.
    """

    unplaced: int = 0
    late: int = 0
    occupancy: int = 0
    lengths: int = 0
    units: int = 0
    fairness: int = 0

    @property
    def total(self) -> int:
        """The sum."""
        return sum(getattr(self, item.name) for item in fields(self))

    def more_than(self, other: Tiers) -> Tiers:
        """Return the difference, tier by tier."""
        return Tiers(**{item.name: getattr(self, item.name) - getattr(other, item.name) for item in fields(self)})


def cost(problem: ProblemParts, plan: Plan) -> int:
    """Return the plan's cost. A unit that is not an option costs as much as none."""
    return tiers(problem, plan).total


def tiers(problem: ProblemParts, plan: Plan) -> Tiers:
    """Return the plan's cost by what it is for, over the problem's doctors."""
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    known = [programme for programme in plan.programmes if programme.doctor in doctors]
    occupancy = occupancy_cost(problem, problem.units, held_parts(problem, known, doctors))
    return summed([programme_tiers(problem, doctors[one.doctor], one) for one in known], occupancy)


def summed(parts: Sequence[Tiers], occupancy: int) -> Tiers:
    """Return what programmes cost together by what it is for, with what the units bear."""
    sums = {item.name: sum(getattr(part, item.name) for part in parts) for item in fields(Tiers)}
    return Tiers(**sums | {"occupancy": occupancy})


def programme_cost(problem: ProblemParts, doctor: Doctor, programme: Programme) -> int:
    """Return the cost of one doctor's programme by itself. A unit that is not an option costs as much as none."""
    return programme_tiers(problem, doctor, programme).total


def programme_tiers(problem: ProblemParts, doctor: Doctor, programme: Programme) -> Tiers:
    """Return the cost of one doctor's programme by what it is for; what units bear is not in it."""
    template = problem.templates[doctor.template]
    unplaced = late = lengths = units = 0
    weeks = dict.fromkeys(template.blocks, 0)
    for block in programme.blocks:
        option = option_cost(doctor, block)
        if option is None:
            unplaced += block.weeks * problem.unplaced_cost_per_week.get(block.kind, 0) * doctor.priority
        else:
            units += option
        late += late_cost(doctor, block)
        lengths += problem.split_cost if is_split(problem, doctor, block) else 0
        if block.kind in weeks:
            weeks[block.kind] += block.weeks
    deviation = sum(abs(weeks[kind] - rule.nominal) for kind, rule in template.blocks.items())
    return Tiers(
        unplaced=unplaced,
        late=late,
        lengths=lengths + deviation * problem.off_nominal_cost_per_week,
        units=units,
        fairness=fairness_cost(problem, units),
    )


def block_cost(problem: ProblemParts, doctor: Doctor, block: Block) -> int:
    """Return what one block costs, its length and what it adds to a burden aside."""
    option = option_cost(doctor, block)
    if option is None:
        option = block.weeks * problem.unplaced_cost_per_week.get(block.kind, 0) * doctor.priority
    split = problem.split_cost if is_split(problem, doctor, block) else 0
    return option + late_cost(doctor, block) + split


def option_cost(doctor: Doctor, block: Block) -> int | None:
    """Return what the block's unit costs this doctor; None when it has none, or none of the doctor's."""
    return next((one.cost for one in doctor.options.get(block.kind, ()) if one.unit == block.unit), None)


def late_cost(doctor: Doctor, block: Block) -> int:
    """Return what it costs that the block ends after it should have."""
    due, last = doctor.due.get(block.kind), block.position + block.weeks - 1
    if due is None or not 0 <= last < len(doctor.work):
        return 0
    return max(0, doctor.work[last] - due.week) * due.cost_per_week


def fairness_cost(problem: ProblemParts, burden: int) -> int:
    """Return what a learner's burden (the costs of the units together) costs beyond itself."""
    fairness = problem.fairness
    return 0 if fairness is None else max(0, burden - fairness.above) // fairness.per * fairness.extra


def is_split(problem: ProblemParts, doctor: Doctor, block: Block) -> bool:
    """Return whether a pause longer than allowed lies between two neighbouring working weeks of the block."""
    weeks = doctor.work[max(block.position, 0) : max(block.position + block.weeks, 0)]
    return any(two - one - 1 > problem.max_gap_weeks for one, two in pairwise(weeks))


def calendar_weeks(doctor: Doctor | None, block: Block) -> range:
    """Return the calendar weeks in which a block holds its place; none when it lies outside the doctor's working weeks."""
    last = block.position + block.weeks - 1
    if doctor is None or block.position < 0 or last >= len(doctor.work) or block.weeks < 1:
        return range(0)
    return range(doctor.work[block.position], doctor.work[last] + 1)


def held_parts(
    problem: ProblemParts, programmes: Iterable[Programme], doctors: Mapping[int, Doctor]
) -> dict[int, Counter[int]]:
    """Return, per unit, how many parts of places are held in each week in which any are."""
    held: dict[int, Counter[int]] = defaultdict(Counter)
    for programme in programmes:
        doctor = doctors[programme.doctor]
        for block in programme.blocks:
            if block.unit is not None:
                for week in calendar_weeks(doctor, block):
                    held[block.unit][week] += problem.takes(doctor)
    return held


def occupancy_cost(problem: ProblemParts, units: Iterable[Unit], held: Mapping[int, Mapping[int, int]]) -> int:
    """Return what it costs that these units have fewer than they ought to have, or more than they have with ease.

    Args:
        problem: the prices.
        units: those to be looked at.
        held: per unit, parts held per week.
    """
    total = 0
    for unit in units:
        weeks = held.get(unit.id, {})
        for week, least in enumerate(unit.least or ()):
            total += max(0, least - weeks.get(week, 0)) * problem.below_least_cost
        for week, ease in enumerate(unit.ease or ()):
            total += max(0, weeks.get(week, 0) - ease) * problem.above_ease_cost
    return total


def unplaced_weeks(problem: ProblemParts, plan: Plan) -> int:
    """Return the working weeks without a unit, over the problem's doctors."""
    known = {doctor.id for doctor in problem.doctors}
    return sum(
        block.weeks
        for programme in plan.programmes
        if programme.doctor in known
        for block in programme.blocks
        if block.unit is None
    )
