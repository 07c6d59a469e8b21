"""The best other places for one block, with their price: plain Python over the plan's rows, no compiler in a web process."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from randa.core.access.row_security import as_system
from randa.core.periods import weeks_span
from randa.engines.planning.model import Block
from randa.engines.planning.nearby import Other, other_places
from randa.placements.editing.rows import Row
from randa.placements.judging import Judge, caps_of, judge_of
from randa.placements.models import Placement, Plan
from randa.placements.parts import apart, area_of
from randa.placements.planning import WEEK
from randa.placements.queries.seats import count_weeks
from randa.training.models import Unit

BEST = 5


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
    key = str(placement.enrolment_id)
    judge = judge_of(plan, [key])
    if key not in judge.numbers:
        return []
    rows = [Row.of(one) for one in plan.placements.filter(enrolment=placement.enrolment_id)]
    doctor = judge.doctor(key)
    parts = apart(judge.problem, doctor, judge.programme(key, rows))
    if parts is None:
        return []
    options = {option.unit for chosen in doctor.options.values() for option in chosen}
    name = parts.names[judge.programme(key, [Row.of(placement)]).blocks[0]]
    locked = judge.programme(key, [row for row in rows if row.is_locked]).blocks
    found = other_places(
        parts.problem, parts.doctor, parts.programme, name, _Room(judge, options, key).has, best=best,
        fixed=[replace(block, kind=parts.names[block]) for block in locked],
    )  # fmt: skip
    return [_alternative(judge, key, one) for one in found]


class _Room:
    """Where the others leave a place free."""

    def __init__(self, judge: Judge, units: set[int], without: str) -> None:
        plan = judge.plan
        with as_system("whether a unit is full counts every learner there, and says nothing of who they are"):
            others = plan.placements.filter(unit__in=units).exclude(enrolment=UUID(without))
            held = list(others.values_list("unit", "starts_on", "ends_before"))
        used = count_weeks(held, list(units), plan.horizon_starts_on, judge.weeks)
        self._last_full: dict[int, Sequence[int]] = {
            unit: _last_full(places, used[unit]) for unit, places in caps_of(judge, units).items()
        }

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


def _alternative(judge: Judge, key: str, other: Other) -> Alternative:
    laid = {block: _laid(judge, key, block) for block in other.programme.blocks}
    moved = tuple(dict.fromkeys(area_of(name) for name in other.moved))
    return Alternative(laid[other.block], tuple(laid.values()), other.price, moved)


def _laid(judge: Judge, key: str, block: Block) -> Laid:
    work, first = judge.doctor(key).work, judge.plan.horizon_starts_on
    return Laid(
        area_of(block.kind),
        None if block.unit is None else judge.units[block.unit],
        first + work[block.position] * WEEK,
        first + (work[block.position + block.weeks - 1] + 1) * WEEK,
        block.weeks,
    )
