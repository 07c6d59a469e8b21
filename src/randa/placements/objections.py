"""Why somebody should not be at a unit although programme and seats allow it, told by the apps above: they know the rules of units."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Stay:
    """A learner at a unit from a day on."""

    enrolment: UUID
    unit: int
    starts_on: dt.date


@dataclass(frozen=True, slots=True)
class Objection:
    """What stands against a stay.

    Attributes:
        words: what is wrong and what to do, a sentence without names.
        is_refused: the stay may not be; otherwise it is a warning.
    """

    stay: Stay
    words: str
    is_refused: bool


Asked = Callable[[Sequence[Stay]], list[Objection]]
_ASKED: list[Asked] = []


def register(asked: Asked) -> None:
    """Add a rule: stays -> what stands against them, a constant number of queries at any number of stays."""
    if asked not in _ASKED:
        _ASKED.append(asked)


def objections_to(stays: Sequence[Stay]) -> list[Objection]:
    """Return what stands against each of the stays, in their order within each rule."""
    return [one for asked in _ASKED for one in asked(stays)] if stays else []
