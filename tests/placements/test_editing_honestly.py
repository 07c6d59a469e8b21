"""What an edit must not do behind anybody's back: lose a learner, double a locked block, write over what was not seen, tell too much."""

import datetime as dt
import json

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from randa.exchange.services.confirming import confirm_offer
from randa.exchange.services.requests import ask_for_seats
from randa.placements.errors import EditConflictError, PlanReplacedError
from randa.placements.models import OUTSIDE, LateChange, Plan
from randa.placements.queries.board import board
from randa.placements.queries.comparison import publication_changes
from randa.placements.services.blocks import Wanted, copy_blocks, lay_blocks, lock_blocks, move_blocks, remove_blocks
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plans import publish_plan
from randa.placements.services.undo import undo_edit
from tests.exchange.world import ANSWERS, ASKS, TODAY, TwoRegions, offered, wanted
from tests.factories import OrganisationFactory, PlanFactory, person_with
from tests.placements.editing import block, colleague, draft_with, seen
from tests.placements.world import add_unit

pytestmark = pytest.mark.django_db
COMMENT = "Vill gärna ha nära hem"


def test_whoever_has_no_block_left_in_a_draft_loses_what_is_published_in_the_open() -> None:
    _region, planner, plan = draft_with(2)
    publish_plan(actor=planner, plan=plan)
    draft = copy_plan(actor=planner, plan=plan)
    gone = block(draft).enrolment
    remove_blocks(actor=planner, plan=draft, seen=seen(*draft.placements.filter(enrolment=gone)))

    (change,) = publication_changes(draft).learners

    assert (change.enrolment, change.is_first, len(change.blocks)) == (gone, False, 2)


def test_removing_all_of_a_learner_and_undoing_it_costs_nothing_and_new_blocks_can_be_laid() -> None:
    _region, planner, plan = draft_with(2)
    cost, first = plan.cost, block(plan)
    own = plan.placements.filter(enrolment=first.enrolment)

    made = remove_blocks(actor=planner, plan=plan, seen=seen(*own))
    assert made.told.new, "nobody is without blocks in silence"
    undo_edit(actor=planner, plan=plan)
    plan.refresh_from_db()
    assert plan.cost == cost

    remove_blocks(actor=planner, plan=plan, seen=seen(*own.all()))
    psychiatry = Wanted(str(first.enrolment_id), "PSY", first.unit_id, first.starts_on, 8)
    lay_blocks(actor=planner, plan=plan, seen={}, wanted=[psychiatry])
    assert own.all().count() == 1


def test_an_alternative_leaves_a_locked_block_alone() -> None:
    region, planner, plan = draft_with(1)
    locked, other = block(plan, "AKU"), block(plan)
    lock_blocks(actor=planner, plan=plan, seen=seen(locked), locked=True)
    ward = add_unit(region, "PSY", 1)
    blocks = [
        Wanted(str(one.enrolment_id), one.area_id, unit, one.starts_on, one.working_weeks)
        for one, unit in ((locked, locked.unit_id), (other, ward.pk))
    ]

    made = lay_blocks(actor=planner, plan=plan, seen=seen(other), wanted=blocks, rearrange=True)

    assert (plan.placements.count(), made.told.new) == (2, [])


@pytest.mark.parametrize("heard", [0, 1])
def test_a_copy_does_not_write_over_a_block_that_changed_after_what_the_page_knows(heard: int) -> None:
    region, planner, plan = draft_with(2)
    one, two = block(plan), block(plan, learner=1)
    move_blocks(actor=colleague(region), plan=plan, seen=seen(two), weeks=1)
    ask = {"actor": planner, "plan": plan, "seen": seen(one), "to": [str(two.enrolment_id)], "weeks": 2, "heard": heard}

    if heard == 0:
        with pytest.raises(EditConflictError):
            copy_blocks(**ask)
        copy_blocks(**ask, overwrite=True)
    else:
        copy_blocks(**ask)

    two.refresh_from_db()
    assert two.starts_on == one.starts_on + dt.timedelta(weeks=2)


def test_a_unit_that_sees_a_part_reads_no_comment_and_no_rules_judged_on_it(client: Client) -> None:
    _region, planner, plan = draft_with(1)
    plan.placements.update(comment=COMMENT)
    publish_plan(actor=planner, plan=plan)
    plan.refresh_from_db()
    head = person_with("placements.view", at=block(plan).unit.organisation)
    client.force_login(head)

    told = json.dumps(board(plan, head), default=str, ensure_ascii=False)

    assert (COMMENT in told, board(plan, head)["broken"]) == (False, {})
    assert COMMENT in json.dumps(board(plan, planner), default=str, ensure_ascii=False)
    assert COMMENT not in client.get(reverse("placements:block", args=[plan.pk, block(plan).pk])).content.decode()


def test_a_replaced_plan_does_not_count_again() -> None:
    _region, planner, plan = draft_with(1)
    publish_plan(actor=planner, plan=plan)
    publish_plan(actor=planner, plan=copy_plan(actor=planner, plan=plan))

    with pytest.raises(PlanReplacedError):
        publish_plan(actor=planner, plan=plan)


def test_the_standing_plan_of_seats_at_others_is_copied_by_nobody() -> None:
    region, planner, _plan = draft_with(1)

    with pytest.raises(PermissionDenied):
        copy_plan(actor=planner, plan=PlanFactory.create(regions=[region], start_year=OUTSIDE))


def test_a_seat_at_others_stands_beside_the_plan_of_its_learner() -> None:
    region, planner, plan = draft_with(1)
    elsewhere = OrganisationFactory.create(name="Region Söderby")
    world = TwoRegions(
        region,
        person_with(*ASKS, at=region),
        elsewhere,
        person_with(*ANSWERS, at=elsewhere),
        add_unit(elsewhere, "PSY", 2),
    )
    end = max(one.ends_before for one in plan.placements.all())
    asked = wanted(1, starts_on=end, learners=[block(plan).enrolment])
    request = ask_for_seats(
        actor=world.planner, asker=region, recipients=[elsewhere], wanted=asked, today=TODAY, key=plan.pk
    )
    inquiry = offered(world, 1, of=request, start=end)
    confirm_offer(actor=world.planner, inquiry=inquiry, seen=inquiry.bids, today=TODAY)
    assert block(plan).enrolment.placements.filter(is_published=True).count() == 1

    publish_plan(actor=planner, plan=plan)

    assert block(plan).enrolment.placements.filter(is_published=True).count() == 3
    assert not LateChange.objects.exists()
    assert Plan.objects.get(pk=plan.pk).state == Plan.State.PUBLISHED


def test_an_edit_of_a_block_that_stands_as_it_was_seen_reads_no_history() -> None:
    region, planner, plan = draft_with(2)
    move_blocks(actor=colleague(region), plan=plan, seen=seen(block(plan, learner=1)), weeks=1)

    with CaptureQueriesContext(connection) as asked:
        move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=1)

    history = [one["sql"] for one in asked if "SELECT" in one["sql"] and '"placements_planedit"."before"' in one["sql"]]
    assert history == []
