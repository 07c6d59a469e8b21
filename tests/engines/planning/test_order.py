"""The strict order: nobody without a place for anybody's comfort."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from randa.engines.planning import check, costs
from randa.engines.planning.generate import OVER_SUBSCRIBED, Size, generate
from randa.engines.planning.model import Due, Fairness, InvalidInputError, Plan, Programme
from randa.engines.planning.order import far_apart, first_cost, solve_in_order
from randa.engines.planning.solve import Status, solve

from .problems import doctor, problem, problems, unit
from .test_kernel import every_programme


def ordered_cost(given_problem, programmes):
    plan = Plan(programmes)
    first = first_cost(given_problem, plan)
    return first, costs.cost(given_problem, plan) - first


@settings(max_examples=40, deadline=None)
@given(problems(most_doctors=1, is_second=True))
def test_alone_in_the_world_a_learner_gets_the_best_programme_of_the_strict_order(given_problem):
    ordered = solve_in_order(given_problem, iterations=3)

    assert check.violations(given_problem, ordered.solution.plan) == []
    assert check.misstatements(given_problem, ordered.solution.plan) == []
    best = min(
        ordered_cost(given_problem, (programme,))
        for programme in every_programme(given_problem, given_problem.doctors[0])
        if not check.violations(given_problem, Plan((programme,)))
    )
    assert ordered_cost(given_problem, ordered.solution.plan.programmes) == best
    assert ordered.first_bound is not None
    assert ordered.first_bound <= ordered.first == best[0]


@settings(max_examples=30, deadline=None)
@given(problems(is_second=True, is_fair=True))
def test_no_plan_has_less_of_what_comes_first_than_the_bound_says(given_problem):
    usual = solve(given_problem, iterations=20, with_bound=False)
    ordered = solve_in_order(given_problem, iterations=20)

    assert check.violations(given_problem, ordered.solution.plan) == []
    assert ordered.first_bound <= min(ordered.first, first_cost(given_problem, usual.plan))
    assert ordered.first == first_cost(given_problem, ordered.solution.plan)


def test_a_place_is_taken_however_far_away_it_lies():
    far_away = problem([unit(1), unit(2, "PSY")], [doctor(1, {"IM": [(1, 0)], "PSY": [(2, 5000)]})])

    usual, ordered = solve(far_away, iterations=3), solve_in_order(far_away, iterations=3)

    assert usual.unplaced_weeks == 2, "by price two weeks without a place are cheaper"
    assert (ordered.solution.unplaced_weeks, ordered.first, ordered.first_bound) == (0, 0, 0)
    assert ordered.solution.cost == 5000


def test_others_travel_for_the_one_who_would_have_no_place():
    """Unit 2 is a detour for the second learner and impossible for the first, who needs the second one's place."""
    near_and_far = [(1, 0), (2, 500)]
    shared = problem(
        [unit(1, cap=[1, 1, 1, 1, 0, 0]), unit(2, weeks=6), unit(3, "PSY", cap=2, weeks=6)],
        [doctor(1, {"IM": [(1, 0)], "PSY": [(3, 0)]}), doctor(2, {"IM": near_and_far, "PSY": [(3, 0)]})],
        weeks=6,
    )

    usual, ordered = solve(shared, iterations=50), solve_in_order(shared, iterations=50)

    assert usual.unplaced_weeks > 0
    assert ordered.first == 0
    assert costs.tiers(shared, ordered.solution.plan).units == 500


def test_a_day_that_is_missed_comes_before_comfort_too():
    late = problem(
        [unit(1, weeks=6), unit(2, "PSY", cap=[0, 0, 0, 0, 1, 1]), unit(3, "PSY", weeks=6)],
        [doctor(1, {"IM": [(1, 0)], "PSY": [(2, 0), (3, 100)]}, due={"PSY": Due(2, 1)})],
        weeks=6,
    )

    assert costs.tiers(late, solve(late, iterations=3).plan).late > 0
    assert solve_in_order(late, iterations=3).first == 0


def test_fewer_weeks_are_without_a_place_than_by_price_where_places_are_too_few():
    crowded = generate(replace(OVER_SUBSCRIBED, doctors=24, scarce=0.7), seed=2)

    usual, ordered = solve(crowded, iterations=6000), solve_in_order(crowded, iterations=6000)

    assert ordered.first_bound <= ordered.first < first_cost(crowded, usual.plan)
    assert ordered.solution.cost >= usual.bound


def test_the_same_seed_gives_the_same_plan():
    crowded = generate(Size(12, scarce=0.8), seed=1)

    assert solve_in_order(crowded, iterations=500) == solve_in_order(crowded, iterations=500)


def test_whoever_cancels_gets_the_best_plan_so_far_without_more_steps():
    crowded = generate(Size(12, scarce=0.8), seed=1)

    ordered = solve_in_order(crowded, cancelled=lambda: True)

    assert ordered.solution.status == Status.CANCELLED
    assert check.violations(crowded, ordered.solution.plan) == []


def test_sums_too_large_for_the_computer_are_refused_and_not_turned_round():
    dear = problem([unit(1)], [doctor(1, {"IM": [(1, 10**10)]})], unplaced_cost_per_week={"IM": 10**8, "PSY": 10**8})

    with pytest.raises(InvalidInputError, match="64 bits"):
        solve_in_order(dear, iterations=1)


@settings(max_examples=60, deadline=None)
@given(problems(most_doctors=1, is_second=True))
def test_no_comfort_outweighs_a_point_of_what_comes_first(given_problem):
    fair = replace(given_problem, fairness=Fairness(0, 3))

    times = far_apart(fair)

    for programme in every_programme(fair, fair.doctors[0]):
        assert ordered_cost(fair, (Programme(programme.doctor, programme.blocks),))[1] < times
