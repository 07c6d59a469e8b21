"""One world for all attacks of a file; each attack takes back what it changed."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from tests.access.asking import Asker
from tests.access.table import OPEN, read
from tests.access.world import World, make_world
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
def target(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Target]:
    with django_db_blocker.unblock():
        frame = transaction.atomic()
        frame.__enter__()
        try:
            world = make_world()
            yield Target(world, Asker(world.actors["administrator"]), Asker(None))
        finally:
            transaction.set_rollback(True)
            frame.__exit__(None, None, None)


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
