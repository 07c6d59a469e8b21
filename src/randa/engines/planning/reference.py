"""The kernel's search in plain Python, for reading and for holding the compiled one against. Slow."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from randa.engines.planning.costs import block_cost, fairness_cost, option_cost
from randa.engines.planning.model import Block, Doctor, Problem

Room = Callable[[int, range], bool]
"""Whether a unit has a place in every one of these calendar weeks."""


def cheapest_programme(problem: Problem, doctor: Doctor, has_room: Room) -> tuple[int, tuple[Block, ...]]:
    """Return the least cost of a programme for one doctor and the blocks of one that has it.

    Args:
        problem: the rules and costs.
        doctor: whose programme it is.
        has_room: asked for blocks that are not locked.
    """
    template = problem.templates[doctor.template]
    locked = {block.kind: block for block in doctor.locked}
    best: dict[tuple[frozenset[str], int, int], tuple[int, tuple[Block, ...]]] = {(frozenset(), 0, 0): (0, ())}
    for position in range(template.total):
        for done, at, burden in [state for state in best if state[1] == position]:
            cost, blocks = best[done, at, burden]
            barred = {first for first, second in template.before if second in done}
            for kind in sorted(set(template.blocks) - done - barred):
                for block in _blocks(problem, doctor, kind, position, locked):
                    for placed in _placed(doctor, block, has_room, is_locked=kind in locked):
                        borne = burden if problem.fairness is None else burden + (option_cost(doctor, placed) or 0)
                        there = (done | {kind}, position + block.weeks, borne)
                        price = cost + block_cost(problem, doctor, placed) + _off_nominal(problem, doctor, placed)
                        if there not in best or price < best[there][0]:
                            best[there] = (price, (*blocks, placed))
    ends = []
    for (done, at, burden), (cost, blocks) in best.items():
        missing = set(template.blocks) - done
        if at == template.total and not any(template.blocks[k].minimum > 0 or k in locked for k in missing):
            skipped = sum(template.blocks[kind].nominal for kind in missing) * problem.off_nominal_cost_per_week
            ends.append((cost + skipped + fairness_cost(problem, burden), blocks))
    return min(ends, key=lambda end: end[0])


def _blocks(problem: Problem, doctor: Doctor, kind: str, position: int, locked: dict[str, Block]) -> list[Block]:
    """Return the blocks of this kind, still without a unit, that may begin here."""
    template = problem.templates[doctor.template]
    if kind in locked:
        return [locked[kind]] if locked[kind].position == position else []
    rule = template.blocks[kind]
    longest = min(rule.maximum, template.total - position)
    return [Block(position, kind, weeks) for weeks in range(max(rule.minimum, 1), longest + 1)]


def _placed(doctor: Doctor, block: Block, has_room: Room, *, is_locked: bool) -> list[Block]:
    """Return the block at every unit with room and at none; at equal cost a unit is better, so those come first."""
    if is_locked:
        return [block]
    work = doctor.work[block.position : block.position + block.weeks]
    weeks = range(work[0], work[-1] + 1)
    units = [one.unit for one in doctor.options.get(block.kind, ()) if has_room(one.unit, weeks)]
    return [replace(block, unit=unit) for unit in (*units, None)]


def _off_nominal(problem: Problem, doctor: Doctor, block: Block) -> int:
    nominal = problem.templates[doctor.template].blocks[block.kind].nominal
    return abs(block.weeks - nominal) * problem.off_nominal_cost_per_week
