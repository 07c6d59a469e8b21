"""Joiners, movers and leavers."""

import datetime as dt

import pytest

from randa.core.audit.models import AuditEvent
from randa.identity.models import DirectoryGroup, DirectoryPerson, GroupRole
from randa.identity.scim.services_roles import map_group, unmap_group
from randa.people.models import RoleAssignment, User
from tests.factories import HospitalFactory, OrganisationFactory, RoleAssignmentFactory, RoleFactory, UserFactory
from tests.scim.world import GROUP, HSA, Directory

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)
HSA_ID = "SE2321000016-TEST1"


@pytest.fixture
def directory() -> Directory:
    return Directory()


def roles(person: User) -> list[tuple[str, dt.date, dt.date | None]]:
    rows = RoleAssignment.objects.filter(user=person).order_by("pk")
    return [(one.role_id, one.starts_on, one.ends_before) for one in rows]


def group_with(directory: Directory, *entries: DirectoryPerson, name: str = "Handledare") -> DirectoryGroup:
    body = {"schemas": [GROUP], "displayName": name, "members": [{"value": str(one.pk)} for one in entries]}
    return DirectoryGroup.objects.get(pk=directory.ask("POST", "Groups", body).json()["id"])


def role(*permissions: str):
    return RoleFactory.create(permissions=list(permissions or ("placements.view",)))


def test_a_joiner_gets_an_account_without_password_or_role(directory: Directory) -> None:
    answer = directory.join(title="Överläkare", phoneNumbers=[{"value": "010-123", "type": "work"}])

    person = User.objects.get(email="anna@example.org")
    assert answer.status_code == 201
    assert (person.given_name, person.family_name, person.title, person.work_phone) == (
        "Anna",
        "Provsson",
        "Överläkare",
        "010-123",
    )
    assert not person.has_usable_password()
    assert roles(person) == []
    assert str(person.pk) != answer.json()["id"]
    assert {one.action for one in AuditEvent.objects.filter(object_id=str(person.pk))} == {
        "account.created",
        "directory_person.linked",
    }


def test_sending_a_joiner_twice_is_a_conflict_and_makes_one_account(directory: Directory) -> None:
    directory.join()

    again = directory.join()

    assert (again.status_code, again.json()["scimType"]) == (409, "uniqueness")
    assert User.objects.filter(given_name="Anna").count() == 1


def test_an_account_is_linked_by_hsa_id_whatever_the_name_and_never_by_address_or_name(directory: Directory) -> None:
    known = UserFactory.create(hsa_id=HSA_ID, email="anna@example.org", given_name="Anna", family_name="Provsson")

    refused = directory.join()
    linked = directory.join(userName="ap123", emails=None, **{HSA: {"hsaId": HSA_ID.lower().replace("se", "SE")}})

    assert (refused.status_code, refused.json()["scimType"]) == (409, "uniqueness")
    assert linked.status_code == 201
    assert DirectoryPerson.objects.get().person == known


def test_an_external_id_that_is_an_hsa_id_links_too(directory: Directory) -> None:
    known = UserFactory.create(hsa_id=HSA_ID)

    directory.join(externalId=HSA_ID)

    assert DirectoryPerson.objects.get().person == known


def test_a_linked_account_of_another_organisation_keeps_its_name_address_and_roles(directory: Directory) -> None:
    elsewhere = RoleAssignmentFactory.create(
        user__hsa_id=HSA_ID, user__email="first@example.org", user__given_name="Första"
    )
    path = f"Users/{directory.join(externalId=HSA_ID).json()['id']}"

    directory.patch(path, {"op": "replace", "value": {"name.givenName": "Ny", "userName": "ny@example.org"}})
    directory.ask("DELETE", path)

    person = User.objects.get(pk=elsewhere.user_id)
    assert (person.email, person.given_name, person.is_active) == ("first@example.org", "Första", True)
    assert roles(person) == [(elsewhere.role_id, elsewhere.starts_on, None)]


