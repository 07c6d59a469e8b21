"""People with one permission each, who find out what opens every address."""

from collections.abc import Iterator
from itertools import combinations

from django.urls import reverse

from randa.core.access.permissions import PERMISSIONS
from randa.organisations.models import Organisation
from tests.access.asking import Asker, kind_of
from tests.access.table import FORBIDDEN, METHODS, OPEN, SIGN_IN, Door, Row
from tests.access.world import World, make_world
from tests.factories import person_with


class Probe:
    """People who have one permission each, in the organisation of the objects and in another one."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.nobody = Asker(None)
        self.learner = Asker(world.actors["learner"])
        self.places = {"here": world.region, "elsewhere": world.elsewhere}
        self._known: dict[tuple[str, tuple[str, ...]], Asker] = {}

    def asker(self, place: str, *permissions: str) -> Asker:
        """Return somebody with exactly `permissions` in that place."""
        key = (place, permissions)
        if key not in self._known:
            at: Organisation = self.places[place]
            self._known[key] = Asker(person_with(*permissions, at=at))
        return self._known[key]

    def row(self, route: str, address: str, method: str) -> Row | None:
        """Return the row of a route and method, None when it does not know the method."""
        whole = tuple(sorted(PERMISSIONS))
        if not kind_of(self.asker("here", *whole).ask(address, method)):
            return None
        answers = [kind_of(one.ask(address, method)) for one in (self.nobody, self.learner)]
        return Row(
            route,
            method,
            answers[0],
            self._door("here", address, method),
            self._door("elsewhere", address, method),
            answers[1],
        )

    def _door(self, place: str, address: str, method: str) -> Door:
        def answer(*permissions: str) -> str:
            return kind_of(self.asker(place, *permissions).ask(address, method))

        plain = answer()
        whole = answer(*sorted(PERMISSIONS))
        if plain in (OPEN, SIGN_IN) or plain == whole == FORBIDDEN:
            return Door(plain)
        alone = {name: answer(name) for name in sorted(PERMISSIONS)}
        opens = {name for name, said in alone.items() if said == OPEN}
        if whole == OPEN and not opens:
            opens = {"+".join(pair) for pair in combinations(sorted(PERMISSIONS), 2) if answer(*pair) == OPEN}
        sees = {name for name, said in alone.items() if said == FORBIDDEN} if plain != FORBIDDEN else set()
        return Door(plain, frozenset(opens), frozenset(sees))


def rows() -> Iterator[Row]:
    """Yield a row per route and method that Randa knows."""
    from tests.test_access import ROUTES

    probe = Probe(make_world())
    for route in sorted(ROUTES):
        address = reverse(route, kwargs=probe.world.arguments(route, ROUTES[route]) or None)
        for method in METHODS if route.startswith(("api:", "scim:")) else METHODS[:2]:
            row = probe.row(route, address, method)
            if row:
                yield row
