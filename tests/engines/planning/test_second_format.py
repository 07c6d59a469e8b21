"""What `randa-plan/2` adds: parts of places, priorities, days when something is due, what units bear, fairness."""

import itertools
import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from randa.engines.planning import check, costs
from randa.engines.planning.codec import decode_problem, encode_problem
from randa.engines.planning.compile import SCALE, compile_problem, to_plan
from randa.engines.planning.construct import priced_at_zero
from randa.engines.planning.explain import explain
from randa.engines.planning.kernel import NO_PRICES, cheapest, scratch
from randa.engines.planning.model import Block, Due, Fairness, InvalidInputError, Plan, Programme
from randa.engines.planning.reference import cheapest_programme
from randa.engines.planning.remedies import Board
from randa.engines.planning.replan import replan
from randa.engines.planning.seats import empty_state, seat, total_cost, unseat
from randa.engines.planning.solve import solve
from randa.engines.planning.suggest import alternatives, priced

from .problems import doctor, problem, problems, unit
from .test_kernel import every_programme

HALVES = {"parts_per_place": 2}


def alone(given_problem):
    return replace(given_problem, doctors=given_problem.doctors[:1])


def brute_force(given_problem):
    """Return the least cost of all legal plans, by trying all of them."""
    choices = [list(every_programme(given_problem, one)) for one in given_problem.doctors]
    plans = (Plan(programmes) for programmes in itertools.product(*choices))
    return min(costs.cost(given_problem, plan) for plan in plans if not check.violations(given_problem, plan))


def found_alone(given_problem):
    """Return what the kernel finds for the only doctor: scaled cost with what units bear, bound and plan."""
    work = compile_problem(given_problem)
    state, memory = empty_state(work.tables), scratch(work.tables)
    blocks = np.zeros_like(state.blocks)
    cost, count = cheapest(work.tables, 0, state.last_full, state.strain, 0, memory, blocks[0])
    borne = int(state.borne[0])
    own = priced_at_zero(work.tables, 0, cost, state.strain, blocks[0], count)
    seat(work.tables, state, 0, own, blocks[0], count)
    assert total_cost(state) == cost + borne  # the strain is what seating really does to the units
    plan = to_plan(work, blocks, np.array([count], np.int32))
    return cost + borne, int(memory.bound[0]) + borne, plan


@settings(max_examples=60, deadline=None)
@given(problems(most_doctors=1, is_second=True))
def test_one_programme_is_the_best_of_all_with_everything_that_units_bear(given_problem):
    cost, bound, plan = found_alone(given_problem)

    assert cost == bound == brute_force(given_problem) * SCALE
    assert check.violations(given_problem, plan) == []
    assert costs.cost(given_problem, plan) * SCALE == cost


@settings(max_examples=60, deadline=None)
@given(problems(most_doctors=1, is_second=True, is_fair=True))
def test_with_fairness_the_truth_lies_between_the_bound_and_what_is_found(given_problem):
    cost, bound, plan = found_alone(given_problem)

    assert bound <= brute_force(given_problem) * SCALE <= cost == costs.cost(given_problem, plan) * SCALE


@settings(max_examples=60, deadline=None)
@given(problems(most_doctors=1, is_second=True, is_fair=True))
def test_the_readable_search_is_exact_with_fairness_too(given_problem):
    unburdened = replace(given_problem, below_least_cost=0, above_ease_cost=0)
    one = unburdened.doctors[0]
    caps = {unit.id: unit.cap for unit in unburdened.units}

    def has_room(number, weeks):
        return all(caps[number][week] >= unburdened.takes(one) for week in weeks)

    cost, blocks = cheapest_programme(unburdened, one, has_room)

    assert cost == brute_force(unburdened)
    assert costs.programme_cost(unburdened, one, Programme(one.id, blocks)) == cost


@settings(max_examples=25, deadline=None)
@given(problems(most_doctors=2, is_second=True, is_fair=True))
def test_no_plan_of_all_is_below_the_bound_and_the_run_says_what_the_judge_counts(given_problem):
    solution = solve(given_problem, iterations=40)

    assert check.violations(given_problem, solution.plan) == []
    assert check.misstatements(given_problem, solution.plan) == []
    assert solution.bound <= brute_force(given_problem) <= solution.cost


@settings(max_examples=40, deadline=None)
@given(problems(is_second=True, is_fair=True))
def test_taking_everybody_out_again_leaves_the_units_as_they_were(given_problem):
    work = compile_problem(given_problem)
    before, state = empty_state(work.tables), empty_state(work.tables)
    memory, blocks = scratch(work.tables), np.zeros_like(before.blocks[0])
    for index in range(len(given_problem.doctors)):
        cost, count = cheapest(work.tables, index, state.last_full, NO_PRICES, 0, memory, blocks)
        seat(work.tables, state, index, cost, blocks, count)
    plan = to_plan(work, state.blocks, state.block_count)
    assert check.violations(given_problem, plan) == []
    assert total_cost(state) == costs.cost(given_problem, plan) * SCALE

    for index in range(len(given_problem.doctors)):
        unseat(work.tables, state, index)

    for name in ("room", "last_full", "strain", "borne"):
        assert np.array_equal(getattr(state, name), getattr(before, name)), name


