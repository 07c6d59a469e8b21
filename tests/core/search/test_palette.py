"""The palette finds pages, and only those one may open. What is indexed: test_index.py."""

import pytest
from django.test import Client

from randa.core.search.registry import found_by_finders
from tests.factories import OrganisationFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


def labels(person: object, query: str) -> list[str]:
    return [hit.label for hit in found_by_finders(person, query, 6)]


def test_pages_are_found_by_a_part_of_their_name_whatever_its_letters() -> None:
    assert "Min dag" in labels(UserFactory.create(), "min D")


def test_a_page_one_may_not_open_is_not_found() -> None:
    region = OrganisationFactory.create()

    assert "Planen" in labels(person_with("dimensioning.view", at=region), "plane")
    assert "Planen" not in labels(UserFactory.create(), "plane")


def test_the_answer_is_json_with_label_group_address_and_hint(client: Client) -> None:
    client.force_login(UserFactory.create())

    (hit,) = client.get("/sok/palett", {"q": "min dag"}).json()["hits"]

    assert hit == {"label": "Min dag", "group": "Sidor", "url": "/", "hint": ""}
