"""The pages of queues: what each side sees, names at home only, words that say why and how sure; as many queries for three as for one."""

from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.clock import today
from randa.core.notifications.models import Notification
from randa.core.notifications.waiting import collect
from randa.core.periods import monday_of
from randa.exchange.models import QueueOffer, QueuePlace, SeatQueue
from randa.exchange.services.queues.reminding import remind_of_last_weeks
from tests.exchange.queues import LAST, WEEK, Home, QueueWorld, confirmed, learner_of, left, opened, put_in, queue_world
from tests.exchange.world import ANSWERS, ASKS, START, TODAY
from tests.factories import FrameworkAgreementFactory, OrganisationFactory, person_with

pytestmark = pytest.mark.django_db


def _page(client: Client, person: object, name: str, *arguments: object) -> str:
    client.force_login(person)  # type: ignore[arg-type]
    return client.get(reverse(f"exchange:{name}", args=arguments)).content.decode()


def _joining(home: Home, number: str, **values: object) -> dict[str, object]:
    start = monday_of(today()) + 10 * WEEK
    return {
        "organisation": home.region.code, "post": number, "kind": "ST", "weeks": 4, "first_start": start,
        "last_start": start + 20 * WEEK, "training_ends_on": "",
    } | values  # fmt: skip


def test_the_order_is_shown_to_all_regions_with_names_at_home_only(client: Client) -> None:
    world = queue_world()
    first, second = world.homes
    ours, theirs = put_in(world, first), put_in(world, second)

    page = _page(client, first.planner, "queue", world.queue.pk)

    assert str(ours.enrolment.learner) in page
    assert str(theirs.enrolment.learner) not in page
    assert "Region Hemlän 2" in page
    assert "den före ställdes i kö först" in page
    assert "Först går den vars sista vecka att börja ligger inom 26 veckor" in page
    assert "overifierad" in page, "the common rule is an assumption"
    assert "Ingen överenskommelse är antecknad, därför har alla lika stor del." in page
    assert str(ours.enrolment.learner) not in _page(client, world.coordinator, "queue", world.queue.pk)


def test_a_queue_of_another_healthcare_region_does_not_exist(client: Client) -> None:
    world = queue_world()
    client.force_login(person_with(*ASKS, *ANSWERS, at=OrganisationFactory.create()))

    for name in ("queue", "queue_join", "queue_seat", "queue_shares"):
        assert client.get(reverse(f"exchange:{name}", args=[world.queue.pk])).status_code == 404
    assert str(world.queue) not in client.get(reverse("exchange:queues")).content.decode()


def test_opening_joining_leaving_a_seat_and_shares_through_the_pages(client: Client) -> None:
    world = queue_world(seats=2)
    home = world.homes[0]
    client.force_login(world.coordinator)
    about = {
        "key": uuid4(), "healthcare_region": world.healthcare_region.code, "keeper": world.giver.code, "name": "Rättspsykiatri",
        "area": "PSY", "unit": "", "weeks": 4,
    }  # fmt: skip
    for _time in range(2):
        assert client.post(reverse("exchange:queue_new"), about).status_code == 302
    queue = SeatQueue.objects.get(name="Rättspsykiatri")
    taken = client.post(reverse("exchange:queue_new"), about | {"key": uuid4()})
    assert (taken.status_code, "redan en öppen kö" in taken.content.decode()) == (422, True)

    client.force_login(home.planner)
    enrolment = learner_of(home)
    address = reverse("exchange:queue_join", args=[queue.pk])
    wrong = client.post(address, _joining(home, "ST-FINNS-EJ"))
    assert "Hos er finns ingen utbildningstjänst med numret ST-FINNS-EJ." in wrong.content.decode()
    joined = client.post(address, _joining(home, enrolment.post.number))
    assert joined.status_code == 302, joined.context["form"].errors
    place = QueuePlace.objects.get(queue=queue)

    client.force_login(world.coordinator)
    shares = {f"region_{home.region.pk}": 3, f"region_{world.giver.pk}": 1, "source": "Protokoll 7 § 3"}
    assert client.post(reverse("exchange:queue_shares", args=[queue.pk]), shares).status_code == 302
    page = client.get(queue.get_absolute_url()).content.decode()
    assert "75" in page
    assert "(3/4)" in page
    assert "Protokoll 7 § 3" in page
    seat = {"unit": world.unit.pk, "starts_on": place.first_start, "weeks": 4}
    assert client.post(reverse("exchange:queue_seat", args=[queue.pk]), seat).status_code == 302
    assert QueueOffer.objects.get().place == place
    again = client.post(reverse("exchange:queue_seat", args=[queue.pk]), seat)
    assert (again.status_code, "Ingen i kön kan ta platsen" in again.content.decode()) == (422, True)


