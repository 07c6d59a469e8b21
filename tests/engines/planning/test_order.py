"""The strict order: nothing of what comes first for anything that comes later."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings

from randa.engines.planning import check, costs
from randa.engines.planning import ranks as ranks_module
from randa.engines.planning.generate import OVER_SUBSCRIBED, Size, generate
from randa.engines.planning.model import Due, InvalidInputError, Plan
from randa.engines.planning.order import first_cost, replan_in_order, solve_in_order
from randa.engines.planning.ranks import Ranks, Weights, ranks, surest_weights, weighed
from randa.engines.planning.replan import replan
from randa.engines.planning.solve import Status, solve

from .problems import doctor, problem, problems, unit, with_newcomer
from .test_kernel import every_programme


@settings(max_examples=40, deadline=None)
@given(problems(most_doctors=1, is_second=True))
def test_alone_in_the_world_a_learner_gets_the_best_programme_of_the_strict_order(given_problem):
    ordered = solve_in_order(given_problem, iterations=3)

    assert check.violations(given_problem, ordered.solution.plan) == []
    assert check.misstatements(given_problem, ordered.solution.plan) == []
    best = min(
        ranks(given_problem, Plan((programme,)))
        for programme in every_programme(given_problem, given_problem.doctors[0])
        if not check.violations(given_problem, Plan((programme,)))
    )
    assert ranks(given_problem, ordered.solution.plan) == best
    assert ordered.first_bound is not None
    assert ordered.first_bound <= ordered.first == best.unplaced + best.late


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
@given(problems(most_doctors=1, is_second=True, is_fair=True))
def test_one_sum_of_the_surest_weights_tells_the_order_of_any_two_programmes(given_problem):
    plans = [Plan((one,)) for one in every_programme(given_problem, given_problem.doctors[0])]
    sums = weighed(given_problem, surest_weights(given_problem, Ranks(0, 0, 0, 0)))

    by_rank = sorted(plans, key=lambda one: ranks(given_problem, one))

    for worse, better in pairwise(reversed(by_rank)):
        assert costs.cost(sums, better) <= costs.cost(sums, worse)
        assert (costs.cost(sums, better) == costs.cost(sums, worse)) == (
            ranks(given_problem, better) == ranks(given_problem, worse)
        )


@settings(max_examples=60, deadline=None)
@given(problems(is_second=True, is_fair=True))
def test_each_rank_weighs_as_many_times_as_it_is_told(given_problem):
    plan = solve(given_problem, iterations=0, with_bound=False).plan

    by_rank = ranks(given_problem, plan)
    dearer = ranks(weighed(given_problem, Weights(unplaced=7, late=5, comfort=3)), plan)

    assert dearer == Ranks(by_rank.unplaced * 7, by_rank.late * 5, by_rank.comfort * 3, by_rank.shared)
    assert sum(by_rank) == costs.cost(given_problem, plan)


@settings(max_examples=60, deadline=None)
@given(problems(most_doctors=1, is_second=True, is_fair=True))
def test_where_certain_weights_do_not_fit_no_plan_of_a_smaller_sum_stands_lower_than_the_one_at_hand(given_problem):
    plans = sorted(
        (Plan((one,)) for one in every_programme(given_problem, given_problem.doctors[0])),
        key=lambda one: ranks(given_problem, one),
    )
    at_hand = plans[len(plans) // 2]  # some stand higher, some lower
    now = ranks(given_problem, at_hand)

    with pytest.MonkeyPatch.context() as crowded:
        fits = iter([False, True])  # 64 bits are too few for what is certain, and enough for the plan at hand
        crowded.setattr(ranks_module, "_fits", lambda *_asked: next(fits))
        sums = weighed(given_problem, surest_weights(given_problem, now))

    for other in plans:
        if costs.cost(sums, other) < costs.cost(sums, at_hand):
            assert ranks(given_problem, other) <= now


def test_what_is_shared_comes_last():
    """A detour of one point spares a unit 75 points of strain."""
    wished = problem(
        [unit(1), unit(2, "PSY"), unit(3, "PSY")],
        [doctor(1, {"IM": [(1, 0)], "PSY": [(2, 0), (3, 1)]})],
        above_ease_cost=25,
    )
    crowded = replace(wished, units=tuple(replace(one, ease=(int(one.id == 3),) * 12) for one in wished.units))

    usual, ordered = (costs.tiers(crowded, one) for one in (solve(crowded, iterations=5).plan, ordered_plan(crowded)))

    assert (usual.units, ordered.units) == (1, 0)
    assert ordered.occupancy > usual.occupancy


def ordered_plan(given_problem):
    return solve_in_order(given_problem, iterations=5).solution.plan


def test_a_place_that_somebody_has_is_not_taken_for_another_ones_comfort():
    changed = with_newcomer(0, [(2, 0), (3, 900)])

    assert replan(*changed, iterations=50).disturbed == (1,), "by price 900 points are worth a lost place"
    assert replan_in_order(*changed, iterations=50).disturbed == ()


def test_a_place_that_somebody_has_is_taken_for_a_week_without_one_whatever_that_costs():
    changed = with_newcomer(5000, [(2, 0)])

    usual, ordered = replan(*changed, iterations=50), replan_in_order(*changed, iterations=50)

    assert (usual.disturbed, usual.plan.unplaced_weeks) == ((), 2)
    assert (ordered.disturbed, ordered.plan.unplaced_weeks) == ((1,), 0)
    assert check.misstatements(changed[2], ordered.plan) == []


def test_a_limit_of_disturbed_learners_holds_in_the_strict_order_too():
    before, plan, after = with_newcomer(5000, [(2, 0)])

    kept = replan_in_order(before, plan, after, most_disturbed=0, iterations=50)

    assert (kept.disturbed, kept.over_limit, kept.plan.unplaced_weeks) == ((), 0, 2)
