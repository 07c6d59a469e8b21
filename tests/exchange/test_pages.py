"""The pages of requests: as many queries for three rows as for one, typed text kept, two tabs told, nobody sees others' answers."""

import datetime as dt
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.access.row_security import as_person
from randa.core.notifications.waiting import collect
from randa.exchange.models import Inquiry, NamedSeat, SeatRequest
from randa.exchange.services.requests import ask_for_seats
from tests.exchange.world import ANSWERS, TODAY, TwoRegions, asked, offered, two_regions, wanted
from tests.factories import (
    EnrolmentFactory,
    LearnerKindFactory,
    OrganisationFactory,
    PostFactory,
    ProgrammeFactory,
    person_with,
)
from tests.placements.world import add_unit

pytestmark = pytest.mark.django_db


def _new(world: TwoRegions, **values: object) -> dict[str, object]:
    return {
        "key": uuid4(), "asker": world.asker.code, "kind": LearnerKindFactory.create(code="BT").pk,
        "area": "PSY", "seats": 2, "weeks": 4, "starts_on": "2027-03-03",
        "second_start": "2027-04-05", "reply_by": "2027-01-25", "recipients": [world.recipient.code], "wishes": "Gärna i norr",
    } | values  # fmt: skip


@pytest.mark.parametrize(
    "page", ["exchange:index", "exchange:asked", "exchange:request", "exchange:inquiry", "exchange:offer"]
)
def test_a_page_asks_as_often_for_three_rows_as_for_one(
    client: Client, page: str, django_assert_max_num_queries
) -> None:
    counts = []
    for rows in (1, 3):
        world = two_regions()
        others = [OrganisationFactory.create() for _ in range(rows - 1)]
        for _number in range(rows - 1):
            add_unit(world.recipient, "PSY", 2)
        for _number in range(rows):
            request = ask_for_seats(
                actor=world.planner,
                asker=world.asker,
                recipients=[world.recipient, *others],
                wanted=wanted(),
                today=TODAY,
                key=uuid4(),
            )
        inquiry = request.inquiries.get(recipient=world.recipient)
        pk = {"exchange:request": request.pk, "exchange:inquiry": inquiry.pk, "exchange:offer": inquiry.pk}.get(page)
        client.force_login(world.coordinator if page in {"exchange:index", "exchange:offer"} else world.planner)
        address = reverse(page, args=[pk] if pk else [])
        client.get(address)
        with django_assert_max_num_queries(60) as asked_for:
            assert client.get(address).status_code == 200
        counts.append(len(asked_for))

    assert counts[0] == counts[1]


def test_asking_through_the_page_and_sending_twice(client: Client) -> None:
    world = two_regions()
    client.force_login(world.planner)
    data = _new(world)

    for _time in range(2):
        assert client.post(reverse("exchange:new"), data).status_code == 302

    request = SeatRequest.objects.get()
    assert (request.starts_on, request.alternatives) == (dt.date(2027, 3, 1), [dt.date(2027, 4, 5)])
    assert request.inquiries.get().recipient == world.recipient


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"recipients": []}, "Välj minst en att fråga."),
        ({"posts": "BT-FINNS-EJ"}, "Hos er finns ingen utbildningstjänst med numret BT-FINNS-EJ."),
        ({"wishes": "Anna, 19811218-9876"}, "personnummer"),
        ({"seats": 0}, "1"),
        ({"reply_by": "2026-01-01"}, "Välj i dag eller en senare dag."),
    ],
)
def test_what_was_typed_is_kept_when_something_is_wrong(client: Client, wrong: dict[str, object], words: str) -> None:
    world = two_regions()
    client.force_login(world.planner)

    answer = client.post(reverse("exchange:new"), _new(world, **wrong))

    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert wrong.get("wishes", "Gärna i norr") in page
    assert not SeatRequest.objects.exists()


def test_the_learners_are_chosen_by_the_numbers_of_their_posts(client: Client) -> None:
    world = two_regions()
    post = PostFactory.create(programme=ProgrammeFactory.create(region=world.asker))
    enrolment = EnrolmentFactory.create(post=post)
    client.force_login(world.planner)

    client.post(reverse("exchange:new"), _new(world, posts=post.number))

    assert NamedSeat.objects.get().enrolment == enrolment
    client.force_login(world.coordinator)
    inquiry = Inquiry.objects.get()
    assert str(enrolment.learner) not in client.get(inquiry.get_absolute_url()).content.decode(), (
        "not before it is confirmed"
    )


