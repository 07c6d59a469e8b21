"""What can be asked of others for a block without a place, told by apps above: a request filled in, and what has been asked."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from randa.people.models import User
from randa.placements.models import Placement


@dataclass(frozen=True, slots=True)
class OpenBlock:
    """A block without a place, and the codes of the units that would solve it by taking one more."""

    placement: Placement
    units: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Words of a button, or of what was asked, and where they lead."""

    words: str
    url: str


@dataclass(slots=True)
class Doors:
    """What one person can do about one block.

    Attributes:
        anywhere: whom to ask, whichever unit it becomes; of_unit: by code of a unit that would take one more.
        asked: what has been asked already, and how it goes.
    """

    anywhere: list[Link] = field(default_factory=list)
    of_unit: dict[str, Link] = field(default_factory=dict)
    asked: list[Link] = field(default_factory=list)

    def add(self, other: "Doors") -> None:
        self.anywhere += other.anywhere
        self.of_unit |= other.of_unit
        self.asked += other.asked


Opened = Callable[[User, Sequence[OpenBlock]], Mapping[UUID, Doors]]
_OPENED: list[Opened] = []


def register(opened: Opened) -> None:
    """Add who knows: a person and blocks -> the doors of each block (by placement), a constant number of queries."""
    if opened not in _OPENED:
        _OPENED.append(opened)


def doors_of(actor: User, blocks: Sequence[OpenBlock]) -> dict[UUID, Doors]:
    """Return what the person can do about each block."""
    found = {one.placement.pk: Doors() for one in blocks}
    for opened in _OPENED:
        for key, doors in opened(actor, blocks).items():
            found[key].add(doors)
    return found
