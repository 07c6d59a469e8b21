"""Min dag: what waits, why now, and one button; nothing of another region."""

import datetime as dt

import pytest
from django.test import Client

from randa.core.jobs.models import Job
from randa.home.waiting import Urgency, tasks_of
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.models import Plan
from tests.factories import (
    EnrolmentFactory,
    JobFactory,
    MandateChangeFactory,
    OrganisationFactory,
    PlacementFactory,
    PlanFactory,
    PlannedPostsFactory,
    SupervisorFactory,
    UnitFactory,
    UserFactory,
    person_with,
)

pytestmark = pytest.mark.django_db
TODAY = dt.date(2027, 1, 11)


@pytest.fixture
def region() -> Organisation:
    return OrganisationFactory.create(name="Region Provlän")


def titles(person: User, urgency: Urgency) -> list[str]:
    return [task.title for task in tasks_of(person, TODAY)[urgency]]


def test_drafts_of_this_year_are_urgent_and_of_next_year_wait(region: Organisation) -> None:
    person = person_with("dimensioning.decide", at=region)
    PlannedPostsFactory.create(region=region, year=2027, posts=10)
    PlannedPostsFactory.create(region=region, year=2028, posts=12)

    assert titles(person, Urgency.NOW) == ["Besluta tjänsterna för 2027"]
    assert titles(person, Urgency.WAITING) == ["Besluta tjänsterna för 2028"]


def test_drafts_of_last_year_and_of_another_region_are_not_mine_to_decide(region: Organisation) -> None:
    person = person_with("dimensioning.decide", at=region)
    PlannedPostsFactory.create(region=region, year=2026)
    PlannedPostsFactory.create(year=2027)

    assert titles(person, Urgency.NOW) == []


def test_decided_posts_wait_for_nobody(region: Organisation) -> None:
    PlannedPostsFactory.create(region=region, year=2027, status="decided")

    assert titles(person_with("dimensioning.decide", at=region), Urgency.NOW) == []


def test_a_plan_with_weeks_without_a_seat_is_urgent_when_it_begins_within_a_month(region: Organisation) -> None:
    person = person_with("placements.view", "placements.plan", at=region)
    PlanFactory.create(name="Våren", unplaced_weeks=14, regions=[region], horizon_starts_on=dt.date(2027, 2, 10))
    PlanFactory.create(name="Hösten", unplaced_weeks=3, regions=[region], horizon_starts_on=dt.date(2027, 8, 30))

    assert titles(person, Urgency.NOW) == ["Våren, version 1 har veckor utan plats"]
    assert titles(person, Urgency.WAITING) == ["Hösten, version 1 har veckor utan plats"]


def test_a_complete_plan_waits_only_for_whoever_may_publish(region: Organisation) -> None:
    PlanFactory.create(name="Våren", unplaced_weeks=0, regions=[region])

    assert titles(person_with("placements.view", "placements.plan", at=region), Urgency.WAITING) == []
    publisher = person_with("placements.view", "placements.plan", "placements.publish", at=region)
    assert titles(publisher, Urgency.WAITING) == ["Våren, version 1 är redo att publiceras"]


def test_a_shrinking_unit_is_told_and_a_growing_one_is_not(region: Organisation) -> None:
    unit = UnitFactory.create(region=region, organisation__name="Avdelning 4")
    MandateChangeFactory.create(unit=unit, effective_on=dt.date(2027, 2, 1), seats_before=4, seats_after=2)
    MandateChangeFactory.create(unit=unit, effective_on=dt.date(2027, 3, 1), seats_before=2, seats_after=5)

    assert titles(person_with("placements.view", "capacity.edit", at=region), Urgency.NOW) == [
        "Avdelning 4 går från 4 till 2 platser"
    ]


def test_a_shrinking_unit_waits_for_nobody_who_can_do_nothing_about_it(region: Organisation) -> None:
    MandateChangeFactory.create(
        unit=UnitFactory.create(region=region, organisation__name="Avdelning 4"), effective_on=dt.date(2027, 2, 1)
    )

    reader = person_with("placements.view", at=region)

    assert (titles(reader, Urgency.NOW), titles(reader, Urgency.COMING)) == (
        [],
        ["Avdelning 4 går från 4 till 2 platser"],
    )


def test_a_council_sees_how_many_regions_have_not_decided(region: Organisation) -> None:
    PlannedPostsFactory.create(region=region, year=2027)
    PlannedPostsFactory.create(region=region, year=2027, post_type="AT")
    PlannedPostsFactory.create(year=2027, status="decided")
    PlannedPostsFactory.create(year=2028)

    (task,) = tasks_of(person_with("council.view", at=region), TODAY)[Urgency.WAITING]

    assert task.why == "1 av 2 regioner har rader som är utkast."


