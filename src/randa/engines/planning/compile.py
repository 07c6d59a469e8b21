"""The problem as flat arrays for the compiled kernel.

Costs are scaled by `SCALE`, so that weekly prices may be fractions of a cost unit while every sum stays exact.
Kinds are numbered within each template (alphabetically), units and doctors by their order in the problem.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from randa.engines.planning.model import Block as PlanBlock
from randa.engines.planning.model import Doctor, Fairness, Plan, Problem, Programme, Template

SCALE = 1024
NONE = -1

Ints = NDArray[np.int32]
Longs = NDArray[np.int64]
Cubes = NDArray[np.int32]  # of three dimensions, size by size
LongCubes = NDArray[np.int64]
Index = int | np.int64  # compiled code is made once per argument type, so indices read from arrays are widened


class Tables(NamedTuple):
    """What never changes during a solve. T templates, K kinds of a template at most, L weeks of a programme at most,
    S sizes: how many parts of a place learners hold.

    Attributes:
        kinds, total, required, full: [T] number of kinds, working weeks, mask of kinds that must be there, of all.
        shortest, longest, nominal: [T, K] length of a block that is present.
        after: [T, K] mask of kinds that must come later than this kind.
        first, last: [T, 2^K] positions at which a set of blocks can be done; first > last where none.
        missing: [T, 2^K] cost of the kinds that are left out.
        unplaced: [T, K] cost of a working week without a unit, at priority 1.
        template, priority, size: [D]; work: [D, L] calendar week of each position.
        sizes: [S] parts of a place that a learner of this size holds, ascending.
        due_week, due_cost: [D, K] last week of a kind that costs nothing more, and what each week after it costs.
        fair_free: of what a learner's units add to a burden, what costs nothing; NONE where burdens simply add up.
        gap: [D, L] last position at or before this one that comes after a long gap (0 when none).
        option_start: [D, K + 1] slice per kind of option_unit, option_cost and option_steep: the cost as it is, and as it
            is for a learner whose burden is beyond what is free.
        lock_position, lock_weeks, lock_unit: [D, K]; position NONE where the kind is not locked.
        keep_position, keep_weeks, keep_unit: [D, K] a block that is worth keeping; position NONE where there is none.
        keep_reward: by how much the cost falls for each of them that stands.
        places: [U, W] parts of places per week left by locked blocks.
        least, ease: [U, W] parts beyond the locked ones that ought to be held, that are held without strain; no rows
            where no unit says either.
        below_least, above_ease: what each part and week below, above costs.
        strained: what locked blocks alone have above ease.
    """

    kinds: Ints
    total: Ints
    required: Ints
    full: Ints
    shortest: Ints
    longest: Ints
    nominal: Ints
    after: Ints
    first: Ints
    last: Ints
    missing: Longs
    unplaced: Longs
    off_nominal: int
    split: int
    template: Ints
    priority: Ints
    size: Ints
    sizes: Ints
    work: Ints
    gap: Ints
    due_week: Ints
    due_cost: Longs
    fair_free: int
    option_start: Ints
    option_unit: Ints
    option_cost: Longs
    option_steep: Longs
    lock_position: Ints
    lock_weeks: Ints
    lock_unit: Ints
    keep_position: Ints
    keep_weeks: Ints
    keep_unit: Ints
    keep_reward: int
    places: Ints
    least: Ints
    ease: Ints
    below_least: int
    above_ease: int
    strained: int


@dataclass(frozen=True)
class Compiled:
    """Tables with the way back to ids and names."""

    problem: Problem
    tables: Tables
    kind_names: tuple[tuple[str, ...], ...]
    unit_index: dict[int, int]
    doctor_index: dict[int, int]


def compile_problem(problem: Problem) -> Compiled:
    """Return the problem's arrays."""
    names = list(problem.templates)
    kind_names = tuple(tuple(problem.templates[name].blocks) for name in names)
    unit_index = {unit.id: index for index, unit in enumerate(problem.units)}
    width = max((len(kinds) for kinds in kind_names), default=1)
    arrays = _template_arrays(problem, names, width)
    arrays |= _doctor_arrays(problem, names, kind_names, unit_index, width)
    arrays |= _unit_arrays(problem, unit_index)
    tables = Tables(
        off_nominal=problem.off_nominal_cost_per_week * SCALE,
        split=problem.split_cost * SCALE,
        keep_reward=0,
        fair_free=_steeper(problem.fairness, problem.fairness.above) * SCALE if problem.fairness else NONE,
        below_least=problem.below_least_cost * SCALE,
        above_ease=problem.above_ease_cost * SCALE,
        **arrays,
    )
    doctor_index = {doctor.id: index for index, doctor in enumerate(problem.doctors)}
    return Compiled(problem, tables, kind_names, unit_index, doctor_index)


def _steeper(fairness: Fairness | None, cost: int) -> int:
    """Return how much more such a part of a burden costs beyond what is free."""
    return 0 if fairness is None else cost // fairness.per * fairness.extra


