"""Whether locked blocks obey every other rule, looked at once the rest of the problem is known to be sound."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from randa.engines.planning.model import Block, Doctor, Fault, ProblemParts, Template
from randa.engines.planning.tiling import can_tile

if TYPE_CHECKING:
    from collections.abc import Mapping


def locked_faults(problem: ProblemParts) -> Iterator[Fault]:
    """Yield what is wrong with the locked blocks: each by itself, then together in their units."""
    held: dict[tuple[int, int], int] = defaultdict(int)
    places = {unit.id: unit.cap for unit in problem.units}
    for index, doctor in enumerate(problem.doctors):
        if not doctor.locked:
            continue
        path = f"doctors[{index}].locked"
        template = problem.templates[doctor.template]
        faults = list(_doctor_faults(path, doctor, template))
        yield from faults
        if not faults:
            yield from _capacity_faults(path, doctor, problem.takes(doctor), held, places)


def _doctor_faults(path: str, doctor: Doctor, template: Template) -> Iterator[Fault]:
    faults = [
        fault
        for i, block in enumerate(doctor.locked)
        for fault in _block_faults(f"{path}[{i}]", block, doctor, template)
    ]
    yield from faults
    if faults:
        return
    kinds = [block.kind for block in doctor.locked]
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        yield Fault(path, f"{kind} is locked twice")
        return
    ordered = sorted(doctor.locked)
    for one, two in pairwise(ordered):
        if one.position + one.weeks > two.position:
            yield Fault(path, f"{one.kind} and {two.kind} overlap")
            return
    if not can_tile(template, doctor.locked):
        yield Fault(path, "no programme can contain these blocks")


def _block_faults(path: str, block: Block, doctor: Doctor, template: Template) -> Iterator[Fault]:
    rule = template.blocks.get(block.kind)
    if rule is None:
        yield Fault(f"{path}.kind", f"{block.kind!r} is not a block of template {doctor.template!r}")
        return
    if not all(isinstance(value, int) for value in (block.position, block.weeks)):
        yield Fault(path, "position and weeks are expected to be integers")
        return
    if not max(rule.minimum, 1) <= block.weeks <= rule.maximum:
        yield Fault(f"{path}.weeks", f"is {block.weeks}; expected {max(rule.minimum, 1)} to {rule.maximum}")
    if block.position < 0 or block.position + block.weeks > template.total:
        yield Fault(f"{path}.position", f"the block lies outside the {template.total} weeks of the programme")
    if block.unit is not None and block.unit not in [o.unit for o in doctor.options.get(block.kind, ())]:
        yield Fault(f"{path}.unit", f"unit {block.unit!r} is not among the doctor's options for {block.kind}")


def _capacity_faults(
    path: str, doctor: Doctor, takes: int, held: dict[tuple[int, int], int], places: Mapping[int, tuple[int, ...]]
) -> Iterator[Fault]:
    for index, block in enumerate(doctor.locked):
        if block.unit is None:
            continue
        over = []
        for week in range(doctor.work[block.position], doctor.work[block.position + block.weeks - 1] + 1):
            held[block.unit, week] += takes
            if held[block.unit, week] > places[block.unit][week]:
                over.append(week)
        if over:
            yield Fault(f"{path}[{index}]", f"unit {block.unit} is full in week {over[0]}")
