"""GDPR article 18: the data of a restricted learner are kept and not used, in no new plan and no file; what is published stands."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from randa.core.imports.tables import read_upload
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.placements.errors import NobodyToPlaceError, RestrictedLearnersError
from randa.placements.models import Placement, Plan
from randa.placements.planning import build_problem
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.services.plans import publish_plan, start_planning
from tests.factories import person_with
from tests.integrations.world import call, own_key
from tests.placements.test_plan_services import planned
from tests.placements.world import PERMISSIONS, enrolments, region_with

pytestmark = pytest.mark.django_db
LINE = "1 läkare är utelämnad"


def restrict(learner: User) -> None:
    User.objects.filter(pk=learner.pk).update(
        restricted_at=timezone.now(), given_name="Quirinia", family_name="Zetterprov"
    )


@pytest.fixture
def region() -> Organisation:
    return region_with(2)


@pytest.fixture
def planner(region: Organisation) -> User:
    return person_with(*PERMISSIONS, at=region)


def test_a_new_run_leaves_them_out_and_the_plan_says_how_many_without_naming_them(
    client: Client, region: Organisation, planner: User
) -> None:
    first, second = enrolments(region)
    restrict(first.learner)

    plan = planned(region, planner)

    assert {row.enrolment for row in plan.placements.all()} == {second}
    client.force_login(planner)
    page = client.get(reverse("placements:plan", args=[plan.pk])).content.decode()
    assert LINE in page
    assert "Zetterprov" not in page


def test_a_plan_that_leaves_nobody_out_says_nothing_of_it(client: Client, region: Organisation, planner: User) -> None:
    plan = planned(region, planner)
    client.force_login(planner)

    assert "utelämnad" not in client.get(reverse("placements:plan", args=[plan.pk])).content.decode()


def test_nobody_is_planned_where_all_are_restricted(region: Organisation, planner: User) -> None:
    for one in enrolments(region):
        restrict(one.learner)

    with pytest.raises(NobodyToPlaceError):
        start_planning(actor=planner, regions=[region], start_year=2027, seconds=5)


def test_what_is_published_stands_in_the_next_version_and_holds_its_seats(region: Organisation, planner: User) -> None:
    publish_plan(actor=planner, plan=planned(region, planner))
    first = enrolments(region)[0]
    before = set(first.placements.values_list("unit", "starts_on", "ends_before"))
    restrict(first.learner)

    built = build_problem(regions=[region], start_year=2027)
    psychiatry = next(unit for unit, row in zip(built.problem.units, built.units, strict=True) if row.area_id == "PSY")
    assert psychiatry.cap[:8] == (0,) * 8  # the only seat, where the first doctor begins

    replaced = publish_plan(actor=planner, plan=planned(region, planner, ("AKU",)))

    assert [one.learner for one in built.enrolments] == [enrolments(region)[1].learner]
    stands = Placement.objects.filter(enrolment=first, is_published=True)
    assert set(stands.values_list("unit", "starts_on", "ends_before")) == before
    assert {row.plan for row in stands} == {replaced}
    assert Placement.objects.filter(enrolment=first).count() == 2 * len(before)  # the replaced version keeps its own


def test_a_draft_from_before_the_restriction_is_not_published_and_who_it_is_is_not_told(
    region: Organisation, planner: User
) -> None:
    plan = planned(region, planner)
    restrict(enrolments(region)[0].learner)

    with pytest.raises(RestrictedLearnersError, match="1 läkare vars uppgifter") as refusal:
        publish_plan(actor=planner, plan=plan)

    assert "Zetterprov" not in str(refusal.value)
    assert Plan.objects.get(pk=plan.pk).state == Plan.State.DRAFT


def test_no_file_holds_them_and_it_reads_back_as_a_plan_without_them(
    client: Client, region: Organisation, planner: User
) -> None:
    plan = publish_plan(actor=planner, plan=planned(region, planner))
    restrict(enrolments(region)[0].learner)
    client.force_login(planner)

    content = client.get(reverse("placements:plan_xlsx", args=[plan.pk])).content

    rows = read_upload(io.BytesIO(content), "plan.xlsx")
    assert "Zetterprov" not in str(rows)
    stored, faults = import_plan_rows(actor=planner, plan=plan, rows=rows)
    assert (faults, stored.left_out if stored else None) == ([], 1)


def test_no_other_system_reads_them_but_they_read_their_own(region: Organisation, planner: User) -> None:
    publish_plan(actor=planner, plan=planned(region, planner))
    first, second = enrolments(region)
    restrict(first.learner)

    _key, token = own_key(planner)
    read = {row["learner"] for row in call(token, "/api/placeringar").json()["rows"]}
    own = Placement.objects.filter(is_published=True).usable(first.learner)

    assert read == {str(second.learner_id)}
    assert first in {row.enrolment for row in own}