@given(problems(is_second=True, is_fair=True))
def test_what_is_written_is_read_back_equal(given_problem):
    assert decode_problem(encode_problem(given_problem)) == given_problem


@given(problems())
def test_a_problem_that_the_first_format_can_say_is_written_in_it(given_problem):
    assert json.loads(encode_problem(given_problem))["format"] == "randa-plan/1"


def half_and_whole():
    """Three students who take half a place each, one unit of one place."""
    students = [doctor(number, {"IM": [(0, 3)], "PSY": []}, takes=1) for number in range(3)]
    return problem([unit(0, "IM", cap=2)], students, **HALVES)


def test_two_students_share_a_place_and_a_third_comes_when_they_have_left():
    solution = solve(half_and_whole(), iterations=20)

    assert check.violations(half_and_whole(), solution.plan) == []
    held = costs.held_parts(half_and_whole(), solution.plan.programmes, {d.id: d for d in half_and_whole().doctors})
    assert max(held[0].values()) == 2


def test_a_place_held_by_too_many_parts_is_named():
    whole = replace(half_and_whole().doctors[0], id=9, takes=None)
    both = replace(half_and_whole(), doctors=(half_and_whole().doctors[0], whole))
    rows = (Block(0, "IM", 4, 0), Block(4, "PSY", 2))
    plan = Plan((Programme(0, rows), Programme(9, rows)))

    assert check.violations(both, plan)[0] == (
        "unit 0, week 0: 3 parts of places (2 to a place) held of 2 (doctors 0, 9)"
    )


def test_who_has_priority_gets_the_only_place():
    both = [doctor(0, {"IM": [(0, 3)]}), doctor(1, {"IM": [(0, 3)]}, priority=3)]
    open_for_one = problem([unit(0, "IM", cap=[1] * 4 + [0] * 8)], both)

    plan = solve(open_for_one, iterations=10).plan

    placed = {one.doctor for one in plan.programmes for block in one.blocks if block.unit == 0}
    assert placed == {1}


def test_a_kind_that_is_due_comes_first_though_the_other_order_travels_less():
    near = doctor(0, {"IM": [(0, 0)], "PSY": [(1, 0)]}, due={"PSY": Due(1, 50)})
    given_problem = problem([unit(0, "IM", cap=[1] * 6), unit(1, "PSY", cap=[1] * 6)], [near], weeks=6)

    plan = solve(given_problem, iterations=5).plan

    assert plan.programmes[0].blocks[0] == Block(0, "PSY", 2, 1)
    assert costs.tiers(given_problem, plan).late == 0


def test_a_unit_that_ought_to_have_somebody_gets_somebody_from_the_one_that_has_enough():
    both = [doctor(number, {"IM": [(0, 0), (1, 5)]}) for number in range(2)]
    units = [unit(0, "IM", cap=2), unit(1, "IM", cap=2, least=(1,) * 4 + (0,) * 8)]

    without = solve(problem(units, both), iterations=20).plan
    with_least = solve(problem(units, both, below_least_cost=4), iterations=20).plan

    def at_unit_1(plan):
        return sum(block.unit == 1 for one in plan.programmes for block in one.blocks)

    assert (at_unit_1(without), at_unit_1(with_least)) == (0, 1)


def test_units_share_the_load_when_what_is_above_ease_costs():
    four = [doctor(number, {"IM": [(0, 0), (1, 1)]}) for number in range(4)]
    units = [unit(0, "IM", cap=4, ease=(2,) * 12), unit(1, "IM", cap=4, ease=(2,) * 12)]

    plan = solve(problem(units, four, above_ease_cost=3), iterations=30).plan

    assert costs.tiers(problem(units, four, above_ease_cost=3), plan).occupancy == 0


def test_a_heavy_burden_is_shared_when_fairness_says_so():
    """Two doctors, two kinds, each with one unit near and one far away; both far units for one, or one for each."""
    units = [unit(0, "IM"), unit(1, "IM"), unit(2, "PSY"), unit(3, "PSY")]
    options = {"IM": [(0, 0), (1, 40)], "PSY": [(2, 0), (3, 40)]}
    rules = {"weeks": 6, "unplaced_cost_per_week": {"IM": 600, "PSY": 600}}
    both = [doctor(0, options | {"PSY": [(2, 0), (3, 39)]}), doctor(1, options)]
    units = [replace(one, cap=(1,) * 6) for one in units]
    only_im_first = replace(problem(units, both, **rules).templates["T"], before=(("IM", "PSY"),))

    def burdens(**more):
        given_problem = problem(units, both, only_im_first, **rules, **more)
        plan = solve(given_problem, iterations=40).plan
        return sorted(
            costs.programme_tiers(given_problem, given_problem.doctors[p.doctor], p).units for p in plan.programmes
        )

    assert burdens() == [0, 79]
    assert burdens(fairness=Fairness(40, 2)) == [39, 40]


