"""Every reason to refuse a planning problem, each with the path of the value that is wrong.

The checks accept anything as a value (the codec hands over what stood in the file) and never stop at the first fault.
A part that could not be read at all is None here: its fault is already reported and its index is kept.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from randa.engines.planning.locks import locked_faults
from randa.engines.planning.model import BlockRule, Doctor, Fault, Option, ProblemParts, Template, Unit
from randa.engines.planning.tiling import can_tile

K = TypeVar("K")
V = TypeVar("V")

MAX_PRIORITY = 1000  # dearer than that is not weighed but locked
MAX_KINDS_PER_TEMPLATE = 14  # the exact programme search visits every set of kinds


def is_int(value: object) -> bool:
    """Return whether the value is a whole number (True and False are not)."""
    return isinstance(value, int) and not isinstance(value, bool)


def is_number(value: object) -> bool:
    """Return whether the value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def at_least(path: str, value: object, low: int) -> Iterator[Fault]:
    """Yield a fault unless the value is an integer of at least `low`."""
    if not is_int(value):
        yield Fault(path, f"is {value!r}; expected an integer")
    elif value < low:  # type: ignore[operator]  # is_int has seen it
        yield Fault(path, f"is {value}; expected >= {low}")


def problem_faults(problem: ProblemParts, *, broken: bool = False) -> list[Fault]:
    """Return every fault of the problem, in the order head, templates, units, doctors.

    Args:
        problem: may hold None for a template, unit or doctor that could not be read.
        broken: something could not be read, so an unknown unit proves nothing and locks are not looked at.
    """
    faults = list(_head_faults(problem))
    sound_templates = {}
    for name, template in _read(problem.templates.items()):
        found = list(_template_faults(f"templates.{name}", template, problem.kinds))
        faults += found
        if not found:
            sound_templates[name] = template
    units, doctors = _read(enumerate(problem.units)), _read(enumerate(problem.doctors))
    faults += _repeated("units", [unit.id for _, unit in units])
    faults += _repeated("doctors", [doctor.id for _, doctor in doctors])
    for index, unit in units:
        faults += _unit_faults(f"units[{index}]", unit, problem)
    unit_ids = {unit.id for _, unit in units if is_int(unit.id)} if len(units) == len(problem.units) else None
    for index, doctor in doctors:
        faults += _doctor_faults(f"doctors[{index}]", doctor, problem, sound_templates, unit_ids)
    if not faults and not broken:
        faults += locked_faults(problem)
        faults += _uneven_burdens(problem)
    return faults


def _read(items: Iterable[tuple[K, V | None]]) -> list[tuple[K, V]]:
    """Return the items that could be read, each with its key or index."""
    return [(key, value) for key, value in items if value is not None]


def _head_faults(problem: ProblemParts) -> Iterator[Fault]:
    yield from at_least("weeks", problem.weeks, 1)
    yield from at_least("off_nominal_cost_per_week", problem.off_nominal_cost_per_week, 0)
    yield from at_least("max_gap_weeks", problem.max_gap_weeks, 0)
    yield from at_least("split_cost", problem.split_cost, 0)
    yield from at_least("parts_per_place", problem.parts_per_place, 1)
    yield from at_least("below_least_cost", problem.below_least_cost, 0)
    yield from at_least("above_ease_cost", problem.above_ease_cost, 0)
    if problem.fairness is not None:
        yield from at_least("fairness.above", problem.fairness.above, 0)
        yield from at_least("fairness.extra", problem.fairness.extra, 1)
        yield from at_least("fairness.per", problem.fairness.per, 1)
    yield from _text("name", problem.name)
    for name, values in (("kinds", problem.kinds), ("regions", problem.regions)):
        for index, value in enumerate(values):
            yield from _text(f"{name}[{index}]", value)
        yield from _repeated(name, values)
    for kind, cost in problem.unplaced_cost_per_week.items():
        yield from at_least(f"unplaced_cost_per_week.{kind}", cost, 0)
        yield from _known(f"unplaced_cost_per_week.{kind}", kind, problem.kinds, "kind")
    used = {kind for _, template in _read(problem.templates.items()) for kind in template.blocks}
    for kind in sorted(used - set(problem.unplaced_cost_per_week)):
        yield Fault(f"unplaced_cost_per_week.{kind}", "is missing; a template uses this kind")