def test_home_answers_an_offer_and_reads_who_pays(client: Client) -> None:
    world = queue_world()
    home = world.homes[0]
    FrameworkAgreementFactory.create(home=home.region, host=world.giver, insurance="host", reference="RD 12")
    place = put_in(world, home)
    left(world)
    offer = QueueOffer.objects.get()
    assert next(one.url for one in collect(home.planner, TODAY)) == offer.inquiry.get_absolute_url()

    before = _page(client, home.planner, "inquiry", offer.inquiry.pk)
    confirmed(home, place)
    after = _page(client, home.planner, "queue_place", place.pk)

    for page in (before, after):
        assert "RD 12" in page
        assert "den som tar emot" in page
    assert "har fått plats" in after


def test_a_place_without_an_agreement_says_what_to_do(client: Client) -> None:
    world = queue_world()
    home = world.homes[0]
    place = put_in(world, home)
    left(world)
    confirmed(home, place)

    assert "Inget ramavtal täcker platserna. Skriv ett under Ramavtal" in _page(
        client, home.planner, "queue_place", place.pk
    )


def test_the_learner_reads_place_rule_and_wait_and_is_told_of_an_offer(client: Client) -> None:
    world = queue_world()
    first, second = world.homes
    put_in(world, first, last=START + WEEK)
    place = put_in(world, second)
    learner = place.enrolment.learner

    page = _page(client, learner, "my_queues")
    assert "av 2" in page
    assert "0 platser har delats ut ur kön på" in page
    assert "vilket är för lite för att räkna på" in page
    assert "Först går den vars sista vecka" in page
    assert f"Du står i kö till {world.queue}" in [one.title for one in collect(learner, TODAY)]

    left(world)
    left(world, START + 2 * WEEK)
    page = _page(client, learner, "my_queues")
    assert f"Du erbjuds en plats på {world.unit}" in page
    assert "av 2" not in page


def test_changing_the_weeks_and_taking_out_from_the_page(client: Client) -> None:
    world = queue_world()
    home = world.homes[0]
    monday = monday_of(today())
    place = put_in(world, home, first=monday + 10 * WEEK, last=monday + 30 * WEEK)
    client.force_login(home.planner)

    wrong = client.post(
        place.get_absolute_url(),
        {"weeks": 4, "first_start": monday + 10 * WEEK, "last_start": monday + 9 * WEEK, "training_ends_on": ""},
    )
    assert (wrong.status_code, "Det måste gå att börja senast" in wrong.content.decode()) == (422, True)
    right = {"weeks": 6, "first_start": monday + 11 * WEEK, "last_start": monday + 30 * WEEK, "training_ends_on": ""}
    assert client.post(place.get_absolute_url(), right).status_code == 302
    assert QueuePlace.objects.get().weeks == 6
    client.post(reverse("exchange:queue_leave", args=[place.pk]), {"reason": "Byter inriktning"})
    assert QueuePlace.objects.get().state == "left"


def test_the_overview_has_a_row_per_queue_and_closing_takes_it_away(client: Client) -> None:
    world = queue_world()
    put_in(world, world.homes[0], day=TODAY - 3 * WEEK)
    empty = opened(world, "Beroendevård")
    page = _page(client, world.coordinator, "queues")
    assert str(world.queue) in page
    assert "Beroendevård" in page

    client.post(reverse("exchange:queue_close", args=[empty.pk]), {"reason": "Behövs inte"})

    page = _page(client, world.coordinator, "queues")
    assert "Beroendevård" not in page
    assert "Behövs inte" in _page(client, world.coordinator, "queue", empty.pk)


@pytest.mark.parametrize("name", ["queues", "queue", "queue_seat", "my_queues"])
def test_a_page_asks_as_often_for_three_rows_as_for_one(
    client: Client, name: str, django_assert_max_num_queries
) -> None:
    world: QueueWorld = queue_world(seats=9)
    home = world.homes[0]
    enrolment = learner_of(home)
    put_in(world, home, enrolment=enrolment)
    client.force_login(enrolment.learner if name == "my_queues" else world.coordinator)
    address = reverse(f"exchange:{name}", args=[world.queue.pk] if name in {"queue", "queue_seat"} else [])
    counts = []
    for a_round in range(2):
        client.get(address)
        with django_assert_max_num_queries(70) as asked:
            assert client.get(address).status_code == 200
        counts.append(len(asked))
        for number in range(2):
            put_in(world, world.homes[1])
            put_in(world, home, queue=opened(world, f"Kö {a_round}.{number}"), enrolment=enrolment)

    assert counts[0] == counts[1]


def test_home_is_reminded_eight_and_four_weeks_before_the_last_week() -> None:
    world = queue_world()
    home = world.homes[0]
    put_in(world, home)

    assert remind_of_last_weeks(LAST - 8 * WEEK) == 1
    assert remind_of_last_weeks(LAST - 8 * WEEK) == 1
    assert remind_of_last_weeks(LAST - 5 * WEEK) == 0
    assert remind_of_last_weeks(LAST - 4 * WEEK) == 1

    told = Notification.objects.filter(recipient=home.planner, title__contains="väntar ännu i kön")
    assert told.count() == 2, "once a day at most"
    tasks = [one.title for one in collect(home.planner, LAST - 8 * WEEK)]
    assert any("väntar ännu i kön" in title for title in tasks)
    assert not any("väntar ännu i kön" in one.title for one in collect(home.planner, LAST - 9 * WEEK))