def test_of_two_tabs_the_second_is_told_what_the_first_offered(client: Client) -> None:
    world = two_regions()
    inquiry = asked(world).inquiries.get()
    address = reverse("exchange:offer", args=[inquiry.pk])
    client.force_login(world.coordinator)
    form = client.get(address).context["form"]
    first = {
        "seen": form["seen"].value(), "bids": 0, "unit": world.unit.pk, "seats": 2, "starts_on": "2027-03-01", "weeks": 4,
        "promised_until": "2027-01-25", "message": "",
    }  # fmt: skip
    assert client.post(address, first).status_code == 302
    assert client.post(address, first).status_code == 302, "the same form sent twice is one offer"

    answer = client.post(address, first | {"seats": 1, "message": "Bara en"})

    assert answer.status_code == 422
    assert "Antal platser: 2" in answer.content.decode()
    assert "Bara en" in answer.content.decode()
    assert inquiry.offers.count() == 1


def test_a_confirmation_of_what_has_changed_shows_the_new_offer(client: Client) -> None:
    world = two_regions()
    inquiry = offered(world)
    client.force_login(world.planner)

    answer = client.post(reverse("exchange:confirm", args=[inquiry.pk]), {"bids": 0})

    assert answer.status_code == 409
    assert "Budet har ändrats sedan du öppnade sidan." in answer.content.decode()


def test_whoever_is_asked_sees_no_answer_of_others(client: Client) -> None:
    world, other = two_regions(), OrganisationFactory.create(name="Region Tredje")
    request = ask_for_seats(
        actor=world.planner,
        asker=world.asker,
        recipients=[world.recipient, other],
        wanted=wanted(),
        today=TODAY,
        key=uuid4(),
    )
    client.force_login(world.coordinator)

    assert "Region Tredje" not in client.get(request.get_absolute_url()).content.decode()
    assert client.get(request.inquiries.get(recipient=other).get_absolute_url()).status_code == 404


def test_a_request_of_somebody_hidden_is_shown_with_every_bid(client: Client) -> None:
    world = two_regions()
    inquiry = offered(world)
    nearby = person_with("exchange.view", "exchange.ask", at=world.asker)  # sees no people at all
    client.force_login(nearby)

    assert client.get(inquiry.request.get_absolute_url()).status_code == 200
    page = client.get(inquiry.get_absolute_url())

    assert page.status_code == 200
    assert "Alla bud" in page.content.decode()


def test_the_database_itself_shows_a_request_to_its_two_sides_only() -> None:
    world = two_regions()
    inquiry = offered(world)
    stranger = person_with(*ANSWERS, "exchange.ask", at=OrganisationFactory.create())

    for person, seen in ((world.planner, 1), (world.coordinator, 1), (stranger, 0)):
        with as_person(person.pk):
            counts = [rows.count() for rows in (SeatRequest.objects, Inquiry.objects, inquiry.offers)]
        assert counts == [seen] * 3


def test_min_dag_has_one_action_for_the_side_whose_turn_it_is() -> None:
    world = two_regions()
    inquiry = asked(world).inquiries.get()

    assert [(task.action, task.url) for task in collect(world.coordinator, TODAY)] == [
        ("Svara", inquiry.get_absolute_url())
    ]
    assert [task for task in collect(world.planner, TODAY) if "exchange" in task.key] == []
    offered(world, of=inquiry.request)
    assert [task for task in collect(world.coordinator, TODAY) if "exchange" in task.key] == []
    assert [task.action for task in collect(world.planner, TODAY) if "exchange" in task.key] == ["Ta ställning"]


def test_a_request_that_is_about_no_block_says_nothing_of_one(client: Client) -> None:
    client.force_login(two_regions().planner)

    page = client.get(reverse("exchange:new")).content.decode()

    assert "Frågan gäller" not in page
    assert 'name="block"' not in page
