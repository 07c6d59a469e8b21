"""The independent judge of a plan. Knows the rules of `randa-plan/1` and nothing of how plans are made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise

from randa.engines.planning.model import Block, Doctor, Plan, Problem, Programme, Template


def violations(problem: Problem, plan: Plan) -> list[str]:
    """Return every broken rule in words, with doctor, unit and week. An empty list means a legal plan."""
    found = list(_roll_call(problem, plan))
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    for programme in plan.programmes:
        doctor = doctors.get(programme.doctor)
        if doctor is not None:
            found += programme_violations(problem, doctor, programme)
    return found + list(_overfull(problem, plan, doctors))


def cost(problem: Problem, plan: Plan) -> int:
    """Return the plan's cost, worked out from the rules. A unit that is not an option costs as much as none."""
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    return sum(
        programme_cost(problem, doctors[programme.doctor], programme)
        for programme in plan.programmes
        if programme.doctor in doctors
    )


def unplaced_weeks(problem: Problem, plan: Plan) -> int:
    """Return the working weeks without a unit, over the problem's doctors."""
    known = {doctor.id for doctor in problem.doctors}
    return sum(
        block.weeks
        for programme in plan.programmes
        if programme.doctor in known
        for block in programme.blocks
        if block.unit is None
    )


def misstatements(problem: Problem, plan: Plan) -> list[str]:
    """Return the figures in the plan that do not agree with what the plan says when it is counted again."""
    found = []
    true_cost, true_weeks = cost(problem, plan), unplaced_weeks(problem, plan)
    if plan.cost is not None and plan.cost != true_cost:
        found.append(f"the plan states cost {plan.cost}; counted again it is {true_cost}")
    if plan.unplaced_weeks is not None and plan.unplaced_weeks != true_weeks:
        found.append(f"the plan states {plan.unplaced_weeks} unplaced weeks; counted again they are {true_weeks}")
    if plan.bound is not None and plan.bound > true_cost:
        found.append(f"the plan states bound {plan.bound}, above its cost {true_cost}")
    return found


def _roll_call(problem: Problem, plan: Plan) -> Iterator[str]:
    wanted = {doctor.id for doctor in problem.doctors}
    present = Counter(programme.doctor for programme in plan.programmes)
    for doctor, count in sorted(present.items()):
        if doctor not in wanted:
            yield f"doctor {doctor} is not in the problem"
        elif count > 1:
            yield f"doctor {doctor} has {count} programmes"
    for doctor in sorted(wanted - set(present)):
        yield f"doctor {doctor} has no programme"


def programme_violations(problem: Problem, doctor: Doctor, programme: Programme) -> Iterator[str]:
    """Yield the rules that one doctor's programme breaks by itself; whether there is room is not asked."""
    template = problem.templates[doctor.template]
    blocks = sorted(programme.blocks, key=lambda block: block.position)
    if list(programme.blocks) != blocks:
        yield f"doctor {doctor.id}: the blocks are not in order of position"
    yield from _tiling_violations(doctor, template, blocks)
    for block in blocks:
        yield from _block_violations(doctor, template, block)
    yield from _order_violations(doctor, template, blocks)
    for block in doctor.locked:
        if block not in blocks:
            yield f"doctor {doctor.id}: locked {_said(block)} is not in the plan"


def _tiling_violations(doctor: Doctor, template: Template, blocks: list[Block]) -> Iterator[str]:
    if not blocks:
        yield f"doctor {doctor.id}: has no blocks; {template.total} working weeks are to be filled"
        return
    if blocks[0].position != 0:
        yield f"doctor {doctor.id}: the first block begins at working week {blocks[0].position}, not 0"
    for one, two in pairwise(blocks):
        end = one.position + one.weeks
        if two.position != end:
            yield f"doctor {doctor.id}: {two.kind} begins at working week {two.position}, not {end} where {one.kind} ends"
    end = blocks[-1].position + blocks[-1].weeks
    if end != template.total:
        yield f"doctor {doctor.id}: the programme ends at working week {end}, not {template.total}"


