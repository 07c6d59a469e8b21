"""What units bear: the least number that they have stated, and load that spreads. A run is told, and every price afterwards follows."""

import datetime as dt
from collections import Counter, defaultdict
from dataclasses import asdict

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import Settings

from randa.core.jobs.services import execute
from randa.engines.planning.codec import encode_problem
from randa.engines.planning.costs import occupancy_cost, programme_cost
from randa.people.models import User
from randa.placements.choices import PlanningChoices
from randa.placements.editing.rows import Row
from randa.placements.judging import caps_of, holds_of, judge_of, with_units
from randa.placements.laying import layout_of
from randa.placements.models import Placement, Plan
from randa.placements.planning import build_problem
from randa.placements.queries.alternatives import alternatives
from randa.placements.queries.board import rows_by_enrolment, told_of
from randa.placements.services.blocks import Wanted, change_unit, lay_blocks, remove_blocks
from randa.placements.services.drafts import copy_plan
from randa.placements.services.rearranging import start_rearranging_selection
from randa.training.models import Unit
from tests.factories import MandateChangeFactory, PlacementFactory, PlanFactory, UnitMinimumFactory
from tests.placements.editing import block, draft_with, seen
from tests.placements.test_editing_properties import STEPS, do
from tests.placements.world import START, add_unit, region_with

WEEK = dt.timedelta(weeks=1)
TODAY = dt.date(2026, 11, 30)
WEIGHED = PlanningChoices(below_least_points=4, ease_percent=50, above_ease_points=3)


def unit_in(region: object, area: str) -> Unit:
    return Unit.objects.get(region=region, area=area)


def weighed(plan: Plan) -> Plan:
    """Return the draft as a run with all prices would have left it, with units that want somebody and units that are easily full."""
    plan.explanation = {"choices": asdict(WEIGHED)}
    plan.save()
    for unit in Unit.objects.filter(region__in=plan.regions.all()):
        UnitMinimumFactory.create(unit=unit, least=1)
    return plan


def whole_cost(plan: Plan) -> int:
    """Return what the whole plan costs, counted from all its rows and units at once."""
    judge = judge_of(plan)
    rows = [Row.of(one) for one in plan.placements.all()]
    problem = with_units(judge, caps_of(judge, judge.units))
    held: dict[int, Counter[int]] = defaultdict(Counter)
    for hold in holds_of(judge, rows, {}):
        for week in range(hold.first_week, hold.last_week + 1):
            held[hold.unit][week] += 1
    by_learner = rows_by_enrolment(rows)
    own = sum(
        programme_cost(problem, judge.doctor(key), judge.programme(key, by_learner.get(key, ())))
        for key in judge.numbers
    )
    return own + occupancy_cost(problem, problem.units, held)


@pytest.mark.django_db
def test_a_run_is_told_how_many_a_unit_wants_less_those_whom_other_plans_have_placed_there() -> None:
    region = region_with(3, psychiatry_seats=3)
    psychiatry = unit_in(region, "PSY")
    UnitMinimumFactory.create(unit=psychiatry, least=2, starts_on=START + 2 * WEEK, ends_before=START + 6 * WEEK)
    PlacementFactory.create(
        plan=PlanFactory.create(), unit=psychiatry, area=psychiatry.area, starts_on=START,
        ends_before=START + 4 * WEEK, is_published=True,
    )  # fmt: skip

    problem = build_problem(regions=[region], start_year=2027, choices=WEIGHED).problem

    by_kind = {one.kind: one for one in problem.units}
    assert by_kind["PSY"].least == (0, 0, 1, 1, 2, 2) + (0,) * 14
    assert by_kind["AKU"].least is None
    assert problem.below_least_cost == 4


@pytest.mark.django_db
def test_nobody_is_wanted_where_there_is_no_place_nor_when_nobody_is_under_way() -> None:
    region = region_with(1, psychiatry_seats=2)
    psychiatry = unit_in(region, "PSY")
    UnitMinimumFactory.create(unit=psychiatry, least=2)
    MandateChangeFactory.create(unit=psychiatry, effective_on=START + 10 * WEEK, seats_before=2, seats_after=0)

    problem = build_problem(regions=[region], start_year=2027, choices=WEIGHED).problem

    assert next(one.least for one in problem.units if one.kind == "PSY") == (1,) * 10 + (0,) * 10


@pytest.mark.django_db
def test_ease_is_a_share_of_all_places_with_those_that_others_hold_and_one_is_always_easy() -> None:
    region = region_with(4, psychiatry_seats=5)
    psychiatry = unit_in(region, "PSY")
    add_unit(region, "PSY", 1)
    PlacementFactory.create(
        plan=PlanFactory.create(), unit=psychiatry, area=psychiatry.area, starts_on=START,
        ends_before=START + 3 * WEEK, is_published=True,
    )  # fmt: skip
    spread = PlanningChoices(ease_percent=80, above_ease_points=2)

    problem = build_problem(regions=[region], start_year=2027, choices=spread).problem

    large, small = sorted((one for one in problem.units if one.kind == "PSY"), key=lambda one: -max(one.cap))
    assert (large.cap, large.ease) == ((4,) * 3 + (5,) * 17, (3,) * 3 + (4,) * 17)
    assert small.ease is None
    assert problem.above_ease_cost == 2


