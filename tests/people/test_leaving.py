"""Leaving: all roles at an organisation end on one day, and come back when it is undone before that day."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.people.errors_leaving import LeavingOverError, NothingToEndError
from randa.people.models import RoleAssignment, RoleBatch, User
from randa.people.services.leaving import leave, undo_leaving
from randa.people.services.roles import change_end
from tests.factories import (
    HospitalFactory,
    OrganisationFactory,
    RoleAssignmentFactory,
    SupervisorFactory,
    UnitFactory,
    UserFactory,
)
from tests.people.world import FEBRUARY, MARCH, TODAY, giver, viewer_role

pytestmark = pytest.mark.django_db
ONE_DAY = dt.timedelta(days=1)


@pytest.fixture
def person(region: Organisation) -> User:
    """One role that holds, one that begins later, one that is over by then, and one elsewhere."""
    made = UserFactory.create()
    role, hospital = viewer_role(), HospitalFactory.create(parent=region)
    RoleAssignmentFactory.create(user=made, role=role, organisation=region, ends_before=MARCH)
    RoleAssignmentFactory.create(user=made, role=role, organisation=hospital, starts_on=FEBRUARY)
    RoleAssignmentFactory.create(user=made, role=role, organisation=hospital, ends_before=TODAY)
    RoleAssignmentFactory.create(user=made, role=role)
    return made


def _periods(person: User) -> list[tuple[dt.date, dt.date | None]]:
    return sorted(person.role_assignments.values_list("starts_on", "ends_before"), key=str)


def test_roles_there_end_and_others_stay_and_undoing_brings_them_back(region: Organisation, person: User) -> None:
    actor, before = giver(region), _periods(person)

    batch = leave(actor=actor, person=person, organisation=region, on=FEBRUARY, today=TODAY)
    left = list(
        RoleAssignment.objects.filter(user=person).current(FEBRUARY).values_list("organisation__parent", flat=True)
    )
    restored = undo_leaving(actor=actor, batch=batch, today=TODAY)

    assert (len(left), restored) == (1, 2)
    assert _periods(person) == before


def test_it_cannot_be_undone_on_the_day_itself(region: Organisation, person: User) -> None:
    actor = giver(region)
    batch = leave(actor=actor, person=person, organisation=region, on=FEBRUARY, today=TODAY)

    with pytest.raises(LeavingOverError):
        undo_leaving(actor=actor, batch=batch, today=FEBRUARY)


def test_only_whoever_gives_roles_there_ends_them(region: Organisation, person: User) -> None:
    with pytest.raises(PermissionDenied, match="can_end_roles_at"):
        leave(actor=giver(OrganisationFactory.create()), person=person, organisation=region, on=FEBRUARY, today=TODAY)


def test_nobody_leaves_where_nothing_lasts(region: Organisation) -> None:
    with pytest.raises(NothingToEndError, match="ingen roll kvar"):
        leave(actor=giver(region), person=UserFactory.create(), organisation=region, on=FEBRUARY, today=TODAY)


@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_leaving_later_than_decided_is_told_with_the_day_and_the_way(
    client: Client, region: Organisation, person: User, button: dict[str, str]
) -> None:
    actor = giver(region, "people.view")
    leave(actor=actor, person=person, organisation=region, on=FEBRUARY, today=TODAY)
    client.force_login(actor)
    typed = {"organisation": region.code, "last_day": "2027-02-20", "reason": "Stannar längre"} | button

    answer = client.post(reverse("people:person_leaves", args=[person.pk]), typed)

    assert answer.status_code == 422
    assert "sista dag sön 31 jan 2027" in answer.context["form"].errors["last_day"][0]
    assert 'value="Stannar längre"' in answer.content.decode()


@pytest.mark.parametrize("button", [{}, {"preview": "1"}])
def test_one_s_own_right_to_give_roles_is_ended_by_somebody_else(
    client: Client, region: Organisation, button: dict[str, str]
) -> None:
    actor = giver(region, "people.view")
    client.force_login(actor)
    typed = {"organisation": region.code, "last_day": "2027-02-20", "reason": "Jag slutar"} | button

    answer = client.post(reverse("people:person_leaves", args=[actor.pk]), typed)

    assert answer.status_code == 422
    assert "kan du inte avsluta själv" in answer.content.decode()
    assert 'value="Jag slutar"' in answer.content.decode()


def test_leaving_before_the_only_role_begins_leads_to_the_list_with_a_way_back(
    client: Client, region: Organisation
) -> None:
    made = RoleAssignmentFactory.create(organisation=region, role=viewer_role(), starts_on=MARCH)
    client.force_login(giver(region, "people.view"))
    typed = {"organisation": region.code, "last_day": "2027-01-31", "reason": ""}

    answer = client.post(reverse("people:person_leaves", args=[made.user.pk]), typed, follow=True)
    batch = RoleBatch.objects.get(person=made.user)

    assert (answer.status_code, answer.redirect_chain[-1][0]) == (200, reverse("people:list"))
    client.post(reverse("people:leaving_undo", args=[batch.pk]))
    assert made.user.role_assignments.get().starts_on == MARCH


def test_the_latest_leaving_is_undone_first(client: Client, region: Organisation, person: User) -> None:
    actor, before = giver(region, "people.view"), _periods(person)
    first = leave(actor=actor, person=person, organisation=region, on=FEBRUARY, today=TODAY)
    second = leave(actor=actor, person=person, organisation=region, on=FEBRUARY - ONE_DAY, today=TODAY)
    client.force_login(actor)

    said = [_undo(client, batch) for batch in (first, second, second, first)]

    words = ["Ångra den senaste ändringen först", "Rollerna gäller som förut.", "Det går inte längre att ångra."]
    assert [text in page for text, page in zip([*words, words[1]], said, strict=True)] == [True] * 4
    assert _periods(person) == before


def test_undoing_tells_what_it_left_as_it_is(client: Client, region: Organisation, person: User) -> None:
    actor = giver(region, "people.view")
    first = leave(actor=actor, person=person, organisation=region, on=FEBRUARY, today=TODAY)
    one = first.lines.exclude(assignment=None).get().assignment
    change_end(actor=actor, assignment=one, ends_before=TODAY + ONE_DAY, today=TODAY, reason="Tidigare")
    client.force_login(actor)

    assert "Ångrat, utom 1 roll som har ändrats sedan dess." in _undo(client, first)

    other = RoleAssignmentFactory.create(organisation=region)
    second = leave(actor=actor, person=other.user, organisation=region, on=FEBRUARY, today=TODAY)
    other.user.role_assignments.update(ends_before=MARCH)
    assert "Rollerna har ändrats sedan dess" in _undo(client, second)


def _undo(client: Client, batch: RoleBatch) -> str:
    return client.post(reverse("people:leaving_undo", args=[batch.pk]), follow=True).content.decode()


def test_the_page_shows_what_ends_before_anything_does(client: Client, region: Organisation, person: User) -> None:
    client.force_login(giver(region, "people.view"))
    before, address = _periods(person), reverse("people:person_leaves", args=[person.pk])
    typed = {"organisation": region.code, "last_day": "2027-01-31", "reason": ""}

    page = client.post(address, typed | {"preview": "1"}).content.decode()
    assert ("Det här upphör" in page, _periods(person)) == (True, before)
    client.post(address, typed)

    assert _periods(person) != before


@pytest.mark.parametrize(("days_ago", "status"), [(1, 302), (2, 422)])
def test_a_last_day_before_yesterday_is_a_slip_that_ends_nothing(
    client: Client, region: Organisation, person: User, days_ago: int, status: int
) -> None:
    client.force_login(giver(region, "people.view"))
    before, last_day = _periods(person), today() - dt.timedelta(days=days_ago)
    typed = {"organisation": region.code, "last_day": last_day.isoformat(), "reason": "Skrev fel"}

    answer = client.post(reverse("people:person_leaves", args=[person.pk]), typed)

    assert (answer.status_code, _periods(person) == before) == (status, status == 422)
    assert ("Skrev fel" in answer.content.decode()) == (status == 422)


def test_the_page_tells_what_a_supervisor_and_a_learner_leave_behind(client: Client, region: Organisation) -> None:
    person = RoleAssignmentFactory.create(organisation=region).user
    unit = UnitFactory.create(organisation__parent=region, region=region)
    SupervisorFactory.create(user=person, unit=unit, learner_limit=2)
    client.force_login(giver(region, "people.view"))
    typed = {"organisation": region.code, "last_day": "2027-01-31", "reason": "", "preview": "1"}

    page = client.post(reverse("people:person_leaves", args=[person.pk]), typed).content.decode()

    assert f"Handledare i {unit}, för högst 2 i taget" in page
