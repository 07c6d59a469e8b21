"""The pages of placement: as many queries for three rows as for one, and nobody sees more than they may."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from randa.core.ui.navigation import visible_links
from randa.organisations.models import HealthcareRegionMembership
from randa.placements.models import Placement, Plan
from randa.placements.services.plans import publish_plan
from randa.placements.tasks import live_figures
from tests.factories import (
    AbsenceFactory,
    HospitalFactory,
    MandateChangeFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    person_with,
)
from tests.placements.test_plan_services import planned
from tests.placements.world import PERMISSIONS, add_unit, region_with

pytestmark = pytest.mark.django_db
PAGES = ("plan", "plan_units", "plan_unplaced", "plan_facts", "plan_xlsx")


@pytest.mark.parametrize("page", PAGES)
def test_a_plans_page_asks_as_often_for_three_learners_as_for_one(
    client: Client, page: str, django_assert_max_num_queries
) -> None:
    counts = []
    for doctors in (1, 3):
        region = region_with(doctors)
        add_unit(region, "PSY", 1)
        planner = person_with(*PERMISSIONS, at=region)
        plan = planned(region, planner)
        client.force_login(planner)
        with django_assert_max_num_queries(40) as captured:
            assert client.get(reverse(f"placements:{page}", args=[plan.pk])).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_plans_asks_as_often_for_three_plans_as_for_one(
    client: Client, count: int, django_assert_num_queries
) -> None:
    region = region_with(0)
    PlanFactory.create_batch(count, regions=[region])
    client.force_login(person_with(*PERMISSIONS, at=region))

    with django_assert_num_queries(7):  # session, person, roles, bell, regions to plan, plans, their regions
        page = client.get(reverse("placements:plans"))

    assert page.content.decode().count("utkast") == count


def test_the_grid_shows_unit_weeks_and_missing_seats(client: Client) -> None:
    region = region_with(3)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    client.force_login(planner)

    page = client.get(reverse("placements:plan", args=[plan.pk])).content.decode()

    assert page.count('class="block unplaced"') == 2  # the third doctor has neither block placed
    assert page.count('colspan="8" class="block area-fill"') == 2


def test_the_units_grid_marks_full_weeks_and_weeks_with_more_doctors_than_seats(client: Client) -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    client.force_login(planner)
    address = reverse("placements:plan_units", args=[plan.pk])
    assert 'class="load full"' in client.get(address, {"omrade": "PSY"}).content.decode()
    unit = plan.placements.filter(area="PSY")[0].unit
    assert unit is not None
    unit.seat_periods.update(seats=0)

    page = client.get(address, {"omrade": "PSY"}).content.decode()

    assert 'class="load over"' in page


def test_a_learner_sees_own_published_placements_and_nobody_elses(client: Client) -> None:
    own = PlacementFactory.create(is_published=True, unit__organisation__name="Vårdcentralen Egen")
    PlacementFactory.create(is_published=True, unit__organisation__name="Vårdcentralen Annan")
    PlacementFactory.create(
        enrolment=own.enrolment, starts_on=dt.date(2028, 1, 3), ends_before=dt.date(2028, 3, 6),
        unit__organisation__name="Vårdcentralen Utkast",
    )  # fmt: skip
    client.force_login(own.enrolment.learner)

    page = client.get(reverse("placements:mine")).content.decode()

    assert "Vårdcentralen Egen" in page
    assert "Vårdcentralen Annan" not in page
    assert "Vårdcentralen Utkast" not in page


def test_a_plan_of_another_region_is_not_known_to_exist(client: Client) -> None:
    plan = PlanFactory.create(regions=[region_with(1)])
    client.force_login(person_with(*PERMISSIONS, at=region_with(0)))

    assert client.get(reverse("placements:plan", args=[plan.pk])).status_code == 404


def test_publishing_from_the_page_shows_the_refusal_where_the_click_was(client: Client) -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    for unit in (row.unit for row in plan.placements.filter(area="PSY")):
        unit.seat_periods.update(seats=0)  # type: ignore[union-attr]
    client.force_login(planner)

    page = client.post(reverse("placements:publish", args=[plan.pk]), follow=True)

    assert "Platserna räcker inte längre" in page.content.decode()
    plan.refresh_from_db()
    assert plan.state == Plan.State.DRAFT


def test_a_run_for_a_region_that_is_not_ones_own_is_refused_by_the_form(client: Client) -> None:
    own, other = region_with(1), region_with(1)
    client.force_login(person_with(*PERMISSIONS, at=own))

    page = client.post(reverse("placements:run"), {"regions": [other.code], "start_year": 2027, "seconds": 5})

    assert page.status_code == 422


def test_a_units_own_people_may_take_the_calendar_of_whoever_comes_and_see_only_those_weeks(client: Client) -> None:
    plan = PlanFactory.create(regions=[region_with(0)], state=Plan.State.PUBLISHED)
    region = plan.regions.get()
    here = PlacementFactory.create(
        plan=plan, is_published=True, unit__region=region, enrolment__post__programme__region=region
    )
    elsewhere = PlacementFactory.create(
        plan=plan, enrolment=here.enrolment, starts_on=dt.date(2028, 1, 3), ends_before=dt.date(2028, 3, 6)
    )
    client.force_login(person_with("placements.view", at=here.unit.organisation))

    answer = client.get(reverse("calendars:learner_file", args=[here.enrolment.pk]))

    assert answer.status_code == 200
    assert str(here.unit) in answer.content.decode()
    assert str(elsewhere.unit) not in answer.content.decode()


def test_a_mandate_of_the_last_year_there_is_is_refused_by_the_form(client: Client) -> None:
    region = region_with(0)
    unit = add_unit(region, "PSY", 4)
    client.force_login(person_with(*PERMISSIONS, at=region))
    asked = {"effective_on": "9999-12-31", "seats_after": 1, "reason": "Färre vårdplatser", "preview": "1"}

    answer = client.post(reverse("placements:mandate_change", args=[unit.organisation.code]), asked)

    assert answer.status_code == 422


@pytest.mark.parametrize(("permissions", "shown"), [((), []), (("placements.view_own",), ["Mina placeringar"])])
def test_the_menu_leads_only_to_pages_that_hold_something_for_the_person(
    permissions: tuple[str, ...], shown: list[str]
) -> None:
    person = person_with(*permissions, at=region_with(0))

    labels = [link.label for link in visible_links(person.has)]

    assert [label for label in labels if label in {"Placering", "Mina placeringar", "Ändrade uppdrag"}] == shown


def test_a_planner_of_one_hospital_is_not_offered_to_plan_a_region(client: Client) -> None:
    region = region_with(0)
    HealthcareRegionMembership.objects.create(
        region=region, healthcare_region=OrganisationFactory.create(code="SR-MEL")
    )
    offers = {}
    for place in (region, HospitalFactory.create(parent=region)):
        client.force_login(person_with(*PERMISSIONS, at=place))
        page = client.get(reverse("placements:plans")).content.decode()
        offers[place.kind] = reverse("placements:run") in page

    assert offers == {"region": True, "hospital": False}


@pytest.mark.parametrize(("permissions", "status"), [(("placements.view",), 404), (PERMISSIONS, 200)])
def test_a_draft_is_the_planners_own_until_it_is_published(
    client: Client, permissions: tuple[str, ...], status: int
) -> None:
    region = region_with(2)
    plan = planned(region, person_with(*PERMISSIONS, at=region))
    head = person_with(*permissions, at=plan.placements.filter(unit__isnull=False)[0].unit.organisation)  # type: ignore[union-attr]
    client.force_login(head)
    assert client.get(reverse("placements:plan", args=[plan.pk])).status_code == status
    assert Placement.objects.visible_to(head).exists() is (status == 200)

    publish_plan(actor=person_with(*PERMISSIONS, at=region), plan=plan)

    assert client.get(reverse("placements:plan", args=[plan.pk])).status_code == 200
    assert Placement.objects.visible_to(head).exists()


def test_a_run_tells_bound_and_gap_in_the_readers_words() -> None:
    assert live_figures(45000, 9000, 104, 1800) == {
        "Veckor utan plats": "104", "Kostnad": "9\N{NO-BREAK SPACE}000", "Prövade steg": "45\N{NO-BREAK SPACE}000",
        "Undre gräns": "1\N{NO-BREAK SPACE}800", "Avstånd till bästa möjliga": "högst 80 %",
    }  # fmt: skip


def test_a_visited_unit_learns_nothing_of_absences_elsewhere(client: Client) -> None:
    region = region_with(2)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    publish_plan(actor=planner, plan=plan)
    visitor = plan.placements.filter(area="PSY")[0]
    AbsenceFactory.create(enrolment=visitor.enrolment, starts_on=dt.date(2027, 2, 8), ends_before=dt.date(2027, 2, 15))
    head = person_with("placements.view", at=visitor.unit.organisation)  # type: ignore[union-attr]
    address = reverse("placements:plan", args=[plan.pk])

    seen = {}
    for person in (planner, head):
        client.force_login(person)
        seen[person.pk] = "away" in client.get(address).content.decode()

    assert seen == {planner.pk: True, head.pk: False}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_mandates_asks_as_often_for_three_changes_as_for_one(
    client: Client, count: int, django_assert_num_queries
) -> None:
    region = region_with(0)
    for _number in range(count):
        MandateChangeFactory.create(unit=add_unit(region, "PSY", 4))
    client.force_login(person_with("placements.view", at=region))

    with django_assert_num_queries(8):  # session, person, roles, bell; changes, placements, seen, units
        page = client.get(reverse("placements:mandates"))

    assert page.content.decode().count("färre platser") == count


def test_the_facts_say_what_the_cost_is_for_and_leave_out_what_cost_nothing(client: Client) -> None:
    region = region_with(1)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    plan.cost, plan.explanation = 492, {"tiers": {"unplaced": 480, "units": 12, "fairness": 0}}
    plan.save()
    client.force_login(planner)

    page = client.get(reverse("placements:plan_facts", args=[plan.pk])).content.decode()

    assert '<dt>varav veckor utan plats</dt><dd class="number">480 poäng</dd>' in page
    assert '<dt>varav resor</dt><dd class="number">12 poäng</dd>' in page
    assert "ojämnt fördelade resor" not in page


@pytest.mark.parametrize(("iterations", "says_so"), [(0, True), (12, False)])
def test_the_facts_say_when_the_time_was_too_short_to_search_at_all(
    client: Client, iterations: int, says_so: bool
) -> None:
    region = region_with(1)
    planner = person_with(*PERMISSIONS, at=region)
    plan = planned(region, planner)
    plan.cost, plan.iterations = 492, iterations
    plan.save()
    client.force_login(planner)

    page = client.get(reverse("placements:plan_facts", args=[plan.pk])).content.decode()

    assert ("Söktiden räckte inte till att börja söka." in page) is says_so
