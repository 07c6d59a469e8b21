"""What can be said about a problem before anybody tries to solve it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from randa.engines.planning.model import Doctor, Problem, Unit


class Code(StrEnum):
    """Kinds of findings."""

    NO_OPTION = "no_option"  # a doctor has no unit at all for a kind that must be there
    NO_WINDOW = "no_window"  # a doctor has units, but none ever has a place for the shortest block
    KIND_SHORT = "kind_short"  # all places of a kind together are fewer than the shortest blocks need
    OTHER_KIND = "other_kind"  # a unit of another kind is an option
    DEARER_THAN_NONE = "dearer_than_none"  # a unit costs a doctor more than no unit at all: it will not be used
    WORKS_WHILE_ABSENT = "works_while_absent"  # a working week lies inside an absence


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that will cost unplaced weeks, or looks like a mistake in the input.

    Attributes:
        code: which.
        kind: the kind of block, when it is about one.
        doctor: the doctor's id, when it is about one.
        unit: the unit's id, when it is about one.
        weeks_needed, weeks_there: for KIND_SHORT, seat-weeks (in parts of a place); otherwise None.
    """

    code: Code
    kind: str | None = None
    doctor: int | None = None
    unit: int | None = None
    weeks_needed: int | None = None
    weeks_there: int | None = None


def diagnose(problem: Problem) -> list[Finding]:
    """Return what cannot work or looks wrong, shortages of whole kinds first."""
    units = {unit.id: unit for unit in problem.units}
    found = list(_short_kinds(problem, units))
    for doctor in problem.doctors:
        found += _doctor_findings(problem, doctor, units)
    return found


def _short_kinds(problem: Problem, units: dict[int, Unit]) -> Iterator[Finding]:
    used = [week for doctor in problem.doctors for week in doctor.work]
    span = slice(min(used, default=0), max(used, default=-1) + 1)
    for kind in problem.kinds:
        needed = sum(
            problem.templates[doctor.template].blocks[kind].minimum * problem.takes(doctor)
            for doctor in problem.doctors
            if kind in problem.templates[doctor.template].blocks
        )
        ids = {option.unit for doctor in problem.doctors for option in doctor.options.get(kind, ())}
        there = sum(sum(units[unit].cap[span]) for unit in ids)
        if there < needed:
            yield Finding(Code.KIND_SHORT, kind, weeks_needed=needed, weeks_there=there)


def _doctor_findings(problem: Problem, doctor: Doctor, units: dict[int, Unit]) -> Iterator[Finding]:
    template = problem.templates[doctor.template]
    work = doctor.work[: template.total]
    for first, after in doctor.absent:
        if any(first <= week < after for week in work):
            yield Finding(Code.WORKS_WHILE_ABSENT, doctor=doctor.id)
            break
    for kind, rule in template.blocks.items():
        options = doctor.options.get(kind, ())
        none_at_all = rule.maximum * problem.unplaced_cost_per_week[kind] * doctor.priority
        for option in options:
            if units[option.unit].kind != kind:
                yield Finding(Code.OTHER_KIND, kind, doctor.id, option.unit)
            if option.cost > none_at_all:
                yield Finding(Code.DEARER_THAN_NONE, kind, doctor.id, option.unit)
        if rule.minimum == 0:
            continue
        if not options:
            yield Finding(Code.NO_OPTION, kind, doctor.id)
        elif not any(
            _has_window(units[option.unit].cap, work, rule.minimum, problem.takes(doctor)) for option in options
        ):
            yield Finding(Code.NO_WINDOW, kind, doctor.id)


def _has_window(cap: tuple[int, ...], work: tuple[int, ...], weeks: int, takes: int) -> bool:
    """Return whether the unit has so many parts of a place in every calendar week of some stretch of `weeks` working weeks."""
    last_without = -1
    week = 0
    for position in range(weeks - 1, len(work)):
        while week <= work[position]:
            if cap[week] < takes:
                last_without = week
            week += 1
        if last_without < work[position - weeks + 1]:
            return True
    return False
