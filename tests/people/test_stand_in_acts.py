"""What somebody did as a stand-in is shown to the one they stood in for, and to their manager."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.core.audit.origin import WorkedAs
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.placements.services.capacity import change_mandate
from randa.training.models import Unit
from tests.factories import (
    OrganisationFactory,
    RoleAssignmentFactory,
    RoleFactory,
    SeatPeriodFactory,
    person_with,
)
from tests.people.world import FEBRUARY, MARCH, TODAY, again, lend

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)
QUERIES = 10  # session, person, roles, bell, own roles, stand-ins, other roles, keys, events, people


def _change_seats(person: User, unit: Unit, seats: int) -> None:
    change_mandate(actor=again(person), unit=unit, effective_on=TODAY, seats_after=seats, reason="Under vikariatet")


@pytest.fixture
def unit(region: Organisation) -> Unit:
    return SeatPeriodFactory.create(unit__region=region).unit


@pytest.fixture
def head(region: Organisation) -> RoleAssignment:
    role = RoleFactory.create(code="head", permissions=["placements.view", "capacity.edit", "roles.delegate"])
    return RoleAssignmentFactory.create(role=role, organisation=region)


@contextmanager
def working_as(lent: RoleAssignment) -> Iterator[None]:
    """Let the log take whoever acts to work as a role, as it does inside a request."""
    role = WorkedAs(lent.role_id, lent.organisation.name, lent.organisation.path)
    with patch("randa.core.audit.services.worked_as", return_value=role):
        yield


DONE = "Enhetens platser ändrades från 2 till 4"


def test_what_a_stand_in_did_is_shown_to_the_one_who_was_stood_in_for(
    client: Client, head: RoleAssignment, unit: Unit
) -> None:
    colleague = RoleAssignmentFactory.create(organisation=OrganisationFactory.create(parent=head.organisation)).user
    made = lend(head, colleague, permissions=["capacity.edit", "placements.view"])
    _change_seats(colleague, unit, 4)
    client.force_login(head.user)

    page = client.get(reverse("people:my_access")).content.decode()
    assert f"{DONE} av {colleague}" in page

    RoleAssignment.objects.filter(pk=made.pk).update(starts_on=TODAY - 9 * ONE_DAY, ends_before=TODAY + ONE_DAY)
    assert DONE in client.get(reverse("people:my_access")).content.decode()


def test_what_happened_on_other_days_or_elsewhere_was_not_done_as_a_stand_in(
    client: Client, head: RoleAssignment, unit: Unit
) -> None:
    colleague = RoleAssignmentFactory.create(organisation=OrganisationFactory.create(parent=head.organisation)).user
    made = lend(head, colleague, permissions=["capacity.edit", "placements.view"])
    another, own = OrganisationFactory.create(), RoleFactory.create(permissions=["capacity.edit", "placements.view"])
    RoleAssignmentFactory.create(user=colleague, role=own, organisation=another)
    _change_seats(colleague, SeatPeriodFactory.create(unit__region=another).unit, 3)
    _change_seats(colleague, unit, 4)
    client.force_login(head.user)

    RoleAssignment.objects.filter(pk=made.pk).update(starts_on=FEBRUARY, ends_before=MARCH)
    page = client.get(reverse("people:my_access")).content.decode()

    assert "Inget har ändrats som vikarie." in page


def test_a_colleague_with_a_role_of_their_own_there_stands_in_only_when_working_as_it(
    client: Client, head: RoleAssignment, unit: Unit
) -> None:
    colleague = person_with("capacity.edit", "placements.view", at=head.organisation)
    lend(head, colleague, permissions=["capacity.edit", "placements.view"])
    _change_seats(colleague, unit, 4)
    client.force_login(head.user)

    assert "Inget har ändrats som vikarie." in client.get(reverse("people:my_access")).content.decode()

    with working_as(head):
        _change_seats(colleague, unit, 5)
    page = client.get(reverse("people:my_access")).content.decode()
    assert "från 4 till 5" in page
    assert DONE not in page


def test_their_manager_sees_it_on_the_person_s_page(client: Client, head: RoleAssignment, unit: Unit) -> None:
    colleague = RoleAssignmentFactory.create(organisation=OrganisationFactory.create(parent=head.organisation)).user
    lend(head, colleague, permissions=["capacity.edit", "placements.view"])
    _change_seats(colleague, unit, 4)
    client.force_login(person_with("people.view", at=head.organisation))

    for person in (colleague, head.user):
        assert DONE in client.get(person.get_absolute_url()).content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_as_many_queries_for_three_stand_ins_as_for_one(
    client: Client, head: RoleAssignment, unit: Unit, count: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for seats in range(5, 5 + count):
        place = OrganisationFactory.create(parent=head.organisation)
        colleague = RoleAssignmentFactory.create(organisation=place).user
        lend(head, colleague, permissions=["capacity.edit", "placements.view"])
        _change_seats(colleague, unit, seats)
    client.force_login(head.user)

    with django_assert_num_queries(QUERIES):
        client.get(reverse("people:my_access"))
