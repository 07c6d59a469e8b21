"""From a block without a place in a plan to somebody who can help: the buttons, the filled-in request, and what has been asked."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from randa.exchange.models import SeatRequest
from randa.exchange.queries.prefill import request_url_for
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.placements.ways_out import OpenBlock, doors_of
from randa.training.models import Enrolment
from tests.exchange.world import ASKS, START, TwoRegions, two_regions
from tests.factories import (
    EnrolmentFactory,
    LearnerKindFactory,
    PlacementFactory,
    PlanFactory,
    PostFactory,
    ProgrammeFactory,
    SeatOpeningFactory,
    person_with,
)
from tests.placements.world import add_unit

pytestmark = pytest.mark.django_db
WEEKS = dt.timedelta(weeks=4)


def _enrolment(world: TwoRegions) -> Enrolment:
    LearnerKindFactory.create(code="BT", name_sv="BT-läkare", name_en="BT doctors")
    made: Enrolment = EnrolmentFactory.create(
        post=PostFactory.create(programme=ProgrammeFactory.create(region=world.asker))
    )
    return made


def _block(world: TwoRegions, plan: Plan | None = None) -> Placement:
    """Return a block of four weeks of psychiatry without a unit."""
    plan = plan or PlanFactory.create(regions=[world.asker])
    made: Placement = PlacementFactory.create(
        plan=plan,
        enrolment=_enrolment(world),
        unit=None,
        area=world.unit.area,
        starts_on=START,
        ends_before=START + WEEKS,
    )
    return made


def _planner(world: TwoRegions) -> User:
    return person_with(*ASKS, "placements.plan", at=world.asker)


def _ask_url(block: Placement, unit: str = "") -> str:
    return f"{reverse('exchange:new')}?block={block.pk}" + (f"&enhet={unit}" if unit else "")


def test_others_are_asked_by_whoever_asks_for_the_learner() -> None:
    world = two_regions()
    block = _block(world)
    code = world.unit.organisation.code

    doors = doors_of(_planner(world), [OpenBlock(block, [code])])[block.pk]

    assert [one.url for one in doors.anywhere] == [_ask_url(block)]
    assert {key: one.url for key, one in doors.of_unit.items()} == {code: _ask_url(block, code)}
    assert doors_of(world.coordinator, [OpenBlock(block, [code])])[block.pk].anywhere == []


def test_one_of_our_own_units_is_asked_to_open_a_seat_instead() -> None:
    world = two_regions()
    block = _block(world)
    own = add_unit(world.asker, "PSY", 1)
    SeatOpeningFactory.create(unit=own, starts_on=START, ends_before=START + WEEKS, state="declined", answer="Fullt")

    doors = doors_of(_planner(world), [OpenBlock(block, [own.organisation.code])])[block.pk]

    (door,) = doors.of_unit.values()
    assert door.url.startswith(
        reverse("supply:openings", args=[own.organisation.code]) + "?fran=2027-03-01&till=2027-03-29&vilka=BT"
    )
    assert [one.words for one in doors.asked] == [f"{own} tillfrågad mån 11 jan 2027: fick nej"]


def test_the_request_opens_filled_in_with_those_who_have_seats_for_all_the_weeks(client: Client) -> None:
    world = two_regions(seats=2)
    block = _block(world)
    client.force_login(_planner(world))

    page = client.get(_ask_url(block))

    initial = page.context["form"].initial
    wanted = {"asker": world.asker.code, "kind": "BT", "area": "PSY", "seats": 1, "starts_on": START, "weeks": 4}
    assert {key: initial[key] for key in wanted} == wanted
    assert initial["posts"] == block.enrolment.post.number
    assert initial["recipients"] == [world.recipient.code]
    assert "De regioner är förvalda som har lediga platser" in page.content.decode()


def test_when_nobody_has_a_seat_the_page_says_so_and_chooses_nobody(client: Client) -> None:
    world = two_regions(seats=0)
    block = _block(world)
    client.force_login(_planner(world))

    page = client.get(_ask_url(block))

    assert page.context["form"].initial["recipients"] == []
    assert "ingen annan region en ledig plats" in page.content.decode()


def test_the_request_is_sent_with_the_learner_and_the_block_then_says_that_it_is_asked(client: Client) -> None:
    world = two_regions()
    block = _block(world)
    client.force_login(_planner(world))
    page = client.get(_ask_url(block))
    initial = page.context["form"].initial
    values = {
        name: initial[name] for name in ("asker", "kind", "area", "seats", "weeks", "starts_on", "reply_by", "posts")
    }

    sent = client.post(reverse("exchange:new"), values | {"recipients": initial["recipients"], "block": str(block.pk)})

    request = SeatRequest.objects.get()
    assert (sent.status_code, request.learners.get().enrolment) == (302, block.enrolment)
    (asked,) = doors_of(_planner(world), [OpenBlock(block)])[block.pk].asked
    assert (asked.url, asked.words.endswith(": öppen")) == (request.get_absolute_url(), True)


@pytest.mark.parametrize("key", ["", "x", "00000000-0000-0000-0000-000000000000"])
def test_a_block_that_is_not_there_opens_an_empty_request(client: Client, key: str) -> None:
    world = two_regions()
    client.force_login(_planner(world))

    page = client.get(reverse("exchange:new"), {"block": key})

    assert (page.status_code, page.context["unplaced"]) == (200, None)


def test_a_block_of_another_region_is_not_asked_for(client: Client) -> None:
    world = two_regions()
    block = _block(world)
    client.force_login(person_with(*ASKS, at=world.recipient))

    assert client.get(_ask_url(block)).context["unplaced"] is None


def test_the_plan_shows_the_buttons_beside_the_ways_out(client: Client) -> None:
    world = two_regions()
    plan = PlanFactory.create(regions=[world.asker])
    block = _block(world, plan)
    code = world.unit.organisation.code
    remedy = {
        "way": "extra_place",
        "price": -500,
        "unit": str(world.unit),
        "unit_code": code,
        "other": None,
        "extra_weeks": 4,
    }
    own, free = add_unit(world.asker, "PSY", 1), add_unit(world.asker, "PSY", 1)
    tried = [
        {"unit": str(one), "unit_code": one.organisation.code, "full": full, "full_weeks": len(full), "sitters": []}
        for one, full in ((own, ["2027v09"]), (free, []))
    ]
    told = {"enrolment": str(block.enrolment_id), "area": "PSY", "reason": "full", "tried": tried, "remedies": [remedy]}
    Plan.objects.filter(pk=plan.pk).update(explanation={"blocks": [told], "shortages": []})
    client.force_login(_planner(world))

    page = client.get(reverse("placements:plan_unplaced", args=[plan.pk])).content.decode()

    assert _ask_url(block, code).replace("&", "&amp;") in page
    assert f'"{_ask_url(block)}"' in page
    assert f'href="{reverse("supply:openings", args=[own.organisation.code])}?fran=' in page
    assert reverse("supply:openings", args=[free.organisation.code]) not in page, "has room"


@pytest.mark.parametrize("count", [1, 3])
def test_the_plan_takes_as_many_queries_for_three_blocks_as_for_one(
    client: Client, django_assert_num_queries: Callable[..., Any], count: int
) -> None:
    world = two_regions()
    plan = PlanFactory.create(regions=[world.asker])
    for _number in range(count):
        _block(world, plan)
    client.force_login(_planner(world))

    with django_assert_num_queries(10):
        client.get(reverse("placements:plan_unplaced", args=[plan.pk]))


def test_a_request_begun_elsewhere_opens_with_area_region_and_day_and_ignores_what_is_unknown(client: Client) -> None:
    world = two_regions()
    client.force_login(world.planner)
    url = request_url_for(world.planner, "PSY", world.recipient.code, START)

    initial = client.get(url).context["form"].initial
    assert {key: initial[key] for key in ("area", "recipients", "starts_on")} == {
        "area": "PSY",
        "recipients": [world.recipient.code],
        "starts_on": START,
    }
    wrong = client.get(reverse("exchange:new"), {"omrade": "X", "fraga": "X", "fran": "X"}).context["form"].initial
    assert {"area", "recipients", "starts_on"}.isdisjoint(wrong)
    assert request_url_for(world.coordinator, "PSY", world.asker.code, START) == "", "asks for nobody"
