"""From the place bank to a request: the button is for whoever may ask, the form is filled in, and a hidden unit stays hidden."""

import datetime as dt
import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.clock import today
from randa.exchange.models import Inquiry, SeatRequest
from randa.exchange.queries.bank import request_url
from randa.supply.models import PlaceOffer
from tests.exchange.world import START, TwoRegions, two_regions
from tests.factories import LearnerKindFactory, PlaceOfferFactory

pytestmark = pytest.mark.django_db


def _offer(world: TwoRegions, **values: object) -> PlaceOffer:
    plain = {"unit": world.unit, "starts_on": START, "ends_before": START + dt.timedelta(weeks=3), "seats": 2}
    return PlaceOfferFactory.create(**plain | values)


def test_the_button_is_for_those_who_ask_for_others_than_the_units_own() -> None:
    world = two_regions()
    offer = _offer(world)

    assert request_url(world.planner, offer) == f"{reverse('exchange:new')}?platsbank={offer.pk}"
    assert request_url(world.coordinator, offer) == "", "answers, and asks for nobody"


def test_the_form_opens_with_what_is_free_and_asks_the_region_of_a_unit_that_is_not_named(client: Client) -> None:
    world = two_regions()
    offer = _offer(world)
    client.force_login(world.planner)

    page = client.get(request_url(world.planner, offer))

    initial = page.context["form"].initial
    assert {key: initial[key] for key in ("bank", "area", "seats", "starts_on", "weeks", "recipients")} == {
        "bank": offer.pk, "area": "PSY", "seats": 2, "starts_on": START, "weeks": 3, "recipients": [world.recipient.code],
    }  # fmt: skip
    assert "Den går till regionen, som vet vilken enhet det är" in page.content.decode()
    assert re.search(rf'value="{world.recipient.code}"[^>]*checked', page.content.decode())


def test_a_named_unit_is_asked_itself(client: Client) -> None:
    world = two_regions()
    offer = _offer(world, is_anonymous=False)
    client.force_login(world.planner)

    page = client.get(request_url(world.planner, offer))

    assert page.context["form"].initial["unit"] == world.unit.organisation.code
    assert "går till enheten" in page.content.decode()


def test_whoever_is_asked_finds_the_unit_chosen_and_whoever_asks_does_not_read_it(client: Client) -> None:
    world = two_regions()
    offer = _offer(world)
    client.force_login(world.planner)
    sent = {
        "key": uuid4(), "asker": world.asker.code, "kind": LearnerKindFactory.create(code="BT").pk, "area": "PSY",
        "seats": 1, "weeks": 3, "starts_on": START, "reply_by": today() + dt.timedelta(days=7),
        "recipients": [world.recipient.code], "bank": offer.pk,
    }  # fmt: skip

    answer = client.post(reverse("exchange:new"), sent, follow=True)

    assert SeatRequest.objects.get().bank_offer == offer
    assert str(world.unit) not in answer.content.decode()
    client.force_login(world.coordinator)
    form = client.get(reverse("exchange:offer", args=[Inquiry.objects.get().pk])).context["form"]
    assert form.initial["unit"] == world.unit.pk


@pytest.mark.parametrize("typed", ["0", "x", "999999999999999999", "²"])
def test_seats_that_are_not_in_the_bank_open_a_plain_form(client: Client, typed: str) -> None:
    world = two_regions()
    client.force_login(world.planner)

    page = client.get(reverse("exchange:new"), {"platsbank": typed})

    assert page.status_code == 200
    assert page.context["bank_offer"] is None
