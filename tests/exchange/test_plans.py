"""Seats that another organisation has confirmed are not given away by a plan."""

import datetime as dt

import pytest

from randa.exchange.services.confirming import confirm_offer
from randa.organisations.models import Organisation
from randa.placements.errors import SeatsOverdrawnError
from randa.placements.models import Plan
from randa.placements.queries.seats import open_seats
from randa.placements.services.plans import publish_plan
from randa.training.models import Unit
from tests.exchange.world import ANSWERS, ASKS, TODAY, TwoRegions, offered
from tests.factories import OrganisationFactory, person_with
from tests.placements.test_publication import both
from tests.placements.world import PERMISSIONS, region_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Organisation:
    return region_with(1, psychiatry_seats=2)


@pytest.fixture
def psychiatry(region: Organisation) -> Unit:
    """A unit whose two seats another region has from 2027v09 to v12."""
    unit = Unit.objects.get(region=region, area_id="PSY")
    asker = OrganisationFactory.create(name="Region Norrby")
    world = TwoRegions(asker, person_with(*ASKS, at=asker), region, person_with(*ANSWERS, at=region), unit)
    inquiry = offered(world)
    confirm_offer(actor=world.planner, inquiry=inquiry, seen=inquiry.bids, today=TODAY)
    return unit


def test_seats_that_another_organisation_has_are_open_to_no_plan(psychiatry: Unit) -> None:
    before, there, after = (dt.date(2027, 2, 22), dt.date(2027, 3, 1), dt.date(2027, 3, 29))

    assert [open_seats([psychiatry], day, 1, placing=())[psychiatry.pk] for day in (before, there, after)] == [
        [2],
        [0],
        [2],
    ]


def test_a_plan_is_not_published_over_seats_that_another_organisation_has(
    region: Organisation, psychiatry: Unit
) -> None:
    plan = both(region, psychiatry, "early")

    with pytest.raises(SeatsOverdrawnError, match="2027v09–2027v12"):
        publish_plan(actor=person_with(*PERMISSIONS, at=region), plan=plan)

    plan.refresh_from_db()
    assert plan.state == Plan.State.DRAFT


def test_a_plan_in_other_weeks_is_published(region: Organisation, psychiatry: Unit) -> None:
    plan = publish_plan(actor=person_with(*PERMISSIONS, at=region), plan=both(region, psychiatry, "late"))

    assert plan.state == Plan.State.PUBLISHED
