"""Whatever shows one other person's record writes down who looked. A new page that does not fails here until somebody decides.

Every address of the access table is opened by somebody who may do everything. What it leads to is found by the key in the address among
what the page read; whose record that is, by the declarations of personal data.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.signals import post_init
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from randa.core.access.permissions import PERMISSIONS
from randa.core.audit.models import AuditEvent
from randa.core.personal_data import Rows, all_rows
from randa.people.models import User
from tests.access.asking import Asker
from tests.access.table import read
from tests.access.world import World, make_world
from tests.factories import person_with
from tests.test_access import ROUTES

pytestmark = pytest.mark.django_db
GET_ROUTES = sorted(
    {route for route, method in read() if method == "GET"} & {one for one, names in ROUTES.items() if names}
)
# Declared rows with a page that is not about the person: they decided or wrote something in their work, and their name stands on it.
ACTS = {
    "core_audit.AuditEvent:actor", "dimensioning.Scenario:created_by", "exchange.SeatRequest:created_by",
    "exchange.StudentGroup:created_by", "integrations.Webhook:made_by", "people.SharingAgreement:proposed_by",
    "placements.Rearrangement:created_by", "proposals.Proposal:sent_by", "privacy.RetentionRun:proposed_by", "records.Refusal:decided_by",
    "records.RegisteredDocument:registered_by",
}  # fmt: skip


@dataclass(eq=False)
class Reading:
    """What a request read of the objects that its address names."""

    keys: frozenset[str]
    found: list[Model] = field(default_factory=list)

    def __call__(self, instance: Model, **_more: Any) -> None:
        if str(instance.pk) in self.keys:
            self.found.append(instance)


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The world of the access table, in which no two tables count from the same number: a key in an address is of one object."""
    with django_db_blocker.unblock(), transaction.atomic():
        _apart()
        yield make_world()
        transaction.set_rollback(True)


def _apart() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select sequencename from pg_sequences where schemaname = current_schema() order by 1")
        for place, (name,) in enumerate(cursor.fetchall(), start=1):
            cursor.execute(f'alter sequence "{name}" restart with {place * 1_000_000}')


@pytest.fixture(scope="module")
def everybody(world: World) -> Asker:
    """Somebody who may do everything where the objects are."""
    return Asker(person_with(*PERMISSIONS, at=world.region))


def test_the_world_leads_to_records_of_other_people(world: World) -> None:
    """The test below would say nothing about a world in which every object is one's own."""
    routes = {"people:person", "people:role_end", "calendars:learner_file", "privacy:request", "reset_factor"}

    assert routes <= set(GET_ROUTES)
    assert all(world.arguments(route, ROUTES[route]) for route in routes)


def subjects_of(obj: Model) -> Iterator[tuple[Rows, User]]:
    """Yield whose record an object is, by each declaration that it fulfils."""
    for _kind, rows in all_rows():
        if isinstance(obj, rows.model_class):
            person = obj if rows.person in {"pk", "id"} else _along(obj, rows.person)
            if isinstance(person, User):
                yield rows, person


def _along(obj: Any, path: str) -> Any:
    for name in path.split("__"):
        obj = getattr(obj, name, None)
    return obj


@pytest.mark.parametrize("route", GET_ROUTES)
def test_opening_another_persons_record_is_written_down(route: str, world: World, everybody: Asker) -> None:
    arguments = world.arguments(route, ROUTES[route])
    reading, seen = Reading(frozenset(str(one) for one in arguments.values())), []
    post_init.connect(reading, weak=False)
    try:
        answer = everybody.ask(reverse(route, kwargs=arguments), "GET", then=lambda: seen.extend(_openings(everybody)))
    finally:
        post_init.disconnect(reading)

    shown = {
        (rows.key, person.pk)
        for obj in reading.found
        for rows, person in subjects_of(obj)
        if person != everybody.person and rows.key not in ACTS
    }
    assert {rows for rows, person in shown if answer.status_code == 200 and person not in seen} == set()


def _openings(asker: Asker) -> list[Any]:
    return list(AuditEvent.objects.filter(kind="opening", actor=asker.person).values_list("subject", flat=True))
