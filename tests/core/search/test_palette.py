"""The palette finds pages and people, and only those one may see."""

import pytest
from django.test import Client

from randa.core.search.registry import find
from tests.factories import OrganisationFactory, RoleAssignmentFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


def labels(person: object, query: str) -> list[str]:
    return [hit.label for hit in find(person, query)]


def test_pages_are_found_by_a_part_of_their_name_whatever_its_letters() -> None:
    assert "Min dag" in labels(UserFactory.create(), "min D")


def test_a_page_one_may_not_open_is_not_found() -> None:
    region = OrganisationFactory.create()

    assert "Planen" in labels(person_with("dimensioning.view", at=region), "plane")
    assert "Planen" not in labels(UserFactory.create(), "plane")


def test_people_are_found_by_whole_name_in_ones_own_organisation_only() -> None:
    region = OrganisationFactory.create()
    for place in (region, OrganisationFactory.create()):
        one = UserFactory.create(given_name="Vide", family_name=f"Ek {place.code}")
        RoleAssignmentFactory.create(user=one, organisation=place)

    assert labels(person_with("people.view", at=region), "vide ek") == [f"Vide Ek {region.code}"]


def test_one_letter_and_people_without_permission_find_nobody() -> None:
    region = OrganisationFactory.create()
    RoleAssignmentFactory.create(user=UserFactory.create(given_name="Xerxes"), organisation=region)

    assert labels(person_with("people.view", at=region), "x") == []
    assert labels(person_with("placements.view", at=region), "xerxes") == []


def test_the_answer_is_json_with_label_group_address_and_hint(client: Client) -> None:
    client.force_login(UserFactory.create())

    (hit,) = client.get("/sok/palett", {"q": "min dag"}).json()["hits"]

    assert hit == {"label": "Min dag", "group": "Sidor", "url": "/", "hint": ""}
