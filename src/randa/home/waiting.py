"""Min dag: what waits for a person, in three lists. Providers ask the apps; each costs a fixed number of queries."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import IntEnum

from randa.people.models import User


class Urgency(IntEnum):
    """Which list a task stands in."""

    NOW = 1
    WAITING = 2
    COMING = 3


@dataclass(frozen=True, slots=True)
class Task:
    """One row: who or what, why now, and the one button. Without a page to open there is no button.

    Attributes:
        on: the day it concerns; earliest first within a list.
    """

    urgency: Urgency
    title: str
    why: str
    action: str = ""
    url: str = ""
    icon: str = "circle-dot"
    on: dt.date | None = None


Provider = Callable[[User, dt.date], Iterable[Task]]
_PROVIDERS: list[Provider] = []


def register(provider: Provider) -> Provider:
    """Add a provider; usable as a decorator."""
    _PROVIDERS.append(provider)
    return provider


def tasks_of(person: User, today: dt.date) -> dict[Urgency, list[Task]]:
    """Return the person's three lists; tasks without a day come last in theirs."""
    found = [task for provider in _PROVIDERS for task in provider(person, today)]
    found.sort(key=lambda task: (task.urgency, task.on or dt.date.max))
    return {urgency: [task for task in found if task.urgency == urgency] for urgency in Urgency}
