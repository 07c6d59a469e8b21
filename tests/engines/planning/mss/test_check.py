"""The checker names every broken rule of a schedule, and counts its score as the benchmark does."""

import pytest

from randa.engines.planning.mss.check import misstatements, score, violations
from randa.engines.planning.mss.model import Problem, Solution, Stay

TWO_STUDENTS = {
    "students": 2,
    "disciplines": 3,
    "hospitals": 2,
    "duration": 2,
    "horizon": 8,
    "groups": 2,
    "max_per_hospital": 2,
    "group": (1, 1, 2),
    "needed": ((2, 1), (1, 0)),
    "allowed": ((1, 1, 1), (1, 0, 1)),
    "preceded_by": ((0, 0, 0), (1, 0, 0), (0, 0, 0)),
    "available": ((1,) * 8, (1, 1, 1, 1, 1, 0, 1, 1)),
    "ability": (((1, 1, 1), (1, 1, 1)), ((1, 1, 1), (0, 1, 1))),
    "most": (((1,) * 8,) * 3, ((1,) * 8,) * 3),
    "least": (((0,) * 8,) * 3, ((0,) * 8, (0, 0, 0, 0, 0, 1, 0, 0), (0,) * 8)),
    "weights": ((1, 2, -3, -2), (2, 1, -1, -1)),
    "discipline_wish": ((5, 4, 3), (2, 2, 2)),
    "hospital_wish": ((1, 3), (4, 1)),
    "school_wish": (1, 0, 2),
}
LEGAL = ((Stay(1, 1, 1), Stay(3, 1, 3), Stay(2, 2, 6)), (Stay(1, 1, 3),))


def problem(**changes):
    return Problem(**(TWO_STUDENTS | changes))


def test_a_schedule_that_keeps_every_rule_has_no_violations():
    assert violations(problem(), LEGAL) == []


def test_the_score_counts_wishes_changes_and_idle_periods_before_the_last_stay():
    first = 1 * (5 + 3 + 4) + 2 * (1 + 1 + 3) + (1 + 2 + 0) - 3 * 1 - 2 * 1  # one change, idle in period 5
    second = 2 * 2 + 4 + 1 - 1 * 2  # idle in periods 1 and 2

    assert score(problem(), LEGAL) == first + second + second


def test_a_change_of_hospital_is_counted_across_idle_periods():
    later = ((*LEGAL[0][:2], Stay(2, 2, 7)), LEGAL[1])

    assert score(problem(), LEGAL) - score(problem(), later) == 2


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        (LEGAL[0][:2], LEGAL[1], "student 1: attends 1 disciplines of group 1; expected 2"),
        ((*LEGAL[0], Stay(2, 1, 3)), LEGAL[1], "student 1: attends discipline 2 2 times"),
        (LEGAL[0], (Stay(2, 1, 3),), "discipline 2 at hospital 1 from period 3: the discipline is not allowed"),
        (LEGAL[0], (Stay(1, 2, 3),), "no ability for the discipline at this hospital"),
        (LEGAL[0], (Stay(1, 1, 5),), "student 2: discipline 1 at hospital 1 from period 5: not available in period 6"),
        (LEGAL[0], (Stay(1, 1, 8),), "discipline 1 at hospital 1 from period 8 is outside the problem"),
        (LEGAL[0], (Stay(1, 1, 2),), "hospital 1, discipline 1, period 2: 2 students; expected 0 to 1"),
        ((Stay(1, 1, 1), Stay(3, 1, 2), Stay(2, 2, 6)), LEGAL[1], "overlap"),
        ((Stay(2, 2, 1), Stay(3, 1, 3), Stay(1, 1, 6)), LEGAL[1], "discipline 1 was not begun before"),
        ((Stay(1, 1, 1), Stay(3, 1, 3), Stay(2, 1, 6)), LEGAL[1], "attends 3 disciplines at hospital 1; at most 2"),
        (
            (Stay(1, 1, 1), Stay(3, 1, 3), Stay(2, 2, 7)),
            LEGAL[1],
            "hospital 2, discipline 2, period 6: 0 students; expected 1 to 1",
        ),
    ],
)
def test_each_broken_rule_is_named(first, second, words):
    assert any(words in line for line in violations(problem(), (first, second)))


def test_a_schedule_for_other_students_is_refused():
    assert violations(problem(), LEGAL[:1]) == ["1 students in the schedule; expected 2"]


def test_a_score_and_a_bound_that_are_not_so_are_named():
    counted = score(problem(), LEGAL)

    assert misstatements(problem(), Solution(LEGAL, counted, counted)) == []
    assert misstatements(problem(), Solution(LEGAL, counted + 1, counted - 1)) == [
        f"score is stated as {counted + 1}; counted {counted}",
        f"upper bound {counted - 1} is below the score {counted}",
    ]
