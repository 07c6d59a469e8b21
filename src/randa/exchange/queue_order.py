"""Who is next in a queue: the steps of the published rule in their order, and a date last. Numbers and days only."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """What decides between two; `QUEUED` (who came first) is always last and is no part of a rule."""

    DEADLINE = "deadline"
    WAITING = "waiting"
    ACCOUNT = "account"
    QUEUED = "queued"


@dataclass(frozen=True, slots=True)
class Order:
    """A rule. Each step decides only between those whom the steps before leave equal.

    Attributes:
        deadline_weeks: whose last week to begin is nearer than this go first, the nearest first; all others are equal.
        waiting_weeks: waiting is counted in whole periods of so many weeks.
    """

    steps: Sequence[Step]
    deadline_weeks: int
    waiting_weeks: int

    def __post_init__(self) -> None:
        for name in ("deadline_weeks", "waiting_weeks"):
            if getattr(self, name) < 1:
                raise ValueError(f"{name} is {getattr(self, name)}; expected >= 1")


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody in a queue. `last_start`: the Monday of the last week in which they can begin."""

    key: str
    region: str
    last_start: dt.date
    queued_on: dt.date


@dataclass(frozen=True, slots=True)
class Ranked:
    """A position counted from 1, and which step put it after the one before; None for the first."""

    key: str
    position: int
    behind_by: Step | None


def last_possible_start(last_start: dt.date, training_ends_on: dt.date | None, weeks: int) -> dt.date:
    """Return the last day on which a stay of `weeks` can begin: the end of the training may come before the wish."""
    if training_ends_on is None:
        return last_start
    latest = training_ends_on - dt.timedelta(weeks=weeks) + dt.timedelta(days=1)
    return min(last_start, latest)


def ranked(waiting: Iterable[Waiting], order: Order, balances: Mapping[str, float], today: dt.date) -> list[Ranked]:
    """Return everybody in order, the same for the same rows.

    Args:
        balances: per region, weeks received less its share of them; the lowest has most to get. A missing one counts as 0.
    """
    steps = [*order.steps, Step.QUEUED]
    keys = {one.key: [_value(step, one, order, balances, today) for step in steps] for one in waiting}
    in_order = sorted(keys, key=lambda key: (keys[key], key))
    found: list[Ranked] = []
    for position, key in enumerate(in_order, start=1):
        before = keys[in_order[position - 2]] if position > 1 else None
        found.append(Ranked(key, position, None if before is None else _first_difference(steps, before, keys[key])))
    return found


def _first_difference(steps: Sequence[Step], one: list[float], other: list[float]) -> Step:
    return next((step for step, a, b in zip(steps, one, other, strict=True) if a != b), Step.QUEUED)


def _value(step: Step, one: Waiting, order: Order, balances: Mapping[str, float], today: dt.date) -> float:
    if step == Step.DEADLINE:
        weeks_left = (one.last_start - today).days / 7
        return one.last_start.toordinal() if weeks_left < order.deadline_weeks else dt.date.max.toordinal()
    if step == Step.WAITING:
        return -((today - one.queued_on).days // 7 // order.waiting_weeks)
    if step == Step.ACCOUNT:
        return round(balances.get(one.region, 0), 1)
    return one.queued_on.toordinal()
