"""A dive plans everybody anew and legally, the same however many threads ask, and can be stopped without a trace."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings

from randa.engines.planning import dive as diving
from randa.engines.planning import improve as improving
from randa.engines.planning import pricing
from randa.engines.planning import solve as solving
from randa.engines.planning.ascent import seen_by_sizes
from randa.engines.planning.bound import refine, start_prices
from randa.engines.planning.check import violations
from randa.engines.planning.compile import SCALE, compile_problem, to_plan
from randa.engines.planning.construct import greedy
from randa.engines.planning.costs import cost as check_cost
from randa.engines.planning.dive import Pace, dive
from randa.engines.planning.generate import OVER_SUBSCRIBED, Size, generate
from randa.engines.planning.kernel import NEVER_FULL
from randa.engines.planning.solve import PACES, PATIENT, WHERE_CROWDED, solve

from .problems import doctor, problem, problems, unit

QUICK = Pace(0.3, 5)
ONE_REGION = generate(Size(40), seed=3)


def no_prices(work):
    return np.zeros(work.tables.places.shape, np.int64)


@settings(max_examples=15, deadline=None)
@given(problems())
def test_a_dive_makes_a_legal_plan_that_costs_what_it_says(given_problem):
    work = compile_problem(given_problem)
    state = greedy(work)

    assert dive(work.tables, state, no_prices(work), Pace(1.0, 5))  # all at once: two may want the same place

    plan = to_plan(work, state.blocks, state.block_count)
    assert violations(given_problem, plan) == []
    assert check_cost(given_problem, plan) * SCALE == int(state.cost.sum())


def test_a_dive_comes_far_closer_to_the_bound_than_one_doctor_after_another():
    work = compile_problem(ONE_REGION)
    prices = start_prices(work.tables)
    refine(work.tables, prices, 300)
    alone, together = greedy(work, seen_by_sizes(work.tables, prices.price)), greedy(work)

    dive(work.tables, together, prices.price, PATIENT)

    above_alone, above_together = (int(state.cost.sum()) - prices.bound for state in (alone, together))
    assert above_together < above_alone / 4


def test_a_dive_sees_who_can_do_without_the_scarce_place():
    """Greedy gives the one place to the first doctor, who has another; the second has none."""
    options = [{"IM": [(0, 0), (1, 1)], "PSY": [(2, 0)]}, {"IM": [(0, 0)], "PSY": [(2, 0)]}]
    given_problem = problem(
        [unit(0, "IM"), unit(1, "IM"), unit(2, "PSY", 2)], [doctor(index, one) for index, one in enumerate(options)]
    )
    work = compile_problem(given_problem)
    state = greedy(work)
    assert state.open_weeks.sum() > 0

    dive(work.tables, state, no_prices(work), Pace(0.2, 60))

    assert state.open_weeks.sum() == 0


def test_a_dive_stopped_half_way_leaves_the_plan_as_it_was():
    asked = iter(range(10_000))
    work = compile_problem(ONE_REGION)
    state = greedy(work)
    kept = ("room", "last_full", "block_count", "cost", "open_weeks")
    plan = to_plan(work, state.blocks, state.block_count)
    before = [getattr(state, name).copy() for name in kept]

    assert not dive(work.tables, state, no_prices(work), QUICK, lambda: next(asked) > 130)

    assert next(asked) == 132  # it had begun to give programmes away
    assert to_plan(work, state.blocks, state.block_count) == plan
    for name, was in zip(kept, before, strict=True):
        assert np.array_equal(getattr(state, name), was), name


@pytest.mark.parametrize(
    ("size", "last"),
    [(replace(OVER_SUBSCRIBED, doctors=25), WHERE_CROWDED), (Size(25, scarce=3.0, ample=3.0), PATIENT)],
)
def test_later_dives_are_patient_and_more_so_where_places_are_too_few_for_all(monkeypatch, size, last):
    paces = []

    def noted(*arguments):
        paces.append(arguments[3])
        return True

    monkeypatch.setattr("randa.engines.planning.solve.dive", noted)
    monkeypatch.setattr("randa.engines.planning.solve.COOLING", 4)
    monkeypatch.setattr("randa.engines.planning.solve._Run._is_proved", lambda _: False)

    solve(generate(size), iterations=1 + 4 * (4 * 25 + 1), with_bound=False)

    assert paces == [*PACES, last, last]


@pytest.mark.parametrize("threads", [2, 3])
def test_how_many_threads_ask_never_changes_an_answer(monkeypatch, threads):
    monkeypatch.setattr(pricing, "FEWEST_DOCTORS", 1)
    work = compile_problem(ONE_REGION)
    prices = start_prices(work.tables)
    everybody = np.arange(40, dtype=np.int32)
    answers = []
    for count in (1, threads):
        monkeypatch.setattr(pricing, "threads_for", lambda doctors, count=count: max(1, min(count, doctors)))
        asked = pricing.Pricing(work.tables, 40)
        use = asked.ask(everybody, NEVER_FULL, seen_by_sizes(work.tables, prices.price), 7)
        answers.append((use.copy(), asked.costs, asked.counts, asked.blocks))

    for one, many in zip(*answers, strict=True):
        assert np.array_equal(one, many)
    assert answers[0][0].sum() > 0


def test_a_whole_run_is_the_same_with_one_thread_and_with_several(monkeypatch):
    plans = []
    for count in (1, 3):
        monkeypatch.setattr(pricing, "threads_for", lambda doctors, count=count: max(1, min(count, doctors)))
        plans.append(solve(ONE_REGION, iterations=30, with_bound=False).plan)

    assert plans[0] == plans[1]


def test_after_the_warm_up_a_search_compiles_nothing_more():
    given_problem = generate(Size(6), seed=8)
    run = solving._Run(given_problem, 1, None, None, lambda: False)
    run.warm_up()
    parts = (diving.remember, diving.best_with_room, diving.give, pricing._answer, improving.improve)
    known = [len(part.signatures) for part in parts]

    solve(given_problem, iterations=700)

    assert [len(part.signatures) for part in parts] == known
    assert 0 not in known


@pytest.mark.parametrize(("far", "taken"), [(103, 103), (101, 100), (90, 100)])
def test_prices_of_long_steps_are_taken_where_their_bound_is_clearly_better(monkeypatch, far, taken):
    def steps(_tables, prices, _number, *, first_step=4.0, **_):
        prices.bound = far if first_step == solving.LONG_FIRST_STEP else 100
        return True

    monkeypatch.setattr(solving, "refine", steps)
    run = solving._Run(generate(Size(6), seed=8), 1, None, None, lambda: False)

    assert run._guide(lambda: False)

    assert run.prices.bound == taken
