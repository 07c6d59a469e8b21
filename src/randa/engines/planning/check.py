"""The independent judge of a plan. Knows the rules of `randa-plan/1` and `randa-plan/2` and nothing of how plans are made.

Each broken rule is a value (`Broken`) with its parts, and says itself in words; `violations` are the words. A programme and the places
of units can be judged by themselves, so that whoever changes one block asks the same judge as a whole plan does.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from randa.engines.planning.costs import calendar_weeks, cost, unplaced_weeks
from randa.engines.planning.model import Block, Doctor, Plan, ProblemParts, Programme, Template


class Rule(StrEnum):
    """What a plan can break."""

    UNKNOWN_DOCTOR = "unknown_doctor"
    TWO_PROGRAMMES = "two_programmes"
    NO_PROGRAMME = "no_programme"
    UNORDERED = "unordered"  # the blocks are not told in order of position
    NO_BLOCKS = "no_blocks"
    START = "start"  # the first block does not begin with the first working week
    GAP = "gap"  # working weeks between two blocks that nobody planned
    OVERLAP = "overlap"  # in two places at once
    TOTAL = "total"  # the blocks end before or after the programme
    FOREIGN_KIND = "foreign_kind"  # no such block in the programme
    LENGTH = "length"  # shorter or longer than the programme allows
    OUTSIDE = "outside"  # beyond the doctor's working weeks
    NOT_AN_OPTION = "not_an_option"  # the doctor may not serve at the unit
    TWICE = "twice"  # a kind occurs more than once
    MISSING = "missing"  # a kind that must be there is not
    ORDER = "order"  # a kind comes before what must come first
    LOCK = "lock"  # a locked block is not as it was locked
    UNKNOWN_UNIT = "unknown_unit"
    OVERFULL = "overfull"  # more doctors than places
    ACROSS_ABSENCE = "across_absence"  # a remark, no violation: the place is held while the doctor is away


@dataclass(frozen=True, slots=True)
class Broken:
    """One broken rule.

    Attributes:
        rule: which.
        words: in full, with doctor, unit and week.
        doctor, kind, unit, week: whom and what it concerns, where it concerns one.
        other: the other kind, of an order, a gap or an overlap.
        block: the block, where it is about one.
        count: what was counted: weeks, times, parts of places.
        low, high: what would have been right.
        sitters: the doctors who hold the places, of OVERFULL.
    """

    rule: Rule
    words: str
    doctor: int | None = None
    kind: str = ""
    other: str = ""
    unit: int | None = None
    week: int | None = None
    block: Block | None = None
    count: int = 0
    low: int = 0
    high: int = 0
    sitters: tuple[int, ...] = ()

    def __str__(self) -> str:
        return self.words


@dataclass(frozen=True, slots=True)
class Hold:
    """A place, or `parts` of one, that a doctor holds in the calendar weeks first_week..last_week, both included."""

    unit: int
    doctor: int
    first_week: int
    last_week: int
    parts: int = 1


def violations(problem: ProblemParts, plan: Plan) -> list[str]:
    """Return every broken rule in words, with doctor, unit and week. An empty list means a legal plan."""
    return [str(one) for one in broken_rules(problem, plan)]


def broken_rules(problem: ProblemParts, plan: Plan) -> list[Broken]:
    """Return every broken rule. An empty list means a legal plan."""
    found = list(_roll_call(problem, plan))
    doctors = {doctor.id: doctor for doctor in problem.doctors}
    for programme in plan.programmes:
        doctor = doctors.get(programme.doctor)
        if doctor is not None:
            found += broken_by_programme(problem, doctor, programme)
    caps = {unit.id: unit.cap for unit in problem.units}
    return found + list(overfull(caps, _holds(problem, plan, doctors), problem.parts_per_place))


def programme_violations(problem: ProblemParts, doctor: Doctor, programme: Programme) -> Iterator[str]:
    """Yield the rules that one doctor's programme breaks by itself, in words; whether there is room is not asked."""
    return (str(one) for one in broken_by_programme(problem, doctor, programme))


