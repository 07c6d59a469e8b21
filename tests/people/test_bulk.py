"""One change for several people: the preview says exactly what happens, nothing more happens, and it is undone together."""

import datetime as dt
import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.access.models import Role
from randa.core.audit.models import AuditEvent
from randa.core.notifications.models import Notification
from randa.organisations.models import Organisation
from randa.people.errors_leaving import LeavingOverError
from randa.people.models import RoleAssignment, RoleBatch, User
from randa.people.services.bulk import Change, change_many, preview_bulk, undo_bulk
from randa.people.services.roles import end_role, grant_role
from tests.factories import OrganisationFactory, RoleAssignmentFactory, person_with
from tests.people.world import FEBRUARY, MARCH, TODAY, giver, viewer_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def actor(region: Organisation) -> User:
    return giver(region, "people.view")


@pytest.fixture
def role() -> Role:
    return viewer_role()


@pytest.fixture
def people(region: Organisation) -> list[User]:
    return [one.user for one in RoleAssignmentFactory.create_batch(3, organisation=region)]


def _change(kind: str, role: Role, region: Organisation, ends_before: dt.date | None = None) -> Change:
    return Change(kind, role, region, TODAY, ends_before, "Ny termin")


def _held(role: Role) -> list[tuple[User, dt.date, dt.date | None]]:
    rows = RoleAssignment.objects.filter(role=role).exclude(
        user__role_assignments__role__permissions__contains=["roles.grant"]
    )
    return [(one.user, one.starts_on, one.ends_before) for one in rows.order_by("pk")]


def test_the_preview_changes_nothing_and_says_what_the_change_then_does(
    region: Organisation, actor: User, role: Role, people: list[User]
) -> None:
    grant_role(actor=actor, person=people[0], role=role, organisation=region, starts_on=FEBRUARY)
    change = _change("give", role, region, MARCH)
    events, told = AuditEvent.objects.count(), Notification.objects.count()

    preview = preview_bulk(actor=actor, people=people, change=change, today=TODAY)

    assert (
        AuditEvent.objects.count(),
        Notification.objects.count(),
        RoleAssignment.objects.filter(role=role).count(),
    ) == (events, told, 1)
    assert [bool(one.done) for one in preview] == [False, True, True]
    assert "är redan" in preview[0].refused[0]
    batch, outcomes = change_many(actor=actor, people=people, change=change, today=TODAY)
    assert batch
    assert [(one.done, one.refused) for one in outcomes] == [(one.done, one.refused) for one in preview]
    assert RoleAssignment.objects.filter(role=role, ends_before=MARCH).count() == 2


@pytest.mark.parametrize("kind", ["give", "extend", "end"])
def test_one_undo_puts_all_of_it_back(
    region: Organisation, actor: User, role: Role, people: list[User], kind: str
) -> None:
    if kind != "give":
        for person in people:
            grant_role(actor=actor, person=person, role=role, organisation=region, starts_on=TODAY, ends_before=MARCH)
    before = _held(role)
    ends = {"give": None, "extend": None, "end": FEBRUARY}[kind]

    batch, _outcomes = change_many(actor=actor, people=people, change=_change(kind, role, region, ends), today=TODAY)

    assert batch
    assert _held(role) != before
    assert undo_bulk(actor=actor, batch=batch, today=TODAY) == 3
    assert _held(role) == before
    with pytest.raises(LeavingOverError):
        undo_bulk(actor=actor, batch=batch, today=TODAY)


def test_the_undo_leaves_what_somebody_has_changed_since(
    region: Organisation, actor: User, role: Role, people: list[User]
) -> None:
    batch, _outcomes = change_many(actor=actor, people=people, change=_change("give", role, region), today=TODAY)
    assert batch
    first = RoleAssignment.objects.get(user=people[0], role=role)
    end_role(actor=actor, assignment=first, on=FEBRUARY, today=TODAY)

    assert undo_bulk(actor=actor, batch=batch, today=TODAY) == 2
    assert RoleAssignment.objects.get(role=role).user == people[0]


def test_a_role_that_ended_at_once_stays_ended(
    region: Organisation, actor: User, role: Role, people: list[User]
) -> None:
    yesterday = TODAY - dt.timedelta(days=1)
    RoleAssignmentFactory.create(user=people[0], role=role, organisation=region, starts_on=yesterday)

    batch, _outcomes = change_many(actor=actor, people=people, change=_change("end", role, region, TODAY), today=TODAY)

    assert batch
    with pytest.raises(LeavingOverError):
        undo_bulk(actor=actor, batch=batch, today=TODAY)


def test_who_does_not_give_roles_there_changes_nobody(region: Organisation, role: Role, people: list[User]) -> None:
    elsewhere = giver(OrganisationFactory.create())

    for act in (preview_bulk, change_many):
        with pytest.raises(PermissionDenied):
            act(actor=elsewhere, people=people, change=_change("give", role, region), today=TODAY)


def test_the_pages_show_first_and_do_afterwards_and_again_when_something_moved(
    client: Client, region: Organisation, actor: User, role: Role, people: list[User]
) -> None:
    client.force_login(actor)
    address = reverse("people:bulk", args=["give"])
    data = {
        "selected": [str(one.pk) for one in people], "role": role.code, "organisation": region.code,
        "starts_on": TODAY.isoformat(), "last_day": "", "reason": "Ny termin",
    }  # fmt: skip

    assert address in client.get(reverse("people:list")).content.decode()
    assert str(people[0]) in client.post(address, {"selected": data["selected"]}).content.decode()
    page = client.post(address, data | {"preview": "1"}).content.decode()
    seen = re.findall(r'name="seen" value="(\w+)"', page)[0]
    assert not RoleAssignment.objects.filter(role=role).exists()
    grant_role(actor=actor, person=people[0], role=role, organisation=region, starts_on=FEBRUARY)
    moved = client.post(address, data | {"seen": seen}).content.decode()
    assert "Något har ändrats" in moved
    seen = re.findall(r'name="seen" value="(\w+)"', moved)[0]
    assert client.post(address, data | {"seen": seen}).status_code == 302
    assert RoleAssignment.objects.filter(role=role).count() == 3
    batch = RoleBatch.objects.get()
    assert client.post(reverse("people:bulk_undo", args=[batch.pk])).status_code == 302
    assert RoleAssignment.objects.get(role=role).user == people[0]


def test_a_stranger_cannot_be_chosen(client: Client, actor: User) -> None:
    stranger = RoleAssignmentFactory.create().user
    client.force_login(actor)

    answer = client.post(reverse("people:bulk", args=["give"]), {"selected": [str(stranger.pk), "inte-en-nyckel"]})

    assert answer["Location"] == reverse("people:list")


def test_whoever_sees_people_without_giving_roles_has_no_buttons(client: Client, region: Organisation) -> None:
    client.force_login(person_with("people.view", at=region))

    assert "/personer/flera/" not in client.get(reverse("people:list")).content.decode()
