"""A planner sees before sending which units have nobody to ask, how to reach them and who can give somebody the role."""

import pytest
from django.test import Client
from django.urls import reverse

from randa.proposals.queries.unheard import unheard_units
from randa.supply.models import UnitContact
from randa.training.models import Unit
from tests.factories import person_with
from tests.placements.world import add_unit
from tests.proposals.world import Asked, make_asked

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked() -> Asked:
    return make_asked()


def acute(asked: Asked) -> Unit:
    return Unit.objects.get(region=asked.region, area_id="AKU")


def test_units_without_a_role_of_their_own_are_named_with_contact_and_who_can_give_it(asked: Asked) -> None:
    giver = person_with("roles.grant", at=asked.region)
    person_with("roles.grant", at=asked.near.organisation)
    add_unit(asked.region, "PSY", 1)  # nobody is laid there
    UnitContact.objects.create(unit=acute(asked), name="Sekretariatet", email="akut@example.org")

    (one,) = unheard_units(asked.plan, asked.planner)

    assert (one.unit, one.blocks, one.givers, one.may_keep) == (acute(asked), 2, [giver], True)
    assert one.contact is not None
    assert one.contact.email == "akut@example.org"


def test_a_unit_that_has_got_a_head_is_named_no_more_and_the_page_says_what_to_do(asked: Asked, client: Client) -> None:
    giver = person_with("roles.grant", at=asked.region)
    client.force_login(asked.planner)
    page = reverse("proposals:plan", args=[asked.plan.pk])

    shown = client.get(page).content.decode()

    assert "1 enhet i utkastet har ingen att fråga" in shown
    assert "Ingen kontakt är inlagd." in shown
    assert f"mailto:{giver.email}" in shown
    person_with("capacity.edit", at=acute(asked).organisation)
    assert "har ingen att fråga" not in client.get(page).content.decode()
