"""The pages about sharing: what is shared is said in plain words, both sides are told, and each may end it."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from randa.core.access.row_security import as_person
from randa.core.notifications.models import Notification
from randa.core.search.queries import search
from randa.core.search.services import refresh_all_stale
from randa.people.models import SharingAgreement, User
from randa.people.services.sharing import answer_sharing, end_sharing
from tests.factories import (
    TODAY,
    OrganisationFactory,
    PlacementFactory,
    RoleAssignmentFactory,
    UnitFactory,
    UserFactory,
    person_with,
)
from tests.people.test_sharing import DAY, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return World()


def _asked(world: World, **changed: Any) -> dict[str, Any]:
    return {
        "own": world.giver.code, "direction": "give", "other": world.receiver.code, "permissions": ["people.view"], "email": "",
        "starts_on": TODAY.isoformat(), "last_day": (TODAY + 30 * DAY).isoformat(), "reason": "Gemensam utbildning",
    } | changed  # fmt: skip


def _told(person: User) -> list[str]:
    return list(Notification.objects.filter(recipient=person).order_by("pk").values_list("title", flat=True))


def test_it_is_proposed_answered_and_ended_through_the_pages_and_both_sides_are_told(
    client: Client, world: World
) -> None:
    client.force_login(world.giving)
    proposed = client.post("/personer/delning/ny/", _asked(world, permissions=["people.view", "placements.view"]))
    made = SharingAgreement.objects.get()
    assert (proposed.status_code, proposed["Location"]) == (302, f"/personer/delning/{made.pk}/")
    assert _told(world.receiving) == [f"{world.giver} föreslår delning. Någon hos er behöver svara."]

    client.force_login(world.receiving)
    assert "Väntar på vårt svar" in client.get("/personer/delning/").content.decode()
    assert "Godkänn delningen" in client.get(f"/personer/delning/{made.pk}/").content.decode()
    client.post(f"/personer/delning/{made.pk}/svara/", {"answer": "yes"})
    assert world.seen() == (True, True, True)
    assert _told(world.giving) == [f"{world.receiver} säger ja till delning"]
    assert not Notification.objects.filter(recipient=world.receiving, done_at=None).exists()

    client.force_login(world.giving)
    without_reason = client.post(f"/personer/delning/{made.pk}/avsluta/", {"reason": ""})
    client.post(f"/personer/delning/{made.pk}/avsluta/", {"reason": "Behövs inte längre"})
    assert without_reason.status_code == 422
    assert world.seen() == (False, False, False)
    told = Notification.objects.get(recipient=world.receiving, title=f"{world.giver} har avslutat delning")
    assert told.body == "Behövs inte längre"


def test_the_page_says_in_plain_words_what_is_seen_by_how_many_and_that_nothing_is_changed(
    client: Client, world: World
) -> None:
    made = world.propose(permissions=["people.view"])
    client.force_login(world.receiving)

    page = client.get(f"/personer/delning/{made.pk}/").content.decode()

    assert f"{world.receiver} får se detta om alla hos {world.giver}, men inte ändra något" in page
    assert "Personer: namn, kontaktuppgifter i tjänsten och roller" in page
    assert "Utbildningar och placeringar" not in page
    assert "I dag är det 1 person som kan se det" in page
    assert "Godkänn delningen" not in page  # the other side answers


@pytest.mark.parametrize("actor", ["viewer", "elsewhere"])
def test_who_looks_after_no_side_finds_nothing(client: Client, world: World, actor: str) -> None:
    made = world.propose()
    elsewhere = person_with("sharing.manage", at=UnitFactory.create().organisation, code="elsewhere")
    client.force_login(world.viewer if actor == "viewer" else elsewhere)
    expected = 403 if actor == "viewer" else 404

    assert client.get(f"/personer/delning/{made.pk}/").status_code == expected
    assert client.post(f"/personer/delning/{made.pk}/svara/", {"answer": "yes"}).status_code == expected
    assert client.post(f"/personer/delning/{made.pk}/avsluta/", {"reason": "Nej"}).status_code == expected


def test_whoever_proposed_cannot_answer_through_the_address(client: Client, world: World) -> None:
    made = world.propose()
    client.force_login(world.receiving)

    assert client.post(f"/personer/delning/{made.pk}/svara/", {"answer": "yes"}).status_code == 403
    assert world.seen() == (False, False, False)


def test_one_person_is_chosen_by_the_side_that_shares_and_only_among_its_own(client: Client, world: World) -> None:
    email = world.enrolment.learner.email
    stranger = UserFactory.create()
    client.force_login(person_with("sharing.manage", "people.view", at=world.giver, code="both"))
    assert client.post("/personer/delning/ny/", _asked(world, email=stranger.email)).status_code == 422
    assert client.post("/personer/delning/ny/", _asked(world, email=email)).status_code == 302
    assert SharingAgreement.objects.get().person == world.enrolment.learner

    client.force_login(world.receiving)
    asking = _asked(world, own=world.receiver.code, other=world.giver.code, direction="ask", email=email)
    refused = client.post("/personer/delning/ny/", asking)
    assert refused.status_code == 422
    assert "Be dem föreslå delningen" in refused.content.decode()


def test_a_proposal_whose_days_are_over_cannot_become_a_yes(client: Client, world: World) -> None:
    made = world.propose()
    SharingAgreement.objects.filter(pk=made.pk).update(starts_on=TODAY - 9 * DAY, ends_before=TODAY)
    client.force_login(world.giving)

    client.post(f"/personer/delning/{made.pk}/svara/", {"answer": "yes"})

    made.refresh_from_db()
    assert made.state == SharingAgreement.State.PROPOSED


def test_the_list_counts_what_placements_share_by_themselves(client: Client, world: World) -> None:
    PlacementFactory.create(
        enrolment=world.enrolment, unit=UnitFactory.create(region=world.receiver), is_published=True, plan__state="published",
        starts_on=TODAY, ends_before=TODAY + dt.timedelta(weeks=4),
    )  # fmt: skip
    client.force_login(world.receiving)

    page = client.get("/personer/delning/").content.decode()

    assert "<dt>Andras personer som vi ser i dag</dt><dd>1</dd>" in page
    assert "<dt>Våra personer som andra ser i dag</dt><dd>0</dd>" in page


def test_the_list_asks_as_many_questions_for_three_agreements_as_for_one(
    client: Client, world: World, django_assert_max_num_queries: Any
) -> None:
    client.force_login(world.giving)
    world.propose()
    with django_assert_max_num_queries(60) as one:
        client.get("/personer/delning/")
    for _n in range(2):
        world.propose(person=world.enrolment.learner)
    with django_assert_max_num_queries(60) as three:
        client.get("/personer/delning/")

    assert len(three) == len(one)


def test_a_shared_person_is_found_by_search_and_only_while_the_agreement_holds(world: World) -> None:
    User.objects.filter(pk=world.enrolment.learner_id).update(given_name="Quirinia", family_name="Zetterprov")
    refresh_all_stale()

    def found() -> int:
        with as_person(world.viewer.pk):
            return len(search(User.objects.get(pk=world.viewer.pk), "Quirinia", kind="person").groups)

    assert found() == 0
    made = answer_sharing(actor=world.giving, agreement=world.propose(), accept=True, today=TODAY)
    assert found() == 1
    SharingAgreement.objects.filter(pk=made.pk).update(ends_before=TODAY, starts_on=TODAY - DAY)
    assert found() == 0


def test_a_person_shared_alone_is_found_by_those_it_is_open_to_and_nobody_beside_them(world: World) -> None:
    learner = world.enrolment.learner
    colleague = RoleAssignmentFactory.create(organisation=world.giver).user
    User.objects.filter(pk__in=[learner.pk, colleague.pk]).update(family_name="Zetterprov")
    refresh_all_stale()
    outsider = person_with("people.view", at=OrganisationFactory.create())

    def found(by: User) -> list[str]:
        with as_person(by.pk):
            groups = search(User.objects.get(pk=by.pk), "Zetterprov", kind="person").groups
        return [hit.url for group in groups for hit in group.hits]

    made = world.propose(person=learner)
    assert found(world.viewer) == []
    answer_sharing(actor=world.giving, agreement=made, accept=True, today=TODAY)
    assert (found(world.viewer), found(outsider)) == ([learner.get_absolute_url()], [])

    end_sharing(actor=world.giving, agreement=made, today=TODAY)
    assert found(world.viewer) == []


def test_an_agreement_about_placements_alone_does_not_let_the_person_s_page_be_found(world: World) -> None:
    User.objects.filter(pk=world.enrolment.learner_id).update(family_name="Zetterprov")
    refresh_all_stale()
    made = world.propose(person=world.enrolment.learner, permissions=["placements.view"])
    answer_sharing(actor=world.giving, agreement=made, accept=True, today=TODAY)

    with as_person(world.viewer.pk):
        assert search(User.objects.get(pk=world.viewer.pk), "Zetterprov", kind="person").groups == []


@pytest.mark.parametrize("count", [1, 3])
def test_a_search_takes_as_many_queries_whatever_is_shared(
    world: World, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for _number in range(count):
        person = RoleAssignmentFactory.create(organisation=world.giver, user__family_name="Zetterprov").user
        made = world.propose(person=person)
        answer_sharing(actor=world.giving, agreement=made, accept=True, today=TODAY)
    refresh_all_stale()
    viewer = User.objects.get(pk=world.viewer.pk)

    with django_assert_num_queries(3):  # roles with what is shared, the vocabulary, the entries
        found = search(viewer, "Zetterprov", kind="person")

    assert found.total == count
