"""Every address has a row that says who may use it, and answers as the row says.

A row is `route name -> {actor: expected status}`; the rows of an app stand in `tests/access/<app>.py`. An address is asked for with
GET, and with an empty POST when it takes nothing else.
"""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.access import ACTORS, access_modules
from tests.access.asking import Asker
from tests.access.world import World


def rows() -> dict[str, dict[str, int]]:
    """Return the rows of all apps."""
    found: dict[str, dict[str, int]] = {}
    for module in access_modules():
        found |= module.ROWS
    return found


def routes(resolver: URLResolver | None = None, spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, list[str]]]:
    """Yield the name of every route, with the names of its arguments."""
    for pattern in (resolver or get_resolver(settings.ROOT_URLCONF)).url_patterns:
        if isinstance(pattern, URLPattern):
            yield (
                ":".join((*spaces, pattern.name or str(pattern.pattern))),
                list(getattr(pattern.pattern, "converters", None) or pattern.pattern.regex.groupindex),
            )
        else:
            yield from routes(pattern, (*spaces, pattern.namespace) if pattern.namespace else spaces)


ROUTES = dict(routes())
ROWS = rows()


def test_every_route_has_an_access_row() -> None:
    assert sorted(set(ROUTES) - set(ROWS)) == []


def test_every_row_has_a_route_and_every_actor() -> None:
    assert sorted(set(ROWS) - set(ROUTES)) == []
    assert [name for name, row in ROWS.items() if set(row) != set(ACTORS)] == []


@pytest.fixture(scope="module")
def askers(standing_world: World) -> dict[str, Asker]:
    return {actor: Asker(standing_world.actors[actor]) for actor in ACTORS}


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(set(ROWS) & set(ROUTES)))
def test_a_route_answers_each_actor_as_its_row_says(
    route: str, standing_world: World, askers: dict[str, Asker]
) -> None:
    address = reverse(route, kwargs=standing_world.arguments(route, ROUTES[route]) or None)

    answers = {actor: _status(address, askers[actor]) for actor in ACTORS}

    assert answers == ROWS[route]


def _status(address: str, asker: Asker) -> int:
    answer = asker.ask(address, "GET")
    return (asker.ask(address, "POST") if answer.status_code == 405 else answer).status_code
