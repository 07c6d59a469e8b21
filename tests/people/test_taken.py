"""What belongs to one person in all of Randa is found to be taken also when its owner is nobody the actor may see."""

from typing import Any

import pytest
from django.test import Client

from randa.core.access.row_security import as_person
from randa.people.errors import EmailTakenError
from randa.people.models import IdentityNumber, User
from randa.people.services.accounts import create_account
from tests.factories import (
    EnrolmentFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    RoleFactory,
    UserFactory,
    person_with,
)
from tests.people.test_identity_numbers import EXAMPLE, STORED, TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture
def hidden() -> User:
    """A learner of another region, whom nobody here may see."""
    region = OrganisationFactory.create()
    learner: User = EnrolmentFactory.create(
        post__programme__region=region, learner__email="dold@example.org", learner__hsa_id="SE5566778899-DOLD"
    ).learner
    role = RoleFactory.create(code="learner", permissions=["placements.view_own"])
    RoleAssignmentFactory.create(user=learner, role=role, organisation=region)
    return learner


@pytest.fixture
def own() -> tuple[User, User]:
    """Somebody who keeps people's details in a region, and somebody they keep."""
    region = OrganisationFactory.create()
    clerk = person_with("people.view", "people.edit", "people.invite", "roles.grant", at=region, code="clerk")
    person = UserFactory.create(email="egen@example.org")
    RoleAssignmentFactory.create(
        user=person, organisation=region, role=RoleFactory.create(code="viewer", permissions=["people.view"])
    )
    return clerk, person


def _details(person: User, **changed: Any) -> dict[str, Any]:
    held = {
        name: getattr(person, name) or ""
        for name in ("given_name", "family_name", "title", "work_phone", "email", "hsa_id")
    }
    return held | {"reason": "Rättelse"} | changed


@pytest.mark.parametrize(("field", "value"), [("email", "Dold@Example.org"), ("hsa_id", "SE5566778899-DOLD")])
def test_a_correction_to_what_a_hidden_person_has_is_refused_in_words(
    client: Client, hidden: User, own: tuple[User, User], field: str, value: str
) -> None:
    clerk, person = own
    client.force_login(clerk)
    assert client.get(f"/personer/{hidden.pk}/").status_code == 404

    answer = client.post(f"/personer/{person.pk}/uppgifter/", _details(person, **{field: value}))

    assert answer.status_code == 422
    person.refresh_from_db()
    assert getattr(person, field) != getattr(hidden, field)


def test_a_correction_that_collides_with_nobody_is_stored(client: Client, hidden: User, own: tuple[User, User]) -> None:
    clerk, person = own
    client.force_login(clerk)

    answer = client.post(
        f"/personer/{person.pk}/uppgifter/", _details(person, email="ny@example.org", hsa_id="SE5566778899-NY01")
    )

    assert answer.status_code == 302
    person.refresh_from_db()
    assert (person.email, person.hsa_id) == ("ny@example.org", "SE5566778899-NY01")


def test_an_address_of_a_hidden_person_makes_no_second_account(hidden: User, own: tuple[User, User]) -> None:
    with as_person(own[0].pk), pytest.raises(EmailTakenError):
        create_account(actor=own[0], email=hidden.email.upper(), given_name="Ny", family_name="Person")

    assert User.objects.filter(email__iexact=hidden.email).count() == 1


def test_a_number_of_a_hidden_person_is_refused_to_a_clerk_who_keeps_only_numbers(
    client: Client, hidden: User, own: tuple[User, User]
) -> None:
    held = IdentityNumber.objects.create(
        person=hidden, kind="coordination", level="likely", number=STORED, starts_on=TODAY, reason="Intyg"
    )
    region = own[1].role_assignments.get().organisation
    client.force_login(person_with("people.view", "people.identity", at=region, code="numbers"))
    asked = {"kind": "coordination", "number": EXAMPLE, "level": "likely", "reason": "Intyg"}

    refused = client.post(f"/personer/{own[1].pk}/personnummer/", asked)
    held.delete()
    stored = client.post(f"/personer/{own[1].pk}/personnummer/", asked)

    assert (refused.status_code, stored.status_code) == (422, 302)
    assert own[1].identity_numbers.count() == 1
