"""A split block holds the programme's rules with its parts together: it is judged, published, copied and exported so."""

import pytest

from randa.engines.planning.check import Rule, broken_by_programme
from randa.engines.planning.model import Block, BlockRule, Doctor, Option, ProblemParts, Programme, Template
from randa.placements.errors import DraftBreaksRulesError
from randa.placements.models import Plan
from randa.placements.parts import apart, in_sum
from randa.placements.queries.alternatives import alternatives
from randa.placements.queries.board import broken_in_plan
from randa.placements.services.blocks import (
    copy_blocks,
    resize_blocks,
    split_blocks,
)
from randa.placements.services.plan_files import import_plan_rows
from randa.placements.services.plans import publish_plan
from randa.training.models import PlacementArea, ProgrammeBlock
from tests.placements.editing import WEEK, around_acute_care, block, contents, draft_with, seen, split, weeks
from tests.placements.test_plan_services import exported
from tests.placements.world import START, add_unit


def psychiatry_first(plan: Plan) -> None:
    """Let the programme say that psychiatry comes before acute care."""
    rule = ProgrammeBlock.objects.get(programme__region=plan.regions.get(), area="AKU")
    rule.after.add(PlacementArea.objects.get(pk="PSY"))


@pytest.mark.django_db
def test_a_block_that_is_split_where_it_lies_breaks_nothing_and_costs_only_its_second_way_there() -> None:
    _region, planner, plan = draft_with()
    whole = block(plan)

    told = split_blocks(actor=planner, plan=plan, seen=seen(whole), before=START + 4 * WEEK).told

    assert (told.new, told.mended, told.broken[str(whole.enrolment_id)]) == ([], [], [])


@pytest.mark.django_db
def test_a_block_in_two_parts_at_two_units_with_another_between_is_published() -> None:
    _region, planner, plan = draft_with()
    around_acute_care(planner, plan)

    publish_plan(actor=planner, plan=plan)

    plan.refresh_from_db()
    assert plan.state == Plan.State.PUBLISHED
    held = plan.placements.filter(enrolment=block(plan).enrolment, is_published=True).order_by("starts_on")
    assert [(one.area_id, one.working_weeks) for one in held] == [("PSY", 4), ("AKU", 12), ("PSY", 4)]
    assert len({one.unit_id for one in held}) == 3


@pytest.mark.django_db
def test_parts_that_are_too_short_together_are_told_with_their_sum_and_not_published() -> None:
    _region, planner, plan = draft_with()
    _first, second = split(planner, plan)

    told = resize_blocks(actor=planner, plan=plan, seen=seen(second), weeks=-1).told

    said = "Delarna av Område PSY är tillsammans 7 veckor. Programmet säger 8–8."
    assert said in told.new[0]
    assert "1 vecka saknar block före Område AKU." in told.new[0]
    with pytest.raises(DraftBreaksRulesError) as refusal:
        publish_plan(actor=planner, plan=plan)
    assert said in refusal.value.faults[0]
    second.refresh_from_db()
    back = resize_blocks(actor=planner, plan=plan, seen=seen(second), weeks=1).told
    assert said in back.mended[0]
    assert broken_in_plan(plan) == []


@pytest.mark.django_db
def test_what_must_come_first_has_its_last_part_first() -> None:
    _region, planner, plan = draft_with(1)
    psychiatry_first(plan)

    around_acute_care(planner, plan)

    assert any("Område PSY ska komma före Område AKU." in line for line in broken_in_plan(plan))


@pytest.mark.django_db
def test_both_parts_are_copied_to_a_learner_who_has_one_block_there() -> None:
    _region, planner, plan = draft_with()
    first, second = split(planner, plan)
    theirs = (
        block(plan, learner=1) if block(plan, learner=1).enrolment_id != first.enrolment_id else block(plan, learner=2)
    )

    copy_blocks(actor=planner, plan=plan, seen=seen(first, second), to=[str(theirs.enrolment_id)])

    held = plan.placements.filter(enrolment=theirs.enrolment, area="PSY").order_by("starts_on")
    assert [weeks(one) for one in held] == [weeks(first), weeks(second)]


