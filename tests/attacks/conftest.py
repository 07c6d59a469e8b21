"""One world for all attacks of a file; each attack takes back what it changed."""

from dataclasses import dataclass

import pytest
from django.urls import reverse

from tests.access.asking import Asker
from tests.access.table import OPEN, read
from tests.access.world import World
from tests.test_access import ROUTES


@dataclass(frozen=True, slots=True)
class Target:
    """The world, somebody who may everything in it, and every address."""

    world: World
    administrator: Asker
    nobody: Asker

    def address(self, route: str) -> str:
        return str(reverse(route, kwargs=self.world.arguments(route, ROUTES[route]) or None))


@pytest.fixture(scope="module")
def target(standing_world: World) -> Target:
    return Target(standing_world, Asker(standing_world.actors["administrator"]), Asker(None))


def routes_with(method: str) -> list[str]:
    """Return the routes that know `method`, by the access table; those that only make a test wait for it fail there first."""
    return sorted({route for route, known in read() if known == method and route in ROUTES})


def routes_open_to_the_administrator(method: str) -> list[str]:
    """Return the routes that let somebody with every permission in."""
    from randa.core.access.permissions import PERMISSIONS

    whole = set(PERMISSIONS)
    return sorted(
        row.route
        for row in read().values()
        if row.method == method and row.here.answer(whole) == OPEN and row.route in ROUTES
    )
