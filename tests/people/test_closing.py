"""Accounts without a role: closed where that is wanted, opened again by whoever may, and nothing else."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.organisations.models import Organisation
from randa.people.errors_registration import NotClosedHereError
from randa.people.models import OrganisationAccountSettings, User
from randa.people.services.closing import close_accounts_without_role, reopen_account
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with
from tests.people.world import TODAY, giver

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Organisation:
    made = OrganisationFactory.create()
    OrganisationAccountSettings.objects.create(organisation=made, close_without_role=True)
    return made


def _left(region: Organisation, ends_before: dt.date = TODAY) -> User:
    return RoleAssignmentFactory.create(organisation=region, ends_before=ends_before).user


def _is_open(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_active


def test_an_account_closes_when_its_last_role_is_over_and_the_log_says_so(region: Organisation) -> None:
    person = _left(region)
    stays = _left(region, TODAY + dt.timedelta(days=1))
    new = UserFactory.create()

    assert close_accounts_without_role(TODAY) == 1

    assert [_is_open(one) for one in (person, stays, new)] == [False, True, True]
    assert AuditEvent.objects.get(action="account.closed").subject == person
    assert close_accounts_without_role(TODAY) == 0


def test_an_account_stays_open_where_nobody_wants_it_closed(region: Organisation) -> None:
    elsewhere = OrganisationFactory.create()
    both = _left(region)
    RoleAssignmentFactory.create(user=both, organisation=elsewhere, ends_before=TODAY)

    assert close_accounts_without_role(TODAY) == 0
    assert _is_open(both)


def test_an_account_with_a_role_to_come_stays_open(region: Organisation) -> None:
    person = _left(region)
    RoleAssignmentFactory.create(user=person, organisation=region, starts_on=TODAY + dt.timedelta(days=30))

    assert close_accounts_without_role(TODAY) == 0


def test_whoever_comes_back_gets_the_account_opened_and_it_is_not_closed_the_same_night(
    client: Client, region: Organisation
) -> None:
    person = _left(region)
    close_accounts_without_role(TODAY)
    client.force_login(giver(region, "people.view"))

    client.post(reverse("people:account_reopen", args=[person.pk]))

    assert _is_open(person)
    assert close_accounts_without_role(TODAY) == 0


def test_an_account_that_something_else_closed_is_not_opened_here(region: Organisation) -> None:
    person = _left(region)
    User.objects.filter(pk=person.pk).update(is_active=False)

    with pytest.raises(NotClosedHereError):
        reopen_account(actor=giver(region), person=person)


def test_only_whoever_gives_roles_opens_an_account(region: Organisation) -> None:
    person = _left(region)
    close_accounts_without_role(TODAY)

    with pytest.raises(PermissionDenied):
        reopen_account(actor=person_with("people.edit", at=region), person=person)
