"""Blocks of one area as parts of one: a planner may split a block, and the programme's lengths and order hold for the parts together.

The engine's format has each area once (`randa-plan/1`), so its judge reads every part as a block of its own. Here its words about parts
are replaced by what holds for them together; and for whoever searches around them, each part becomes an area by itself, with a rule
of its own for that learner. What comes back is read in areas again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Self

from randa.engines.planning.check import Broken, Rule
from randa.engines.planning.consequences import Consequences, State, broken_in, consequences
from randa.engines.planning.costs import cost
from randa.engines.planning.faults import MAX_KINDS_PER_TEMPLATE
from randa.engines.planning.model import Block, BlockRule, Doctor, Plan, Problem, ProblemParts, Programme, Template

_MARK = "#"  # between an area and the number of its part, a template and its only doctor, in names that nobody but the engine reads


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
        kept += of_sums(by_doctor[number], templates[number], areas)
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


def of_sums(programme: Programme, template: Template, areas: frozenset[str]) -> Iterator[Broken]:
    """Yield the rules of length and order that the parts of these areas break together."""
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
class InParts:
    """Which areas of a learner are read part by part.

    Attributes:
        areas: those with more blocks than one, of which one at least stands.
        loose: of these, the ones with blocks that do not stand: the weeks that are left may be laid anew.
    """

    areas: frozenset[str] = frozenset()
    loose: frozenset[str] = frozenset()

    @classmethod
    def of(cls, there: Iterable[str], standing: Iterable[str]) -> Self:
        """Return the areas in parts, given the area of each block that is there and of each that stands."""
        count, stands = Counter(there), Counter(standing)
        areas = frozenset(area for area, blocks in count.items() if blocks > 1 and stands[area])
        return cls(areas, frozenset(area for area in areas if stands[area] < count[area]))


def named(programme: Programme, areas: Collection[str]) -> Programme:
    """Return the programme with each block of these areas under a name of its own, numbered in order."""
    numbers: Counter[str] = Counter()
    blocks = []
    for block in programme.blocks:
        if block.kind in areas:
            numbers[block.kind] += 1
            blocks.append(replace(block, kind=f"{block.kind}{_MARK}{numbers[block.kind]}"))
        else:
            blocks.append(block)
    return Programme(programme.doctor, tuple(blocks))


@dataclass(frozen=True, slots=True)
class Parted:
    """A doctor with a template of their own, in which each part that stands is an area by itself, as long as it is.

    Attributes:
        template: weeks of an area that no part has are left under the area's own name, when the programme asks for them.
        doctor: with the options of each part.
        standing: the blocks that stand, parts under names of their own.
    """

    template: Template
    doctor: Doctor
    standing: Programme


def parted(template: Template, doctor: Doctor, standing: Programme, parts: InParts) -> Parted | None:
    """Return the doctor's rules when the parts stand.

    None when the parts of an area are too long together, are none of the programme's, or more than anybody can plan around.
    """
    apart_now, rules = named(standing, parts.areas), dict(template.blocks)
    weeks, own = Counter[str](), dict[str, list[str]]()
    for block in apart_now.blocks:
        area = area_of(block.kind)
        if area in parts.areas:
            weeks[area] += block.weeks
            own.setdefault(area, []).append(block.kind)
            rules[block.kind] = BlockRule(block.weeks, block.weeks, block.weeks)
    for area in own:
        rule = rules.pop(area, None)
        if rule is None or weeks[area] > rule.maximum:
            return None
        if (left := _left(rule, weeks[area], is_loose=area in parts.loose)) is not None:
            rules[area] = left
    if len(rules) > MAX_KINDS_PER_TEMPLATE:
        return None
    of = {kind: [*own.get(kind, ()), *([kind] if kind in rules else [])] for kind in template.blocks}
    before = tuple((one, two) for a, b in template.before for one in of[a] for two in of[b])
    options = {name: units for kind, units in doctor.options.items() for name in of.get(kind, [kind])}
    return Parted(
        Template(template.total, rules, before),
        replace(doctor, template=f"{doctor.template}{_MARK}{doctor.id}", options=options),
        apart_now,
    )


def _left(rule: BlockRule, weeks: int, *, is_loose: bool) -> BlockRule | None:
    """Return the rule of the weeks that an area still has beside its parts; None when there are none to lay."""
    if weeks < rule.minimum:
        return BlockRule(rule.minimum - weeks, rule.nominal - weeks, rule.maximum - weeks)
    if is_loose and weeks < rule.nominal:
        return BlockRule(0, rule.nominal - weeks, rule.maximum - weeks)
    return None


def rules_with(problem: ProblemParts, every: Iterable[Parted]) -> dict[str, Any]:
    """Return the fields of a problem that speak of areas, with the parts of some of its doctors among them."""
    templates = {one.doctor.template: one.template for one in every}
    names = sorted({name for one in templates.values() for name in one.blocks} - set(problem.kinds))
    prices = problem.unplaced_cost_per_week
    return {
        "kinds": (*problem.kinds, *names),
        "templates": {**problem.templates, **templates},
        "unplaced_cost_per_week": {**prices, **{name: prices[area_of(name)] for name in names}},
    }


def in_areas(problem: Problem, plan: Plan) -> tuple[ProblemParts, Plan]:
    """Return a problem and its plan with every part under its area's name, and the plan's cost counted anew: lengths hold for the sum."""
    if not any(_MARK in doctor.template for doctor in problem.doctors):
        return problem, plan
    values = {item.name: getattr(problem, item.name) for item in fields(ProblemParts)}
    whole = ProblemParts(**values | {"doctors": tuple(_whole(one) for one in problem.doctors)})
    blocks = (tuple(replace(block, kind=area_of(block.kind)) for block in one.blocks) for one in plan.programmes)
    told = replace(
        plan,
        programmes=tuple(Programme(one.doctor, own) for one, own in zip(plan.programmes, blocks, strict=True)),
    )
    more = cost(whole, told) - cost(problem, plan)
    return whole, replace(
        told,
        cost=None if plan.cost is None else plan.cost + more,
        bound=None if plan.bound is None else plan.bound + more,
    )


def _whole(doctor: Doctor) -> Doctor:
    if _MARK not in doctor.template:
        return doctor
    options = {area_of(name): units for name, units in doctor.options.items()}
    return replace(doctor, template=area_of(doctor.template), options=options, locked=())


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
    split = split_areas(block.kind for block in programme.blocks)
    own = parted(problem.templates[doctor.template], doctor, programme, InParts(split))
    if own is None or not split.isdisjoint(own.template.blocks):
        return None
    names = zip(programme.blocks, (block.kind for block in own.standing.blocks), strict=True)
    return Apart(replace(problem, **rules_with(problem, [own])), own.doctor, own.standing, dict(names))


def area_of(name: str) -> str:
    """Return the area of a part's name; an area's own name is itself."""
    return name.partition(_MARK)[0]