def _template_arrays(problem: Problem, names: list[str], width: int) -> dict[str, Any]:
    count, sets = len(names), 1 << width
    arrays: dict[str, Any] = {key: np.zeros(count, np.int32) for key in ("kinds", "total", "required", "full")}
    for key in ("shortest", "longest", "nominal", "after"):
        arrays[key] = np.zeros((count, width), np.int32)
    arrays["first"] = np.ones((count, sets), np.int32)
    arrays["last"] = np.zeros((count, sets), np.int32)
    arrays["missing"] = np.zeros((count, sets), np.int64)
    arrays["unplaced"] = np.zeros((count, width), np.int64)
    for index, name in enumerate(names):
        template = problem.templates[name]
        kinds = list(template.blocks)
        rules = list(template.blocks.values())
        arrays["kinds"][index] = len(kinds)
        arrays["total"][index] = template.total
        arrays["full"][index] = (1 << len(kinds)) - 1
        arrays["required"][index] = sum(1 << k for k, rule in enumerate(rules) if rule.minimum > 0)
        for k, rule in enumerate(rules):
            arrays["shortest"][index, k] = max(rule.minimum, 1)
            arrays["longest"][index, k] = rule.maximum
            arrays["nominal"][index, k] = rule.nominal
            arrays["unplaced"][index, k] = problem.unplaced_cost_per_week[kinds[k]] * SCALE
        for one, two in template.before:
            arrays["after"][index, kinds.index(one)] |= 1 << kinds.index(two)
        _fill_sets(arrays, index, template, problem.off_nominal_cost_per_week * SCALE)
    return arrays


def _fill_sets(arrays: dict[str, Any], index: int, template: Template, off_nominal: int) -> None:
    """Fill, per set of kinds done, where it can end and what it costs to stop there."""
    rules = list(template.blocks.values())
    for done in range(1 << len(rules)):
        inside = [rule for k, rule in enumerate(rules) if done >> k & 1]
        outside = [rule for k, rule in enumerate(rules) if not done >> k & 1]
        least = sum(max(rule.minimum, 1) for rule in inside)
        most = sum(rule.maximum for rule in inside)
        still_least = sum(rule.minimum for rule in outside)
        still_most = sum(rule.maximum for rule in outside)
        arrays["first"][index, done] = max(least, template.total - still_most)
        arrays["last"][index, done] = min(most, template.total - still_least)
        arrays["missing"][index, done] = sum(rule.nominal for rule in outside) * off_nominal


def _doctor_arrays(
    problem: Problem,
    names: list[str],
    kind_names: tuple[tuple[str, ...], ...],
    unit_index: dict[int, int],
    width: int,
) -> dict[str, Any]:
    count = len(problem.doctors)
    length = max((template.total for template in problem.templates.values()), default=1)
    sizes = sorted({problem.takes(doctor) for doctor in problem.doctors}) or [problem.parts_per_place]
    arrays: dict[str, Any] = {key: np.zeros(count, np.int32) for key in ("template", "priority", "size")}
    arrays["sizes"] = np.array(sizes, np.int32)
    arrays["due_week"] = np.zeros((count, width), np.int32)
    arrays["due_cost"] = np.zeros((count, width), np.int64)
    for key in ("work", "gap"):
        arrays[key] = np.zeros((count, length), np.int32)
    for key in (f"{prefix}_{part}" for prefix in ("lock", "keep") for part in ("position", "weeks", "unit")):
        arrays[key] = np.full((count, width), NONE, np.int32)
    arrays["option_start"] = np.zeros((count, width + 1), np.int32)
    option_unit: list[int] = []
    option_cost: list[int] = []
    option_steep: list[int] = []
    for index, doctor in enumerate(problem.doctors):
        number = names.index(doctor.template)
        arrays["template"][index] = number
        arrays["priority"][index] = doctor.priority
        arrays["size"][index] = sizes.index(problem.takes(doctor))
        total = problem.templates[doctor.template].total
        arrays["work"][index, :total] = doctor.work[:total]
        arrays["gap"][index, :total] = _last_gap(doctor.work[:total], problem.max_gap_weeks)
        for k in range(width):
            arrays["option_start"][index, k] = len(option_unit)
            if k < len(kind_names[number]):
                options = doctor.options.get(kind_names[number][k], ())
                option_unit += [unit_index[option.unit] for option in options]
                option_cost += [option.cost * SCALE for option in options]
                option_steep += [(option.cost + _steeper(problem.fairness, option.cost)) * SCALE for option in options]
        arrays["option_start"][index, width] = len(option_unit)
        _fill_locks(arrays, index, doctor, kind_names[number], unit_index)
        for k, kind in enumerate(kind_names[number]):
            if kind in doctor.due:
                arrays["due_week"][index, k] = doctor.due[kind].week
                arrays["due_cost"][index, k] = doctor.due[kind].cost_per_week * SCALE
    arrays["option_unit"] = np.array(option_unit, np.int32)
    arrays["option_cost"] = np.array(option_cost, np.int64)
    arrays["option_steep"] = np.array(option_steep, np.int64)
    return arrays


