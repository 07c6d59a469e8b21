"""What differs between two plans, told in calendar weeks, so that plans of a problem before and after a change compare."""

from __future__ import annotations

from dataclasses import dataclass

from randa.engines.planning.model import Block, Doctor, Plan, Problem, Template


@dataclass(frozen=True, slots=True)
class Spell:
    """A block in the calendar: its place is held in the weeks first_week..last_week, both included."""

    kind: str
    unit: int | None
    first_week: int
    last_week: int


@dataclass(frozen=True, slots=True)
class BlockChange:
    """One kind of one doctor that is not as it was. None means that the doctor had, or has, no such block."""

    doctor: int
    kind: str
    before: Spell | None
    after: Spell | None

    @property
    def is_broken_promise(self) -> bool:
        """Whether a place that was given no longer stands."""
        return self.before is not None and self.before.unit is not None


def spell(doctor: Doctor, block: Block) -> Spell:
    """Return where the block lies in the calendar."""
    return Spell(block.kind, block.unit, doctor.work[block.position], doctor.work[block.position + block.weeks - 1])


def carried(block: Spell, doctor: Doctor, template: Template) -> Block | None:
    """Return the block of the doctor that is this spell; None when the doctor's weeks, units or lengths allow none."""
    work = doctor.work[: template.total]
    rule = template.blocks.get(block.kind)
    if rule is None or block.first_week not in work or block.last_week not in work:
        return None
    position = work.index(block.first_week)
    weeks = work.index(block.last_week) - position + 1
    if not max(rule.minimum, 1) <= weeks <= rule.maximum:
        return None
    if block.unit is not None and all(option.unit != block.unit for option in doctor.options.get(block.kind, ())):
        return None
    return Block(position, block.kind, weeks, block.unit)


def changes_between(before: Problem, old: Plan, after: Problem, new: Plan) -> tuple[BlockChange, ...]:
    """Return every kind of every doctor of both problems that has another unit or other weeks, by doctor and kind.

    Doctors who left, or came, are not counted. A kind without a unit in both plans is counted when its weeks differ.
    """
    old_spells, new_spells = _spells(before, old), _spells(after, new)
    found = []
    for doctor in sorted(old_spells.keys() & new_spells.keys()):
        was, now = old_spells[doctor], new_spells[doctor]
        found += [
            BlockChange(doctor, kind, was.get(kind), now.get(kind))
            for kind in sorted(was.keys() | now.keys())
            if was.get(kind) != now.get(kind)
        ]
    return tuple(found)


def _spells(problem: Problem, plan: Plan) -> dict[int, dict[str, Spell]]:
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    return {
        one.doctor: {block.kind: spell(doctors[one.doctor], block) for block in one.blocks}
        for one in plan.programmes
        if one.doctor in doctors
    }