def test_the_cost_is_told_by_what_it_is_for():
    one = doctor(0, {"IM": [(0, 30)], "PSY": []}, priority=2, due={"PSY": Due(4, 10)})
    units = [unit(0, "IM", least=(2,) * 2 + (0,) * 10)]
    given_problem = problem(units, [one], below_least_cost=7, fairness=Fairness(20, 2))
    plan = Plan((Programme(0, (Block(0, "IM", 3, 0), Block(3, "PSY", 3))),))

    assert costs.tiers(given_problem, plan) == costs.Tiers(
        unplaced=3 * 60 * 2, late=10, occupancy=2 * 7, lengths=2, units=30, fairness=20
    )


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"parts_per_place": 0}, "parts_per_place: is 0; expected >= 1"),
        ({"fairness": {"above": 1, "extra": 0}}, "fairness.extra: is 0; expected >= 1"),
        ({"fairness": {"above": 1}}, "fairness.extra: is missing"),
        ({"fairness": {"above": 1, "extra": 1, "per": 0}}, "fairness.per: is 0; expected >= 1"),
        (
            {"fairness": {"above": 9, "extra": 1, "per": 2}},
            "fairness.above: is 9; expected a multiple of fairness.per, 2",
        ),
        ({"below_least_cost": -1}, "below_least_cost: is -1; expected >= 0"),
    ],
)
def test_a_fault_of_the_second_format_is_named(change, fault):
    content = json.loads(encode_problem(half_and_whole())) | change

    with pytest.raises(InvalidInputError) as refused:
        decode_problem(json.dumps(content).encode())

    assert fault in [str(one) for one in refused.value.faults]


@pytest.mark.parametrize(
    ("place", "change", "fault"),
    [
        ("doctors", {"takes": 0}, "doctors[0].takes: is 0; expected >= 1"),
        ("doctors", {"priority": 1001}, "doctors[0].priority: is 1001; expected <= 1000"),
        ("doctors", {"due": {"XX": [1, 1]}}, "doctors[0].due.XX: 'XX' is not a known kind"),
        ("doctors", {"due": {"IM": [1]}}, "doctors[0].due.IM: is [1]; expected a list of 2"),
        ("units", {"least": [0]}, "units[0].least: has 1 weeks; expected 12"),
        ("units", {"least": [3] * 12, "ease": [2] * 12}, "units[0].least[0]: is 3; expected at most the 2 of ease"),
    ],
)
def test_a_fault_of_a_unit_or_learner_in_the_second_format_is_named(place, change, fault):
    content = json.loads(encode_problem(half_and_whole()))
    content[place][0] |= change

    with pytest.raises(InvalidInputError) as refused:
        decode_problem(json.dumps(content).encode())

    assert fault in [str(one) for one in refused.value.faults]


def test_the_first_format_knows_nothing_of_the_second():
    content = json.loads(encode_problem(half_and_whole())) | {"format": "randa-plan/1"}

    with pytest.raises(InvalidInputError) as refused:
        decode_problem(json.dumps(content).encode())

    assert [str(one) for one in refused.value.faults] == [
        "parts_per_place: is not a known key",
        *(f"doctors[{number}].takes: is not a known key" for number in range(3)),
    ]


@settings(max_examples=25, deadline=None)
@given(problems(is_second=True, is_fair=True))
def test_a_run_goes_on_where_it_was_stopped_and_is_the_same_again(given_problem):
    whole = solve(given_problem, iterations=30)
    begun = solve(given_problem, iterations=12)

    assert solve(given_problem, resume=begun.checkpoint, iterations=30).plan.programmes == whole.plan.programmes
    assert solve(given_problem, iterations=30).plan == whole.plan


@settings(max_examples=25, deadline=None)
@given(problems(is_second=True, is_fair=True))
def test_every_price_that_is_told_is_what_the_judge_counts(given_problem):
    plan = solve(given_problem, iterations=10).plan
    board = Board(given_problem, plan)
    was = costs.cost(given_problem, plan)

    def cost_with(programme):
        others = [one for one in plan.programmes if one.doctor != programme.doctor]
        return costs.cost(given_problem, Plan((*others, programme)))

    for one in given_problem.doctors:
        for other in alternatives(board, one.id):
            assert other.price == cost_with(other.programme) - was == priced(board, other.programme).price
            changed = [p if p.doctor != one.id else other.programme for p in plan.programmes]
            assert check.violations(given_problem, Plan(tuple(changed))) == []
    for block in explain(given_problem, plan).blocks:
        for remedy in block.remedies:
            assert remedy.way != "extra_place" or remedy.extra_weeks > 0


@settings(max_examples=25, deadline=None)
@given(problems(is_second=True, is_fair=True))
def test_mending_after_a_closure_gives_a_legal_plan_with_the_cost_it_says(given_problem):
    plan = solve(given_problem, iterations=10).plan
    closed = replace(given_problem.units[0], cap=(0,) * given_problem.weeks)
    after = replace(given_problem, units=(closed, *given_problem.units[1:]))

    mended = replan(given_problem, plan, after, iterations=20)

    assert check.violations(after, mended.plan) == []
    assert mended.plan.cost == costs.cost(after, mended.plan)
