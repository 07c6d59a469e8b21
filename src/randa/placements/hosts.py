"""What waits for a learner at a unit, told by an app above: supervisor, contact, and what to do next."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from randa.core.position import Position
from randa.placements.models import Placement


@dataclass(frozen=True, slots=True)
class Named:
    """Who supervises during [starts_on, ends_before)."""

    name: str
    starts_on: dt.date
    ends_before: dt.date


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask for and where to go; what the unit has not said is empty."""

    name: str
    telephone: str
    email: str
    address: str
    directions: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be in order next, and by when."""

    words: str
    due_on: dt.date
    is_late: bool


@dataclass(frozen=True, slots=True)
class Host:
    """One placement's; `step` of the next one to come only, None when everything is in order."""

    supervisors: Sequence[Named]
    contact: Contact | None
    step: Step | None


Asked = Callable[[Sequence[Placement]], dict[UUID, Host]]
_ASKED: list[Asked] = []


def register(asked: Asked) -> None:
    """Set who knows: a learner's own placements -> what waits at each, a constant number of queries."""
    _ASKED[:] = [asked]


def hosts_of(placements: Sequence[Placement]) -> dict[UUID, Host]:
    """Return what is known about each placement that is not over."""
    return _ASKED[0](placements) if _ASKED else {}