def _uneven_burdens(problem: ProblemParts) -> Iterator[Fault]:
    """Yield what `fairness.per` does not divide: sums of parts would not be whole."""
    per = 1 if problem.fairness is None else problem.fairness.per
    if problem.fairness is not None and problem.fairness.above % per:
        yield Fault("fairness.above", f"is {problem.fairness.above}; expected a multiple of fairness.per, {per}")
    if per > 1:
        for index, doctor in enumerate(problem.doctors):
            for kind, options in doctor.options.items():
                for place, option in enumerate(options):
                    if option.cost % per:
                        fault = f"costs {option.cost}; expected a multiple of fairness.per, {per}"
                        yield Fault(f"doctors[{index}].options.{kind}[{place}]", fault)


def _template_faults(path: str, template: Template, kinds: Sequence[str]) -> Iterator[Fault]:
    faults = list(at_least(f"{path}.total", template.total, 1))
    for kind, rule in template.blocks.items():
        faults += _known(f"{path}.blocks.{kind}", kind, kinds, "kind")
        faults += _rule_faults(f"{path}.blocks.{kind}", rule)
    if len(template.blocks) > MAX_KINDS_PER_TEMPLATE:
        faults.append(Fault(f"{path}.blocks", f"has more than {MAX_KINDS_PER_TEMPLATE} kinds"))
    for index, pair in enumerate(template.before):
        for kind in pair:
            faults += _known(f"{path}.before[{index}]", kind, list(template.blocks), "block of this template")
        if pair[0] == pair[1]:
            faults.append(Fault(f"{path}.before[{index}]", "names the same kind twice"))
    if not faults and not can_tile(template):
        faults.append(Fault(path, f"no choice and order of blocks fills exactly {template.total} weeks"))
    yield from faults


def _rule_faults(path: str, rule: BlockRule) -> Iterator[Fault]:
    values = (rule.minimum, rule.nominal, rule.maximum)
    if not all(is_int(value) for value in values):
        yield Fault(path, f"is {list(values)!r}; expected three integers")
    elif not 0 <= rule.minimum <= rule.nominal <= rule.maximum:
        yield Fault(path, f"is {list(values)}; expected 0 <= min <= nominal <= max")


def _unit_faults(path: str, unit: Unit, problem: ProblemParts) -> Iterator[Fault]:
    yield from at_least(f"{path}.id", unit.id, 0)
    yield from _index(f"{path}.region", unit.region, len(problem.regions), "region")
    yield from _known(f"{path}.kind", unit.kind, problem.kinds, "kind")
    yield from _text(f"{path}.site", unit.site)
    for name in ("cap", "least", "ease"):
        per_week = getattr(unit, name)
        if per_week is None:
            continue
        if is_int(problem.weeks) and len(per_week) != problem.weeks:
            yield Fault(f"{path}.{name}", f"has {len(per_week)} weeks; expected {problem.weeks}")
        for week, places in enumerate(per_week):
            yield from at_least(f"{path}.{name}[{week}]", places, 0)
    yield from _least_above_ease(path, unit)
    if unit.gross is not None:
        yield from at_least(f"{path}.gross", unit.gross, 0)
    for index, count in enumerate(unit.supervisors or ()):
        yield from at_least(f"{path}.supervisors[{index}]", count, 0)
    yield from _point(f"{path}.xy", unit.xy)


def _least_above_ease(path: str, unit: Unit) -> Iterator[Fault]:
    for week, (least, ease) in enumerate(zip(unit.least or (), unit.ease or (), strict=False)):
        if is_int(least) and is_int(ease) and least > ease:
            yield Fault(f"{path}.least[{week}]", f"is {least}; expected at most the {ease} of ease")


