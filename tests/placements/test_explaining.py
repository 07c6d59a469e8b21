"""What would help those without a place is worked out anew for the draft as it is, and old words say that they are old."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.people.models import User
from randa.placements.errors import NotADraftError
from randa.placements.models import Plan
from randa.placements.services.blocks import Wanted, change_unit, lay_blocks, split_blocks
from randa.placements.services.drafts import copy_plan
from randa.placements.services.explaining import start_explaining
from randa.placements.services.plans import publish_plan
from tests.factories import person_with
from tests.placements.editing import WEEK, block, draft_with, seen
from tests.placements.world import START

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture(autouse=True)
def _before_the_plan(settings: Settings) -> None:
    settings.RANDA_TODAY = dt.date(2026, 11, 30)


def explained(planner: User, plan: Plan) -> dict[str, object]:
    """Run the job and return what the plan then keeps."""
    job = start_explaining(actor=planner, plan=plan)
    execute(str(job.pk))
    job = Job.objects.get(pk=job.pk)
    assert (job.state, job.message) == (Job.State.DONE, "")
    plan.refresh_from_db()
    return plan.explanation


def test_the_ways_out_are_those_of_the_draft_as_it_is() -> None:
    _region, planner, plan = draft_with(2)
    psychiatry = block(plan)
    change_unit(actor=planner, plan=plan, seen=seen(psychiatry), unit=None)

    told = explained(planner, plan)

    (one,) = told["blocks"]  # type: ignore[misc]
    assert (one["enrolment"], one["area"], one["reason"]) == (str(psychiatry.enrolment_id), "PSY", "dearer")
    assert told["edit"] == 1


def test_a_place_that_somebody_has_taken_since_is_full_and_says_who_sits_there() -> None:
    _region, planner, plan = draft_with(3)  # the third has no place for anything
    own, third = block(plan), block(plan, learner=2)
    change_unit(actor=planner, plan=plan, seen=seen(own), unit=None)
    row = plan.placements.get(enrolment=third.enrolment, area="AKU")
    lay_blocks(
        actor=planner, plan=plan, seen=seen(third, row), rearrange=True,
        wanted=[
            Wanted(str(third.enrolment_id), "PSY", block(plan, learner=1).unit_id, START, 8),
            Wanted(str(third.enrolment_id), "AKU", None, START + 8 * WEEK, 12),
        ],
    )  # fmt: skip

    told = {(one["enrolment"], one["area"]): one for one in explained(planner, plan)["blocks"]}  # type: ignore[attr-defined]

    why = told[str(own.enrolment_id), "PSY"]
    assert why["reason"] == "full"
    assert why["tried"][0]["sitters"] == [str(third.enrolment_id)]
    assert {one["way"] for one in why["remedies"]} >= {"extra_place"}


def test_whoever_breaks_a_rule_or_has_a_split_block_stands_in_nobodys_way_of_being_explained() -> None:
    _region, planner, plan = draft_with(3)
    split_blocks(actor=planner, plan=plan, seen=seen(block(plan)), before=START + 4 * WEEK)
    change_unit(actor=planner, plan=plan, seen=seen(block(plan, "AKU", 1)), unit=None)

    told = explained(planner, plan)

    whose = {one["enrolment"] for one in told["blocks"]}  # type: ignore[attr-defined]
    assert str(block(plan, "AKU", 1).enrolment_id) in whose


def test_the_page_says_that_prices_are_old_until_they_are_counted_again(client: Client) -> None:
    _region, planner, plan = draft_with(3)
    explained(planner, plan)
    client.force_login(planner)
    page = reverse("placements:plan_unplaced", args=[plan.pk])
    assert "Räkna om nu" not in client.get(page).content.decode()

    change_unit(actor=planner, plan=plan, seen=seen(block(plan)), unit=None)

    old = client.get(page).content.decode()
    assert "Utkastet har ändrats 1 gång sedan sätten och priserna räknades ut." in old
    assert "Planens kostnad som den var" in old
    copy = copy_plan(actor=planner, plan=Plan.objects.get(pk=plan.pk))
    shown = client.get(reverse("placements:plan_unplaced", args=[copy.pk])).content.decode()
    assert "Utkastet har ändrats 1 gång" in shown
    answer = client.post(reverse("placements:explain", args=[plan.pk]))
    assert answer.status_code == 302
    execute(str(Job.objects.latest("created_at").pk))
    assert "Räkna om nu" not in client.get(page).content.decode()


def test_only_a_draft_is_explained_anew_and_only_for_its_planners() -> None:
    region, planner, plan = draft_with(2)

    with pytest.raises(PermissionDenied):
        start_explaining(actor=person_with("placements.view", at=region), plan=plan)
    publish_plan(actor=planner, plan=plan)
    with pytest.raises(NotADraftError):
        start_explaining(actor=planner, plan=plan)
