"""A run in which a seat for everybody comes before everything else: asked for, kept, and told with what no plan has less of."""

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.placements.choices import choices_in
from randa.placements.models import Plan
from randa.placements.services.plans import start_planning
from tests.factories import person_with
from tests.placements.world import PERMISSIONS, region_with

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
