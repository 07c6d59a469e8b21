"""Every address answers every role at home and elsewhere, the learner it is about, and nobody, as the access table says."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.template.backends.django import Template
from django.urls import reverse

from randa.core.access.models import Role
from randa.home import errors
from randa.people.models import RoleAssignment, User
from tests.access.asking import Asker, kind_of
from tests.access.table import FORBIDDEN, HIDDEN, METHODS, Door, Row, read
from tests.access.world import World
from tests.access.write_docs import TARGET, text
from tests.factories import RoleAssignmentFactory
from tests.test_access import ROUTES

pytestmark = pytest.mark.django_db  # each question inside the transaction of the world below
TABLE = read()
ROUTES_OF_TABLE = sorted({route for route, _method in TABLE} & set(ROUTES))


def test_every_route_is_in_the_table() -> None:
    assert sorted(set(ROUTES) - {route for route, _method in TABLE}) == []


def test_the_table_names_no_route_that_is_gone() -> None:
    assert sorted({route for route, _method in TABLE} - set(ROUTES)) == []


@dataclass(frozen=True, slots=True)
class Crowd:
    """One person per role, at home and elsewhere."""

    world: World
    nobody: Asker
    oneself: Asker
    here: dict[str, Asker]
    elsewhere: dict[str, Asker]
    permissions: dict[str, frozenset[str]]


@pytest.fixture(scope="module")
def crowd(standing_world: World) -> Iterator[Crowd]:
    """Everybody, and pages that are not drawn: who gets in is decided before that, and other tests read every page.

    What a person is, is read once: no question changes it for the next. Whom to ask instead stands on a page that is not drawn.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Template, "render", lambda *_arguments, **_named: "")
        patch.setattr(errors, "colleagues_with", lambda *_arguments: [])
        patch.setattr(User, "current_roles", _read_once(User.current_roles))
        yield _crowd(standing_world)


def _read_once(read_roles: Callable[[User], list[RoleAssignment]]) -> Callable[[User], list[RoleAssignment]]:
    known: dict[object, list[RoleAssignment]] = {}

    def roles(person: User) -> list[RoleAssignment]:
        if person.pk not in known:
            known[person.pk] = read_roles(person)
        return known[person.pk]

    return roles


def _crowd(world: World) -> Crowd:
    roles = list(Role.objects.filter(assignments__isnull=True) | Role.objects.filter(sort_order__gt=0))
    people = {
        place: {role.code: Asker(RoleAssignmentFactory.create(role=role, organisation=at).user) for role in roles}
        for place, at in (("here", world.region), ("elsewhere", world.elsewhere))
    }
    permissions = {role.code: frozenset(role.permissions) for role in roles}
    return Crowd(world, Asker(None), Asker(world.actors["learner"]), people["here"], people["elsewhere"], permissions)


@pytest.mark.parametrize("route", ROUTES_OF_TABLE)
def test_a_route_answers_every_role_at_home_and_elsewhere_as_the_table_says(route: str, crowd: Crowd) -> None:
    address = reverse(route, kwargs=crowd.world.arguments(route, ROUTES[route]) or None)
    rows = [TABLE[route, method] for method in METHODS if (route, method) in TABLE]

    answered = {(row.method, who): said for row in rows for who, said in _asked(row, address, crowd)}

    assert answered == {(row.method, who): said for row in rows for who, said in _promised(row, crowd)}


def _asked(row: Row, address: str, crowd: Crowd) -> Iterator[tuple[str, str]]:
    yield "nobody", kind_of(crowd.nobody.ask(address, row.method))
    yield "oneself", kind_of(crowd.oneself.ask(address, row.method))
    for place, door, askers in (("here", row.here, crowd.here), ("elsewhere", row.elsewhere, crowd.elsewhere)):
        for role, asker in askers.items():
            yield f"{role} {place}", _closed(door, kind_of(asker.ask(address, row.method)))


def _promised(row: Row, crowd: Crowd) -> Iterator[tuple[str, str]]:
    yield "nobody", row.nobody
    yield "oneself", row.oneself
    for place, door in (("here", row.here), ("elsewhere", row.elsewhere)):
        for role, permissions in crowd.permissions.items():
            yield f"{role} {place}", _closed(door, door.answer(permissions))


def _closed(door: Door, said: str) -> str:
    """Take 403 and 404 as one answer where nobody gets in: a no by role and a no by object come in either order there."""
    nobody_gets_in = not door.opens and door.plain in (FORBIDDEN, HIDDEN)
    return "closed" if nobody_gets_in and said in (FORBIDDEN, HIDDEN) else said


def test_what_is_silent_to_those_without_permission_elsewhere_is_not_open_to_nobody() -> None:
    """A slip that a table of observed answers would keep: an object hidden from colleagues must not be open to the world."""
    assert [row.key for row in TABLE.values() if row.nobody == "open" and row.elsewhere.plain == HIDDEN] == []


def test_the_document_about_access_is_made_from_the_table() -> None:
    assert TARGET.read_text(encoding="utf-8") == text(TABLE.values()), "run: python -m tests.access.write_docs"
