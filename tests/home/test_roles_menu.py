"""A person with several roles chooses which one comes first; permissions are those of all of them."""

import pytest
from django.test import Client

from randa.people.models import User
from tests.factories import OrganisationFactory, RoleAssignmentFactory, RoleFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    made: User = UserFactory.create()
    for order, name in enumerate(("Alpha", "Beta")):
        role = RoleFactory.create(code=name.lower(), name_sv=name, sort_order=order)
        RoleAssignmentFactory.create(
            user=made, role=role, organisation=OrganisationFactory.create(name=f"Region {name}")
        )
    return made


def test_the_chosen_role_comes_first_from_then_on(client: Client, person: User) -> None:
    client.force_login(person)
    beta = person.role_assignments.get(role_id="beta")

    client.post("/roll/", {"role": beta.pk})

    assert "Beta, Region Beta, mån 11 jan 2027" in client.get("/").content.decode()


def test_somebody_elses_role_cannot_be_chosen(client: Client, person: User) -> None:
    client.force_login(person)
    other = RoleAssignmentFactory.create()

    client.post("/roll/", {"role": other.pk})

    assert "Alpha, Region Alpha" in client.get("/").content.decode()
