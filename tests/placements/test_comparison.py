"""Two plans side by side: each block is the same, new, gone, or another, and a change inside the notice period is late."""

import datetime as dt

import pytest
from pytest_django import DjangoAssertNumQueries

from randa.organisations.models import Organisation
from randa.placements.comparing import BlockChange, Difference, changed_blocks
from randa.placements.models import Placement, Plan
from randa.placements.notice import Notice, notice_for
from randa.placements.queries.comparison import compare_plans
from randa.regulations.effective import rule_for
from randa.regulations.models import Rule
from randa.training.models import Enrolment, Unit
from tests.factories import PlacementFactory, PlanFactory, RuleFactory, RuleSetFactory, person_with
from tests.placements.world import PERMISSIONS, add_unit, enrolments, region_with

WEEK = dt.timedelta(weeks=1)
MONDAY = dt.date(2027, 2, 1)  # three weeks after the tests' today
pytestmark = pytest.mark.django_db


@pytest.fixture
def region() -> Organisation:
    return region_with(2)


@pytest.fixture
def psychiatry(region: Organisation) -> Unit:
    return Unit.objects.get(region=region, area_id="PSY")


def plan_with(region: Organisation, *blocks: tuple[Enrolment, Unit | None, int, int], area: str = "PSY") -> Plan:
    plan = PlanFactory.create(regions=[region])
    for enrolment, unit, first, weeks in blocks:
        PlacementFactory.create(
            plan=plan, enrolment=enrolment, unit=unit, area_id=unit.area_id if unit else area,
            starts_on=MONDAY + first * WEEK, ends_before=MONDAY + (first + weeks) * WEEK, working_weeks=weeks,
        )  # fmt: skip
    return plan


def block(unit: Unit | None, first: int, weeks: int) -> Placement:
    return Placement(
        area_id="PSY", unit=unit, starts_on=MONDAY + first * WEEK, ends_before=MONDAY + (first + weeks) * WEEK
    )


@pytest.mark.parametrize(
    ("before", "after", "difference", "first"),
    [
        ((0, 0, 8), (0, 4, 8), Difference.WEEKS, 0),
        ((0, 4, 8), (0, 0, 8), Difference.WEEKS, 0),
        ((0, 0, 8), (0, 0, 6), Difference.WEEKS, 6),
        ((0, 0, 6), (0, 0, 8), Difference.WEEKS, 6),
        ((0, 0, 8), (1, 0, 8), Difference.UNIT, 0),
        ((0, 0, 8), (1, 4, 8), Difference.BOTH, 0),
        (None, (1, 4, 8), Difference.NEW, 4),
        ((0, 2, 8), None, Difference.GONE, 2),
    ],
)
def test_a_change_is_named_and_begins_on_the_first_day_that_is_not_as_it_was(
    region: Organisation,
    before: tuple[int, int, int] | None,
    after: tuple[int, int, int] | None,
    difference: Difference,
    first: int,
) -> None:
    units = [add_unit(region, "PSY", 1), add_unit(region, "PSY", 1)]
    sides = [[block(units[one[0]], one[1], one[2])] if one else [] for one in (before, after)]

    (change,) = changed_blocks(*sides)

    assert (change.difference, change.first_day) == (difference, MONDAY + first * WEEK)


def test_of_two_blocks_of_an_area_the_one_that_keeps_its_unit_is_not_called_another(region: Organisation) -> None:
    here, there, new = (add_unit(region, "PSY", 1) for _number in range(3))

    changes = changed_blocks([block(here, 0, 4), block(there, 8, 4)], [block(there, 9, 4), block(new, 0, 4)])

    assert [(one.before and one.before.unit, one.after and one.after.unit, one.difference) for one in changes] == [
        (here, new, Difference.UNIT), (there, there, Difference.WEEKS),
    ]  # fmt: skip


def test_the_same_blocks_in_another_order_are_no_change(psychiatry: Unit) -> None:
    assert (
        changed_blocks([block(psychiatry, 0, 4), block(None, 4, 4)], [block(None, 4, 4), block(psychiatry, 0, 4)]) == []
    )


