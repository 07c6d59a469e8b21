"""Accounts and roles: who may make them, what is refused, and what is written in the log."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied

from randa.core.access.models import Role
from randa.core.audit.models import AuditEvent
from randa.organisations.models import Organisation
from randa.people.errors import EmailTakenError, RoleAlreadyHeldError, RoleEndsBeforeItStartsError
from randa.people.models import RoleAssignment, User
from randa.people.services.accounts import create_account
from randa.people.services.roles import end_role, grant_role
from tests.factories import (
    HospitalFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    RoleFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2027, 1, 11)
FEBRUARY = dt.date(2027, 2, 1)


@pytest.fixture
def administrator(region: Organisation) -> User:
    return person_with("roles.grant", "placements.view", at=region)


@pytest.fixture
def viewer_role() -> Role:
    return RoleFactory.create(permissions=["placements.view"])


def test_an_account_is_made_without_a_password_and_written_in_the_log(administrator: User) -> None:
    person = create_account(actor=administrator, email=" Vide@Region.Example ", given_name="Vide", family_name="Ek")

    assert (person.email, person.has_usable_password()) == ("vide@region.example", False)
    assert [event.action for event in AuditEvent.objects.all()] == ["account.created"]


def test_an_address_has_one_account_whatever_its_letters(administrator: User) -> None:
    UserFactory.create(email="vide@region.example")

    with pytest.raises(EmailTakenError, match=r"vide@region\.example"):
        create_account(actor=administrator, email="VIDE@region.example", given_name="Vide", family_name="Ek")


def test_who_may_not_give_roles_may_not_make_accounts(region: Organisation) -> None:
    with pytest.raises(PermissionDenied, match="can_create_account"):
        create_account(
            actor=person_with("people.view", at=region), email="a@b.example", given_name="A", family_name="B"
        )


def test_a_role_can_be_given_below_ones_own_organisation(
    administrator: User, region: Organisation, viewer_role: Role
) -> None:
    hospital = HospitalFactory.create(parent=region)
    person = UserFactory.create()

    grant_role(actor=administrator, person=person, role=viewer_role, organisation=hospital, starts_on=TODAY)

    assert User.objects.get(pk=person.pk).has("placements.view", hospital)
    assert AuditEvent.objects.get().after["organisation"] == hospital.code


def test_a_role_cannot_be_given_in_another_region(administrator: User, viewer_role: Role) -> None:
    with pytest.raises(PermissionDenied):
        grant_role(
            actor=administrator, person=UserFactory.create(), role=viewer_role,
            organisation=OrganisationFactory.create(), starts_on=TODAY,
        )  # fmt: skip


def test_nobody_gives_a_permission_they_do_not_have(administrator: User, region: Organisation) -> None:
    stronger = RoleFactory.create(permissions=["placements.view", "placements.publish"])

    with pytest.raises(PermissionDenied, match="can_grant_role"):
        grant_role(
            actor=administrator, person=UserFactory.create(), role=stronger, organisation=region, starts_on=TODAY
        )


def test_giving_the_same_role_twice_changes_nothing(
    administrator: User, region: Organisation, viewer_role: Role
) -> None:
    person = UserFactory.create()

    first = grant_role(actor=administrator, person=person, role=viewer_role, organisation=region, starts_on=TODAY)
    second = grant_role(actor=administrator, person=person, role=viewer_role, organisation=region, starts_on=TODAY)

    assert first == second
    assert AuditEvent.objects.count() == 1


def test_an_overlapping_period_is_refused_in_words(
    administrator: User, region: Organisation, viewer_role: Role
) -> None:
    person = UserFactory.create()
    RoleAssignmentFactory.create(user=person, role=viewer_role, organisation=region, starts_on=dt.date(2026, 1, 5))

    with pytest.raises(RoleAlreadyHeldError, match="2026-01-05"):
        grant_role(actor=administrator, person=person, role=viewer_role, organisation=region, starts_on=FEBRUARY)


def test_a_role_can_begin_the_day_the_earlier_one_ends(
    administrator: User, region: Organisation, viewer_role: Role
) -> None:
    person = UserFactory.create()
    RoleAssignmentFactory.create(user=person, role=viewer_role, organisation=region, ends_before=FEBRUARY)

    grant_role(actor=administrator, person=person, role=viewer_role, organisation=region, starts_on=FEBRUARY)

    assert RoleAssignment.objects.filter(user=person).count() == 2


def test_a_role_must_last_a_day(administrator: User, region: Organisation, viewer_role: Role) -> None:
    with pytest.raises(RoleEndsBeforeItStartsError):
        grant_role(
            actor=administrator, person=UserFactory.create(), role=viewer_role, organisation=region,
            starts_on=FEBRUARY, ends_before=FEBRUARY,
        )  # fmt: skip


def test_an_ended_role_no_longer_opens_anything_from_that_day(
    administrator: User, region: Organisation, viewer_role: Role
) -> None:
    held = RoleAssignmentFactory.create(role=viewer_role, organisation=region)

    end_role(actor=administrator, assignment=held, on=TODAY, today=TODAY, reason="Nytt arbete")

    assert not User.objects.get(pk=held.user_id).has("placements.view", region)
    assert [(event.action, event.reason) for event in AuditEvent.objects.all()] == [("role.ended", "Nytt arbete")]


def test_a_role_is_not_ended_on_a_day_that_has_passed(
    administrator: User, region: Organisation, viewer_role: Role
) -> None:
    held = RoleAssignmentFactory.create(role=viewer_role, organisation=region)

    ended = end_role(actor=administrator, assignment=held, on=dt.date(2026, 6, 1), today=TODAY)

    assert ended.ends_before == TODAY


def test_a_role_that_is_over_stays_as_it_was(administrator: User, region: Organisation, viewer_role: Role) -> None:
    held = RoleAssignmentFactory.create(role=viewer_role, organisation=region, ends_before=TODAY)

    with pytest.raises(PermissionDenied, match="can_end_role"):
        end_role(actor=administrator, assignment=held, on=FEBRUARY, today=TODAY)


def test_ones_own_right_to_give_roles_is_ended_by_somebody_else(administrator: User) -> None:
    with pytest.raises(PermissionDenied, match="can_end_role"):
        end_role(actor=administrator, assignment=administrator.role_assignments.get(), on=FEBRUARY, today=TODAY)
