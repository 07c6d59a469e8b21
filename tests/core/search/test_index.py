"""The index follows what it describes, finds what was meant, and shows nobody more than they may see."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from randa.core.access.row_security import as_person
from randa.core.search.models import SearchEntry, SearchTerm, StaleEntry
from randa.core.search.queries import search
from randa.core.search.services import rebuild, refresh_all_stale
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User
from randa.placements.models import Placement, Plan
from tests.factories import (
    HospitalFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    RoleAssignmentFactory,
    UnitFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db


def found(person: User, text: str, kind: str = "") -> list[str]:
    refresh_all_stale()
    return [hit.label for group in search(person, text, kind=kind).groups for hit in group.hits]


def unit(name: str) -> Organisation:
    return OrganisationFactory.create(code=f"ENH-{abs(hash(name)) % 10**8}", kind=Organisation.Kind.UNIT, name=name)


@pytest.fixture
def region() -> Organisation:
    return OrganisationFactory.create(name="Region Provlän")


@pytest.fixture
def officer(region: Organisation) -> User:
    return person_with("people.view", "placements.view", at=region)


@pytest.fixture
def person(region: Organisation) -> User:
    one = UserFactory.create(given_name="Sköld", family_name="Björnram", email="skold@region.example")
    RoleAssignmentFactory.create(user=one, organisation=region)
    return one


@pytest.mark.parametrize(
    "typed", ["björnram", "Bjornram", "sköld björn", "bjorn", "björnramm", "bjönram", "skold@region.example"]
)
def test_a_person_is_found_by_parts_without_dots_and_with_a_typing_error(
    officer: User, person: User, typed: str
) -> None:
    assert "Sköld Björnram" in found(officer, typed)


@pytest.mark.parametrize(
    "typed", ["psykiatri", "mottagningen", "vuxenpsykiatrin", "öppenvårdsmottagningar", "psykaitri"]
)
def test_a_unit_is_found_by_a_piece_of_a_compound_and_by_other_forms(officer: User, typed: str) -> None:
    unit("Vuxenpsykiatrisk öppenvårdsmottagning Ånäset")
    unit("Vuxenpsykiatri mottagning Ånäset")

    assert any("Ånäset" in label for label in found(officer, typed))


def test_a_compound_finds_the_words_it_is_made_of(officer: User) -> None:
    unit("Mottagning för psykiatri, Ånäset")

    assert found(officer, "psykiatrimottagning") == ["Mottagning för psykiatri, Ånäset"]


def test_all_words_must_be_met(officer: User) -> None:
    unit("Akuten Norrdal")
    unit("Akuten Söderdal")

    assert found(officer, "akuten söderdal") == ["Akuten Söderdal"]
    assert found(officer, "akuten zzzzz") == []


def test_what_is_spelt_as_typed_comes_before_what_merely_holds_it(officer: User) -> None:
    for name in ("Barnakuten", "Akut", "Akuten"):
        unit(name)

    assert found(officer, "akut")[:3] == ["Akut", "Akuten", "Barnakuten"]


def test_a_guess_is_told(officer: User) -> None:
    unit("Psykiatri")
    refresh_all_stale()

    assert search(officer, "psykaitri").guessed == {"psykaitri": "psykiatri"}


def test_people_are_found_in_ones_own_organisation_and_below_only(officer: User, region: Organisation) -> None:
    below, elsewhere = HospitalFactory.create(parent=region), OrganisationFactory.create()
    for place in (below, elsewhere):
        RoleAssignmentFactory.create(
            user=UserFactory.create(given_name="Ursa", family_name=place.code), organisation=place
        )

    assert found(officer, "ursa") == [f"Ursa {below.code}"]
    assert found(person_with("placements.view", at=region), "ursa") == []


def test_one_finds_oneself_without_any_permission() -> None:
    assert found(UserFactory.create(given_name="Ursa", family_name="Ensam"), "ursa") == ["Ursa Ensam"]


def test_a_person_whose_record_is_restricted_or_merged_is_not_found(officer: User, person: User) -> None:
    assert found(officer, "björnram")
    User.objects.filter(pk=person.pk).update(merged_into=officer, is_active=False)

    assert found(officer, "björnram") == []


def test_every_way_of_changing_a_row_reaches_the_index(officer: User, person: User) -> None:
    assert found(officer, "björnram")
    User.objects.filter(pk=person.pk).update(family_name="Granlund")
    assert (found(officer, "björnram"), found(officer, "granlund")) == ([], ["Sköld Granlund"])

    with connection.cursor() as cursor:
        cursor.execute("update people_user set family_name = 'Tallmo' where id = %s", [person.pk])
    assert found(officer, "tallmo") == ["Sköld Tallmo"]

    RoleAssignment.objects.filter(user=person).delete()
    assert found(officer, "tallmo") == []

    person.delete()
    assert found(person_with("people.view", at=OrganisationFactory.create()), "tallmo") == []


def test_a_name_that_nobody_has_leaves_the_vocabulary(officer: User, person: User) -> None:
    found(officer, "björnram")
    assert SearchTerm.objects.filter(term="bjornram").exists()
    User.objects.filter(pk=person.pk).update(family_name="Granlund")

    refresh_all_stale()

    assert not SearchTerm.objects.filter(term="bjornram").exists()


def test_a_draft_plan_is_found_by_planners_and_a_published_one_by_those_who_see_placements(
    region: Organisation,
) -> None:
    planner, viewer = person_with("placements.plan", at=region), person_with("placements.view", at=region)
    plan = PlanFactory.create(name="Vårstart", regions=[region])
    assert (found(planner, "vårstart"), found(viewer, "vårstart")) == (["Vårstart, version 1"], [])

    Plan.objects.filter(pk=plan.pk).update(state=Plan.State.PUBLISHED)

    assert found(viewer, "vårstart") == ["Vårstart, version 1"]


def test_a_placement_is_found_by_learner_post_and_unit_where_one_sees_it(region: Organisation) -> None:
    ward = UnitFactory.create(region=region, organisation__name="Medicinkliniken Ånäset")
    placement = PlacementFactory.create(unit=ward, is_published=True, enrolment__learner__family_name="Vintergäck")
    viewer = person_with("placements.view", at=region)
    number = placement.enrolment.post.number
    for typed in ("vintergäck", number, "vintergäck medicinkliniken"):
        assert any(number in label for label in found(viewer, typed, "placement"))
    assert found(person_with("placements.view", at=OrganisationFactory.create()), "vintergäck") == []

    Placement.objects.update(is_published=False)

    assert found(viewer, "vintergäck") == []


def test_rebuilding_gives_the_same_index_as_following_the_changes(officer: User, person: User) -> None:
    refresh_all_stale()
    followed = sorted(SearchEntry.objects.values_list("kind", "title", "url"))

    rebuild()

    assert sorted(SearchEntry.objects.values_list("kind", "title", "url")) == followed
    assert not StaleEntry.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_a_search_takes_as_many_queries_for_three_hits_as_for_one(
    officer: User, region: Organisation, people: int
) -> None:
    for number in range(people):
        RoleAssignmentFactory.create(
            user=UserFactory.create(given_name="Ursa", family_name=f"Nr{number}"), organisation=region
        )
    refresh_all_stale()

    with CaptureQueriesContext(
        connection,
    ) as queries:
        result = search(officer, "ursa")

    assert result.total == people
    assert len(queries) == 3  # today's roles, the vocabulary, the entries


def test_the_page_shows_groups_with_counts_and_goes_on_page_by_page(
    client: Client, officer: User, region: Organisation
) -> None:
    for number in range(27):
        RoleAssignmentFactory.create(
            user=UserFactory.create(given_name="Ursa", family_name=f"Nummer{number:02}"), organisation=region
        )
    refresh_all_stale()
    client.force_login(officer)

    first = client.get("/sok/", {"q": "ursa"}).content.decode()
    second = client.get("/sok/", {"q": "ursa", "typ": "person", "sida": "2"}).content.decode()

    assert "Visa alla 27 träffar" in first
    assert first.count("Ursa Nummer") == 5
    assert second.count("Ursa Nummer") == 2
    assert "Föregående" in second


@pytest.mark.parametrize("query", ["", "%", "_", "'; drop table", "a" * 500, "\0", "<script>", "ä" * 81])
def test_any_text_may_be_searched_for(client: Client, officer: User, query: str) -> None:
    client.force_login(officer)

    response = client.get("/sok/", {"q": query, "typ": "okänd", "sida": "-1"})

    assert response.status_code == 200
    assert b"<script>" not in response.content


def test_the_database_itself_hides_entries_from_those_who_may_not_find_them(officer: User, person: User) -> None:
    outsider = person_with("people.view", at=OrganisationFactory.create())
    refresh_all_stale()

    seen = {}
    for name, actor in (("officer", officer), ("outsider", outsider), ("oneself", person)):
        with as_person(actor.pk):
            seen[name] = set(SearchEntry.objects.filter(kind="person").values_list("title", flat=True))

    assert str(person) in seen["officer"]
    assert seen["outsider"] == {str(outsider)}
    assert seen["oneself"] == {str(person)}
