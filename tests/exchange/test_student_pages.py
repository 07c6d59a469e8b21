"""What a student does on the pages of a course occasion, and that a fault is shown where it was made."""

import pytest
from django.test import Client
from django.urls import reverse

from randa.exchange.loader import load_exchange
from randa.exchange.models import GroupMember
from tests.exchange.students import course, imported, row, seats_at

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rules(db: None) -> None:
    load_exchange()


def test_a_unit_wished_twice_is_said_at_the_second_wish_and_what_was_chosen_is_kept(client: Client) -> None:
    world = course()
    imported(world, [row(1)])
    unit = seats_at(world, 2, "Region Söderby")
    seats_at(world, 1, "Region Österby")
    member = GroupMember.objects.get()
    client.force_login(member.enrolment.learner)
    address = reverse("exchange:wish", args=[member.pk])

    answer = client.post(address, {"wish_1": unit.pk, "wish_2": unit.pk})

    assert answer.status_code == 422
    assert answer.context["form"].errors == {"wish_2": ["Du har redan valt den enheten. Välj en annan, eller ingen."]}
    assert not member.wishes.exists()
    assert client.post(address, {"wish_1": unit.pk}).status_code == 302
    assert [one.unit for one in member.wishes.all()] == [unit]


def test_the_town_of_a_unit_stands_once(client: Client) -> None:
    world = course()
    imported(world, [row(1)])
    unit = seats_at(world, 2, "Region Söderby")
    unit.organisation.name, unit.site = "Akutkliniken, Söderby sjukhus", "Söderby sjukhus"
    unit.organisation.save()
    unit.save()
    member = GroupMember.objects.get()
    client.force_login(member.enrolment.learner)

    page = client.get(reverse("exchange:wish", args=[member.pk])).content.decode()

    assert ">Akutkliniken, Söderby sjukhus</option>" in page
