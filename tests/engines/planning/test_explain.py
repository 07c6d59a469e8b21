"""An explanation names the full weeks, who sits there, and what would help at what price."""

from randa.engines.planning.diagnose import Code, Finding, diagnose
from randa.engines.planning.explain import Reason, Shortage, Tried, explain
from randa.engines.planning.model import Block, BlockRule, Plan, Programme, Template
from randa.engines.planning.remedies import Remedy, Way

from .problems import doctor, problem, unit

FIXED = Template(6, {"IM": BlockRule(4, 4, 4), "PSY": BlockRule(2, 2, 2)}, (("IM", "PSY"),))
BOTH = {"IM": [(0, 0)], "PSY": [(1, 5)]}


def crowded(**more):
    """Two doctors and one place in psychiatry in weeks 4 and 5; doctor 1 could also go to unit 2 for 30."""
    return problem(
        [unit(0, "IM", 2), unit(1, "PSY"), unit(2, "PSY", 1)],
        [doctor(0, BOTH), doctor(1, {"IM": [(0, 0)], "PSY": [(1, 5), (2, 30)]})],
        FIXED,
        **more,
    )


PLAN = Plan(
    (
        Programme(0, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, None))),
        Programme(1, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, 1))),
    )
)


def test_an_unplaced_block_says_which_weeks_are_full_and_who_sits_there():
    block = explain(crowded(), PLAN).blocks[0]

    assert (block.doctor, block.first_week, block.last_week, block.reason) == (0, 4, 5, Reason.FULL)
    assert block.tried == (Tried(1, (4, 5), (1,)),)


def test_remedies_come_with_their_price_and_those_without_extra_places_first():
    block = explain(crowded(), PLAN).blocks[0]

    # Doctor 1 moves from 5 to 30, doctor 0 pays 5 instead of 2 x 60; or two more place-weeks for 5 instead of 120.
    assert block.remedies == (
        Remedy(Way.MOVE_OTHER, 25 + 5 - 120, unit=1, other=1),
        Remedy(Way.EXTRA_PLACE, 5 - 120, unit=1, extra_weeks=2),
    )


def test_the_shortage_of_a_kind_and_region_says_where_one_more_place_helps_most():
    assert explain(crowded(), PLAN).shortages == (Shortage("PSY", 0, 1, 2, unit=1, saved_cost=115, saved_weeks=2),)


def test_explaining_changes_nothing_so_it_can_be_done_twice():
    given_problem = crowded()

    assert explain(given_problem, PLAN) == explain(given_problem, PLAN)


def test_a_doctor_without_units_for_a_kind_is_told_so():
    given_problem = problem([unit(0, "IM")], [doctor(0, {"IM": [(0, 0)]})], FIXED)
    plan = Plan((Programme(0, (Block(0, "IM", 4, 0), Block(4, "PSY", 2, None))),))

    assert explain(given_problem, plan).blocks[0].reason == Reason.NO_OPTION


def test_a_plan_without_gaps_needs_no_explanation():
    placed = Plan((PLAN.programmes[1],))
    given_problem = problem([unit(0, "IM"), unit(1, "PSY")], [doctor(1, BOTH)], FIXED)

    assert explain(given_problem, placed).blocks == ()


def test_diagnosis_finds_a_kind_with_fewer_places_than_the_shortest_blocks_need():
    given_problem = problem([unit(0, "IM", 2), unit(1, "PSY", [0] * 8 + [1, 1, 1, 1])], [doctor(0, BOTH)], FIXED)

    assert diagnose(given_problem) == [
        Finding(Code.KIND_SHORT, "PSY", weeks_needed=2, weeks_there=0),
        Finding(Code.NO_WINDOW, "PSY", 0),
    ]


def test_diagnosis_finds_a_doctor_without_units():
    given_problem = problem([unit(0, "IM")], [doctor(0, {"IM": [(0, 0)]})], FIXED)

    assert Finding(Code.NO_OPTION, "PSY", 0) in diagnose(given_problem)


def test_diagnosis_finds_work_during_an_absence_and_units_of_another_kind():
    odd = doctor(0, {"IM": [(0, 0)], "PSY": [(0, 0)]}, absent=((2, 4),))

    found = {finding.code for finding in diagnose(problem([unit(0, "IM")], [odd], FIXED))}

    assert found == {Code.WORKS_WHILE_ABSENT, Code.OTHER_KIND}


def test_a_unit_that_costs_more_than_none_is_pointed_out():
    given_problem = problem([unit(0, "IM"), unit(1, "PSY")], [doctor(0, {"IM": [(0, 241)], "PSY": [(1, 180)]})])

    assert Finding(Code.DEARER_THAN_NONE, "IM", 0, 0) in diagnose(given_problem)
    assert Code.DEARER_THAN_NONE not in {one.code for one in diagnose(given_problem) if one.kind == "PSY"}
