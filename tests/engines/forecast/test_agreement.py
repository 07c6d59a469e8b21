"""Plain Python, numpy and compiled lanes are one model."""

import numpy as np
import pytest
from hypothesis import given, settings

from randa.engines.forecast import draws, kernel, lanes, reference, solve, tables, vectorised
from randa.engines.forecast.model import SLACK, Noise, Problem
from tests.engines.forecast.problems import any_problem, mellansverige, small

CLOSE = 1e-9


def courses(problem: Problem) -> list[reference.Course]:
    chance = draws.draw(problem)
    return [
        reference.simulate(
            problem, reference.Chance(chance.need[n], chance.licensed[n], chance.extension[n], chance.dropout[n])
        )
        for n in range(len(chance))
    ]


def national_of_kernel(problem: Problem) -> tuple[np.ndarray, kernel.Tally]:
    tally = kernel.empty_tally(problem)
    kernel.simulate(problem, tables.build(problem), draws.draw(problem), 0, problem.replications, tally)
    return tally.national[:, :, : problem.replications].transpose(2, 0, 1), tally


@settings(max_examples=40, deadline=None)
@given(any_problem())
def test_plain_python_and_numpy_agree_on_load_stocks_and_flows(problem: Problem) -> None:
    load, stocks, flows, _late = vectorised.simulate(problem, draws.draw(problem))

    for n, course in enumerate(courses(problem)):
        np.testing.assert_allclose(load[n], course.load, rtol=CLOSE, atol=CLOSE)
        for name, values in course.stocks.items():
            np.testing.assert_allclose(stocks[name][n], values, rtol=CLOSE, atol=CLOSE, err_msg=name)
        for name, values in course.flows.items():
            np.testing.assert_allclose(flows[name][n], values, rtol=CLOSE, atol=CLOSE, err_msg=name)


@settings(max_examples=40, deadline=None)
@given(any_problem())
def test_plain_python_and_compiled_lanes_agree_on_national_load(problem: Problem) -> None:
    national, _tally = national_of_kernel(problem)

    plain = np.array([course.load for course in courses(problem)]).sum(axis=3)

    np.testing.assert_allclose(national, plain, rtol=CLOSE, atol=CLOSE)


@settings(max_examples=30, deadline=None)
@given(any_problem(mode="report"))
def test_compiled_lanes_count_the_breaks_that_plain_python_has(problem: Problem) -> None:
    _national, tally = national_of_kernel(problem)

    loads = np.array([course.load for course in courses(problem)]).transpose(0, 1, 3, 2)
    limits = np.array(problem.capacity)
    near = np.abs(loads - limits) <= 1e-6  # too close to call between two ways of adding
    over = loads > limits * (1 + SLACK) + SLACK
    if not near.any():
        assert np.array_equal(tally.above, over.sum(axis=0))
        excess = np.where(over, loads - limits, 0).max(axis=1).sum(axis=0)
        np.testing.assert_allclose(tally.depth, excess, rtol=CLOSE, atol=1e-7)


def test_lanes_left_over_in_the_last_block_are_not_counted() -> None:
    problem = small(replications=300, capacity=((0.0, 0.0),))

    _national, tally = national_of_kernel(problem)

    assert tally.above.max() == 300


def test_one_replication_without_noise_is_the_deterministic_course() -> None:
    problem = mellansverige(extension=0.05, dropout=0.04)

    one, many = solve.run(problem), solve.run(mellansverige(extension=0.05, dropout=0.04, replications=3))

    assert np.array_equal(one.load, many.load)
    assert many.load_national is not None
    for level in many.load_national:
        np.testing.assert_allclose(level, one.load.sum(axis=2), rtol=CLOSE)


@pytest.mark.parametrize("replications", [1, 200])
def test_same_seed_gives_the_same_bits(replications: int) -> None:
    def loads() -> list[bytes]:
        result = solve.run(
            mellansverige(noise=Noise(0.6, 0.2), extension_beta=(2, 30), replications=replications, seed=7)
        )
        spread = b"" if result.load_national is None else result.load_national.tobytes()
        return [result.load.tobytes(), spread]

    assert loads() == loads()


def test_another_seed_gives_another_spread() -> None:
    spread = [
        solve.run(mellansverige(noise=Noise(0.6, 0.2), replications=50, seed=seed)).load_national for seed in (1, 2)
    ]

    assert not np.array_equal(spread[0], spread[1])


def test_more_replications_keep_the_first_ones() -> None:
    few = draws.draw(mellansverige(noise=Noise(0.6, 0.2), extension_beta=(2, 30), replications=5))
    many = draws.draw(mellansverige(noise=Noise(0.6, 0.2), extension_beta=(2, 30), replications=50)).rows(0, 5)

    assert np.array_equal(few.need, many.need)
    assert np.array_equal(few.extension, many.extension)


def test_noise_has_mean_one_and_the_stated_spread_and_memory() -> None:
    chance = draws.draw(mellansverige(noise=Noise(0.6, 0.2), replications=40_000))

    logs = (np.log(chance.need) + 0.02) / 0.2
    assert abs(chance.need.mean() - 1) < 0.005
    assert abs(logs.std() - 1) < 0.02
    assert abs(np.corrcoef(logs[:, 0], logs[:, 1])[0, 1] - 0.6) < 0.02
    assert abs(np.corrcoef(chance.need[:, 0], chance.licensed[:, 0])[0, 1]) < 0.02


@settings(max_examples=15, deadline=None)
@given(any_problem())
def test_every_kind_of_problem_uses_the_code_compiled_at_warm_up(problem: Problem) -> None:
    kernel.warm_up()

    solve.run(problem)

    assert len(lanes.run_blocks.signatures) == 1
