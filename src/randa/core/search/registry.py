"""What the palette (Ctrl+K) can find: each app registers a finder in its AppConfig.ready()."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette: what it is, under which heading, where it leads, and a short hint."""

    label: str
    group: str
    url: str
    hint: str = ""


Finder = Callable[[Any, str, int], Iterable[Hit]]  # (actor, query, limit) -> hits the actor may see, best first
_FINDERS: list[Finder] = []


def register(finder: Finder) -> None:
    """Add a finder; it is called with the signed-in person and must start at `visible_to`."""
    _FINDERS.append(finder)


def find(actor: Any, query: str, *, per_finder: int = 6) -> list[Hit]:
    """Return what every finder has for `query`, in order of registration."""
    return [hit for finder in _FINDERS for hit in finder(actor, query, per_finder)]
