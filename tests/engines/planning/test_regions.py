"""A plan made region by region is legal, honest, and the same whoever solved which region when."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from randa.engines.planning import costs, regions
from randa.engines.planning.check import misstatements, violations
from randa.engines.planning.codec import encode_plan, encode_problem, sha256
from randa.engines.planning.division import divided, merged, part_seed, plan_of, shares
from randa.engines.planning.generate import Size, generate
from randa.engines.planning.model import Block, Plan
from randa.engines.planning.regions import solve_by_region, solve_part
from randa.engines.planning.solve import Status, solve

from .problems import doctor, problem, problems, regional_problems, unit, with_lock

THREE = generate(Size(30, 3), seed=4)


def alone(parts, seconds):
    return [solve_part(part, seconds=seconds) for part in parts]


def backwards(parts, seconds):
    return alone(list(parts)[::-1], seconds)[::-1]


def at_once(parts, _seconds):
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(solve_part, parts))


def nobody(parts, _seconds):
    return [None] * len(parts)


@settings(max_examples=25, deadline=None)
@given(regional_problems(most_doctors=6, is_second=True, is_fair=True))
def test_every_plan_made_by_region_is_legal_and_states_what_it_costs(whole):
    solution = solve_by_region(whole, alone, iterations=40)

    assert violations(whole, solution.plan) == []
    assert misstatements(whole, solution.plan) == []
    assert solution.bound <= solution.cost


@settings(max_examples=50, deadline=None)
@given(regional_problems(most_doctors=6, is_second=True))
def test_the_plans_of_the_parts_are_a_legal_plan_of_the_whole_as_they_stand(whole):
    parts = divided(whole, solve(whole, iterations=0, with_bound=False).plan, seed=1)

    plan = merged(whole, [solve(part.problem, iterations=5, with_bound=False).plan for part in parts])

    assert violations(whole, plan) == []


@settings(max_examples=50, deadline=None)
@given(regional_problems(most_doctors=6, is_second=True))
def test_regions_are_promised_no_more_than_there_is_and_can_keep_what_settled_their_borders(whole):
    plan = solve(whole, iterations=0, with_bound=False).plan

    parts = divided(whole, plan, seed=1)

    for one in whole.units:
        seen = [unit for part in parts for unit in part.problem.units if unit.id == one.id]
        for name in ("cap", "least", "ease"):
            promised = [sum(week) for week in zip(*(getattr(unit, name) or () for unit in seen), strict=True)]
            assert all(given <= there for given, there in zip(promised, getattr(one, name) or (), strict=False))
    for part in parts:
        assert violations(part.problem, plan_of(part.problem, plan)) == []


@settings(max_examples=50, deadline=None)
@given(regional_problems(most_doctors=6, is_second=True))
def test_no_part_thinks_it_is_better_off_than_it_is(whole):
    plan = solve(whole, iterations=0, with_bound=False).plan

    parts = divided(whole, plan, seed=1)

    apart = sum(costs.cost(part.problem, plan_of(part.problem, plan)) for part in parts)
    known = {one.id for part in parts for one in part.problem.units}
    nobodys = sum(
        least * whole.below_least_cost
        for one in whole.units
        for cap, least in zip(one.cap, one.least or (), strict=False)
        if one.id not in known or cap == 0
    )
    assert apart >= costs.cost(whole, plan) - nobodys


@settings(deadline=None)
@given(st.dictionaries(st.integers(0, 4), st.integers(0, 6), min_size=1), st.integers(0, 12))
def test_shares_grow_with_what_is_shared_and_meet_the_weights(weights, parts):
    given_parts = shares(parts, weights)

    assert sum(given_parts.values()) == (parts if any(weights.values()) else 0)
    assert all(given_parts[one] <= more for one, more in shares(parts + 1, weights).items())
    assert shares(sum(weights.values()), weights) == weights


@pytest.mark.parametrize("hands", [backwards, at_once])
def test_who_solves_which_part_when_never_changes_the_plan(hands):
    assert solve_by_region(THREE, hands, iterations=800) == solve_by_region(THREE, alone, iterations=800)


def test_another_process_makes_the_same_plan():
    program = (
        "import sys; from randa.engines.planning.codec import decode_problem, encode_plan, sha256;"
        "from randa.engines.planning.regions import solve_by_region, solve_part;"
        "found = solve_by_region(decode_problem(sys.stdin.buffer.read()), lambda parts, _: [solve_part(one) for one in parts],"
        " iterations=200); print(sha256(encode_plan(found.plan)))"
    )
    other = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", program], input=encode_problem(THREE), capture_output=True, check=True
    )

    assert other.stdout.decode().strip() == sha256(encode_plan(solve_by_region(THREE, alone, iterations=200).plan))


def test_every_part_has_chances_of_its_own_and_another_seed_gives_another_plan():
    assert len({part_seed(seed, region) for seed in range(1, 4) for region in range(21)}) == 63
    one, two = (solve_by_region(THREE, alone, seed=seed, iterations=200).plan for seed in (1, 2))
    assert one.programmes != two.programmes


def test_the_iterations_asked_for_are_done_and_divided_by_learners():
    asked = []

    solution = solve_by_region(
        THREE, lambda parts, seconds: asked.extend(parts) or alone(parts, seconds), iterations=1000
    )

    assert solution.iterations == solution.plan.iterations == 1000
    assert sum(part.iterations for part in asked) == 998 - 998 // 4
    assert all(abs(part.iterations / 749 - len(part.problem.doctors) / 30) < 0.01 for part in asked)


def test_a_part_that_nobody_solved_keeps_what_settled_its_borders():
    settled = solve(THREE, iterations=2, with_bound=False)

    solution = solve_by_region(THREE, nobody, iterations=200, with_bound=False)

    assert violations(THREE, solution.plan) == []
    assert solution.cost <= settled.cost


def test_a_part_is_never_worse_than_what_settled_its_borders():
    worse = solve_by_region(
        THREE,
        lambda parts, _: [solve(part.problem, iterations=0).plan for part in parts],
        iterations=3,
        with_bound=False,
    )

    assert worse.cost <= solve(THREE, iterations=2, with_bound=False).cost


def test_one_region_with_learners_is_solved_as_it_is():
    given_problem = replace(generate(Size(12), seed=3), regions=("Region 1", "Region 2"))

    found = solve_by_region(given_problem, nobody, iterations=200)

    assert found.plan == solve(given_problem, iterations=200).plan


def test_so_few_iterations_that_no_border_is_settled_are_those_of_the_whole():
    for count in (0, 1, 2):
        assert solve_by_region(THREE, nobody, iterations=count).plan == solve(THREE, iterations=count).plan


def test_learners_of_a_region_without_units_are_placed_in_those_of_another():
    options = {"IM": [(0, 1)], "PSY": [(1, 1)]}
    given_problem = problem(
        [unit(0, "IM", 2), unit(1, "PSY", 2)],
        [doctor(0, options), replace(doctor(1, options), region=1), replace(doctor(2, {}), region=2)],
        regions=("North", "South", "West"),
    )

    solution = solve_by_region(given_problem, alone, iterations=30)

    placed = [{one.unit for one in programme.blocks} for programme in solution.plan.programmes]
    assert placed == [{0, 1}, {0, 1}, {None}]


def test_a_locked_block_keeps_its_place_in_another_region_against_those_who_live_there():
    options = {"IM": [(0, 0)], "PSY": [(1, 0)]}
    both = problem(
        [unit(0, "IM"), unit(1, "PSY", 2)],
        [doctor(0, options), replace(doctor(1, options), region=1)],
        regions=("North", "South"),
    )
    locked = with_lock(both, 1, (0, "IM", 4, 0))

    solution = solve_by_region(locked, alone, iterations=50)

    assert violations(locked, solution.plan) == []
    assert Block(0, "IM", 4, 0) in solution.plan.programmes[1].blocks


def test_cancelling_between_the_parts_keeps_the_best_plan_and_says_so():
    said = []

    def hands(parts, _seconds):
        said.append(True)
        return [solve_part(parts[0]), *[None] * (len(parts) - 1)]

    solution = solve_by_region(THREE, hands, iterations=2000, cancelled=lambda: bool(said), with_bound=False)

    assert solution.status == Status.CANCELLED
    assert violations(THREE, solution.plan) == misstatements(THREE, solution.plan) == []


def test_a_run_by_the_clock_ends_and_tells_the_hands_how_long_they_have():
    told = []

    solution = solve_by_region(THREE, lambda parts, seconds: told.append(seconds) or nobody(parts, seconds), seconds=8)

    assert 0 < told[0] < 8
    assert solution.status in (Status.STOPPED, Status.OPTIMAL)
    assert violations(THREE, solution.plan) == []


def test_where_settling_the_borders_took_most_of_the_time_the_whole_goes_on_without_parts(monkeypatch):
    monkeypatch.setattr(regions, "ENOUGH", 1000)
    told = []

    solution = solve_by_region(THREE, lambda parts, _: told.append(parts) or [None] * len(parts), seconds=4)

    assert told == []
    assert solution.iterations > 2
    assert violations(THREE, solution.plan) == []


def test_the_gap_of_a_plan_made_by_region_is_that_of_one_made_whole():
    by_region, whole = (
        call.gap for call in (solve_by_region(THREE, alone, iterations=6000), solve(THREE, iterations=6000))
    )

    assert by_region < whole + 0.02


@given(problems())
@settings(max_examples=10, deadline=None)
def test_plans_are_merged_in_the_order_of_the_problem(given_problem):
    plan = solve(given_problem, iterations=0).plan

    assert merged(given_problem, [Plan((one,)) for one in reversed(plan.programmes)]).programmes == plan.programmes