def test_a_learner_without_a_published_plan_sees_their_post_and_when_it_begins() -> None:
    enrolment = EnrolmentFactory.create()
    PlacementFactory.create(enrolment=enrolment)

    (task,) = tasks_of(enrolment.learner, TODAY)[Urgency.COMING]

    assert task.why == "Börjar mån 1 feb 2027. Dina placeringar visas här när planen är publicerad."


def test_a_learner_sees_where_they_are_and_go_next_but_no_draft(region: Organisation) -> None:
    enrolment = EnrolmentFactory.create()
    unit = UnitFactory.create(region=region, organisation__name="Avdelning 4")
    for start, end, published in (
        (dt.date(2026, 11, 2), dt.date(2027, 1, 18), True),
        (dt.date(2027, 1, 18), dt.date(2027, 3, 1), True),
        (dt.date(2027, 3, 1), dt.date(2027, 4, 5), False),
    ):
        PlacementFactory.create(
            enrolment=enrolment, unit=unit, starts_on=start, ends_before=end, is_published=published
        )

    assert titles(enrolment.learner, Urgency.COMING) == [
        "Nu: Område PSY, Avdelning 4",
        "Härnäst: Område PSY, Avdelning 4",
    ]


def test_a_supervisor_sees_who_comes_to_their_own_unit(region: Organisation) -> None:
    unit = UnitFactory.create(region=region, organisation__name="Avdelning 4")
    supervisor = SupervisorFactory.create(unit=unit)
    learner = UserFactory.create(given_name="Vide", family_name="Ek")
    PlacementFactory.create(
        unit=unit, enrolment=EnrolmentFactory.create(learner=learner), is_published=True,
        starts_on=dt.date(2027, 1, 18), ends_before=dt.date(2027, 3, 1),
    )  # fmt: skip
    PlacementFactory.create(is_published=True, starts_on=dt.date(2027, 1, 18), ends_before=dt.date(2027, 3, 1))

    assert titles(supervisor.user, Urgency.WAITING) == ["Vide Ek kommer till Avdelning 4"]


def test_work_that_goes_on_can_be_followed() -> None:
    job = JobFactory.create(state=Job.State.RUNNING, title="Planering av våren")

    (task,) = tasks_of(job.started_by, TODAY)[Urgency.WAITING]

    assert (task.title, task.url) == ("Planering av våren", f"/jobb/{job.pk}/")


def test_the_earliest_comes_first(region: Organisation) -> None:
    person = person_with("placements.view", "placements.plan", at=region)
    for name, start in (("Sist", dt.date(2027, 2, 8)), ("Först", dt.date(2027, 1, 18))):
        PlanFactory.create(name=name, unplaced_weeks=1, regions=[region], horizon_starts_on=start)

    assert [title.split(",")[0] for title in titles(person, Urgency.NOW)] == ["Först", "Sist"]


def test_nothing_waiting_says_so_and_what_comes_next(client: Client, region: Organisation) -> None:
    person = person_with("placements.view", at=region)
    unit = UnitFactory.create(region=region)
    PlacementFactory.create(
        plan__state=Plan.State.PUBLISHED,
        unit=unit,
        enrolment__post__programme__region=region,
        is_published=True,
        starts_on=dt.date(2027, 8, 30),
        ends_before=dt.date(2027, 10, 4),
    )
    client.force_login(person)

    page = client.get("/").content.decode()

    assert "Inget väntar på dig" in page
    assert "mån 30 aug 2027" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_day_costs_as_many_queries_for_three_of_everything_as_for_one(
    client: Client, region: Organisation, rows: int, django_assert_max_num_queries
) -> None:
    person = person_with("placements.view", "placements.plan", "dimensioning.decide", "dimensioning.view", at=region)
    for number in range(rows):
        PlannedPostsFactory.create(region=region, year=2027 + number)
        PlanFactory.create(unplaced_weeks=1 + number, regions=[region])
        MandateChangeFactory.create(unit=UnitFactory.create(region=region), effective_on=dt.date(2027, 2, 1 + number))
        JobFactory.create(started_by=person)
    client.force_login(person)

    with django_assert_max_num_queries(17):  # session, person, roles, bell, and one per provider
        response = client.get("/")

    assert response.content.decode().count("<small>") == 4 * rows
    assert Plan.objects.count() == rows
