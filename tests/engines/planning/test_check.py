"""The judge names each broken rule, with doctor, unit and week, and counts cost by the rules."""

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from randa.engines.planning import check, costs
from randa.engines.planning.model import Block, BlockRule, Plan, Programme, Template

from .problems import doctor, problem, unit, with_lock

ORDERED = Template(6, {"IM": BlockRule(3, 4, 4), "PSY": BlockRule(2, 2, 3)}, (("IM", "PSY"),))
OPTIONS = {"IM": [(0, 3)], "PSY": [(1, 5)]}
GOOD = (Block(0, "IM", 4, 0), Block(4, "PSY", 2, 1))


def one_doctor(**more):
    return problem([unit(0, "IM"), unit(1, "PSY"), unit(2, "PSY")], [doctor(0, OPTIONS)], ORDERED, **more)


def plan(*blocks, number=0):
    return Plan((Programme(number, blocks),))


def test_a_legal_plan_has_no_violations():
    assert check.violations(one_doctor(), plan(*GOOD)) == []


@pytest.mark.parametrize(
    ("blocks", "words"),
    [
        ((), "doctor 0: has no blocks; 6 working weeks are to be filled"),
        ((Block(1, "IM", 3, 0), Block(4, "PSY", 2, 1)), "doctor 0: the first block begins at working week 1, not 0"),
        ((Block(0, "IM", 3, 0), Block(4, "PSY", 2, 1)), "doctor 0: PSY begins at working week 4, not 3 where IM ends"),
        ((Block(0, "IM", 3, 0), Block(3, "PSY", 2, 1)), "doctor 0: the programme ends at working week 5, not 6"),
        ((Block(0, "IM", 6, 0),), "doctor 0: IM of 6 weeks from working week 0 at unit 0 is not between 3 and 4 weeks long"),
        ((Block(0, "IM", 4, 0),), "doctor 0: PSY is missing; at least 2 weeks are required"),
        ((Block(0, "PSY", 2, 1), Block(2, "IM", 4, 0)), "doctor 0: PSY comes before IM"),
        ((Block(0, "IM", 4, 0), Block(4, "PSY", 2, 2)), "doctor 0: unit 2 is not an option for PSY"),
        ((Block(0, "IM", 4, 0), Block(4, "XX", 2, None)), "doctor 0: XX is not a block of template T"),
        ((Block(4, "PSY", 2, 1), Block(0, "IM", 4, 0)), "doctor 0: the blocks are not in order of position"),
        ((Block(0, "IM", 3, 0), Block(3, "IM", 3, 0)), "doctor 0: IM occurs 2 times"),
        ((Block(0, "IM", 4, 0), Block(4, "PSY", 9, 1)),
         "doctor 0: PSY of 9 weeks from working week 4 at unit 1 lies outside the doctor's working weeks"),
    ],
)  # fmt: skip
def test_a_broken_rule_is_named(blocks, words):
    assert words in check.violations(one_doctor(), plan(*blocks))


def test_every_calendar_week_between_the_first_and_last_week_of_a_block_holds_a_place():
    closed_in_the_pause = [1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 1]
    given_problem = problem(
        [unit(0, "IM", closed_in_the_pause), unit(1, "PSY")], [doctor(0, OPTIONS, (0, 1, 2, 4, 5, 6))], ORDERED
    )

    assert check.violations(given_problem, plan(*GOOD)) == ["unit 0, week 3: 1 places held of 0 (doctors 0)"]


def test_two_doctors_in_one_place_are_both_named():
    given_problem = problem(
        [unit(0, "IM"), unit(1, "PSY", 2)], [doctor(0, OPTIONS), doctor(7, OPTIONS, range(3, 9))], ORDERED
    )
    both = Plan((Programme(0, GOOD), Programme(7, GOOD)))

    assert check.violations(given_problem, both) == ["unit 0, week 3: 2 places held of 1 (doctors 0, 7)"]


@pytest.mark.parametrize(
    ("programmes", "words"),
    [
        ((), ["doctor 0 has no programme"]),
        ((Programme(0, GOOD), Programme(5, ())), ["doctor 5 is not in the problem"]),
    ],
)
def test_every_doctor_has_exactly_one_programme(programmes, words):
    assert check.violations(one_doctor(), Plan(programmes)) == words


def test_a_doctor_with_two_programmes_is_named():
    twice = Plan((Programme(0, GOOD), Programme(0, GOOD)))

    assert "doctor 0 has 2 programmes" in check.violations(one_doctor(), twice)


def test_a_moved_lock_is_named():
    locked = with_lock(one_doctor(), 0, (4, "PSY", 2, None))

    found = check.violations(locked, plan(*GOOD))

    assert found == ["doctor 0: locked PSY of 2 weeks from working week 4 without unit is not in the plan"]


def test_cost_is_option_plus_unplaced_plus_deviation_plus_split():
    rules = {"IM": BlockRule(3, 4, 4), "PSY": BlockRule(2, 2, 3), "VAL": BlockRule(0, 2, 4)}
    given_problem = problem(
        [unit(0, "IM"), unit(1, "PSY")],
        [doctor(0, OPTIONS, (0, 1, 2, 6, 7, 8))],
        Template(6, rules),
        unplaced_cost_per_week={"IM": 60, "PSY": 50, "VAL": 1},
        split_cost=100,
    )
    made = plan(Block(0, "PSY", 2, None), Block(2, "IM", 4, 0))

    # 2 x 50 unplaced, IM 3, VAL left out 2 x 1, IM spans the pause of three weeks
    assert costs.cost(given_problem, made) == 100 + 3 + 2 + 100
    assert costs.unplaced_weeks(given_problem, made) == 2


def test_a_pause_of_exactly_the_allowed_length_is_no_split():
    given_problem = problem([unit(0, "IM"), unit(1, "PSY")], [doctor(0, OPTIONS, (0, 1, 4, 5, 6, 7))], ORDERED)

    assert costs.cost(given_problem, plan(*GOOD)) == 3 + 5


def test_figures_that_do_not_agree_with_the_plan_are_named():
    stated = replace(plan(*GOOD), cost=7, unplaced_weeks=1, bound=9)

    assert check.misstatements(one_doctor(), stated) == [
        "the plan states cost 7; counted again it is 8",
        "the plan states 1 unplaced weeks; counted again they are 0",
        "the plan states bound 9, above its cost 8",
    ]


@pytest.mark.parametrize("part", [check, costs])
def test_the_judge_shares_no_code_with_the_solver(part):
    tree = ast.parse(Path(part.__file__).read_text())

    ours = {n.module for n in ast.walk(tree) if isinstance(n, ast.ImportFrom) and n.module and "randa" in n.module}

    assert ours <= {"randa.engines.planning.model", "randa.engines.planning.costs"}
    assert "randa.engines.planning.model" in ours