@pytest.mark.django_db
def test_other_places_are_offered_for_one_part_as_long_as_it_is_and_none_when_the_parts_break_the_rule() -> None:
    region, planner, plan = draft_with()
    add_unit(region, "PSY", 1)
    first, second = split(planner, plan)

    found = alternatives(plan, second)

    assert found
    for one in found:
        assert sorted((laid.area, laid.weeks) for laid in one.blocks) == [("AKU", 12), ("PSY", 4), ("PSY", 4)]
        assert (one.block.area, one.block.weeks) == ("PSY", 4)
    cheapest = next(one for one in found if one.moved == ())
    assert (cheapest.block.starts_on, cheapest.price) == (second.starts_on, 0)
    resize_blocks(actor=planner, plan=plan, seen=seen(second), weeks=-1)
    assert alternatives(plan, first) == []


@pytest.mark.django_db
def test_a_plan_with_a_split_block_is_read_back_from_its_file_as_it_was() -> None:
    _region, planner, plan = draft_with()
    around_acute_care(planner, plan)

    stored, faults = import_plan_rows(actor=planner, plan=plan, rows=exported(plan))

    assert faults == []
    assert stored is not None
    assert contents(stored) == contents(plan)


RULES = {"PSY": BlockRule(6, 8, 10), "AKU": BlockRule(4, 12, 12), "VAL": BlockRule(0, 0, 6)}
PROBLEM = ProblemParts(
    weeks=40, kinds=tuple(RULES), regions=("A",), templates={"BT": Template(20, RULES, (("PSY", "AKU"),))},
    unplaced_cost_per_week={"PSY": 80, "AKU": 70, "VAL": 40}, off_nominal_cost_per_week=1, max_gap_weeks=8, units=(),
    doctors=(Doctor(0, 0, "BT", 0, tuple(range(30)), {"PSY": (Option(1, 5),)}),),
)  # fmt: skip


def judged(*blocks: Block) -> set[tuple[str, str, str, int]]:
    programme = Programme(0, blocks)
    found = in_sum(PROBLEM, [programme], broken_by_programme(PROBLEM, PROBLEM.doctors[0], programme))
    return {(one.rule.value, one.kind, one.other, one.count) for one in found}


@pytest.mark.parametrize(("length", "at"), [(2, 1), (4, 3), (6, 1), (8, 5), (10, 3), (11, 5), (13, 12)])
@pytest.mark.parametrize("first", ["PSY", "AKU"])
def test_parts_that_follow_each_other_are_judged_as_the_block_they_were(length: int, first: str, at: int) -> None:
    other = "AKU" if first == "PSY" else "PSY"
    rest = Block(length, other, 20 - length)

    whole = judged(Block(0, first, length), rest)

    assert judged(Block(0, first, at), Block(at, first, length - at), rest) == whole


def test_two_parts_in_the_same_weeks_are_a_fault_and_no_error() -> None:
    blocks = (Block(0, "PSY", 4, 1), Block(0, "PSY", 4), Block(4, "AKU", 12))

    assert judged(*blocks) == {("overlap", "PSY", "PSY", 4), ("total", "AKU", "", 16)}


def test_parts_apart_have_each_area_once_and_keep_the_programmes_length_and_order() -> None:
    programme = Programme(0, (Block(0, "PSY", 4, 1), Block(4, "AKU", 12), Block(16, "PSY", 4)))

    found = apart(PROBLEM, PROBLEM.doctors[0], programme)

    assert found is not None
    kinds = [one.kind for one in found.programme.blocks]
    assert len(set(kinds)) == 3
    rules = {one.rule for one in broken_by_programme(found.problem, found.doctor, found.programme)}
    assert rules == {Rule.ORDER}
    assert apart(PROBLEM, PROBLEM.doctors[0], Programme(0, (Block(0, "VAL", 4), Block(4, "VAL", 4)))) is None