def test_two_plans_are_compared_learner_by_learner(region: Organisation, psychiatry: Unit) -> None:
    moved, same = enrolments(region)
    before = plan_with(region, (moved, psychiatry, 0, 8), (same, psychiatry, 8, 8))
    after = plan_with(region, (moved, psychiatry, 1, 8), (same, psychiatry, 8, 8))

    changes = compare_plans(before, after, person_with(*PERMISSIONS, at=region))

    assert [one.enrolment for one in changes.learners] == [moved]
    assert (changes.same, changes.blocks, changes.units) == (1, 1, (psychiatry,))


def test_whoever_sees_one_region_compares_its_learners_only(region: Organisation, psychiatry: Unit) -> None:
    guest = enrolments(region_with(1))[0]
    own = enrolments(region)[0]
    elsewhere = add_unit(guest.post.region, "PSY", 1)
    sides = [plan_with(region, (own, psychiatry, week, 8), (guest, elsewhere, week, 8)) for week in (0, 1)]

    changes = compare_plans(*sides, person_with(*PERMISSIONS, at=region))

    assert [one.enrolment for one in changes.learners] == [own]


@pytest.mark.parametrize("people", [1, 3])
def test_a_comparison_takes_as_many_queries_for_three_learners_as_for_one(
    people: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    region = region_with(people)
    unit = Unit.objects.get(region=region, area_id="PSY")
    planner = person_with(*PERMISSIONS, at=region)
    sides = [plan_with(region, *((one, unit, week, 8) for one in enrolments(region))) for week in (0, 1)]
    planner.paths_with("placements.plan")  # the roles are read once per request

    with django_assert_num_queries(5):  # regions, two rules of notice, the blocks of each plan
        compare_plans(*sides, planner)


def rule(owner: Organisation | None, weeks: int, key: str = "placement.notice_weeks", **values: object) -> Rule:
    return RuleFactory.create(
        rule_set=RuleSetFactory.create(organisation=owner, **values), key=key, value=weeks, unit="weeks"
    )


def test_the_nearest_rule_of_notice_counts(region: Organisation) -> None:
    day = dt.date(2027, 1, 11)
    nation = rule(None, 12)
    assert rule_for(region, "placement.notice_weeks", day) == nation

    own = rule(region, 16)
    rule(region, 20, valid_from=day + WEEK)
    rule(region, 24, valid_before=day)

    assert rule_for(region, "placement.notice_weeks", day) == own
    assert rule_for(region, "placement.unknown", day) is None


def test_a_change_of_what_was_promised_inside_the_notice_period_is_late(region: Organisation, psychiatry: Unit) -> None:
    rule(region, 12)
    rule(region, 8, "placement.schedule_notice_weeks")
    one, two = enrolments(region)
    before = plan_with(region, (one, psychiatry, 0, 4), (two, psychiatry, 9, 8))
    after = plan_with(region, (one, psychiatry, 0, 3), (one, psychiatry, 20, 2), (two, psychiatry, 10, 8))

    changes = compare_plans(before, after, person_with(*PERMISSIONS, at=region))

    notes = {
        learner.enrolment: [(noted.weeks, noted.is_late, noted.is_urgent) for noted in learner.blocks]
        for learner in changes.learners
    }
    assert notes == {one: [(6, True, True), (23, False, False)], two: [(12, False, False)]}
    assert [learner.enrolment for learner in changes.late] == [one]


def test_without_a_rule_nothing_is_late(region: Organisation) -> None:
    assert not notice_for([region]).is_late(MONDAY)


def test_a_block_that_differs_has_a_side(psychiatry: Unit) -> None:
    change = BlockChange(None, block(psychiatry, 0, 4))

    assert change.either.unit == psychiatry


@pytest.mark.parametrize(
    ("days", "late", "urgent"),
    [(84, False, False), (83, True, False), (56, True, False), (55, True, True), (-1, True, True)],
)
def test_notice_is_counted_in_whole_weeks(days: int, late: bool, urgent: bool) -> None:
    day = dt.date(2027, 1, 11)
    notice = Notice(weeks=12, urgent_weeks=8, rule=None, day=day)
    first = day + dt.timedelta(days=days)

    assert (notice.is_late(first), notice.is_urgent(first)) == (late, urgent)
