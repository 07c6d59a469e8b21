"""The pages where a draft is planned anew: what no longer fits, what each position costs, laying and undoing."""

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from randa.core.jobs.models import Job
from randa.people.models import User
from randa.placements.models import Plan, Rearrangement
from randa.placements.queries.misfits import misfits
from randa.placements.services.blocks import comment_blocks, lock_blocks
from randa.placements.services.plans import publish_plan
from randa.training.models import UnitClosure
from tests.factories import AbsenceFactory
from tests.placements.editing import WEEK, block, colleague, contents, draft_with, seen
from tests.placements.world import START, add_unit

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _before_the_plan(settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY


def close_psychiatry(plan: Plan) -> None:
    unit = block(plan).unit
    assert unit is not None
    UnitClosure.objects.create(
        unit=unit, starts_on=START + 2 * WEEK, ends_before=START + 5 * WEEK, reason="Ombyggnad av avdelningen."
    )


def answered(planner: User, plan: Plan, learner: int = 0) -> Rearrangement:
    """Return a re-planning that moves one learner's psychiatry to the region's second unit."""
    own, other = block(plan, learner=learner), block(plan, "AKU", learner)
    free = add_unit(plan.regions.get(), "PSY", 1)
    wanted = [
        [one.area_id, unit, one.starts_on.isoformat(), one.ends_before.isoformat(), one.working_weeks]
        for one, unit in ((own, free.pk), (other, other.unit_id))
    ]
    answer = {
        "limit": 0, "price": 3, "unplaced_weeks": 0, "disturbed": [str(own.enrolment_id)], "forced": [], "blocks": 1,
        "wanted": {str(own.enrolment_id): wanted},
    }  # fmt: skip
    return Rearrangement.objects.create(
        plan=plan, kind=Rearrangement.Kind.MENDING, answers=[answer], made_after=plan.edit_number, created_by=planner
    )


def test_what_no_longer_fits_is_said_with_whose_which_weeks_and_why() -> None:
    _region, _planner, plan = draft_with(2)
    close_psychiatry(plan)
    away = block(plan, learner=1)
    AbsenceFactory.create(enrolment=away.enrolment, starts_on=START + 3 * WEEK, ends_before=START + 5 * WEEK)

    found = misfits(plan, TODAY)

    (unit,) = found.units
    assert ("2027v07–2027v09" in unit.sentence, unit.why) == (True, "Enheten är stängd: Ombyggnad av avdelningen.")
    said = {one.enrolment.learner: one for one in found.learners}
    hit, late = said[block(plan).enrolment.learner], said[away.enrolment.learner]
    assert "inte plats för alla 2027v07–2027v09" in hit.reasons[0]
    assert (hit.left_weeks, hit.later_weeks) == (20, 0)
    assert (hit.facts, "2027v08–2027v09" in late.facts[0]) == ((), True)
    assert late.later_weeks == 2


def test_what_has_passed_is_not_listed() -> None:
    _region, _planner, plan = draft_with(2)
    close_psychiatry(plan)

    assert misfits(plan, START + 5 * WEEK).units == ()


@pytest.mark.parametrize("name", ["rearrange", "rearrangement"])
def test_a_page_asks_as_often_for_three_learners_as_for_one(
    client: Client, name: str, django_assert_max_num_queries
) -> None:
    counts = []
    for doctors in (1, 3):
        _region, planner, plan = draft_with(doctors)
        made = answered(planner, plan)
        close_psychiatry(plan)
        for one in range(doctors):
            enrolment = block(plan, learner=one).enrolment
            AbsenceFactory.create(enrolment=enrolment, starts_on=START + 3 * WEEK, ends_before=START + 5 * WEEK)
        client.force_login(planner)
        more = [made.pk] if name == "rearrangement" else []
        with django_assert_max_num_queries(90) as captured:
            assert client.get(reverse(f"placements:{name}", args=[plan.pk, *more])).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_an_answer_is_laid_as_one_change_undone_and_done_again_on_its_page(client: Client) -> None:
    _region, planner, plan = draft_with(2)
    made, before = answered(planner, plan), contents(plan)
    client.force_login(planner)
    address = made.get_absolute_url()

    assert client.post(address, {"answer": "0"}).status_code == 302
    assert plan.edits.count() == 1
    page = client.get(address).content.decode()
    assert ("Svaret ligger i utkastet." in page, str(block(plan).enrolment.learner) in page) == (True, True)
    client.post(address, {"undo": "1"})
    assert contents(plan) == before
    client.post(address, {"redo": "1"})
    assert contents(plan) != before


def test_a_change_by_somebody_else_is_shown_with_both_versions_and_kept_until_one_chooses(client: Client) -> None:
    region, planner, plan = draft_with(2)
    made, other = answered(planner, plan), colleague(region)
    comment_blocks(actor=other, plan=plan, seen=seen(block(plan)), text="Ring först")
    client.force_login(planner)

    refused = client.post(made.get_absolute_url(), {"answer": "0"})

    page = refused.content.decode()
    assert refused.status_code == 422
    assert ("Ring först" in page, str(other) in page, plan.edits.count()) == (True, True, 1)
    assert client.post(made.get_absolute_url(), {"answer": "0", "overwrite": "on"}).status_code == 302
    assert plan.edits.count() == 2


def test_an_answer_that_is_not_there_is_refused(client: Client) -> None:
    _region, planner, plan = draft_with(2)
    made = answered(planner, plan)
    client.force_login(planner)

    assert client.post(made.get_absolute_url(), {"answer": "7"}).status_code == 422
    assert plan.edits.count() == 0


def test_chosen_learners_of_the_grid_become_a_job(client: Client) -> None:
    _region, planner, plan = draft_with(2)
    key = str(block(plan).enrolment_id)
    client.force_login(planner)

    answer = client.post(reverse("placements:rearrange", args=[plan.pk]), {"learners": key})

    made = plan.rearrangements.get()
    assert answer.headers["Location"] == reverse("jobs:detail", args=[made.job_id])
    assert (made.kind, made.asked["only"]) == ("select", [key])
    assert client.post(reverse("placements:rearrange", args=[plan.pk]), {"learners": "nobody"}).status_code == 400


def test_a_lock_that_no_plan_can_hold_is_said_where_the_click_was(client: Client) -> None:
    _region, planner, plan = draft_with(2)
    AbsenceFactory.create(enrolment=block(plan).enrolment, starts_on=START, ends_before=START + 2 * WEEK)
    lock_blocks(actor=planner, plan=plan, seen=seen(block(plan)), locked=True)
    client.force_login(planner)

    answer = client.post(reverse("placements:rearrange", args=[plan.pk]))

    page = answer.content.decode()
    assert (answer.status_code, Job.objects.count()) == (422, 0)
    assert "Lås upp blocket, eller ändra det." in page


def test_a_published_plan_is_planned_anew_in_a_draft_of_its_own(client: Client) -> None:
    _region, planner, plan = draft_with(2)
    publish_plan(actor=planner, plan=plan)
    close_psychiatry(plan)
    client.force_login(planner)

    client.post(reverse("placements:rearrange", args=[plan.pk]))

    made = Rearrangement.objects.get()
    assert (made.plan.state, made.plan.version) == (Plan.State.DRAFT, plan.version + 1)
    assert contents(Plan.objects.get(pk=plan.pk)) == contents(made.plan)


def test_who_is_unticked_is_held(client: Client) -> None:
    _region, planner, plan = draft_with(2)
    close_psychiatry(plan)
    hit = str(block(plan).enrolment_id)
    client.force_login(planner)

    client.post(reverse("placements:rearrange", args=[plan.pk]), {"listed": [hit]})

    assert plan.rearrangements.get().asked["held"] == [hit]


def test_a_way_out_is_done_in_the_draft_by_laying_those_concerned_anew(client: Client) -> None:
    _region, planner, plan = draft_with(3)
    own, other = (str(block(plan, learner=one).enrolment_id) for one in (2, 0))
    remedies = [
        {"way": "change_own", "price": -400, "unit": None, "other": None, "extra_weeks": 0},
        {"way": "move_other", "price": -300, "unit": "Psykiatrin", "other": other, "extra_weeks": 0},
        {"way": "extra_place", "price": -500, "unit": "Psykiatrin", "other": None, "extra_weeks": 8},
    ]
    told = {"enrolment": own, "area": "PSY", "reason": "full", "tried": [], "remedies": remedies}
    Plan.objects.filter(pk=plan.pk).update(explanation={"blocks": [told], "shortages": []})
    client.force_login(planner)

    page = client.get(reverse("placements:plan_unplaced", args=[plan.pk])).content.decode()

    assert re.findall(r'name="learners" value="([^"]+)"', page) == [own, f"{own},{other}"]
    assert reverse("placements:block", args=[plan.pk, block(plan, learner=2).pk]) in page
    client.post(reverse("placements:rearrange", args=[plan.pk]), {"learners": f"{own},{other}"})
    assert plan.rearrangements.get().asked["only"] == sorted([own, other])
    publish_plan(actor=planner, plan=plan)
    assert 'name="learners"' not in client.get(reverse("placements:plan_unplaced", args=[plan.pk])).content.decode()