def broken_by_programme(problem: ProblemParts, doctor: Doctor, programme: Programme) -> Iterator[Broken]:
    """Yield the rules that one doctor's programme breaks by itself; whether there is room is not asked."""
    template = problem.templates[doctor.template]
    blocks = sorted(programme.blocks, key=lambda block: block.position)
    if list(programme.blocks) != blocks:
        words = f"doctor {doctor.id}: the blocks are not in order of position"
        yield Broken(Rule.UNORDERED, words, doctor.id)
    yield from _tiling_violations(doctor, template, blocks)
    for block in blocks:
        yield from _block_violations(doctor, template, block)
    yield from _order_violations(doctor, template, blocks)
    for block in doctor.locked:
        if block not in blocks:
            words = f"doctor {doctor.id}: locked {_said(block)} is not in the plan"
            yield Broken(Rule.LOCK, words, doctor.id, block.kind, block=block)


def remarks(doctor: Doctor, programme: Programme) -> Iterator[Broken]:
    """Yield what breaks no rule but should be known: blocks whose place is held while the doctor is away."""
    for block in programme.blocks:
        away = len(calendar_weeks(doctor, block)) - block.weeks
        if away > 0:
            words = f"doctor {doctor.id}: {_said(block)} holds its place during {away} weeks of absence"
            yield Broken(Rule.ACROSS_ABSENCE, words, doctor.id, block.kind, unit=block.unit, block=block, count=away)


def overfull(caps: Mapping[int, Sequence[int]], holds: Iterable[Hold], parts_per_place: int = 1) -> Iterator[Broken]:
    """Yield each week in which a unit has more doctors than places, by unit and week.

    Args:
        caps: places by unit, in parts, one number per calendar week; weeks beyond them have none.
        holds: of all doctors who count.
        parts_per_place: into how many parts a place is divided; only for the words.
    """
    held: dict[tuple[int, int], list[int]] = defaultdict(list)
    parts: Counter[tuple[int, int]] = Counter()
    for hold in holds:
        for week in range(hold.first_week, hold.last_week + 1):
            held[hold.unit, week].append(hold.doctor)
            parts[hold.unit, week] += hold.parts
    what = "places" if parts_per_place == 1 else f"parts of places ({parts_per_place} to a place)"
    for (unit, week), sitters in sorted(held.items()):
        if unit not in caps:
            words = f"unit {unit}, week {week}: the unit is not in the problem (doctor {sitters[0]})"
            yield Broken(Rule.UNKNOWN_UNIT, words, unit=unit, week=week, sitters=tuple(sorted(sitters)))
            continue
        places = caps[unit][week] if week < len(caps[unit]) else 0
        if parts[unit, week] > places:
            who = ", ".join(str(doctor) for doctor in sorted(sitters))
            words = f"unit {unit}, week {week}: {parts[unit, week]} {what} held of {places} (doctors {who})"
            yield Broken(
                Rule.OVERFULL,
                words,
                unit=unit,
                week=week,
                count=parts[unit, week],
                high=places,
                sitters=tuple(sorted(sitters)),
            )


def misstatements(problem: ProblemParts, plan: Plan) -> list[str]:
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


def _roll_call(problem: ProblemParts, plan: Plan) -> Iterator[Broken]:
    wanted = {doctor.id for doctor in problem.doctors}
    present = Counter(programme.doctor for programme in plan.programmes)
    for doctor, count in sorted(present.items()):
        if doctor not in wanted:
            yield Broken(Rule.UNKNOWN_DOCTOR, f"doctor {doctor} is not in the problem", doctor)
        elif count > 1:
            yield Broken(Rule.TWO_PROGRAMMES, f"doctor {doctor} has {count} programmes", doctor, count=count)
    for doctor in sorted(wanted - set(present)):
        yield Broken(Rule.NO_PROGRAMME, f"doctor {doctor} has no programme", doctor)


