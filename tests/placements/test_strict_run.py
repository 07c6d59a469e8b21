"""A run in which a seat for everybody comes before everything else: asked for, kept, and told with what no plan has less of."""

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.engines.planning.costs import Tiers
from randa.engines.planning.stop import never
from randa.placements.choices import PlanningChoices, choices_in
from randa.placements.models import Plan
from randa.placements.searching import is_better, mended
from randa.placements.services.plans import start_planning
from randa.placements.services.rearranging import lay_answer, start_mending, start_rearranging_selection
from tests.engines.planning.problems import with_newcomer
from tests.factories import person_with
from tests.placements.editing import block, draft_with
from tests.placements.test_rearranging_pages import close_psychiatry
from tests.placements.world import PERMISSIONS, add_unit, region_with

SAID = "Plats åt alla gick före allt annat."


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_page_says_that_a_seat_for_everybody_came_first_and_what_no_plan_has_less_of(client: Client) -> None:
    region = region_with(3, psychiatry_seats=1)
    planner = person_with(*PERMISSIONS, at=region)

    job = start_planning(actor=planner, regions=[region], start_year=2027, seconds=5, is_strict=True)
    execute(str(job.pk))

    plan = Plan.objects.get()
    first = plan.explanation["tiers"]["unplaced"] + plan.explanation["tiers"]["late"]
    assert choices_in(plan.explanation["choices"]).is_strict
    assert 0 <= plan.explanation["first_bound"] <= first
    assert plan.bound is None
    job.refresh_from_db()
    assert "Kostnad" not in job.figures, "while it searches its points are not those of the plan"
    client.force_login(planner)
    page = client.get(reverse("placements:plan_facts", args=[plan.pk]))
    facts = page.context["facts"]
    assert SAID in page.content.decode()
    assert (facts.first, facts.first_bound) == (first, plan.explanation["first_bound"])


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_any_other_run_is_weighed_in_points_and_has_a_bound_of_its_cost(client: Client) -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    client.force_login(planner)

    client.post(reverse("placements:run"), {"regions": [region.code], "start_year": "2027", "seconds": "5"})
    job = Job.objects.get()
    execute(str(job.pk))

    plan = Plan.objects.get()
    assert not job.payload["is_strict"]
    assert plan.bound is not None
    assert SAID not in client.get(reverse("placements:plan_facts", args=[plan.pk])).content.decode()


@pytest.mark.django_db
def test_whoever_ticks_the_box_asks_for_the_strict_order(client: Client) -> None:
    region = region_with(1)
    planner = person_with(*PERMISSIONS, at=region)
    client.force_login(planner)

    typed = {"regions": [region.code], "start_year": "2027", "seconds": "5", "is_strict": "on"}
    client.post(reverse("placements:run"), typed)

    assert choices_in(Job.objects.get().payload).is_strict


def test_a_strict_plan_is_mended_strictly_and_another_one_by_what_a_kept_place_is_worth() -> None:
    before, plan, after = with_newcomer(5000, [(2, 0)])

    strict, weighed = (
        mended(before, plan, after, PlanningChoices(is_strict=is_strict), kept=40, limit=None, stop=never)
        for is_strict in (True, False)
    )

    assert (strict.plan.unplaced_weeks, weighed.plan.unplaced_weeks) == (0, 2)


@pytest.mark.parametrize(
    ("change", "by_points", "in_order"),
    [
        (Tiers(unplaced=-60, units=500), False, True),
        (Tiers(unplaced=60, units=-500), True, False),
        (Tiers(late=1, lengths=-9), True, False),
        (Tiers(units=1, occupancy=-9, fairness=-9), True, False),
        (Tiers(units=-1, occupancy=9), False, True),
        (Tiers(), False, False),
    ],
)
def test_which_of_two_plans_is_the_better_is_told_as_the_plan_was_made(
    change: Tiers, by_points: bool, in_order: bool
) -> None:
    assert is_better(change, PlanningChoices()) is by_points
    assert is_better(change, PlanningChoices(is_strict=True)) is in_order


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_planning_a_strict_plan_anew_says_that_no_points_take_a_place_from_anybody(client: Client) -> None:
    region, planner, plan = draft_with(3)
    free = add_unit(region, "PSY", 1)
    plan.explanation["choices"] = {"is_strict": True}
    plan.save()
    close_psychiatry(plan)
    client.force_login(planner)

    before = client.get(reverse("placements:rearrange", args=[plan.pk])).content.decode()
    asked = start_mending(actor=planner, plan=plan)
    execute(str(asked.job_id))
    asked.refresh_from_db()
    after = client.get(asked.get_absolute_url()).content.decode()

    assert "Den tas aldrig för att andra ska få kortare resa." in before
    assert "poäng att behålla" not in before + after
    assert "Ingen plats har tagits från någon annat än för en vecka" in after
    assert asked.asked["is_strict"] is True
    assert "kept_points" not in asked.asked
    lay_answer(actor=planner, rearrangement=asked, number=0)
    assert block(plan).unit == free


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_selection_of_a_strict_plan_is_laid_anew_in_the_same_order() -> None:
    _region, planner, plan = draft_with(3)  # the third has no place for anything
    plan.explanation["choices"] = {"is_strict": True}
    plan.save()

    asked = start_rearranging_selection(
        actor=planner, plan=plan, enrolments=[str(block(plan, learner=2).enrolment_id)], seconds=2
    )
    execute(str(asked.job_id))
    asked.refresh_from_db()

    assert asked.laid_answer == 0
    assert block(plan, "AKU", 2).unit is not None
