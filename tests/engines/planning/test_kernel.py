"""The compiled search finds what trying everything finds."""

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from randa.engines.planning import check, costs
from randa.engines.planning.ascent import seen_by_sizes
from randa.engines.planning.compile import NONE, SCALE, compile_problem, to_plan
from randa.engines.planning.construct import priced_at_zero
from randa.engines.planning.kernel import NO_PRICES, cheapest, scratch
from randa.engines.planning.model import Block, Plan, Programme
from randa.engines.planning.reference import cheapest_programme
from randa.engines.planning.seats import empty_state

from .problems import doctor, problem, problems, unit, with_lock


def compiled_best(given_problem, price=NO_PRICES, twist=0):
    """Return the first doctor's cheapest programme in an empty world: cost and programme."""
    work = compile_problem(given_problem)
    state = empty_state(work.tables)
    blocks = np.zeros_like(state.blocks)
    cost, count = cheapest(work.tables, 0, state.last_full, price, twist, scratch(work.tables), blocks[0])
    counts = np.array([count] + [0] * (len(given_problem.doctors) - 1), np.int32)
    return cost, to_plan(work, blocks, counts).programmes[0]


def every_programme(given_problem, one):
    """Yield every programme that the checker accepts for this doctor alone, by trying all of them."""
    template = given_problem.templates[one.template]
    for size in range(1, len(template.blocks) + 1):
        for kinds in itertools.permutations(template.blocks, size):
            spans = [range(1, template.blocks[kind].maximum + 1) for kind in kinds]
            for lengths in itertools.product(*spans):
                if sum(lengths) != template.total:
                    continue
                starts = list(itertools.accumulate((0, *lengths[:-1])))
                units = [[None, *(o.unit for o in one.options.get(kind, ()))] for kind in kinds]
                for chosen in itertools.product(*units):
                    rows = zip(starts, kinds, lengths, chosen, strict=True)
                    yield Programme(one.id, tuple(Block(*row) for row in rows))


def brute_force_cost(given_problem):
    one = given_problem.doctors[0]
    alone = type(given_problem)(
        **{n: getattr(given_problem, n) for n in given_problem.__dataclass_fields__} | {"doctors": (one,)}
    )
    plans = (Plan((programme,)) for programme in every_programme(alone, one))
    return min(costs.cost(alone, plan) for plan in plans if not check.violations(alone, plan))


@settings(max_examples=60, deadline=None)
@given(problems(most_doctors=1))
def test_the_cheapest_programme_is_as_cheap_as_the_best_of_all_programmes(given_problem):
    cost, programme = compiled_best(given_problem)

    assert cost == brute_force_cost(given_problem) * SCALE
    assert check.violations(given_problem, Plan((programme,))) == []
    assert costs.cost(given_problem, Plan((programme,))) * SCALE == cost


@settings(max_examples=100, deadline=None)
@given(problems(most_doctors=1), st.integers(0, 7))
def test_the_compiled_search_agrees_with_the_readable_one(given_problem, twist):
    caps = {one.id: one.cap for one in given_problem.units}

    readable, _ = cheapest_programme(
        given_problem, given_problem.doctors[0], lambda number, weeks: all(caps[number][week] > 0 for week in weeks)
    )

    assert compiled_best(given_problem, twist=twist)[0] == readable * SCALE


@settings(max_examples=60, deadline=None)
@given(problems(most_doctors=1), st.data())
def test_a_locked_block_is_kept_and_the_rest_is_the_best_around_it(given_problem, data):
    programme = data.draw(st.sampled_from([compiled_best(given_problem)[1]]))
    block = data.draw(st.sampled_from(programme.blocks))
    locked = with_lock(given_problem, 0, (block.position, block.kind, block.weeks, block.unit))

    cost, with_locked = compiled_best(locked)

    assert block in with_locked.blocks
    assert cost == brute_force_cost(locked) * SCALE


def test_prices_are_summed_over_every_calendar_week_from_the_first_to_the_last_of_a_block():
    work = (0, 1, 2, 5, 6, 7)
    given_problem = problem(
        [unit(0, "IM"), unit(1, "PSY")], [doctor(0, {"IM": [(0, 3)], "PSY": [(1, 0)]}, work)], max_gap_weeks=9
    )
    price = np.zeros((2, 12), np.int64)
    price[0, 3] = price[0, 4] = 2 * SCALE  # the pause between the working weeks 2 and 5
    price[1] = 50 * SCALE

    cost, programme = compiled_best(given_problem, seen_by_sizes(compile_problem(given_problem).tables, price))

    # IM of 4 weeks over the pause pays 3 + 2 + 2; PSY is left unplaced for 2 x 60 instead of 2 x 50 when it costs more
    placed = {block.kind: block for block in programme.blocks}
    assert (placed["IM"].unit, placed["PSY"].unit) == (0, 1)
    assert cost == (3 + 2 + 2 + 2 * 50) * SCALE


def test_taking_the_prices_off_again_leaves_the_cost_the_checker_counts():
    given_problem = problem([unit(0, "IM"), unit(1, "PSY")], [doctor(0, {"IM": [(0, 3)], "PSY": [(1, 7)]})])
    work = compile_problem(given_problem)
    price = seen_by_sizes(work.tables, np.full((2, 12), 5 * SCALE, np.int64))
    state, blocks = empty_state(work.tables), np.full((2, 4), NONE, np.int32)

    cost, count = cheapest(work.tables, 0, state.last_full, price, 0, scratch(work.tables), blocks)

    assert priced_at_zero(work.tables, 0, cost, price, blocks, count) == (3 + 7) * SCALE


def test_a_block_over_a_long_pause_costs_once_and_is_avoided_when_it_can_be():
    crossing = (0, 1, 2, 6, 7, 8)
    fits = doctor(0, {"IM": [(0, 0)], "PSY": [(1, 0)]}, crossing)
    given_problem = problem([unit(0, "IM"), unit(1, "PSY")], [fits])

    cost, programme = compiled_best(given_problem)

    assert [(block.position, block.weeks) for block in programme.blocks] == [(0, 3), (3, 3)]
    assert cost == 2 * SCALE  # one week short and one week long, and no split
