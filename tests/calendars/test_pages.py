"""The page of one's own calendars: made, shown once, fetched, renewed, withdrawn; and files."""

import pytest
from django.test import Client

from randa.calendars.models import Feed
from tests.calendars.world import events, fetch
from tests.factories import UnitFactory, UserFactory, person_with
from tests.supply.world import SmallUnit, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def small() -> SmallUnit:
    return make_unit()


def test_an_address_is_shown_once_and_works_until_it_is_taken_away(client: Client, small: SmallUnit) -> None:
    client.force_login(small.enrolment.learner)

    made = client.post("/kalender/ny/", {"calendar": "own"})
    address = made.context["address"].removeprefix("http://testserver")
    listed = client.get("/kalender/").content.decode()

    assert made.context["address"] in made.content.decode()
    assert "no-store" in made["Cache-Control"]
    assert "Mina placeringar" in listed
    assert address.rsplit("/", 1)[1].removesuffix(".ics") not in listed
    assert fetch(address).status_code == 200
    feed = Feed.objects.get()
    renewed = client.post(f"/kalender/{feed.pk}/fornya/").context["address"].removeprefix("http://testserver")
    assert [fetch(one).status_code for one in (address, renewed)] == [404, 200]
    assert client.post(f"/kalender/{feed.pk}/ta-bort/").status_code == 302
    assert fetch(renewed).status_code == 410


def test_nobody_finds_the_address_of_another(client: Client, small: SmallUnit) -> None:
    client.force_login(small.enrolment.learner)
    client.post("/kalender/ny/", {"calendar": "own"})
    feed = Feed.objects.get()
    client.force_login(small.head)

    for end in ("fornya", "ta-bort"):
        assert client.post(f"/kalender/{feed.pk}/{end}/").status_code == 404


@pytest.mark.parametrize("calendar", ["", "own", "sup", "unit:ENH-99-001"])
def test_a_calendar_that_is_not_ones_own_gets_no_address(client: Client, small: SmallUnit, calendar: str) -> None:
    client.force_login(small.head)

    assert client.post("/kalender/ny/", {"calendar": calendar}).status_code == 422
    assert not Feed.objects.exists()


def test_a_second_address_is_refused_at_its_field(client: Client, small: SmallUnit) -> None:
    client.force_login(small.head)
    asked = {"calendar": f"unit:{small.unit.organisation.code}"}
    client.post("/kalender/ny/", asked)

    again = client.post("/kalender/ny/", asked)

    assert again.status_code == 422
    assert "Förnya den" in again.content.decode()


def test_files_hold_the_same_events_without_names(client: Client, small: SmallUnit) -> None:
    code, learner = small.unit.organisation.code, small.enrolment.learner
    client.force_login(learner)
    (own,) = events(client.get("/kalender/mina.ics").content)
    client.force_login(small.head)
    (of_unit,) = events(client.get(f"/kalender/enhet/{code}.ics").content)

    assert own["UID"] == of_unit["UID"]
    assert learner.family_name not in of_unit["SUMMARY"]


def test_who_sees_a_unit_without_keeping_it_takes_no_file_of_it(client: Client, small: SmallUnit) -> None:
    client.force_login(person_with("placements.view", at=small.unit.organisation))

    assert client.get(f"/kalender/enhet/{small.unit.organisation.code}.ics").status_code == 403
    client.force_login(UserFactory.create())
    assert client.get(f"/kalender/enhet/{small.unit.organisation.code}.ics").status_code == 404
    assert client.get("/kalender/handleder.ics").status_code == 403


def test_the_page_asks_as_often_for_three_addresses_as_for_one(
    client: Client, small: SmallUnit, django_assert_max_num_queries
) -> None:
    keeper = person_with("placements.view", "capacity.edit", at=small.unit.region)
    client.force_login(keeper)
    counts = []
    for time in range(2):
        with django_assert_max_num_queries(40) as captured:
            assert client.get("/kalender/").status_code == 200
        counts.append(len(captured))
        for number in range(3):
            unit = UnitFactory.create(region=small.unit.region)
            Feed.objects.create(
                owner=keeper, kind=Feed.Kind.UNIT, unit=unit, prefix="rnd_", secret_hash=f"{time}{number}",
                withdrawn_at="2027-01-01T00:00Z",
            )  # fmt: skip

    assert counts[0] == counts[1]
