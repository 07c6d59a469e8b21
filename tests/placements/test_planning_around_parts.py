"""A run plans around split blocks: their parts stand as they are, locked or not, and everything else is laid as the programme says."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.people.models import User
from randa.placements.laying import layout_of
from randa.placements.models import Placement, Plan, Rearrangement
from randa.placements.queries.board import broken_in_plan
from randa.placements.queries.misfits import misfits
from randa.placements.services.blocks import (
    change_unit,
    comment_blocks,
    lock_blocks,
    move_blocks,
    resize_blocks,
)
from randa.placements.services.explaining import start_explaining
from randa.placements.services.rearranging import start_mending, start_rearranging_selection
from randa.training.models import UnitClosure
from tests.factories import AbsenceFactory
from tests.placements.editing import WEEK, around_acute_care, block, contents, draft_with, seen, weeks
from tests.placements.world import START, add_unit

slow = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _before_the_plan(settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY


def in_parts(planner: User, plan: Plan) -> tuple[Placement, Placement]:
    """Lay the first learner's psychiatry as its first four weeks and its last four, acute care between without a place."""
    first, second = around_acute_care(planner, plan)
    change_unit(actor=planner, plan=plan, seen=seen(block(plan, "AKU")), unit=None)
    comment_blocks(actor=planner, plan=plan, seen=seen(second), text="Lovad")
    second.refresh_from_db()
    return first, second


def parts_of(plan: Plan, area: str = "PSY") -> list[tuple[object, ...]]:
    key = block(plan, area).enrolment_id
    return [row for row in contents(plan) if (row[0], row[1]) == (key, area)]


def done(made: Rearrangement) -> Rearrangement:
    execute(str(made.job_id))
    made.refresh_from_db()
    assert made.job is not None
    assert (made.job.state, made.job.message) == (Job.State.DONE, "")
    return made