@pytest.mark.django_db
def test_what_a_unit_wants_itself_is_no_strain() -> None:
    region = region_with(4, psychiatry_seats=4)
    UnitMinimumFactory.create(unit=unit_in(region, "PSY"), least=4)

    problem = build_problem(regions=[region], start_year=2027, choices=WEIGHED).problem

    psychiatry = next(one for one in problem.units if one.kind == "PSY")
    assert psychiatry.least == psychiatry.ease == (4,) * 20


@pytest.mark.django_db
def test_a_run_without_the_choices_and_without_a_stated_minimum_is_the_same_problem_as_before() -> None:
    region = region_with(2)
    plain = encode_problem(build_problem(regions=[region], start_year=2027).problem)

    told = encode_problem(
        build_problem(regions=[region], start_year=2027, choices=PlanningChoices(below_least_points=4)).problem
    )

    assert told == plain
    assert b'"randa-plan/1"' in plain


@pytest.fixture
def world(db: None) -> tuple[Plan, User]:
    region, planner, plan = draft_with(2)
    for area in ("PSY", "AKU"):
        add_unit(region, area, 3)
    return weighed(plan), planner


few = st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 10**6), st.just(0)), min_size=1, max_size=6)
tried = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@tried
@given(done=few)
def test_the_prices_of_edits_add_up_to_what_the_whole_plan_costs_more(
    world: tuple[Plan, User], done: list[tuple[str, int, int]]
) -> None:
    source, planner = world
    plan = copy_plan(actor=planner, plan=source)
    before = whole_cost(plan)
    plan.explanation["tiers"] = {"units": before}
    plan.save()

    for step, number, _who in done:
        do(step, number, planner, plan)

    assert sum(plan.edits.values_list("price", flat=True)) == whole_cost(plan) - before
    plan.refresh_from_db()
    assert sum(plan.explanation["tiers"].values()) == whole_cost(plan)


@pytest.mark.django_db
def test_leaving_a_unit_empty_and_filling_another_is_priced_as_the_run_prices_it() -> None:
    region, planner, plan = draft_with(1)
    other = add_unit(region, "PSY", 2)
    weighed(plan).explanation["tiers"] = {"occupancy": 100}
    plan.save()
    own = block(plan)

    told = change_unit(actor=planner, plan=plan, seen=seen(own), unit=other).told

    # Eight weeks less at a unit that wants one, and eight more at another that wants one too: both are as far away.
    assert told.price == 0
    gone = remove_blocks(actor=planner, plan=plan, seen=seen(block(plan))).told
    # The block is gone: eight weeks that the unit lacks, and eight that the programme lacks.
    assert gone.price == 8 * 4 + 8 * 1
    plan.refresh_from_db()
    assert {name: points for name, points in plan.explanation["tiers"].items() if points} == {
        "occupancy": 132, "lengths": 8,
    }  # fmt: skip


@pytest.mark.django_db
def test_every_other_place_costs_what_it_costs_when_it_is_laid(world: tuple[Plan, User]) -> None:
    plan, planner = world
    own = block(plan)
    found = alternatives(plan, own, best=99)
    assert len({one.price for one in found}) > 1

    for one in found:
        copy = copy_plan(actor=planner, plan=plan)
        key = str(own.enrolment_id)
        wanted = [
            Wanted(key, each.area, each.unit.pk if each.unit else None, each.starts_on, each.weeks)
            for each in one.blocks
        ]
        made = lay_blocks(actor=planner, plan=copy, seen={}, wanted=wanted, rearrange=True)
        assert made.edit.price == one.price


@pytest.mark.django_db
def test_planning_some_anew_counts_those_who_stay_at_the_units(world: tuple[Plan, User], settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY
    plan, _planner = world
    first, second = block(plan, "AKU", 0), block(plan, "AKU", 1)

    problem = layout_of(plan, TODAY, only=[str(first.enrolment_id)]).problem

    acute = problem.unit(first.unit_id or 0)
    assert second.unit_id == first.unit_id
    held = range((second.starts_on - START).days // 7, (second.ends_before - START).days // 7)
    assert acute.least is not None
    assert [acute.least[week] for week in range(20)] == [0 if week in held else 1 for week in range(20)]
    assert problem.below_least_cost == 4


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_answer_of_planning_anew_has_the_price_that_the_edit_gets(settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY
    region, planner, plan = draft_with(3)
    for area in ("PSY", "AKU"):
        add_unit(region, area, 3)
    weighed(plan)
    before = whole_cost(plan)

    made = start_rearranging_selection(actor=planner, plan=plan, enrolments=None, seconds=2)
    execute(str(made.job_id))

    made.refresh_from_db()
    assert made.answers
    assert made.answers[0]["price"] == plan.edits.get().price == whole_cost(plan) - before < 0


@pytest.mark.django_db
def test_asking_about_a_swap_of_two_costs_the_same_queries_however_many_are_there(
    world: tuple[Plan, User], django_assert_max_num_queries
) -> None:
    plan, _planner = world
    one = block(plan)
    before = {str(one.pk): Row.of(one)}
    after: dict[str, Row | None] = {str(one.pk): None}
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(60) as captured:
            told_of(plan, before, after)
        counts.append(len(captured))
        other = block(plan, "AKU", 1)
        for _more in range(3):
            PlacementFactory.create(
                plan=plan, enrolment=other.enrolment, unit=one.unit, area=one.area, starts_on=other.starts_on,
                ends_before=other.ends_before, working_weeks=1,
            )  # fmt: skip

    assert counts[0] == counts[1]
    assert Placement.objects.filter(unit=one.unit).count() > 3