def _block_violations(doctor: Doctor, template: Template, block: Block) -> Iterator[str]:
    rule = template.blocks.get(block.kind)
    if rule is None:
        yield f"doctor {doctor.id}: {block.kind} is not a block of template {doctor.template}"
        return
    if block.weeks < 1 or not rule.minimum <= block.weeks <= rule.maximum:
        yield f"doctor {doctor.id}: {_said(block)} is not between {max(rule.minimum, 1)} and {rule.maximum} weeks long"
    if block.position < 0 or block.position + block.weeks > len(doctor.work):
        yield f"doctor {doctor.id}: {_said(block)} lies outside the doctor's working weeks"
    if block.unit is not None and all(o.unit != block.unit for o in doctor.options.get(block.kind, ())):
        yield f"doctor {doctor.id}: unit {block.unit} is not an option for {block.kind}"


def _order_violations(doctor: Doctor, template: Template, blocks: list[Block]) -> Iterator[str]:
    kinds = [block.kind for block in blocks]
    for kind, count in sorted(Counter(kinds).items()):
        if count > 1:
            yield f"doctor {doctor.id}: {kind} occurs {count} times"
    for kind, rule in template.blocks.items():
        if rule.minimum > 0 and kind not in kinds:
            yield f"doctor {doctor.id}: {kind} is missing; at least {rule.minimum} weeks are required"
    for first, second in template.before:
        if first in kinds and second in kinds and kinds.index(first) > kinds.index(second):
            yield f"doctor {doctor.id}: {second} comes before {first}"


def _overfull(problem: Problem, plan: Plan, doctors: dict[int, Doctor]) -> Iterator[str]:
    held: dict[tuple[int, int], list[int]] = defaultdict(list)
    for programme in plan.programmes:
        doctor = doctors.get(programme.doctor)
        for block in programme.blocks if doctor is not None else ():
            if block.unit is not None:
                for week in _calendar_weeks(doctor, block):
                    held[block.unit, week].append(programme.doctor)
    units = {unit.id: unit for unit in problem.units}
    for (unit, week), sitters in sorted(held.items()):
        if unit not in units:
            yield f"unit {unit}, week {week}: the unit is not in the problem (doctor {sitters[0]})"
        elif len(sitters) > units[unit].cap[week]:
            who = ", ".join(str(doctor) for doctor in sorted(sitters))
            yield f"unit {unit}, week {week}: {len(sitters)} places held of {units[unit].cap[week]} (doctors {who})"


def _calendar_weeks(doctor: Doctor | None, block: Block) -> range:
    last = block.position + block.weeks - 1
    if doctor is None or block.position < 0 or last >= len(doctor.work) or block.weeks < 1:
        return range(0)
    return range(doctor.work[block.position], doctor.work[last] + 1)


def programme_cost(problem: Problem, doctor: Doctor, programme: Programme) -> int:
    """Return the cost of one doctor's programme. A unit that is not an option costs as much as none."""
    template = problem.templates[doctor.template]
    total = 0
    weeks = dict.fromkeys(template.blocks, 0)
    for block in programme.blocks:
        prices = {option.unit: option.cost for option in doctor.options.get(block.kind, ())}
        if block.unit in prices:
            total += prices[block.unit]
        else:
            total += block.weeks * problem.unplaced_cost_per_week.get(block.kind, 0)
        if block.kind in weeks:
            weeks[block.kind] += block.weeks
        if _is_split(problem, doctor, block):
            total += problem.split_cost
    deviation = sum(abs(weeks[kind] - rule.nominal) for kind, rule in template.blocks.items())
    return total + deviation * problem.off_nominal_cost_per_week


def _is_split(problem: Problem, doctor: Doctor, block: Block) -> bool:
    """Return whether a pause longer than allowed lies between two neighbouring working weeks of the block."""
    weeks = doctor.work[max(block.position, 0) : max(block.position + block.weeks, 0)]
    return any(two - one - 1 > problem.max_gap_weeks for one, two in pairwise(weeks))


def _said(block: Block) -> str:
    where = "without unit" if block.unit is None else f"at unit {block.unit}"
    return f"{block.kind} of {block.weeks} weeks from working week {block.position} {where}"
