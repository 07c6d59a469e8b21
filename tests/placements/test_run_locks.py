"""A new run keeps what is locked in a draft: as it is, locked in the new draft too, and refused in words when no plan can hold it."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.engines.planning.costs import programme_cost
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.editing.rows import Row
from randa.placements.errors import ContradictoryLocksError, LocksOfOthersError
from randa.placements.judging import judge_of
from randa.placements.models import Plan
from randa.placements.queries.board import broken_in_plan, overdrawn, rows_by_enrolment
from randa.placements.services.blocks import (
    change_unit,
    comment_blocks,
    lock_blocks,
    resize_blocks,
)
from randa.placements.services.plans import start_planning
from tests.factories import person_with
from tests.placements.editing import around_acute_care, block, contents, draft_with, seen
from tests.placements.world import PERMISSIONS, START, add_unit, region_with

DAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _before_the_plan(settings: Settings) -> None:
    settings.RANDA_TODAY = DAY


def locked(planner: User, plan: Plan) -> None:
    lock_blocks(actor=planner, plan=plan, seen=seen(block(plan)), locked=True)


def start(planner: User, region: Organisation, plan: Plan) -> Job:
    return start_planning(actor=planner, regions=[region], start_year=2027, seconds=5, locks_from=plan)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_locked_blocks_stand_in_the_new_draft_with_lock_and_comment_and_the_page_says_where_from(
    client: Client,
) -> None:
    region, planner, plan = draft_with(2)
    own = block(plan)
    far = add_unit(region, "PSY", 1)
    far.x_km, far.y_km = 900, 900  # none of the cheapest
    far.save()
    change_unit(actor=planner, plan=plan, seen=seen(own), unit=far)
    comment_blocks(actor=planner, plan=plan, seen=seen(block(plan)), text="Lovat")
    locked(planner, plan)

    job = start(planner, region, plan)
    execute(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.DONE, "")
    made = Plan.objects.get(job=job)
    rows = list(made.placements.filter(is_locked=True))
    assert [(one.enrolment_id, one.unit_id, one.starts_on, one.working_weeks, one.comment) for one in rows] == [
        (own.enrolment_id, far.pk, START, 8, "Lovat")
    ]
    client.force_login(planner)
    page = client.get(reverse("placements:plan_facts", args=[made.pk])).content.decode()
    assert f"1 låst block togs med från {plan}" in page


@pytest.mark.django_db
def test_locks_that_no_plan_can_hold_are_named_before_the_run() -> None:
    region, planner, plan = draft_with(2)
    resize_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=-2)
    locked(planner, plan)

    with pytest.raises(ContradictoryLocksError, match=r"är 6 veckor\. Programmet säger 8–8"):
        start(planner, region, plan)

    assert Job.objects.count() == 0


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how_many", [1, 2])
def test_locked_parts_of_a_split_block_stand_and_the_areas_other_weeks_are_laid_around_them(how_many: int) -> None:
    region, planner, plan = draft_with(2)
    first, second = around_acute_care(planner, plan)
    lock_blocks(actor=planner, plan=plan, seen=seen(*(first, second)[-how_many:]), locked=True)
    stood = [row for row in contents(plan) if row[6]]

    job = start(planner, region, plan)
    execute(str(job.pk))

    job.refresh_from_db()
    assert (job.state, job.message) == (Job.State.DONE, "")
    made = Plan.objects.get(job=job)
    assert [row for row in contents(made) if row[6]] == stood
    own = made.placements.filter(enrolment=first.enrolment)
    assert own.filter(area="PSY").count() == 2
    assert sum(one.working_weeks for one in own.filter(area="PSY")) == 8
    assert broken_in_plan(made) == []
    assert overdrawn(made, list(made.placements.exclude(unit=None).values_list("unit", flat=True))) == []
    assert made.cost == judged_cost(made)


@pytest.mark.django_db
def test_locked_parts_that_are_too_long_together_are_named_before_the_run() -> None:
    region, planner, plan = draft_with(2)
    first, second = around_acute_care(planner, plan)
    resize_blocks(actor=planner, plan=plan, seen=seen(second), weeks=1)
    second.refresh_from_db()
    lock_blocks(actor=planner, plan=plan, seen=seen(first, second), locked=True)

    with pytest.raises(ContradictoryLocksError, match=r"Delarna av .* är tillsammans 9 veckor\. Programmet säger 8–8"):
        start(planner, region, plan)


def judged_cost(plan: Plan) -> int:
    """Return what a draft costs when its blocks are judged by themselves, the parts of an area together."""
    judge = judge_of(plan)
    rows = rows_by_enrolment(map(Row.of, plan.placements.all()))
    return sum(programme_cost(judge.problem, judge.doctor(key), judge.programme(key, own)) for key, own in rows.items())


@pytest.mark.django_db
def test_a_draft_of_other_learners_or_of_somebody_elses_planning_gives_no_locks(client: Client) -> None:
    region, planner, plan = draft_with(2)
    locked(planner, plan)
    other = region_with(1)
    theirs = person_with(*PERMISSIONS, at=other)

    with pytest.raises(PermissionDenied):
        start_planning(actor=theirs, regions=[other], start_year=2027, seconds=5, locks_from=plan)
    both = person_with(*PERMISSIONS, at=other)
    with pytest.raises(LocksOfOthersError, match=str(plan)):
        start_planning(actor=_planner_of(region, both), regions=[other], start_year=2027, seconds=5, locks_from=plan)
    client.force_login(planner)
    page = client.get(reverse("placements:run"))
    assert [one.pk for one in page.context["form"].fields["locks_from"].queryset] == [plan.pk]
    client.force_login(theirs)
    assert not client.get(reverse("placements:run")).context["form"].fields["locks_from"].queryset


def _planner_of(region: Organisation, person: User) -> User:
    """Let somebody plan a region too."""
    role = person.role_assignments.get().role
    person.role_assignments.create(role=role, organisation=region, starts_on=DAY)
    return User.objects.get(pk=person.pk)