def test_a_mover_keeps_the_account_under_a_new_name_and_address(directory: Directory) -> None:
    entry = directory.entry()

    answer = directory.patch(
        f"Users/{entry.pk}",
        {"op": "Replace", "path": 'emails[type eq "work"].value', "value": "anna.ny@example.org"},
        {"op": "Replace", "path": "name.familyName", "value": "Nysson"},
        {"op": "Add", "path": 'phoneNumbers[type eq "work"].value', "value": "010-9"},
    )

    entry.person.refresh_from_db()
    assert answer.status_code == 200
    assert (entry.person.email, entry.person.family_name, entry.person.work_phone) == (
        "anna.ny@example.org",
        "Nysson",
        "010-9",
    )


def test_what_an_administrator_signs_in_with_is_not_moved_by_a_directory(directory: Directory) -> None:
    entry = directory.entry()
    RoleAssignmentFactory.create(user=entry.person, organisation=directory.organisation)

    mail = directory.patch(
        f"Users/{entry.pk}", {"op": "replace", "path": 'emails[type eq "work"].value', "value": "me@example.com"}
    )
    card = directory.patch(f"Users/{entry.pk}", {"op": "replace", "path": f"{HSA}:hsaId", "value": HSA_ID})

    entry.person.refresh_from_db()
    assert (mail.status_code, card.status_code) == (200, 409)
    assert (entry.person.email, entry.person.hsa_id) == ("anna@example.org", None)


@pytest.mark.parametrize("off", [False, "False", "false"])
def test_a_leaver_loses_the_roles_of_the_organisation_and_the_account(directory: Directory, off: object) -> None:
    entry = directory.entry()
    hospital = HospitalFactory.create(parent=directory.organisation)
    RoleAssignmentFactory.create(user=entry.person, organisation=hospital, starts_on=dt.date(2026, 1, 5))

    directory.patch(f"Users/{entry.pk}", {"op": "Replace", "path": "active", "value": off})

    entry.person.refresh_from_db()
    assert not entry.person.is_active
    assert [ends for _role, _starts, ends in roles(entry.person)] == [TODAY]


def test_a_leaver_who_works_elsewhere_too_keeps_the_account_and_that_role(directory: Directory) -> None:
    entry = directory.entry()
    inside = RoleAssignmentFactory.create(
        user=entry.person, organisation=directory.organisation, starts_on=dt.date(2026, 1, 5)
    )
    outside = RoleAssignmentFactory.create(user=entry.person)

    directory.ask("DELETE", f"Users/{entry.pk}")

    inside.refresh_from_db()
    outside.refresh_from_db()
    entry.person.refresh_from_db()
    assert (inside.ends_before, outside.ends_before, entry.person.is_active) == (TODAY, None, True)


def test_a_leaver_is_never_erased_and_comes_back_to_the_same_account(directory: Directory) -> None:
    entry = directory.entry()
    directory.ask("DELETE", f"Users/{entry.pk}")
    assert directory.ask("GET", f"Users/{entry.pk}").status_code == 404
    assert directory.ask("DELETE", f"Users/{entry.pk}").status_code == 404

    back = directory.join()

    entry.person.refresh_from_db()
    assert back.status_code == 201
    assert DirectoryPerson.objects.get(removed_at=None).person == entry.person
    assert entry.person.is_active


def test_an_account_that_an_administrator_closed_is_not_opened_by_the_directory(directory: Directory) -> None:
    entry = directory.entry()
    User.objects.filter(pk=entry.person_id).update(is_active=False)

    directory.patch(
        f"Users/{entry.pk}",
        {"op": "replace", "path": "active", "value": True},
        {"op": "add", "path": "title", "value": "x"},
    )

    entry.person.refresh_from_db()
    assert not entry.person.is_active


def test_being_in_a_mapped_group_gives_a_role_and_leaving_it_ends_the_role(directory: Directory) -> None:
    entry, given = directory.entry(), role()
    group = group_with(directory, entry)
    map_group(actor=directory.manager, group=group, role=given, organisation=directory.organisation, today=TODAY)
    assert roles(entry.person) == [(given.pk, TODAY, None)]
    RoleAssignment.objects.update(starts_on=dt.date(2027, 1, 4))

    directory.patch(f"Groups/{group.pk}", {"op": "Remove", "path": f'members[value eq "{entry.pk}"]'})
    assert roles(entry.person) == [(given.pk, dt.date(2027, 1, 4), TODAY)]

    directory.patch(f"Groups/{group.pk}", {"op": "Add", "path": "members", "value": [{"value": str(entry.pk)}]})
    directory.patch(f"Groups/{group.pk}", {"op": "Add", "path": "members", "value": [{"value": str(entry.pk)}]})
    assert roles(entry.person)[1:] == [(given.pk, TODAY, None)]