class TestInADraft:
    pytestmark = slow

    @pytest.mark.parametrize("is_locked", [True, False])
    def test_the_parts_of_a_chosen_learner_stand_and_the_other_areas_find_places_around_them(
        self, client: Client, is_locked: bool
    ) -> None:
        _region, planner, plan = draft_with(2)
        first, second = in_parts(planner, plan)
        if is_locked:
            lock_blocks(actor=planner, plan=plan, seen=seen(first, second), locked=True)
        stood, steps = parts_of(plan), plan.edits.count()

        made = done(
            start_rearranging_selection(actor=planner, plan=plan, enrolments=[str(first.enrolment_id)], seconds=2)
        )

        assert parts_of(plan) == stood
        assert weeks(block(plan, "AKU")) == (START + 4 * WEEK, START + 16 * WEEK, 12)
        assert block(plan, "AKU").unit is not None
        assert (broken_in_plan(plan), plan.edits.count()) == ([], steps + 1)
        client.force_login(planner)
        page = client.get(made.get_absolute_url()).content.decode()
        assert "1 läkare har ett delat block. Delarna ligger kvar, låsta eller inte" in page

    def test_the_weeks_that_the_parts_lack_are_laid_as_a_part_of_their_own_and_comments_stay_where_they_were(
        self,
    ) -> None:
        _region, planner, plan = draft_with(2)
        first, _second = in_parts(planner, plan)
        move_blocks(actor=planner, plan=plan, seen=seen(first), weeks=1)
        first.refresh_from_db()
        resize_blocks(actor=planner, plan=plan, seen=seen(first), weeks=-1)  # weeks 1 to 3: the first has nothing
        stood = parts_of(plan)

        done(start_rearranging_selection(actor=planner, plan=plan, enrolments=[str(first.enrolment_id)], seconds=2))

        assert [row for row in parts_of(plan) if row in stood] == stood
        (laid,) = (row for row in parts_of(plan) if row not in stood)
        assert laid[3:6] == (START, START + WEEK, 1)
        assert broken_in_plan(plan) == []

    def test_whoever_cannot_be_planned_around_their_parts_is_named_on_the_page_of_the_run(self, client: Client) -> None:
        _region, planner, plan = draft_with(2)
        first, second = in_parts(planner, plan)
        resize_blocks(
            actor=planner, plan=plan, seen=seen(second), weeks=1
        )  # nine weeks together, and the programme says eight
        other, was = block(plan, learner=2), parts_of(plan)
        assert other.enrolment_id != first.enrolment_id

        both = [str(first.enrolment_id), str(other.enrolment_id)]
        made = done(start_rearranging_selection(actor=planner, plan=plan, enrolments=both, seconds=1))

        assert parts_of(plan) == was
        client.force_login(planner)
        page = client.get(made.get_absolute_url()).content.decode()
        assert f"<strong>Läggs inte om:</strong> {first.enrolment.learner}. Det som ligger kvar ryms inte" in page

    def test_mending_lays_the_others_around_the_parts_and_says_so_before(self, client: Client) -> None:
        region, planner, plan = draft_with(2)
        in_parts(planner, plan)
        stood = parts_of(plan)
        theirs = block(plan, "AKU", 1)
        add_unit(region, "AKU", 2)
        UnitClosure.objects.create(
            unit=theirs.unit, starts_on=theirs.starts_on, ends_before=theirs.ends_before, reason="Ombyggnad"
        )
        client.force_login(planner)

        page = client.get(reverse("placements:rearrange", args=[plan.pk])).content.decode()
        assert "1 läkare har ett delat block. Delarna ligger kvar, låsta eller inte" in page
        made = done(start_mending(actor=planner, plan=plan))

        assert made.answers
        layout = layout_of(plan, TODAY)
        key = str(block(plan).enrolment_id)
        assert (layout.by_hand, layout.split) == ((), {key: frozenset({"PSY"})})
        for answer in made.answers:
            own = [one for one in answer["wanted"].get(key, []) if one[0] == "PSY"]
            assert not own or sorted((one[2], one[4], one[1]) for one in own) == sorted(
                (str(row[3]), row[5], row[2]) for row in stood
            )

    def test_a_part_that_an_absence_has_cut_grows_and_one_that_then_is_in_the_next_is_left_by_hand(self) -> None:
        _region, planner, plan = draft_with(2)
        first, second = in_parts(planner, plan)
        AbsenceFactory.create(
            enrolment=first.enrolment, starts_on=second.starts_on + WEEK, ends_before=second.starts_on + 2 * WEEK
        )

        layout = layout_of(plan, TODAY)

        (doctor,) = (one for one in layout.problem.doctors if one.id == layout.judge.numbers[str(first.enrolment_id)])
        assert sorted((one.kind, one.weeks) for one in doctor.locked) == [("PSY#1", 4), ("PSY#2", 4)]
        resize_blocks(actor=planner, plan=plan, seen=seen(first), weeks=1)
        assert layout_of(plan, TODAY).by_hand == (str(first.enrolment_id),)
        (one,) = (one for one in misfits(plan, TODAY).learners if one.enrolment.pk == first.enrolment_id)
        assert (one.is_split, one.is_by_hand) == (True, True)

    def test_what_would_help_is_told_around_the_parts_and_of_each_part_without_a_place_where_it_is(
        self, client: Client
    ) -> None:
        _region, planner, plan = draft_with(2)
        _first, second = in_parts(planner, plan)
        change_unit(actor=planner, plan=plan, seen=seen(second), unit=None)

        job = start_explaining(actor=planner, plan=plan)
        execute(str(job.pk))

        plan.refresh_from_db()
        told = {one["area"]: one for one in plan.explanation["blocks"] if one["enrolment"] == str(second.enrolment_id)}
        assert {area: one["reason"] for area, one in told.items()} == {"PSY": "locked", "AKU": "dearer"}
        assert "change_own" in {one["way"] for one in told["AKU"]["remedies"]}
        assert {one["area"] for one in plan.explanation["shortages"]} == {"PSY", "AKU"}
        client.force_login(planner)
        page = client.get(reverse("placements:plan_unplaced", args=[plan.pk])).content.decode()
        assert "Blocket är en del av ett delat område och ligger kvar där det är, utan enhet." in page