def _tiling_violations(doctor: Doctor, template: Template, blocks: list[Block]) -> Iterator[Broken]:
    if not blocks:
        words = f"doctor {doctor.id}: has no blocks; {template.total} working weeks are to be filled"
        yield Broken(Rule.NO_BLOCKS, words, doctor.id, high=template.total)
        return
    first = blocks[0]
    if first.position != 0:
        words = f"doctor {doctor.id}: the first block begins at working week {first.position}, not 0"
        yield Broken(Rule.START, words, doctor.id, first.kind, block=first, count=first.position)
    for one, two in pairwise(blocks):
        end = one.position + one.weeks
        if two.position != end:
            words = (
                f"doctor {doctor.id}: {two.kind} begins at working week {two.position}, not {end} where {one.kind} ends"
            )
            rule = Rule.OVERLAP if two.position < end else Rule.GAP
            yield Broken(rule, words, doctor.id, two.kind, one.kind, block=two, count=abs(two.position - end))
    end = blocks[-1].position + blocks[-1].weeks
    if end != template.total:
        words = f"doctor {doctor.id}: the programme ends at working week {end}, not {template.total}"
        yield Broken(Rule.TOTAL, words, doctor.id, blocks[-1].kind, block=blocks[-1], count=end, high=template.total)


def _block_violations(doctor: Doctor, template: Template, block: Block) -> Iterator[Broken]:
    rule = template.blocks.get(block.kind)
    if rule is None:
        words = f"doctor {doctor.id}: {block.kind} is not a block of template {doctor.template}"
        yield Broken(Rule.FOREIGN_KIND, words, doctor.id, block.kind, block=block)
        return
    if block.weeks < 1 or not rule.minimum <= block.weeks <= rule.maximum:
        low = max(rule.minimum, 1)
        words = f"doctor {doctor.id}: {_said(block)} is not between {low} and {rule.maximum} weeks long"
        yield Broken(
            Rule.LENGTH, words, doctor.id, block.kind, block=block, count=block.weeks, low=low, high=rule.maximum
        )
    if block.position < 0 or block.position + block.weeks > len(doctor.work):
        words = f"doctor {doctor.id}: {_said(block)} lies outside the doctor's working weeks"
        yield Broken(Rule.OUTSIDE, words, doctor.id, block.kind, block=block)
    if block.unit is not None and all(o.unit != block.unit for o in doctor.options.get(block.kind, ())):
        words = f"doctor {doctor.id}: unit {block.unit} is not an option for {block.kind}"
        yield Broken(Rule.NOT_AN_OPTION, words, doctor.id, block.kind, unit=block.unit, block=block)


def _order_violations(doctor: Doctor, template: Template, blocks: list[Block]) -> Iterator[Broken]:
    kinds = [block.kind for block in blocks]
    for kind, count in sorted(Counter(kinds).items()):
        if count > 1:
            yield Broken(Rule.TWICE, f"doctor {doctor.id}: {kind} occurs {count} times", doctor.id, kind, count=count)
    for kind, rule in template.blocks.items():
        if rule.minimum > 0 and kind not in kinds:
            words = f"doctor {doctor.id}: {kind} is missing; at least {rule.minimum} weeks are required"
            yield Broken(Rule.MISSING, words, doctor.id, kind, low=rule.minimum)
    for first, second in template.before:
        if first in kinds and second in kinds and kinds.index(first) > kinds.index(second):
            yield Broken(Rule.ORDER, f"doctor {doctor.id}: {second} comes before {first}", doctor.id, second, first)


def _holds(problem: ProblemParts, plan: Plan, doctors: dict[int, Doctor]) -> Iterator[Hold]:
    for programme in plan.programmes:
        doctor = doctors.get(programme.doctor)
        for block in programme.blocks if doctor is not None else ():
            weeks = calendar_weeks(doctor, block)
            if doctor is not None and block.unit is not None and weeks:
                yield Hold(block.unit, programme.doctor, weeks[0], weeks[-1], problem.takes(doctor))


def _said(block: Block) -> str:
    where = "without unit" if block.unit is None else f"at unit {block.unit}"
    return f"{block.kind} of {block.weeks} weeks from working week {block.position} {where}"
