"""The guided look: true figures, only pages one may open, left at any step, begun again whenever."""

import datetime as dt

import pytest
from django.test import Client

from randa.home import tour
from randa.home.tour import steps_for
from randa.organisations.models import Organisation
from randa.people.models import User
from tests.factories import (
    MandateChangeFactory,
    NationalNeedFactory,
    OrganisationFactory,
    PlanFactory,
    PlannedPostsFactory,
    PopulationFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Organisation:
    return OrganisationFactory.create(name="Region Provlän")


@pytest.fixture
def planner(region: Organisation) -> User:
    return person_with("dimensioning.view", "placements.view", "placements.plan", at=region)


def keys(person: User) -> list[str]:
    return [step.key for step in steps_for(person)]


def test_the_shift_from_at_to_bt_is_told_with_the_figures_of_today(planner: User, region: Organisation) -> None:
    NationalNeedFactory.create(post_type="AT", year=2025, total=1668)
    NationalNeedFactory.create(post_type="AT", year=2030, total=95)
    PlannedPostsFactory.create(region=region, year=2026, posts=135)
    PlannedPostsFactory.create(region=region, year=2030, posts=523)

    (step,) = (step for step in steps_for(planner) if step.key == "shift")

    assert "1\N{NO-BREAK SPACE}668 tjänster 2025 till 95 år 2030" in step.words.text
    assert "135 BT-starter 2026 och 523 år 2030" in step.words.text


def test_the_region_above_its_share_stands_beside_the_one_below(planner: User) -> None:
    for name, posts in (("Region Mycket", 40), ("Region Lite", 10)):
        one = OrganisationFactory.create(name=name)
        PopulationFactory.create(organisation=one, inhabitants=200_000)
        PlannedPostsFactory.create(region=one, year=2028, posts=posts)

    (step,) = (step for step in steps_for(planner) if step.key == "above_share")

    assert "Region Mycket planerar 20,0 BT-tjänster per 100 000 invånare 2028, Region Lite 5,0" in step.words.text


def test_what_the_data_does_not_hold_is_left_out(planner: User) -> None:
    assert not {"shift", "above_share", "side_by_side", "unplaced", "mandate"} & set(keys(planner))


def test_a_shrinking_ward_and_a_plan_with_gaps_are_told_when_they_exist(planner: User, region: Organisation) -> None:
    MandateChangeFactory.create(effective_on=dt.date(2027, 2, 1))
    plan = PlanFactory.create(unplaced_weeks=14, regions=[region])

    steps = {step.key: step for step in steps_for(planner)}

    assert steps["unplaced"].url == f"/placering/planer/{plan.pk}/" or str(plan.pk) in steps["unplaced"].url
    assert "från 4 till 2 platser mån 1 feb 2027" in steps["mandate"].words.text


def test_a_plan_of_another_region_is_not_part_of_my_story(planner: User) -> None:
    PlanFactory.create(unplaced_weeks=14, regions=[OrganisationFactory.create()])

    assert "unplaced" not in keys(planner)


def test_a_step_whose_page_one_may_not_open_is_left_out() -> None:
    assert keys(UserFactory.create()) == ["sources"]


def test_a_step_whose_page_does_not_exist_is_left_out(planner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tour, "address", lambda name, *_args: "" if name == "dimensioning:claims" else f"/{name}/")

    assert "wrong_rate" not in keys(planner)


def test_each_role_begins_with_what_is_nearest_to_it(region: Organisation) -> None:
    head = person_with("dimensioning.view", "placements.view", at=region, code="unit_head")
    MandateChangeFactory.create()

    assert keys(head)[0] == "mandate"


def begun(client: Client, person: User) -> None:
    client.force_login(person)
    client.post("/rundtur/steg/", {"step": "begin"})


def test_the_panel_follows_from_page_to_page_with_its_number(client: Client, planner: User) -> None:
    begun(client, planner)
    total = len(keys(planner))

    assert f"Rundtur, steg 1 av {total}" in client.get("/").content.decode()
    assert f"Rundtur, steg 1 av {total}" in client.get("/rundtur/").content.decode()


def test_next_leads_to_the_next_steps_page_and_back_to_the_one_before(client: Client, planner: User) -> None:
    begun(client, planner)
    steps = steps_for(planner)

    assert client.post("/rundtur/steg/", {"step": "2"})["Location"] == steps[1].url
    assert client.post("/rundtur/steg/", {"step": "1"})["Location"] == steps[0].url


@pytest.mark.parametrize("step", ["leave", "99", "", "0", "-1", "½"])
def test_leaving_or_going_past_the_end_ends_it_and_is_remembered(client: Client, planner: User, step: str) -> None:
    begun(client, planner)

    response = client.post("/rundtur/steg/", {"step": step}, follow=True)

    page = response.content.decode()
    planner.refresh_from_db()
    assert "Rundtur, steg" not in page
    assert "Ny här?" not in page
    assert planner.tour_done


def test_it_can_be_begun_again_from_its_own_page(client: Client, planner: User) -> None:
    begun(client, planner)
    client.post("/rundtur/steg/", {"step": "leave"})

    client.post("/rundtur/steg/", {"step": "begin"})

    assert "Rundtur, steg 1" in client.get("/").content.decode()


def test_a_role_lost_during_the_look_hides_the_step(client: Client, planner: User) -> None:
    begun(client, planner)
    planner.role_assignments.all().delete()

    assert "Rundtur, steg" not in client.get("/").content.decode()
