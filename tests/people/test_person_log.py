"""The log on a person's page: opening it is remembered, and asked about where it is nobody's duty."""

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.services.details import correct_person
from randa.people.services.roles import grant_role
from tests.factories import OrganisationFactory, RoleAssignmentFactory, person_with
from tests.people.world import TODAY, giver, viewer_role

pytestmark = pytest.mark.django_db
PAGES = ("people:person", "people:person_details", "people:person_history")


@pytest.fixture
def person(region: Organisation) -> User:
    return RoleAssignmentFactory.create(organisation=region).user


@pytest.mark.parametrize("page", PAGES)
def test_whoever_opens_a_colleagues_page_stands_in_the_log(
    client: Client, region: Organisation, person: User, page: str
) -> None:
    manager = person_with("people.view", at=region)
    client.force_login(manager)

    assert client.get(reverse(page, args=[person.pk])).status_code == 200

    event = AuditEvent.objects.get(kind="opening")
    assert (event.actor, event.subject) == (manager, person)


def test_ones_own_page_is_nobodys_opening(client: Client, person: User) -> None:
    client.force_login(person)

    assert client.get(person.get_absolute_url()).status_code == 200
    assert not AuditEvent.objects.filter(kind="opening").exists()


@pytest.mark.parametrize("page", PAGES)
def test_a_person_who_does_not_work_here_any_more_is_opened_with_a_reason(
    client: Client, region: Organisation, person: User, page: str
) -> None:
    person.role_assignments.update(ends_before=TODAY)
    client.force_login(person_with("people.view", at=region))

    asks = client.get(reverse(page, args=[person.pk]))

    assert asks["Location"].startswith(reverse("audit:why"))
    answer = client.post(asks["Location"], {"reason": "Frågan gäller ett gammalt intyg"}, follow=True)
    assert answer.status_code == 200
    assert AuditEvent.objects.get(kind="opening").reason == "Frågan gäller ett gammalt intyg"


def test_the_history_tells_what_was_changed_before_and_after_and_why(
    client: Client, region: Organisation, person: User
) -> None:
    editor = person_with("people.view", "people.edit", at=region)
    correct_person(actor=editor, person=person, changes={"title": "Överläkare"}, reason="Ny tjänst")
    client.force_login(editor)

    page = client.get(reverse("people:person_history", args=[person.pk])).content.decode()

    assert "rättades" in page
    assert "Överläkare" in page
    assert "Ny tjänst" in page


def test_the_history_keeps_quiet_about_another_region(client: Client, region: Organisation, person: User) -> None:
    elsewhere = OrganisationFactory.create(name="Region Annan")
    grant_role(
        actor=giver(elsewhere), person=person, role=viewer_role(), organisation=elsewhere, starts_on=TODAY, reason="Hemligt uppdrag"
    )  # fmt: skip
    client.force_login(person_with("people.view", at=region))

    page = client.get(reverse("people:person_history", args=[person.pk])).content.decode()

    assert "Hemligt uppdrag" not in page
    assert "Region Annan" not in page


def test_who_has_looked_is_for_those_who_read_the_log(client: Client, region: Organisation, person: User) -> None:
    curious = person_with("people.view", at=region)
    client.force_login(curious)
    client.get(person.get_absolute_url())
    assert client.get(reverse("people:person_seen", args=[person.pk])).status_code == 404
    assert reverse("people:person_seen", args=[person.pk]) not in client.get(person.get_absolute_url()).content.decode()

    client.force_login(person_with("people.view", "audit.view", at=region))
    page = client.get(reverse("people:person_seen", args=[person.pk])).content.decode()

    assert str(curious) in page


def test_the_person_is_led_to_their_own_page_about_who_has_looked(client: Client, person: User) -> None:
    client.force_login(person)

    answer = client.get(reverse("people:person_seen", args=[person.pk]))

    assert answer["Location"] == reverse("audit:mine")
