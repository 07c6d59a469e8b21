"""Which organisations an event belongs to. Apps above say where their objects lie and where people belong; core knows neither."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

PathsOf = Callable[[Any], Iterable[str]]
_OBJECTS: dict[str, PathsOf] = {}
_PEOPLE: dict[str, PathsOf] = {}


def register_place(label: str, paths_of: PathsOf) -> None:
    """Tell the organisation paths of objects of the model `label` (`placements.plan`), the most important one first."""
    _OBJECTS[label] = paths_of


def register_belonging(key: str, paths_of: PathsOf) -> None:
    """Tell the organisation paths where a person belongs today: through a role, an enrolment, a placement."""
    _PEOPLE[key] = paths_of


def paths_of_object(obj: models.Model) -> list[str]:
    """Return where `obj` lies; nothing when nobody has said."""
    return list(_OBJECTS.get(obj._meta.label_lower, lambda _obj: ())(obj))


def paths_of_person(person: Any) -> list[str]:
    """Return every organisation path where `person` belongs today, without repetition."""
    return list(dict.fromkeys(path for key in sorted(_PEOPLE) for path in _PEOPLE[key](person)))


def with_all_above(paths: Iterable[str]) -> list[str]:
    """Return `paths` (`REG-18/HSP-18-1/`) and every path above them, sorted."""
    found: set[str] = set()
    for path in paths:
        pieces = [piece for piece in path.split("/") if piece]
        found |= {"/".join(pieces[: count + 1]) + "/" for count in range(len(pieces))}
    return sorted(found)
