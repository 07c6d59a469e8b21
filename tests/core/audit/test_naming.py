"""The log cannot be erased from, so it never holds names or addresses; what it is about is named by the rows of today."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from randa.core.audit.history import lines_of
from randa.core.audit.models import AuditEvent
from randa.core.audit.naming import mark
from randa.core.audit.services import record
from randa.people.models import RegistrationRequest
from tests.factories import OrganisationFactory, RoleAssignmentFactory, RoleFactory, SupervisorFactory, UserFactory

pytestmark = pytest.mark.django_db


def _kept() -> str:
    return str(list(AuditEvent.objects.values_list("object_name", "before", "after")))


def test_an_event_about_a_person_keeps_neither_name_nor_address() -> None:
    person = UserFactory.create(given_name="Quirinia", family_name="Zetterprov", email="quirinia@prov.example")
    role = RoleAssignmentFactory.create(user=person)

    record(None, "account.created", person, after={"email": person.email}, subject=person)
    record(None, "role.granted", role, after={"role": role.role_id}, subject=person)
    record(
        None, "role.edited", role, after={"note": f"Skriv till {person.email}", "list": [{"given_name": "Quirinia"}]}
    )
    record(None, "supervisor.changed", SupervisorFactory.create(user=person))

    assert "Quirinia" not in _kept()
    assert "quirinia@" not in _kept()


def test_whoever_asks_for_an_account_and_has_none_yet_is_not_named_either() -> None:
    asked = RegistrationRequest.objects.create(
        organisation=OrganisationFactory.create(), role=RoleFactory.create(), email="quirinia@prov.example",
        given_name="Quirinia", family_name="Zetterprov", language="sv",
        state="refused", decided_by=UserFactory.create(), decided_at=timezone.now(), decision_reason="Nej",
    )  # fmt: skip

    event = record(None, "registration.asked", asked, after={"email": asked.email})

    assert "Quirinia" not in _kept()
    assert "Quirinia Zetterprov" in lines_of([event])[0].object_name


def test_what_names_no_person_keeps_its_name() -> None:
    organisation = OrganisationFactory.create(name="Region Prov")

    record(None, "organisation.changed", organisation, after={"name": "Region Prov"})

    assert "Region Prov" in _kept()


def test_it_is_shown_by_the_row_of_today_and_an_erasure_reaches_it() -> None:
    person = UserFactory.create(given_name="Quirinia", family_name="Zetterprov", email="ny@prov.example")
    event = record(
        None,
        "person.corrected",
        person,
        before={"email": "gammal@prov.example"},
        after={"email": person.email},
        subject=person,
    )

    [line] = lines_of([event])
    assert line.object_name == "Quirinia Zetterprov"
    assert [(one.before, one.after) for one in line.changes] == [
        ("uppgift som inte sparas i loggen", "ny@prov.example")
    ]

    person.given_name, person.family_name, person.email = "Borttagen", "person", "x@borttagen.invalid"
    person.save()
    [line] = lines_of([event])
    assert line.object_name == "Borttagen person"
    assert [one.after for one in line.changes] == ["uppgift som inte sparas i loggen"]


def test_a_row_that_is_gone_has_no_name() -> None:
    role = RoleAssignmentFactory.create()
    event = record(None, "role.granted", role, subject=role.user)
    role.delete()

    assert lines_of([event])[0].object_name == "–"


def test_the_same_value_has_the_same_mark_and_another_has_another() -> None:
    assert mark("Ny@prov.example") == mark("ny@prov.example")
    assert mark("ny@prov.example") != mark("gammal@prov.example")


def test_names_of_many_rows_cost_as_many_questions_as_of_one() -> None:
    events = [record(None, "role.granted", one, subject=one.user) for one in RoleAssignmentFactory.create_batch(4)]
    with CaptureQueriesContext(
        connection,
    ) as one:
        lines_of(events[:1])
    with CaptureQueriesContext(connection) as many:
        lines_of(events)

    assert len(many) == len(one)
