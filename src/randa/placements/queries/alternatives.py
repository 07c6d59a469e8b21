"""The best other places for one block, with their price: plain Python over the plan's rows, no compiler in a web process."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from uuid import UUID

from randa.core.access.row_security import as_system
from randa.core.periods import weeks_span
from randa.engines.planning.costs import calendar_weeks
from randa.engines.planning.model import Block
from randa.engines.planning.nearby import Other, other_places
from randa.placements.editing.rows import Row
from randa.placements.judging import Judge, bearings_of, caps_of, choices_of, judge_of
from randa.placements.models import Placement, Plan
from randa.placements.parts import Apart, apart, area_of
from randa.placements.planning import WEEK
from randa.placements.queries.seats import count_weeks
from randa.training.models import Unit

BEST = 5
NEAREST = 3
ALL = 10_000


@dataclass(frozen=True, slots=True)
class Laid:
    """One block of an alternative: where it would be."""

    area: str
    unit: Unit | None
    starts_on: dt.date
    ends_before: dt.date
    weeks: int


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another place for the block.

    Attributes:
        block: where it would be.
        blocks: all of the learner's blocks then, in order.
        price: change of the plan's cost in points.
        moved: areas of the learner's other blocks that would change too.
    """

    block: Laid
    blocks: tuple[Laid, ...]
    price: int
    moved: tuple[str, ...]

    @property
    def span(self) -> str:
        """The block's weeks, the last one included."""
        return weeks_span(self.block.starts_on, self.block.ends_before)


def alternatives(plan: Plan, placement: Placement, *, best: int = BEST) -> list[Alternative]:
    """Return the cheapest other places for a block in what the others leave free: two dozen queries at any size."""
    asked = _asked(plan, placement)
    return [] if asked is None else [asked.told(one, one.block) for one in asked.others(asked.own.kind, best)]


def around(plan: Plan, placement: Placement, starts_on: dt.date) -> Alternative | None:
    """Return the cheapest way to lay the learner's other blocks when this one begins that week at its unit, with the price of it all.

    None when there is none: the unit is full then, the learner does not serve, or other blocks are locked. Two dozen queries at any size.
    """
    asked = _asked(plan, placement)
    if asked is None or placement.unit_id is None or asked.own in asked.fixed:
        return None
    work = asked.judge.doctor(asked.key).work
    block = replace(asked.own, position=bisect_left(work, (starts_on - plan.horizon_starts_on).days // 7))
    weeks = calendar_weeks(asked.parts.doctor, block)
    if not weeks or not asked.room.has(placement.unit_id, weeks[0], weeks[-1]):
        return None
    names = [one.kind for one in asked.parts.programme.blocks if one != asked.own]
    found = [one for name in names for one in asked.others(name, 1, block)]
    if not found:
        return None
    return asked.told(min(found, key=lambda one: one.price), block)


def nearest(plan: Plan, placement: Placement, day: dt.date, *, best: int = NEAREST) -> list[Alternative]:
    """Return the other places for a block at its own unit that begin nearest to a day: two dozen queries at any size."""
    asked = _asked(plan, placement)
    if asked is None:
        return []
    found = [
        asked.told(one, one.block) for one in asked.others(asked.own.kind, ALL) if one.block.unit == placement.unit_id
    ]
    return sorted(found, key=lambda one: (abs(one.block.starts_on - day), one.price))[:best]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A learner's programme with its parts apart, one block of it, the blocks that must stay, and where there is room."""

    judge: Judge
    key: str
    parts: Apart
    own: Block
    fixed: tuple[Block, ...]
    room: "_Room"

    def others(self, name: str, best: int, *held: Block) -> tuple[Other, ...]:
        """Return the cheapest other places for a block by its name, with `held` where they are."""
        return other_places(
            self.parts.problem, self.parts.doctor, self.parts.programme, name, self.room.has, best=best,
            fixed=(*self.fixed, *held), borne=self.room.borne,
        )  # fmt: skip

    def told(self, other: Other, block: Block) -> Alternative:
        """Return what the engine says in the plan's words, about that block of it."""
        laid = {one: _laid(self.judge, self.key, one) for one in other.programme.blocks}
        moved = [one.kind for one in laid if one != block and one not in self.parts.programme.blocks]
        return Alternative(laid[block], tuple(laid.values()), other.price, tuple(dict.fromkeys(map(area_of, moved))))


def _asked(plan: Plan, placement: Placement) -> _Asked | None:
    key = str(placement.enrolment_id)
    judge = judge_of(plan, [key])
    if key not in judge.numbers:
        return None
    rows = [Row.of(one) for one in plan.placements.filter(enrolment=placement.enrolment_id)]
    doctor = judge.doctor(key)
    parts = apart(judge.problem, doctor, judge.programme(key, rows))
    if parts is None:
        return None
    options = {option.unit for chosen in doctor.options.values() for option in chosen}
    own, *locked = (
        replace(block, kind=parts.names[block])
        for row in (Row.of(placement), *(row for row in rows if row.is_locked))
        for block in judge.programme(key, [row]).blocks
    )
    return _Asked(judge, key, parts, own, tuple(locked), _Room(judge, options, key))


class _Room:
    """Where the others leave a place free, and what units bear of one more."""

    def __init__(self, judge: Judge, units: set[int], without: str) -> None:
        plan = judge.plan
        with as_system("whether a unit is full counts every learner there, and says nothing of who they are"):
            others = plan.placements.filter(unit__in=units).exclude(enrolment=UUID(without))
            held = list(others.values_list("unit", "starts_on", "ends_before"))
        used = count_weeks(held, list(units), plan.horizon_starts_on, judge.weeks)
        caps, choices = caps_of(judge, units), choices_of(plan)
        self._last_full: dict[int, Sequence[int]] = {
            unit: _last_full(places, used[unit]) for unit, places in caps.items()
        }
        self._borne: dict[int, Sequence[int]] = {
            unit: list(accumulate((one.more(week, there, choices) for week, there in enumerate(used[unit])), initial=0))
            for unit, one in bearings_of(judge, caps).items()
        }

    def borne(self, unit: int, first: int, last: int) -> int:
        """Return by how much what the unit bears changes when the learner is there in the weeks, both included."""
        sums = self._borne.get(unit)
        return 0 if sums is None else sums[min(last + 1, len(sums) - 1)] - sums[min(first, len(sums) - 1)]

    def has(self, unit: int, first: int, last: int) -> bool:
        """Tell whether the unit has a place in each of the weeks, both included."""
        full = self._last_full.get(unit, ())
        return last < len(full) and full[last] < first


def _last_full(places: Sequence[int], used: Sequence[int]) -> list[int]:
    """Return, per week, the latest week up to it in which there is no place left; -1 where there is none."""
    found, latest = [], -1
    for week, (there, taken) in enumerate(zip(places, used, strict=True)):
        if taken >= there:
            latest = week
        found.append(latest)
    return found


def _laid(judge: Judge, key: str, block: Block) -> Laid:
    work, first = judge.doctor(key).work, judge.plan.horizon_starts_on
    return Laid(
        area_of(block.kind),
        None if block.unit is None else judge.units[block.unit],
        first + work[block.position] * WEEK,
        first + (work[block.position + block.weeks - 1] + 1) * WEEK,
        block.weeks,
    )
