"""A first legal schedule comes at once, at the size of the published files; and a limit of time is kept."""

import time

import pytest

from randa.engines.planning.model import InvalidInputError
from randa.engines.planning.mss.check import misstatements, violations
from randa.engines.planning.mss.first import first_bound, first_programme
from randa.engines.planning.mss.solve import Status, solve
from randa.engines.planning.mss.tables import tables_of
from tests.engines.planning.mss.instances import alone, best_score, made_up, programmes, published_shape


def small():
    for seed in range(1, 40):
        try:
            yield made_up(seed)
        except InvalidInputError:  # asks a student for more than there is: see the tests of input
            continue


def test_a_student_has_a_first_programme_exactly_when_one_exists():
    seen = set()
    for problem in small():
        tables = tables_of(problem)
        for s in range(problem.students):
            found, exists = first_programme(tables, s), bool(programmes(problem, s))

            assert (found is not None) == exists
            assert found is None or violations(alone(problem, s), (found.numbered(),)) == []
            seen.add(exists)
    assert seen == {True, False}


def test_the_first_bound_is_a_bound():
    for problem in small():
        best = best_score(problem) if problem.students < 3 else None
        if best is not None:
            assert first_bound(tables_of(problem)) >= best


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_problem_of_24_disciplines_has_a_legal_schedule_however_short_the_limit(seed):
    problem = published_shape(seed, students=40, disciplines=24, hospitals=4)

    result = solve(problem, seconds=0)

    assert result.status == Status.STOPPED
    assert violations(problem, result.solution.students) == []
    assert misstatements(problem, result.solution) == []


def test_the_limit_of_time_is_kept():
    problem = published_shape(4, students=80, disciplines=24, hospitals=3)
    solve(published_shape(5, students=4, disciplines=4, hospitals=2), rounds=1)  # compiles
    began = time.monotonic()

    result = solve(problem, seconds=4)

    assert violations(problem, result.solution.students) == []
    assert time.monotonic() - began < 7


def test_wards_that_ask_for_more_students_than_there_are_is_said_and_no_crash():
    problem = published_shape(5, students=6, disciplines=6, hospitals=2)
    wards = (((6,) * problem.horizon,) * problem.disciplines,) * problem.hospitals

    with pytest.raises(InvalidInputError, match="no schedule gives every ward its least number"):
        solve(type(problem)(**(vars(problem) | {"most": wards, "least": wards})))
