"""The list of people and the page of one: who is seen, what is said, and what may be corrected."""

import pytest
from allauth.account.models import EmailAddress
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from randa.core.audit.models import AuditEvent
from randa.core.audit.naming import mark
from randa.organisations.models import Organisation
from randa.people.errors import EmailTakenError, HsaIdTakenError
from randa.people.models import User
from randa.people.services.details import correct_person
from tests.factories import RoleAssignmentFactory, RoleFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


def _held(region: Organisation, count: int = 1) -> list[User]:
    role = RoleFactory.create(name_sv="Provroll")
    return [one.user for one in RoleAssignmentFactory.create_batch(count, organisation=region, role=role)]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_runs_as_many_queries_for_three_people_as_for_one(
    client: Client, region: Organisation, count: int, django_assert_max_num_queries: object
) -> None:
    _held(region, count)
    client.force_login(person_with("people.view", at=region))

    with django_assert_max_num_queries(9):  # type: ignore[operator]
        response = client.get(reverse("people:list"))

    assert response.content.decode().count("Provroll") == count + 1  # and the filter's choice


def test_people_of_another_region_are_not_in_the_list_and_have_no_page(client: Client, region: Organisation) -> None:
    stranger = RoleAssignmentFactory.create().user
    client.force_login(person_with("people.view", at=region))

    assert stranger.family_name not in client.get(reverse("people:list")).content.decode()
    assert client.get(stranger.get_absolute_url()).status_code == 404


def test_a_role_in_another_region_is_not_shown_on_the_page_of_a_person_one_may_see(
    client: Client, region: Organisation
) -> None:
    person = _held(region)[0]
    elsewhere = RoleAssignmentFactory.create(user=person, organisation__name="Region Annan").organisation
    client.force_login(person_with("people.view", at=region))

    page = client.get(person.get_absolute_url()).content.decode()

    assert "Provroll" in page
    assert elsewhere.name not in page


@pytest.mark.parametrize(("state", "seen"), [("active", True), ("unseen", True), ("closed", False), ("none", False)])
def test_the_list_is_narrowed_by_the_state_of_the_account(
    client: Client, region: Organisation, state: str, seen: bool
) -> None:
    person = _held(region)[0]
    client.force_login(person_with("people.view", at=region))

    page = client.get(reverse("people:list"), {"f_state": state}).content.decode()

    assert (person.family_name in page) is seen


def test_the_list_is_narrowed_by_role_and_organisation(client: Client, region: Organisation) -> None:
    person = _held(region)[0]
    held = person.role_assignments.get()
    other = RoleFactory.create()
    client.force_login(person_with("people.view", at=region))

    answers = [
        person.family_name in client.get(reverse("people:list"), asked).content.decode()
        for asked in (
            {"f_role": held.role_id},
            {"f_role": other.code},
            {"f_organisation": region.code},
            {"f_organisation": "finns-ej"},
        )
    ]

    assert answers == [True, False, True, False]


def test_the_list_is_exported_as_it_is_shown(client: Client, region: Organisation) -> None:
    person = _held(region)[0]
    client.force_login(person_with("people.view", at=region))

    text = client.get(reverse("people:list"), {"export": "csv", "q": person.family_name}).content.decode("utf-8-sig")

    assert text.splitlines()[1].startswith(f"{person.family_name}, {person.given_name};;Provroll;")


def test_correcting_writes_what_changed_and_unverifies_a_replaced_address(region: Organisation) -> None:
    person = _held(region)[0]
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    before = person.email

    correct_person(
        actor=person_with("people.edit", at=region), person=person,
        changes={"email": "ny@test.example", "given_name": person.given_name}, reason="Ny adress",
    )  # fmt: skip

    event = AuditEvent.objects.get()
    assert (event.before, event.after, event.reason) == (
        {"email": mark(before)},
        {"email": mark("ny@test.example")},
        "Ny adress",
    )
    assert not EmailAddress.objects.exists()


def test_whoever_edits_in_one_region_does_not_change_a_person_with_a_role_in_another(region: Organisation) -> None:
    person = _held(region)[0]
    RoleAssignmentFactory.create(user=person)

    with pytest.raises(PermissionDenied, match="can_edit_person"):
        correct_person(actor=person_with("people.edit", at=region), person=person, changes={"title": "Överläkare"})


def test_an_address_or_hsa_id_of_somebody_else_is_refused(region: Organisation) -> None:
    person, other = _held(region, 2)
    User.objects.filter(pk=other.pk).update(hsa_id="SE0000000000-1A2B")
    editor = person_with("people.edit", at=region)

    with pytest.raises(EmailTakenError):
        correct_person(actor=editor, person=person, changes={"email": other.email})
    with pytest.raises(HsaIdTakenError):
        correct_person(actor=editor, person=person, changes={"hsa_id": "SE0000000000-1a2b"})


def test_nothing_but_the_named_details_can_be_corrected(region: Organisation) -> None:
    with pytest.raises(ValueError, match="is_active"):
        correct_person(
            actor=person_with("people.edit", at=region), person=UserFactory.create(), changes={"is_active": 0}
        )


def test_the_form_corrects_and_says_so(client: Client, region: Organisation) -> None:
    person = _held(region)[0]
    client.force_login(person_with("people.edit", "people.view", at=region))
    address = reverse("people:person_details", args=[person.pk])
    typed = {
        "given_name": "Vide",
        "family_name": "Ödeby",
        "email": person.email,
        "title": "",
        "work_phone": "",
        "hsa_id": "",
    }

    page = client.post(address, typed, follow=True).content.decode()

    assert "Uppgifterna är rättade." in page
    assert User.objects.get(pk=person.pk).sort_name == "}deby vide"
