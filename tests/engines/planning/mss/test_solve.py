"""The schedule is the best there is, on problems small enough to try everything; and the same for the same seed."""

import os
from pathlib import Path

import pytest

from randa.engines.planning.model import InvalidInputError
from randa.engines.planning.mss import dzn
from randa.engines.planning.mss.check import misstatements, violations
from randa.engines.planning.mss.solve import Status, solve
from tests.engines.planning.mss.instances import best_score, made_up


def problems():
    seed = 0
    while True:
        seed += 1
        try:
            yield seed, made_up(seed)
        except InvalidInputError:  # asks a student for more than there is: see the tests of input
            continue


def test_a_schedule_is_legal_and_the_best_of_all():
    seen = set()
    for seed, problem in problems():
        if seed > 25:
            break
        expected = best_score(problem)
        if expected is None:
            seen.add("none")
            with pytest.raises(InvalidInputError, match=r"no programme|no schedule"):
                solve(problem)
            continue

        result = solve(problem)

        assert violations(problem, result.solution.students) == []
        assert misstatements(problem, result.solution) == []
        assert (seed, result.solution.score) == (seed, expected)
        assert result.upper_bound >= expected
        seen.add(result.status)
    assert seen >= {"none", Status.OPTIMAL}


def test_the_same_seed_gives_the_same_schedule():
    problem = next(problem for _, problem in problems() if best_score(problem) is not None)

    assert solve(problem, seed=4) == solve(problem, seed=4)


def test_without_time_the_search_says_that_it_was_stopped():
    problem = next(problem for _, problem in problems() if best_score(problem) is not None)

    assert solve(problem, seconds=0).status == Status.STOPPED


@pytest.mark.slow
@pytest.mark.skipif("RANDA_MSS_FOLDER" not in os.environ, reason="names the folder of the published files")
def test_published_files_are_solved_legally():
    for path in sorted(Path(os.environ["RANDA_MSS_FOLDER"]).glob("I40_12_*.dzn")):
        problem = dzn.decode(path.read_bytes())

        result = solve(problem)

        assert violations(problem, result.solution.students) == []
        assert result.solution.score <= result.upper_bound