def _last_gap(work: tuple[int, ...], max_gap: int) -> list[int]:
    """Return per position the last position at or before it that a long pause stands right before (0: none)."""
    result = [0]
    for position in range(1, len(work)):
        pause = work[position] - work[position - 1] - 1
        result.append(position if pause > max_gap else result[-1])
    return result


def _fill_locks(
    arrays: dict[str, Any], index: int, doctor: Doctor, kinds: tuple[str, ...], unit_index: dict[int, int]
) -> None:
    for block in doctor.locked:
        k = kinds.index(block.kind)
        arrays["lock_position"][index, k] = block.position
        arrays["lock_weeks"][index, k] = block.weeks
        arrays["lock_unit"][index, k] = NONE if block.unit is None else unit_index[block.unit]


def with_kept(compiled: Compiled, kept: Iterable[tuple[int, PlanBlock]], reward: int) -> Compiled:
    """Return the problem with a reward for each of these blocks that stands; blocks without a unit are passed over.

    Args:
        compiled: the problem.
        kept: pairs of doctor id and a block with a unit that is legal by itself, one per doctor and kind at most.
        reward: in cost units.
    """
    tables = compiled.tables
    position, weeks, unit = (np.full_like(tables.lock_position, NONE) for _ in range(3))
    for doctor, block in kept:
        if block.unit is None:
            continue
        index = compiled.doctor_index[doctor]
        k = compiled.kind_names[int(tables.template[index])].index(block.kind)
        position[index, k], weeks[index, k] = block.position, block.weeks
        unit[index, k] = compiled.unit_index[block.unit]
    rewarded = tables._replace(  # noqa: SLF001  a named tuple's public method, despite its name
        keep_position=position, keep_weeks=weeks, keep_unit=unit, keep_reward=reward * SCALE
    )
    return replace(compiled, tables=rewarded)


def rows_of(compiled: Compiled, index: int, blocks: Iterable[PlanBlock]) -> Ints:
    """Return one doctor's blocks as kernel rows: [n, 4] kind, position, weeks, unit."""
    names = compiled.kind_names[int(compiled.tables.template[index])]
    rows = [
        (names.index(b.kind), b.position, b.weeks, NONE if b.unit is None else compiled.unit_index[b.unit])
        for b in blocks
    ]
    return np.array(rows, np.int32).reshape(-1, 4)


def blocks_of(compiled: Compiled, index: int, rows: Ints) -> tuple[PlanBlock, ...]:
    """Return one doctor's kernel rows as blocks, in order of position."""
    names = compiled.kind_names[int(compiled.tables.template[index])]
    units = compiled.problem.units
    return tuple(
        sorted(
            PlanBlock(int(position), names[kind], int(weeks), None if unit == NONE else units[unit].id)
            for kind, position, weeks, unit in rows
        )
    )


def _unit_arrays(problem: Problem, unit_index: dict[int, int]) -> dict[str, Any]:
    """Return what no locked block holds per unit and week, and what units ought to have and have with ease beyond those."""
    shape = (len(problem.units), problem.weeks)
    held, places = np.zeros(shape, np.int32), np.zeros(shape, np.int32)
    for doctor in problem.doctors:
        for block in doctor.locked:
            if block.unit is not None:
                weeks = slice(doctor.work[block.position], doctor.work[block.position + block.weeks - 1] + 1)
                held[unit_index[block.unit], weeks] += problem.takes(doctor)
    for index, unit in enumerate(problem.units):
        places[index] = unit.cap
    arrays: dict[str, Any] = {"places": places - held, "strained": 0}
    if all(unit.least is None and unit.ease is None for unit in problem.units):
        return arrays | {key: np.zeros((0, 0), np.int32) for key in ("least", "ease")}
    least, ease = np.zeros(shape, np.int32), places.copy()
    for index, unit in enumerate(problem.units):
        least[index] = unit.least or 0
        ease[index] = places[index] if unit.ease is None else unit.ease
    above = np.maximum(held - ease, 0)
    arrays["strained"] = int(above.sum()) * problem.above_ease_cost * SCALE
    return arrays | {"least": np.maximum(least - held, 0), "ease": np.maximum(ease - held, 0)}


def to_plan(compiled: Compiled, blocks: Ints, counts: Ints) -> Plan:
    """Return the plan held in kernel arrays.

    Args:
        compiled: the problem the arrays belong to.
        blocks: [D, K, 4] kind, position, weeks, unit.
        counts: [D] number of blocks.
    """
    return Plan(
        tuple(
            Programme(doctor.id, blocks_of(compiled, index, blocks[index, : counts[index]]))
            for index, doctor in enumerate(compiled.problem.doctors)
        )
    )
