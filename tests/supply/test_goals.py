"""Which objectives a rotation can meet, where, with what to spare; a unit whose service was cut loses its own, and those hit are named."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from randa.supply.queries.goals import goal_map, losers_at, weeks_between
from tests.factories import TODAY, ObjectiveFactory, UnitFactory, UnitObjectiveFactory
from tests.supply.world import AWAY, FIRST, LAST, SmallUnit, make_unit, placed_at

pytestmark = pytest.mark.django_db
NEXT_LAST = dt.date(2027, 5, 24)


@pytest.fixture
def small() -> SmallUnit:
    return make_unit()


def _second_block(small: SmallUnit) -> object:
    unit = UnitFactory.create(region=small.unit.region)
    placed_at(unit, small.placement.plan, starts_on=LAST, ends_before=NEXT_LAST)
    made = unit.placements.get()
    made.enrolment = small.enrolment
    made.save()
    return unit


def test_an_objective_counts_its_weeks_at_each_unit_and_what_is_left_if_one_drops_out(small: SmallUnit) -> None:
    both, one, nowhere = (ObjectiveFactory.create(code=f"BT{number}", sort_order=number) for number in (1, 2, 3))
    second = _second_block(small)
    for unit, objective in ((small.unit, both), (second, both), (small.unit, one)):
        UnitObjectiveFactory.create(unit=unit, objective=objective)

    found = goal_map(small.enrolment.learner, small.enrolment)

    assert [(row.objective, row.weeks, row.spare, row.level) for row in found.rows] == [
        (both, 16, 8, "met"), (one, 8, 0, "thin"), (nowhere, 0, 0, "none"),
    ]  # fmt: skip
    assert [row.objective for row in found.missing] == [nowhere]


def test_a_unit_that_loses_an_objective_gives_only_the_weeks_until_then(small: SmallUnit) -> None:
    objective = ObjectiveFactory.create(code="BT1")
    UnitObjectiveFactory.create(unit=small.unit, objective=objective, ends_before=AWAY, reason="Nedlagd mottagning")

    (row,) = goal_map(small.enrolment.learner, small.enrolment).rows

    assert (row.weeks, row.cells[0].ends_before) == (4, AWAY)


def test_those_hit_are_named_and_who_has_it_nowhere_else_comes_first(small: SmallUnit) -> None:
    objective = ObjectiveFactory.create(code="BT1")
    second = _second_block(small)
    UnitObjectiveFactory.create(unit=second, objective=objective)
    other = placed_at(small.unit, small.placement.plan)
    UnitObjectiveFactory.create(unit=small.unit, objective=objective, ends_before=FIRST, reason="Nedlagd mottagning")

    found = losers_at(small.head, small.unit, TODAY)

    assert [(one.enrolment, one.spare) for one in found] == [(other.enrolment, 0), (small.enrolment, 8)]


def test_who_has_left_before_it_went_is_not_hit_and_nobody_is_when_it_came_back(small: SmallUnit) -> None:
    objective, back = ObjectiveFactory.create(code="BT1"), ObjectiveFactory.create(code="BT2")
    UnitObjectiveFactory.create(unit=small.unit, objective=objective, ends_before=LAST, reason="Nedlagd")
    UnitObjectiveFactory.create(unit=small.unit, objective=back, ends_before=FIRST, reason="Uppehåll")
    UnitObjectiveFactory.create(unit=small.unit, objective=back, starts_on=FIRST)

    assert losers_at(small.head, small.unit, TODAY) == []


def test_the_units_page_names_those_hit_and_where_its_facts_come_from(client: Client, small: SmallUnit) -> None:
    objective = ObjectiveFactory.create(code="BT1")
    UnitObjectiveFactory.create(unit=small.unit, objective=objective, ends_before=FIRST, reason="Nedlagd mottagning")
    UnitObjectiveFactory.create(unit=small.unit, objective__code="BT2", provenance="demo")
    client.force_login(small.head)

    page = client.get(reverse("supply:objectives", args=[small.unit.organisation.code])).content.decode()

    assert str(small.enrolment.learner) in page
    assert "kan inte nås" in page


def test_weeks_are_counted_by_their_wednesdays() -> None:
    monday = dt.date(2027, 5, 3)

    assert [weeks_between(monday, monday + dt.timedelta(days=days)) for days in (2, 3, 7, 10)] == [0, 1, 1, 2]


def test_a_learner_sees_the_map_of_their_own_plan(client: Client, small: SmallUnit) -> None:
    UnitObjectiveFactory.create(unit=small.unit, objective__code="BT1")
    client.force_login(small.enrolment.learner)

    page = client.get(reverse("supply:goals", args=[small.enrolment.pk])).content.decode()

    assert "Alla delmål kan nås" in page
    assert "ingen reserv" in page
    assert "Se delmålen" in client.get(reverse("placements:mine")).content.decode()
