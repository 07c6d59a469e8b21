"""What a migration does to rows that are there already."""

from importlib import import_module

import pytest
from django.db import connection

from randa.exchange.models import Inquiry
from randa.exchange.services.confirming import confirm_offer
from randa.placements.models import Placement
from tests.exchange.world import TODAY, asked, offered, two_regions
from tests.factories import EnrolmentFactory, PlacementFactory, PostFactory, ProgrammeFactory

pytestmark = pytest.mark.django_db


def test_those_placed_before_the_kind_was_kept_get_that_of_their_request_and_a_plans_none() -> None:
    world = two_regions()
    programme = ProgrammeFactory.create(region=world.asker)
    learner = EnrolmentFactory.create(post=PostFactory.create(programme=programme))
    inquiry = offered(world, of=asked(world, learners=[learner]))
    confirm_offer(actor=world.planner, inquiry=inquiry, seen=1, today=TODAY)
    planned = PlacementFactory.create(is_published=True)
    Placement.objects.update(kind=None)

    with connection.cursor() as cursor:
        cursor.execute(import_module("randa.exchange.migrations.0010_placed_as").PLACED)

    assert Placement.objects.get(enrolment=learner).kind_id == Inquiry.objects.get().request.kind_id == "BT"
    planned.refresh_from_db()
    assert planned.kind is None
