"""Blocks of one area as parts of one: a planner may split a block, and the programme's lengths and order hold for the parts together.

The engine's format has each area once (`randa-plan/1`), so its judge reads every part as a block of its own. Here its words about parts
are replaced by what holds for them together; and for whoever searches around them, each part becomes an area by itself.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from randa.engines.planning.check import Broken, Rule
from randa.engines.planning.consequences import Consequences, State, broken_in, consequences
from randa.engines.planning.model import Block, BlockRule, Doctor, ProblemParts, Programme, Template

_MARK = "#"  # between an area and the number of its part, in names that nobody but the engine reads


def split_areas(areas: Iterable[str]) -> frozenset[str]:
    """Return the areas that occur more than once."""
    return frozenset(area for area, count in Counter(areas).items() if count > 1)


def in_sum(problem: ProblemParts, programmes: Iterable[Programme], broken: Iterable[Broken]) -> list[Broken]:
    """Return the broken rules of programmes when the parts of an area are read together.

    That an area occurs twice is no fault. Its weeks are summed; an area that must come first has its last part before the other's first.

    Args:
        problem: the rules, and the doctor of every programme.
        broken: what the engine's judge says of the programmes.
    """
    by_doctor = {one.doctor: one for one in programmes}
    split = {number: split_areas(block.kind for block in one.blocks) for number, one in by_doctor.items()}
    kept = [one for one in broken if not _is_of_parts(one, split)]
    if not any(split.values()):
        return kept
    templates = {doctor.id: problem.templates[doctor.template] for doctor in problem.doctors}
    for number, areas in split.items():
        kept += _of_sums(by_doctor[number], templates[number], areas)
    return kept


def consequences_in_sum(
    problem: ProblemParts, caps: Mapping[int, Sequence[int]], before: State, after: State
) -> Consequences:
    """Return what going from `before` to `after` does, the parts of an area read together."""
    found = consequences(problem, caps, before, after)
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    was, now = (in_sum(problem, one.programmes, broken_in(problem, doctors, caps, one)) for one in (before, after))
    known, left = {one.words for one in was}, {one.words for one in now}
    return replace(
        found,
        new=tuple(one for one in now if one.words not in known),
        mended=tuple(one for one in was if one.words not in left),
    )


def _is_of_parts(one: Broken, split: Mapping[int, frozenset[str]]) -> bool:
    areas = split.get(one.doctor, frozenset()) if one.doctor is not None else frozenset()
    if one.rule == Rule.ORDER:
        return one.kind in areas or one.other in areas
    return one.rule in {Rule.TWICE, Rule.LENGTH} and one.kind in areas


def _of_sums(programme: Programme, template: Template, areas: frozenset[str]) -> Iterator[Broken]:
    number, first, last = programme.doctor, dict[str, int](), dict[str, int]()
    weeks: Counter[str] = Counter()
    for block in sorted(programme.blocks, key=lambda one: one.position):
        first.setdefault(block.kind, block.position)
        last[block.kind] = block.position
        weeks[block.kind] += block.weeks
    for area in sorted(areas & template.blocks.keys()):
        rule, total = template.blocks[area], weeks[area]
        if not max(rule.minimum, 1) <= total <= rule.maximum:
            words = f"doctor {number}: the parts of {area} are {total} weeks, not {rule.minimum} to {rule.maximum}"
            low = max(rule.minimum, 1)
            yield Broken(Rule.LENGTH, words, number, area, count=total, low=low, high=rule.maximum)
    for one, two in template.before:
        if not areas.isdisjoint((one, two)) and one in last and two in first and last[one] > first[two]:
            words = f"doctor {number}: a part of {two} comes before the last of {one}"
            yield Broken(Rule.ORDER, words, number, two, one)


@dataclass(frozen=True, slots=True)
class Apart:
    """One doctor's programme with each part as an area by itself, as long as it is: a programme that has each area once.

    Attributes:
        problem, doctor, programme: as the engine reads them, parts under names of their own.
        names: the name of each block of the programme.
    """

    problem: ProblemParts
    doctor: Doctor
    programme: Programme
    names: Mapping[Block, str]


def apart(problem: ProblemParts, doctor: Doctor, programme: Programme) -> Apart | None:
    """Return the programme with its parts apart; None when the parts of an area are too long or too short together."""
    template, parts = problem.templates[doctor.template], dict[str, list[str]]()
    names, rules = dict[Block, str](), dict(template.blocks)
    split = split_areas(block.kind for block in programme.blocks)
    for block in programme.blocks:
        if block.kind in split:
            known = parts.setdefault(block.kind, [])
            known.append(f"{block.kind}{_MARK}{len(known) + 1}")
            rules[known[-1]] = BlockRule(block.weeks, block.weeks, block.weeks)
        names[block] = parts[block.kind][-1] if block.kind in split else block.kind
    for area in split:
        rule = rules.pop(area, None)
        total = sum(block.weeks for block in programme.blocks if block.kind == area)
        if rule is None or not rule.minimum <= total <= rule.maximum:
            return None
    of = {kind: parts.get(kind, [kind]) for kind in (*template.blocks, *parts)}
    before = tuple((one, two) for a, b in template.before for one in of.get(a, [a]) for two in of.get(b, [b]))
    prices = problem.unplaced_cost_per_week
    return Apart(
        replace(
            problem,
            templates={doctor.template: Template(template.total, rules, before)},
            unplaced_cost_per_week={name: price for kind, price in prices.items() for name in of.get(kind, [kind])},
        ),
        replace(
            doctor, options={name: units for kind, units in doctor.options.items() for name in of.get(kind, [kind])}
        ),
        Programme(programme.doctor, tuple(replace(block, kind=names[block]) for block in programme.blocks)),
        names,
    )


def area_of(name: str) -> str:
    """Return the area of a part's name; an area's own name is itself."""
    return name.partition(_MARK)[0]
