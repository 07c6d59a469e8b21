"""Min dag: what waits for a person. Apps of every floor register providers; `home` puts the lists together."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any


class Urgency(IntEnum):
    """Which list a task stands in."""

    NOW = 1
    WAITING = 2
    COMING = 3


class Consequence(IntEnum):
    """What happens if nobody acts; the gravest first within a list."""

    SAFETY = 1  # somebody can come to harm, or an account is in danger
    LEGAL = 2  # a deadline of law or decision passes
    BLOCKS = 3  # somebody else cannot go on
    OWN = 4  # only oneself is kept waiting, or nobody


@dataclass(frozen=True, slots=True)
class Task:
    """One row: who or what, why now, and the one button. Without a page to open there is no button.

    Attributes:
        on: the day it concerns; earliest first within a consequence.
        key: the same from day to day, such as "jobs.running:12"; with it the task can be put off until tomorrow.
    """

    urgency: Urgency
    title: str
    why: str
    action: str = ""
    url: str = ""
    icon: str = "circle-dot"
    on: dt.date | None = None
    consequence: Consequence = Consequence.OWN
    key: str = ""

    @property
    def can_wait(self) -> bool:
        """Tell whether "Påminn mig i morgon" is offered: never for safety and law."""
        return bool(self.key) and self.consequence > Consequence.LEGAL and self.urgency != Urgency.COMING

    @property
    def order(self) -> tuple[int, int, dt.date]:
        """Return the sort key: list, consequence, day; without a day last."""
        return (self.urgency, self.consequence, self.on or dt.date.max)


Provider = Callable[[Any, dt.date], Iterable[Task]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider, a fixed number of queries each; usable as a decorator. Adding it again is harmless."""
    if provider not in _PROVIDERS:
        _PROVIDERS.append(provider)
    return provider


def collect(person: Any, today: dt.date) -> list[Task]:
    """Return every task of the person, in order."""
    return sorted((task for provider in _PROVIDERS for task in provider(person, today)), key=lambda task: task.order)
