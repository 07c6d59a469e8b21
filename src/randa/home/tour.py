"""The guided look: a few stops through the story of the regions, carried from page to page, left at any step."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest
from django.template.loader import render_to_string

from randa.home.links import address
from randa.people.models import User

SESSION_KEY = "tour"


@dataclass(frozen=True, slots=True)
class Words:
    """What a stop says: a heading that is the point, the story behind it, and where on the page to look."""

    title: str
    text: str
    look: str
    args: tuple[object, ...] = ()  # of the stop's route, when it leads to one object


@dataclass(frozen=True, slots=True)
class Stop:
    """One stop.

    Attributes:
        key: short name, used to order the stops per role.
        route: name of the page; a stop whose page is not installed is left out.
        permission: needed to open the page; empty for everybody.
        words: tells the story with today's figures, or None when the data holds no such thing.
    """

    key: str
    route: str
    permission: str
    words: Callable[[User], Words | None]


@dataclass(frozen=True, slots=True)
class Step:
    """A stop as one person meets it: number of how many, words and address."""

    key: str
    number: int
    total: int
    words: Words
    url: str

    @property
    def is_first(self) -> bool:
        return self.number == 1

    @property
    def is_last(self) -> bool:
        return self.number == self.total

    @property
    def previous_number(self) -> int:
        return self.number - 1

    @property
    def next_number(self) -> int:
        return self.number + 1


_STOPS: dict[str, Stop] = {}
_ORDER: dict[str, tuple[str, ...]] = {}


def register(stop: Stop) -> None:
    """Add a stop; the order of registration is the order of the story."""
    _STOPS[stop.key] = stop


def begin_with(role: str, *keys: str) -> None:
    """Let a role meet these stops first; the others follow in the order of the story."""
    _ORDER[role] = keys


def steps_for(person: User) -> list[Step]:
    """Return the person's stops with today's figures, about one query each."""
    found = [(stop.key, met) for stop in _ordered(person) if (met := _met(stop, person))]
    return [Step(key, number, len(found), *met) for number, (key, met) in enumerate(found, start=1)]


def begin(request: HttpRequest, person: User) -> Step | None:
    """Begin at the first stop, and keep the way for the session; None when there is nothing to show."""
    steps = steps_for(person)
    request.session[SESSION_KEY] = {"keys": [step.key for step in steps], "at": 1}
    return steps[0] if steps else None


def go_to(request: HttpRequest, person: User, number: int) -> Step | None:
    """Go to a stop; None, and the look is over, when there is no such stop."""
    way = request.session.get(SESSION_KEY) or {"keys": [step.key for step in steps_for(person)]}
    request.session[SESSION_KEY] = way | {"at": number}
    step = current_step(request, person)
    if step is None:
        leave(request)
    return step


def leave(request: HttpRequest) -> None:
    request.session.pop(SESSION_KEY, None)


def current_step(request: HttpRequest, person: User) -> Step | None:
    """Return the step that is on, with the figures of only this one; None when the look is not on."""
    way = request.session.get(SESSION_KEY)
    if not way or not 0 < way["at"] <= len(way["keys"]):
        return None
    key = way["keys"][way["at"] - 1]
    met = _met(_STOPS[key], person) if key in _STOPS else None
    return Step(key, way["at"], len(way["keys"]), *met) if met else None


def panel(request: HttpRequest, person: User) -> str:
    """Return the markup of the step that is on; empty when the look is over or was never begun."""
    step = current_step(request, person)
    if step is None:
        return ""
    is_here = request.get_full_path() == step.url or request.path == step.url
    return render_to_string("home/_tour.html", {"step": step, "is_here": is_here}, request)


def _ordered(person: User) -> list[Stop]:
    first = next((_ORDER[one.role_id] for one in person.current_roles() if one.role_id in _ORDER), ())
    rank = {key: place for place, key in enumerate(first)}
    return sorted(_STOPS.values(), key=lambda stop: rank.get(stop.key, len(rank)))


def _met(stop: Stop, person: User) -> tuple[Words, str] | None:
    """Return the stop's words and address; None when the person cannot open it or the data holds no such thing."""
    if stop.permission and not person.has(stop.permission):
        return None
    words = stop.words(person)
    url = address(stop.route, *words.args) if words else ""
    return (words, url) if words and url else None
