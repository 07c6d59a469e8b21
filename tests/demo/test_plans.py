"""The demo world's plans: kept on file, true to the world as it is, and telling the story."""

import pytest

from randa.demo.plans import kept_problem
from randa.placements.models import Placement, Plan

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_world")]


def test_the_kept_plans_answer_the_world_as_it_is() -> None:
    stored = [plan.problem_sha256 for plan in Plan.objects.filter(start_year=2027).order_by("state")]

    assert stored == [kept_problem(name) for name in ("dalarna", "mellansverige")], (
        "The world has changed: run python -m randa.demo.solve_plans and commit the files."
    )


def test_dalarna_alone_is_short_of_psychiatry_and_the_seven_regions_together_are_published() -> None:
    alone, together = Plan.objects.filter(start_year=2027).order_by("state")

    assert (alone.state, together.state) == (Plan.State.DRAFT, Plan.State.PUBLISHED)
    assert (alone.unplaced_weeks or 0) > 40
    assert (together.unplaced_weeks or 0) < (alone.unplaced_weeks or 0)
    missing = Placement.objects.filter(plan=alone, unit__isnull=True).values_list("area", flat=True)
    assert set(missing) >= {"PSY"}


def test_everybody_who_starts_in_2027_is_in_the_published_plan() -> None:
    planned = Placement.objects.filter(plan__state=Plan.State.PUBLISHED, plan__start_year=2027)
    assert planned.values("enrolment").distinct().count() == 263
