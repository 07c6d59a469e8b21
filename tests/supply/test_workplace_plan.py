"""Nobody is laid at their own workplace unnoticed: an edit and a publication say who, which unit and what to do."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from randa.placements.errors import StayRefusedError
from randa.placements.models import Plan
from randa.placements.objections import Stay
from randa.placements.queries.board import told_of
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plans import publish_plan
from randa.placements.swapping import exchange_of
from randa.supply.models import WorkplaceException, WorkplaceRule
from randa.supply.queries.workplace_plan import workplace_objections
from tests.factories import TODAY, RoleAssignmentFactory
from tests.placements.swapping import Pair, published_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> Pair:
    """The first learner works at the far unit."""
    made = published_pair()
    RoleAssignmentFactory.create(user=made.person(0), organisation=made.far.organisation, role__code="supervisor")
    return made


def draft_with_own_workplace(pair: Pair) -> Plan:
    draft = copy_plan(actor=pair.planner, plan=pair.plan)
    for number, unit in ((0, pair.far), (1, pair.near)):
        draft.placements.filter(enrolment=pair.learners[number], area="PSY").update(unit=unit)
    return draft


def test_a_rule_that_binds_stops_publishing_with_who_and_where_until_an_exception_is_decided(pair: Pair) -> None:
    WorkplaceRule.objects.create(months_back=24, binding="ska", valid_from=TODAY)
    draft = draft_with_own_workplace(pair)

    with pytest.raises(StayRefusedError, match=f"{pair.person(0)}, {pair.far}: arbetar eller har arbetat") as refused:
        publish_plan(actor=pair.planner, plan=draft)
    assert len(refused.value.faults) == 1

    WorkplaceException.objects.create(enrolment=pair.learners[0], unit=pair.far, reason="Enda enheten")
    assert publish_plan(actor=pair.planner, plan=draft).state == Plan.State.PUBLISHED


def test_a_rule_that_advises_is_said_before_publishing_and_does_not_stop_it(pair: Pair, client: Client) -> None:
    WorkplaceRule.objects.create(months_back=24, valid_from=TODAY)
    draft = draft_with_own_workplace(pair)
    client.force_login(pair.planner)

    page = client.get(reverse("placements:publish", args=[draft.pk])).content.decode()

    assert "bör undvikas" in page
    assert publish_plan(actor=pair.planner, plan=draft).state == Plan.State.PUBLISHED


def test_a_change_says_whom_it_lays_at_their_own_workplace_and_only_then(pair: Pair) -> None:
    WorkplaceRule.objects.create(months_back=24, valid_from=TODAY)
    there = exchange_of(pair.plan, pair.block(0), pair.block(1))

    said = told_of(pair.plan, there.before, there.after).remarks
    back = told_of(pair.plan, there.after, there.before).remarks

    assert [one for one in said if "arbetar eller har arbetat" in one and str(pair.person(0)) in one]
    assert not [one for one in back if "arbetar eller har arbetat" in one]


def test_many_stays_are_asked_about_in_as_many_queries_as_one(
    pair: Pair, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    WorkplaceRule.objects.create(months_back=24, valid_from=TODAY)
    stays = [Stay(one.pk, unit.pk, pair.block(0).starts_on) for one in pair.learners for unit in (pair.near, pair.far)]
    workplace_objections(stays)

    for some in (stays[:1], stays):
        with django_assert_num_queries(6):
            workplace_objections(some)
