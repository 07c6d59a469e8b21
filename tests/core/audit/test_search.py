"""The auditor finds a person or a thing by a part of its name, sees all or is told to say more, and never reads a neighbour's log."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.core.audit.models import NameWord
from randa.core.audit.names import MOST_FOUND, VagueNameError, objects_named, people_named
from randa.core.audit.queries import Search, search_log
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import OrganisationFactory, UserFactory, person_with

pytestmark = pytest.mark.django_db


def kept() -> None:
    """Let the words be written that the database writes at commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def person(given: str, family: str) -> User:
    made: User = UserFactory.create(given_name=given, family_name=family)
    return made


def written(region: Organisation, actor: User, subject: User | None = None, count: int = 1) -> list[int]:
    found = [record(actor, "record.opened", region, subject=subject).pk for _ in range(count)]
    kept()
    return found


def numbers(auditor: User, **asked: str) -> list[int]:
    return [row.pk for row in search_log(auditor, Search(**asked))[0]]


@pytest.mark.parametrize(
    "text", ["Åsa Ökvist", "ökv", "ås ökv", "ökvist, åsa", "åsa.okvist@test.example".replace("å", "a")]
)
def test_a_person_is_found_as_who_acted_and_as_whom_it_concerned(text: str) -> None:
    region = OrganisationFactory.create()
    auditor, one, other = person_with("audit.view", at=region), person("Åsa", "Ökvist"), person("Vide", "Bergqvist")
    User.objects.filter(pk=one.pk).update(email="asa.okvist@test.example")
    first, second = written(region, one)[0], written(region, other, one)[0]
    written(region, other, other)

    assert numbers(auditor, person=text) == [second, first]


def test_a_whole_name_hides_no_longer_one_that_begins_so_when_it_is_nobody_s() -> None:
    one, other = person("Bo", "Alm"), person("Bo", "Almgren")
    kept()

    assert people_named("bo alm") == [str(one.pk)]
    assert people_named("bo almg") == [str(other.pk)]
    assert people_named("b") == people_named("finns inte") == []


def test_a_person_with_a_new_name_is_found_by_that_and_not_by_the_old_one() -> None:
    one = person("Vide", "Bergqvist")
    kept()
    User.objects.filter(pk=one.pk).update(family_name="Lundfelt")
    kept()

    assert people_named("vide lundfelt") == [str(one.pk)]
    assert people_named("bergqvist") == []


def test_a_thing_is_found_by_any_word_of_its_name() -> None:
    region, other = OrganisationFactory.create(name="Region Norrvik"), OrganisationFactory.create(name="Region Sörvik")
    auditor = person_with("audit.view", at=region)
    first = written(region, UserFactory.create())[0]
    written(other, UserFactory.create())

    assert numbers(auditor, obj="norr") == numbers(auditor, obj="NORRVIK region") == [first]
    assert numbers(auditor, obj="sörvik") == []  # another region's log


def test_person_and_thing_are_asked_together() -> None:
    region = OrganisationFactory.create(name="Region Norrvik")
    auditor, one, other = person_with("audit.view", at=region), person("Åsa", "Ökvist"), person("Bo", "Alm")
    first = written(region, one)[0]
    written(region, other)

    assert numbers(auditor, person="åsa", obj="norrvik") == [first]
    assert numbers(auditor, person="åsa", obj="sörvik") == []


def test_a_name_of_too_many_is_refused_rather_than_cut_off(client: Client) -> None:
    region = OrganisationFactory.create()
    for number in range(MOST_FOUND + 1):
        person("Prov", f"Person{number:03}")
    kept()
    client.force_login(person_with("audit.view", at=region))

    with pytest.raises(VagueNameError):
        people_named("prov pers")
    with pytest.raises(VagueNameError):
        objects_named("prov")
    answer = client.get(reverse("audit:index"), {"person": "prov"})
    assert answer.status_code == 400
    assert "Skriv hela namnet" in answer.content.decode()
    assert client.post(reverse("audit:export"), {"person": "prov", "format": "csv"}).status_code == 302
    assert client.get(reverse("audit:index"), {"person": "prov person007"}).status_code == 200


def test_older_events_follow_without_gap_or_repetition() -> None:
    region = OrganisationFactory.create()
    auditor, one = person_with("audit.view", at=region), person("Åsa", "Ökvist")
    made = written(region, one, one, count=5)
    found: list[int] = []
    before: str | None = ""

    while before is not None:
        rows, older = search_log(auditor, Search(person="åsa"), before, size=2)
        found += [row.pk for row in rows]
        before = str(older) if older else None

    assert found == made[::-1]


def test_words_of_names_are_read_by_nobody_but_the_system() -> None:
    auditor = person_with("audit.view", at=OrganisationFactory.create())
    kept()
    assert NameWord.objects.exists()

    with transaction.atomic(), as_person(auditor.pk):
        assert not NameWord.objects.exists()


def test_what_belongs_to_no_organisation_is_read_by_who_covers_all_regions_only(client: Client) -> None:
    regions = [OrganisationFactory.create() for _ in range(2)]
    row = record(None, "record.opened", UserFactory.create())
    one, both = (person_with("audit.view", at=regions[0]) for _ in range(2))
    both_too = person_with("audit.view", at=regions[1])
    both_too.role_assignments.update(user=both)
    address = reverse("audit:event", args=[row.pk])

    assert row.scopes == []
    assert row.pk not in numbers(one)
    assert row.pk in numbers(both)
    client.force_login(one)
    assert client.get(address).status_code == 404
    client.force_login(both)
    assert client.get(address).status_code == 200


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"till": "9999-12-31"}, "Välj 2099-12-31 eller en tidigare dag."),
        ({"fran": "2027-06-01", "till": "2027-05-31"}, "Den dagen ligger före den första dagen, 2027-06-01."),
    ],
)
def test_days_that_cannot_be_searched_are_told(client: Client, asked: dict[str, str], words: str) -> None:
    client.force_login(person_with("audit.view", at=OrganisationFactory.create()))

    answer = client.get(reverse("audit:index"), asked)

    assert answer.status_code == 400
    assert words in answer.content.decode()
