"""The kernel's search in plain Python, for reading and for holding the compiled one against. Slow."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

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
    best: dict[tuple[frozenset[str], int], tuple[int, tuple[Block, ...]]] = {(frozenset(), 0): (0, ())}
    for position in range(template.total):
        for done, at in [state for state in best if state[1] == position]:
            cost, blocks = best[done, at]
            barred = {first for first, second in template.before if second in done}
            for kind in sorted(set(template.blocks) - done - barred):
                for block in _blocks(problem, doctor, kind, position, locked):
                    there = (done | {kind}, position + block.weeks)
                    price, unit = _price(problem, doctor, block, has_room, is_locked=kind in locked)
                    placed = Block(block.position, kind, block.weeks, unit)
                    if there not in best or cost + price < best[there][0]:
                        best[there] = (cost + price, (*blocks, placed))
    ends = []
    for (done, at), (cost, blocks) in best.items():
        missing = set(template.blocks) - done
        if at == template.total and not any(template.blocks[k].minimum > 0 or k in locked for k in missing):
            skipped = sum(template.blocks[kind].nominal for kind in missing) * problem.off_nominal_cost_per_week
            ends.append((cost + skipped, blocks))
    return min(ends)


def _blocks(problem: Problem, doctor: Doctor, kind: str, position: int, locked: dict[str, Block]) -> list[Block]:
    """Return the blocks of this kind, still without a unit, that may begin here."""
    template = problem.templates[doctor.template]
    if kind in locked:
        return [locked[kind]] if locked[kind].position == position else []
    rule = template.blocks[kind]
    longest = min(rule.maximum, template.total - position)
    return [Block(position, kind, weeks) for weeks in range(max(rule.minimum, 1), longest + 1)]


def _price(
    problem: Problem, doctor: Doctor, block: Block, has_room: Room, *, is_locked: bool
) -> tuple[int, int | None]:
    """Return the cheapest way to have the block, and its unit."""
    work = doctor.work[block.position : block.position + block.weeks]
    weeks = range(work[0], work[-1] + 1)
    unplaced = block.weeks * problem.unplaced_cost_per_week[block.kind]
    options = doctor.options.get(block.kind, ())
    if is_locked:
        price = next((option.cost for option in options if option.unit == block.unit), unplaced)
        unit = block.unit
    else:
        # At equal cost a unit is better than none.
        offers = [(option.cost, 0, option.unit) for option in options if has_room(option.unit, weeks)]
        price, is_open, number = min([*offers, (unplaced, 1, 0)])
        unit = None if is_open else number
    nominal = problem.templates[doctor.template].blocks[block.kind].nominal
    price += abs(block.weeks - nominal) * problem.off_nominal_cost_per_week
    if any(two - one - 1 > problem.max_gap_weeks for one, two in pairwise(work)):
        price += problem.split_cost
    return price, unit