def test_entra_takes_a_member_away_with_a_value_beside_the_path(directory: Directory) -> None:
    anna, bo = directory.entry("anna"), directory.entry("bo")
    group = group_with(directory, anna, bo)

    directory.patch(f"Groups/{group.pk}", {"op": "Remove", "path": "members", "value": [{"value": str(anna.pk)}]})

    assert list(group.members.all()) == [bo]


def test_a_role_given_by_hand_is_left_alone_by_groups(directory: Directory) -> None:
    entry, given = directory.entry(), role()
    RoleAssignmentFactory.create(user=entry.person, role=given, organisation=directory.organisation)
    before = roles(entry.person)
    group = group_with(directory, entry)
    mapping = map_group(
        actor=directory.manager, group=group, role=given, organisation=directory.organisation, today=TODAY
    )

    unmap_group(actor=directory.manager, group_role=mapping, today=TODAY)

    assert roles(entry.person) == before


def test_two_groups_that_give_the_same_role_keep_it_until_both_are_left(directory: Directory) -> None:
    entry, given = directory.entry(), role()
    groups = [group_with(directory, entry, name=name) for name in ("Ett", "Två")]
    for group in groups:
        map_group(actor=directory.manager, group=group, role=given, organisation=directory.organisation, today=TODAY)

    directory.ask("DELETE", f"Groups/{groups[0].pk}")
    assert len(roles(entry.person)) == 1
    directory.ask("DELETE", f"Groups/{groups[1].pk}")
    assert roles(entry.person) == []


def test_a_group_never_gives_more_than_the_one_who_mapped_it_had(directory: Directory) -> None:
    from django.core.exceptions import PermissionDenied

    entry, grown, more = directory.entry(), role(), role("placements.view", "people.view")
    group = group_with(directory)
    where = {"organisation": directory.organisation, "today": TODAY}

    with pytest.raises(PermissionDenied):
        map_group(actor=directory.manager, group=group, role=more, **where)
    with pytest.raises(PermissionDenied):
        map_group(
            actor=directory.manager, group=group, role=grown, organisation=OrganisationFactory.create(), today=TODAY
        )
    map_group(actor=directory.manager, group=group, role=grown, **where)
    grown.permissions = ["placements.view", "people.view"]
    grown.save()
    directory.patch(f"Groups/{group.pk}", {"op": "add", "path": "members", "value": [{"value": str(entry.pk)}]})

    assert roles(entry.person) == []
    assert GroupRole.objects.count() == 1


def test_a_key_reaches_nobody_of_another_directory(directory: Directory) -> None:
    other = Directory()
    entry = other.entry()
    group = group_with(other, entry)

    assert directory.ask("GET", "Users").json()["totalResults"] == 0
    for path in (f"Users/{entry.pk}", f"Groups/{group.pk}"):
        assert [directory.ask(method, path, {}).status_code for method in ("GET", "PUT", "PATCH", "DELETE")] == [
            404
        ] * 4
    body = {"schemas": [GROUP], "displayName": "Mina", "members": [{"value": str(entry.pk)}]}
    assert directory.ask("POST", "Groups", body).status_code == 400
    assert DirectoryGroup.objects.filter(organisation=directory.organisation).count() == 0


def test_a_removed_person_leaves_the_groups_and_their_roles(directory: Directory) -> None:
    entry, given = directory.entry(), role()
    group = group_with(directory, entry)
    map_group(actor=directory.manager, group=group, role=given, organisation=directory.organisation, today=TODAY)

    directory.ask("DELETE", f"Users/{entry.pk}")

    assert "members" not in directory.ask("GET", f"Groups/{group.pk}").json()
    assert roles(entry.person) == []