def _doctor_faults(
    path: str, doctor: Doctor, problem: ProblemParts, templates: Mapping[str, Template], unit_ids: set[int] | None
) -> Iterator[Fault]:
    yield from at_least(f"{path}.id", doctor.id, 0)
    yield from _index(f"{path}.region", doctor.region, len(problem.regions), "region")
    yield from at_least(f"{path}.start", doctor.start, 0)
    yield from _known(f"{path}.template", doctor.template, list(problem.templates), "template")
    yield from _work_faults(f"{path}.work", doctor.work, problem.weeks)
    template = next((known for name, known in templates.items() if name == doctor.template), None)
    if template is not None and len(doctor.work) < template.total:
        yield Fault(f"{path}.work", f"has {len(doctor.work)} weeks; the template needs {template.total}")
    for kind, options in doctor.options.items():
        yield from _known(f"{path}.options.{kind}", kind, problem.kinds, "kind")
        yield from _option_faults(f"{path}.options.{kind}", options, unit_ids)
    for index, (first, after) in enumerate(doctor.absent):
        if not (is_int(first) and is_int(after) and 0 <= first <= after):
            yield Fault(f"{path}.absent[{index}]", f"is {[first, after]!r}; expected 0 <= first <= first_after")
    if doctor.arrival is not None and not is_number(doctor.arrival):
        yield Fault(f"{path}.arrival", f"is {doctor.arrival!r}; expected a number")
    if doctor.base is not None:
        yield from _text(f"{path}.base", doctor.base)
    yield from _weight_faults(path, doctor, problem)
    yield from _point(f"{path}.home", doctor.home)


def _weight_faults(path: str, doctor: Doctor, problem: ProblemParts) -> Iterator[Fault]:
    """Yield what is wrong with what the second format says of a learner."""
    if doctor.takes is not None:
        yield from at_least(f"{path}.takes", doctor.takes, 1)
    yield from at_least(f"{path}.priority", doctor.priority, 1)
    if is_int(doctor.priority) and doctor.priority > MAX_PRIORITY:
        yield Fault(f"{path}.priority", f"is {doctor.priority}; expected <= {MAX_PRIORITY}")
    for kind, due in doctor.due.items():
        yield from _known(f"{path}.due.{kind}", kind, problem.kinds, "kind")
        yield from at_least(f"{path}.due.{kind}[0]", due.week, 0)
        yield from at_least(f"{path}.due.{kind}[1]", due.cost_per_week, 0)


def _work_faults(path: str, work: Sequence[int], weeks: int) -> Iterator[Fault]:
    previous = -1
    for index, week in enumerate(work):
        if not is_int(week):
            yield Fault(f"{path}[{index}]", f"is {week!r}; expected an integer")
            continue
        if week < 0 or (is_int(weeks) and week >= weeks):
            yield Fault(f"{path}[{index}]", f"is {week}; expected a week from 0 to {weeks} (not included)")
        elif week <= previous:
            yield Fault(f"{path}[{index}]", f"is {week}; expected more than {previous}")
        previous = max(previous, week)


def _option_faults(path: str, options: Sequence[Option], unit_ids: set[int] | None) -> Iterator[Fault]:
    seen: set[int] = set()
    for index, option in enumerate(options):
        where = f"{path}[{index}]"
        if not is_int(option.unit) or (unit_ids is not None and option.unit not in unit_ids):
            yield Fault(where, f"unit {option.unit!r} does not exist")
        elif option.unit in seen:
            yield Fault(where, f"unit {option.unit} stands twice")
        else:
            seen.add(option.unit)
        yield from at_least(where, option.cost, 0)


def _known(path: str, value: object, known: Iterable[str], what: str) -> Iterator[Fault]:
    if not isinstance(value, str) or value not in known:
        yield Fault(path, f"{value!r} is not a known {what}")


def _index(path: str, value: object, count: int, what: str) -> Iterator[Fault]:
    if not is_int(value) or not 0 <= value < count:  # type: ignore[operator]  # is_int has seen it
        yield Fault(path, f"is {value!r}; expected a {what} from 0 to {count} (not included)")


def _text(path: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, str):
        yield Fault(path, f"is {value!r}; expected text")


def _point(path: str, value: Any) -> Iterator[Fault]:
    if value is not None and not (len(value) == 2 and all(is_number(part) for part in value)):
        yield Fault(path, f"is {list(value)!r}; expected two numbers (km)")


def _repeated(path: str, values: Sequence[Any]) -> Iterator[Fault]:
    counts = Counter(value for value in values if isinstance(value, int | str))
    for value, count in counts.items():
        if count > 1:
            yield Fault(path, f"{value!r} stands {count} times; expected once")
