"""Other places for one block of one doctor, with the same lengths, without the compiler: what a web page can ask for.

Exact for the given lengths, burdens beyond what weighs once (`Fairness`) aside: for every set of kinds that can come
before the block, the cheapest order and units before and after it. `suggest` says the same with other lengths too, and
loads the compiler.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from randa.engines.planning.costs import block_cost, calendar_weeks, programme_cost
from randa.engines.planning.model import Block, Doctor, ProblemParts, Programme, Template

Room = Callable[[int, int, int], bool]
"""Whether a unit has a place in each calendar week from the first to the last, both included."""
Borne = Callable[[int, int, int], int]
"""By how much what a unit bears changes when one more is there from the first calendar week to the last, both included."""
Way = tuple[int, tuple[Block, ...]]
NO_WAY = 1 << 60


@dataclass(frozen=True, slots=True)
class Other:
    """Another programme for the doctor in which the block lies elsewhere.

    Attributes:
        block: where the block would be.
        programme: all blocks, in order.
        price: change of the plan's total cost (negative: the plan becomes cheaper).
        moved: kinds of the other blocks that would change too.
    """

    block: Block
    programme: Programme
    price: int
    moved: tuple[str, ...]


def nothing_borne(_unit: int, _first: int, _last: int) -> int:
    """Return nothing: units that neither want somebody nor are strained."""
    return 0


def other_places(
    problem: ProblemParts, doctor: Doctor, now: Programme, kind: str, room: Room, *, best: int = 5,
    fixed: Sequence[Block] = (), borne: Borne = nothing_borne,
) -> tuple[Other, ...]:  # fmt: skip
    """Return the cheapest other places for a kind, no two with the same unit and first week.

    Args:
        problem: rules and prices.
        doctor: whose programme it is.
        now: the programme as it stands, legal or not.
        kind: of the block.
        room: asked about units without the doctor's own blocks.
        best: how many at most.
        fixed: blocks that must stay as they are.
        borne: asked about units without the doctor's own blocks.
    """
    template = problem.templates[doctor.template]
    lengths = _lengths(template, now, kind, fixed)
    if lengths is None or any(block.kind == kind for block in fixed):
        return ()
    search = _Search(problem, doctor, template, lengths, room, borne, {block.kind: block for block in fixed})
    was = search.cost(now)
    today = {(block.unit, block.position) for block in now.blocks if block.kind == kind}
    found = sorted(search.ways_around(kind), key=lambda way: (way[0], [(b.position, b.unit or -1) for b in way[1]]))
    others, seen = [], set(today)
    for _price, blocks in found:
        block = next(one for one in blocks if one.kind == kind)
        if (block.unit, block.position) not in seen:
            seen.add((block.unit, block.position))
            programme = Programme(doctor.id, blocks)
            price = search.cost(programme) - was
            moved = tuple(one.kind for one in blocks if one not in now.blocks and one.kind != kind)
            others.append(Other(block, programme, price, moved))
    return tuple(sorted(others, key=lambda one: one.price)[:best])


def _lengths(template: Template, now: Programme, kind: str, fixed: Sequence[Block]) -> dict[str, int] | None:
    """Return weeks per kind that fill the programme: today's lengths, stretched or cut within their limits; None when none do."""
    held = {block.kind: block.weeks for block in fixed}
    today: dict[str, int] = {}
    for block in now.blocks:
        today.setdefault(block.kind, block.weeks)
    wanted = {
        name: held.get(name, min(max(today.get(name, rule.nominal), rule.minimum, 1), rule.maximum))
        for name, rule in template.blocks.items()
        if rule.minimum > 0 or name in today or name == kind
    }
    for name in [name for name in wanted if name not in held]:
        rule, weeks = template.blocks[name], wanted[name]
        missing = template.total - sum(wanted.values())
        wanted[name] = min(max(weeks + missing, rule.minimum, 1), rule.maximum)
    return wanted if kind in wanted and sum(wanted.values()) == template.total else None


@dataclass(slots=True)
class _Search:
    problem: ProblemParts
    doctor: Doctor
    template: Template
    lengths: Mapping[str, int]
    room: Room
    borne: Borne
    fixed: Mapping[str, Block]
    _placed: dict[tuple[str, int], Way] = field(default_factory=dict)
    _filled: dict[tuple[frozenset[str], int], Way] = field(default_factory=dict)

    def cost(self, programme: Programme) -> int:
        """Return what a programme costs, with what it changes for the units; the doctor is in no two places at once."""
        own = programme_cost(self.problem, self.doctor, programme)
        return own + sum(self._borne_by(block) for block in programme.blocks)

    def _borne_by(self, block: Block) -> int:
        weeks = calendar_weeks(self.doctor, block)
        return self.borne(block.unit, weeks[0], weeks[-1]) if block.unit is not None and weeks else 0

    def ways_around(self, kind: str) -> list[Way]:
        """Return, for each set of kinds before the block and each unit with room, the cheapest programme."""
        others = frozenset(self.lengths) - {kind}
        ways = []
        for before in _subsets(sorted(others)):
            after = others - before
            if not self._may_precede(before, {kind}) or not self._may_precede(before | {kind}, after):
                continue
            position = sum(self.lengths[name] for name in before)
            first = self._fill(before, 0)
            last = self._fill(after, position + self.lengths[kind])
            if first[0] < NO_WAY and last[0] < NO_WAY:
                ways += [
                    (first[0] + price + last[0], (*first[1], block, *last[1]))
                    for price, block in self._offers(kind, position)
                ]
        return ways

    def _may_precede(self, first: frozenset[str], second: frozenset[str] | set[str]) -> bool:
        return not any(one in second and two in first for one, two in self.template.before)

    def _fill(self, kinds: frozenset[str], position: int) -> Way:
        """Return the cheapest order and units of these kinds from a position on."""
        if not kinds:
            return 0, ()
        known = self._filled.get((kinds, position))
        if known is None:
            known = (NO_WAY, ())
            for kind in sorted(kinds):
                rest = kinds - {kind}
                if self._may_precede(frozenset({kind}), rest):
                    price, blocks = self._cheapest(kind, position)
                    then, more = self._fill(rest, position + self.lengths[kind])
                    if price + then < known[0]:
                        known = (price + then, (*blocks, *more))
            self._filled[kinds, position] = known
        return known

    def _cheapest(self, kind: str, position: int) -> Way:
        known = self._placed.get((kind, position))
        if known is None:
            offers = self._offers(kind, position)
            price, block = min(offers, key=lambda one: (one[0], one[1].unit is None)) if offers else (NO_WAY, None)
            known = self._placed[kind, position] = (price, () if block is None else (block,))
        return known

    def _offers(self, kind: str, position: int) -> list[tuple[int, Block]]:
        """Return the block at each unit with room, and at none, with what it costs."""
        held = self.fixed.get(kind)
        if held is not None:
            return [(0, held)] if held.position == position else []
        calendar = calendar_weeks(self.doctor, Block(position, kind, self.lengths[kind]))
        if not calendar:
            return []
        units = [
            one.unit for one in self.doctor.options.get(kind, ()) if self.room(one.unit, calendar[0], calendar[-1])
        ]
        blocks = [Block(position, kind, self.lengths[kind], unit) for unit in (None, *units)]
        return [(block_cost(self.problem, self.doctor, one) + self._borne_by(one), one) for one in blocks]


def _subsets(names: Sequence[str]) -> list[frozenset[str]]:
    return [
        frozenset(name for place, name in enumerate(names) if number >> place & 1) for number in range(1 << len(names))
    ]
