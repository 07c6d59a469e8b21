"""A solved plan is legal, honest about its cost, bounded from below, and the same every time."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from randa.engines.planning.check import misstatements, violations
from randa.engines.planning.checkpoint import from_arrays
from randa.engines.planning.codec import decode_problem, encode_problem
from randa.engines.planning.compile import SCALE, compile_problem, to_plan
from randa.engines.planning.construct import first_come, greedy
from randa.engines.planning.costs import cost as check_cost
from randa.engines.planning.costs import unplaced_weeks
from randa.engines.planning.generate import OVER_SUBSCRIBED, Size, generate
from randa.engines.planning.improve import COOLING, begin, improve
from randa.engines.planning.model import Block, BlockRule, Problem, Template
from randa.engines.planning.solve import STAGES, Status, iterations_of, solve

from .problems import doctor, problem, problems, unit, with_lock

TINY = generate(Size(12, 2), seed=3)


@settings(max_examples=25, deadline=None)
@given(problems())
def test_every_plan_is_legal_and_states_what_it_costs(given_problem):
    solution = solve(given_problem, iterations=20)

    assert violations(given_problem, solution.plan) == []
    assert misstatements(given_problem, solution.plan) == []
    assert solution.bound <= solution.cost


@pytest.mark.parametrize("size", [Size(20), Size(30, 3), replace(OVER_SUBSCRIBED, doctors=25)])
def test_made_up_regions_are_planned_legally_and_better_than_first_come(size):
    given_problem = generate(size, seed=2)

    solution = solve(given_problem, iterations=500, with_bound=False)

    baseline = first_come(given_problem)
    assert violations(given_problem, solution.plan) == violations(given_problem, baseline) == []
    assert misstatements(given_problem, solution.plan) == []
    assert solution.unplaced_weeks < unplaced_weeks(given_problem, baseline) / 2


def test_the_same_seed_gives_the_same_plan_and_another_seed_another():
    plans = [solve(TINY, seed=seed, iterations=30, with_bound=False).plan for seed in (1, 1, 2)]

    assert plans[0] == plans[1]
    assert plans[0].programmes != plans[2].programmes


def test_the_order_of_the_input_never_changes_the_plan():
    data = json.loads(encode_problem(TINY))
    data["units"].reverse()
    data["doctors"].reverse()
    data["kinds"].reverse()
    for one in data["doctors"]:
        one["options"] = {kind: pairs[::-1] for kind, pairs in reversed(one["options"].items())}

    turned = decode_problem(json.dumps(data).encode())

    assert solve(turned, iterations=50).plan == solve(TINY, iterations=50).plan


def test_a_run_stopped_by_the_clock_can_be_repeated_by_its_iterations():
    stopped = solve(TINY, seconds=0.2, with_bound=False)

    repeated = solve(TINY, iterations=stopped.iterations, with_bound=False)

    assert stopped.plan.programmes == repeated.plan.programmes


def test_asking_for_a_bound_does_not_change_the_plan():
    with_bound, without = (solve(TINY, iterations=40, with_bound=asked) for asked in (True, False))

    assert with_bound.plan.programmes == without.plan.programmes
    assert without.bound is None


def test_more_iterations_never_cost_more():
    costs = [solve(TINY, iterations=count, with_bound=False).cost for count in (0, 10, 100, 1000)]

    assert costs == sorted(costs, reverse=True)


def test_progress_tells_how_far_it_has_come_and_cancelling_keeps_the_best_plan():
    told = []
    asked = iter(range(10_000))

    solution = solve(
        generate(Size(40), seed=5),
        progress=lambda *figures: told.append(figures),
        cancelled=lambda: next(asked) > 305,
        with_bound=False,
    )

    assert solution.status == Status.CANCELLED
    assert told[-1][:3] == (solution.iterations, solution.cost, solution.unplaced_weeks)
    assert [cost for _, cost, _, _ in told] == sorted((cost for _, cost, _, _ in told), reverse=True)


def test_a_plan_as_cheap_as_its_bound_is_called_optimal():
    given_problem = problem([unit(0, "IM"), unit(1, "PSY")], [doctor(0, {"IM": [(0, 3)], "PSY": [(1, 2)]})])

    solution = solve(given_problem)

    assert (solution.status, solution.cost, solution.bound, solution.gap) == (Status.OPTIMAL, 5, 5, 0.0)


def test_locked_blocks_hold_their_places_against_everybody_else():
    options = {"IM": [(0, 0)], "PSY": [(1, 0)]}
    both = problem([unit(0, "IM"), unit(1, "PSY", 2)], [doctor(0, options), doctor(1, options)])
    locked = with_lock(both, 1, (0, "IM", 4, 0))

    solution = solve(locked, iterations=50)

    assert violations(locked, solution.plan) == []
    assert Block(0, "IM", 4, 0) in solution.plan.programmes[1].blocks
    assert solution.unplaced_weeks == 3  # in weeks 2-5 two remain beside the lock: IM of 3 weeks has no place


def test_units_without_places_leave_every_week_unplaced():
    given_problem = problem([unit(0, "IM", 0), unit(1, "PSY", 0)], [doctor(0, {"IM": [(0, 0)], "PSY": [(1, 0)]})])

    assert solve(given_problem).unplaced_weeks == 6


def test_a_doctor_without_options_is_planned_without_units():
    assert solve(problem([], [doctor(0, {})])).unplaced_weeks == 6


def test_a_kind_that_may_be_left_out_is_left_out_when_that_is_cheaper():
    template = Template(6, {"IM": BlockRule(4, 5, 6), "VAL": BlockRule(0, 2, 2)})
    given_problem = problem([unit(0, "IM")], [doctor(0, {"IM": [(0, 0)]})], template)

    assert solve(given_problem).plan.programmes[0].blocks == (Block(0, "IM", 6, 0),)


def test_nobody_to_place_is_a_plan_too():
    solution = solve(problem([unit(0)], []))

    assert (solution.cost, solution.plan.programmes, solution.gap) == (0, (), 0.0)


def test_the_first_doctor_to_arrive_gets_the_place_in_the_baseline():
    options = {"IM": [(0, 0)], "PSY": [(1, 0)]}
    late, early = doctor(0, options, arrival=0.9), doctor(1, options, arrival=0.1)
    template = Template(6, {"IM": BlockRule(4, 4, 4), "PSY": BlockRule(2, 2, 2)}, (("IM", "PSY"),))

    plan = first_come(problem([unit(0, "IM"), unit(1, "PSY")], [late, early], template))

    assert [[block.unit for block in one.blocks] for one in plan.programmes] == [[None, None], [0, 1]]


def test_iterations_below_zero_are_refused():
    with pytest.raises(ValueError, match="expected >= 0"):
        solve(TINY, iterations=-1)


def test_a_problem_is_a_value():
    assert isinstance(TINY, Problem)
    with pytest.raises(AttributeError):
        TINY.weeks = 3


def test_a_stopped_run_goes_on_as_if_it_had_not_been_stopped():
    stage = COOLING * len(TINY.doctors) + 1
    whole = solve(TINY, iterations=iterations_of(STAGES, 12), with_bound=False)

    for first in (0, 1, 2, 7, 1 + stage, 2 + stage, 3 * stage + 500):  # around dives and between them
        part = solve(TINY, iterations=first, with_bound=False)
        assert solve(TINY, iterations=iterations_of(STAGES, 12), with_bound=False, resume=part.checkpoint) == whole


def test_a_checkpoint_of_another_problem_is_refused():
    checkpoint = solve(TINY, iterations=5, with_bound=False).checkpoint

    with pytest.raises(ValueError, match="of another problem"):
        solve(generate(Size(12, 2), seed=4), iterations=10, resume=checkpoint)


def test_a_checkpoint_survives_as_arrays_and_half_of_one_is_refused():
    checkpoint = solve(TINY, iterations=50, with_bound=False).checkpoint
    arrays = checkpoint.as_arrays()

    again = from_arrays(arrays)

    assert solve(TINY, iterations=90, resume=again) == solve(TINY, iterations=90, resume=checkpoint)
    del arrays["random"]
    with pytest.raises(ValueError, match="random"):
        from_arrays(arrays)


def test_the_best_plan_is_kept_whole_when_the_search_walks_away_from_it():
    work = compile_problem(TINY)
    search = begin(work.tables, greedy(work), 1)

    for number in range(200):
        improve(work.tables, search, number, 1)
        best = to_plan(work, search.best_blocks, search.best_count)
        assert check_cost(TINY, best) * SCALE == search.totals[1] == search.best_cost.sum()
        assert unplaced_weeks(TINY, best) == search.totals[2]
        assert search.state.cost.sum() == search.totals[0]
