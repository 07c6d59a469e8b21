"""What can be found. Few and unchanging things have a finder; what is kept in tables has a subject, which is indexed.

Each app registers its own in its `AppConfig.ready()`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the palette or of the result page: what it is, under which heading, where it leads, and a short hint."""

    label: str
    group: str
    url: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One thing to be found.

    Attributes:
        title: what the line says; its words weigh most.
        text: more words that lead to it and are not shown.
        scopes: "permission:path" of those who may find it, see SearchEntry; `alone` for those to whom one person alone is open.
    """

    object_id: str
    title: str
    url: str
    hint_sv: str = ""
    hint_en: str = ""
    text: str = ""
    scopes: Sequence[str] = ()
    owner: UUID | None = None
    is_open: bool = False


def alone(permission: str, person: UUID) -> str:
    """Return the scope of a permission over one person, as an agreement gives it; no path begins with "@"."""
    return f"{permission}:@{person}"


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of thing that is indexed.

    Attributes:
        key: stands in the index and in addresses.
        label: heading of its hits.
        rows: the rows of the given ids, of all when None; a constant number of queries. What is left out is not found.
        permissions: those that `scopes` of its rows may name.
        order: low first among the headings.
    """

    key: str
    label: str | Promise
    rows: Callable[[Sequence[str] | None], Iterable[IndexRow]]
    permissions: Sequence[str] = ()
    order: int = 100


Finder = Callable[[Any, str, int], Iterable[Hit]]  # (actor, query, limit) -> hits the actor may see, best first
_FINDERS: list[Finder] = []
_SUBJECTS: dict[str, Subject] = {}


def register(finder: Finder) -> None:
    """Add a finder; it is called with the signed-in person and must start at `visible_to`."""
    _FINDERS.append(finder)


def register_subject(subject: Subject) -> None:
    """Add a subject, or replace the one with the same key."""
    _SUBJECTS[subject.key] = subject


def subjects() -> list[Subject]:
    """Return the subjects in the order of their headings."""
    return sorted(_SUBJECTS.values(), key=lambda one: (one.order, one.key))


def subject_of(key: str) -> Subject | None:
    """Return the subject with this key, None when no app has registered it."""
    return _SUBJECTS.get(key)


def found_by_finders(actor: Any, query: str, limit: int) -> Iterator[Hit]:
    """Yield what every finder has for `query`, in order of registration."""
    for finder in _FINDERS:
        yield from finder(actor, query, limit)
