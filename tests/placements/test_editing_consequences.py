"""Each change of a draft says what it breaks and costs, a broken draft is not published, and other places are offered with their price."""

import pytest

from randa.placements.errors import DraftBreaksRulesError
from randa.placements.queries.alternatives import alternatives
from randa.placements.queries.board import board, overdrawn
from randa.placements.services.blocks import (
    Wanted,
    change_unit,
    copy_blocks,
    lay_blocks,
    lock_blocks,
    move_blocks,
    remove_blocks,
    resize_blocks,
)
from randa.placements.services.plans import publish_plan
from randa.placements.services.undo import undo_edit
from tests.factories import AbsenceFactory, MandateChangeFactory
from tests.placements.editing import WEEK, block, contents, draft_with, seen, weeks
from tests.placements.world import START, add_unit

pytestmark = pytest.mark.django_db


def test_a_change_tells_what_it_breaks_with_the_learners_name_and_what_mends_it() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)

    told = move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=2).told

    (line,) = told.new
    assert line.startswith(f"{psychiatry.enrolment.learner}: ")
    assert "På två ställen samtidigt 2 veckor: Område PSY och Område AKU." in line
    assert "Första blocket börjar 2 veckor efter tjänstens start." in line
    assert len(told.broken[str(psychiatry.enrolment_id)]) == 2
    back = undo_edit(actor=planner, plan=plan).told
    assert (back.new, len(back.mended), back.broken[str(psychiatry.enrolment_id)]) == ([], 1, [])


def test_a_block_too_many_says_who_sits_there_and_since_which_week() -> None:
    _region, planner, plan = draft_with()
    mine, theirs = block(plan), block(plan, learner=1)

    told = copy_blocks(actor=planner, plan=plan, seen=seen(mine), to=[str(theirs.enrolment_id)]).told

    full = next(line for line in told.new if "fler läkare än öppna platser" in line)
    assert "2027v05–2027v12" in full
    assert "(2 på 1)" in full
    for row in (mine, theirs):
        assert str(row.enrolment.learner) in full
    assert mine.unit_id is not None
    assert [one.sentence for one in overdrawn(plan, [mine.unit_id])] == [full]


def test_lengths_and_weeks_that_are_missing_are_told_with_the_programmes_figures() -> None:
    _region, planner, plan = draft_with()

    told = resize_blocks(actor=planner, plan=plan, seen=seen(block(plan, "AKU")), weeks=-2).told

    assert "Område AKU är 10 veckor. Programmet säger 12–12." in told.new[0]
    assert "Blocken slutar efter 18 tjänstgöringsveckor. Programmet har 20." in told.new[0]


def test_a_block_across_an_absence_is_remarked_and_breaks_nothing() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)
    AbsenceFactory.create(enrolment=psychiatry.enrolment, starts_on=START + 30 * WEEK, ends_before=START + 32 * WEEK)

    told = move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=25).told

    assert any("går över 2 veckors frånvaro" in line for line in told.remarks)


def test_the_price_is_that_of_weeks_without_a_seat_and_the_plans_cost_follows() -> None:
    _region, planner, plan = draft_with()
    plan.cost = 100
    plan.save()

    made = change_unit(actor=planner, plan=plan, seen=seen(block(plan)), unit=None)

    plan.refresh_from_db()
    assert (made.told.price, made.edit.price, plan.cost, plan.unplaced_weeks) == (8 * 80, 8 * 80, 740, 8)


def test_a_draft_that_breaks_rules_is_not_published_and_one_that_is_mended_is() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)
    move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1)

    with pytest.raises(DraftBreaksRulesError, match=str(psychiatry.enrolment.learner)):
        publish_plan(actor=planner, plan=plan)
    undo_edit(actor=planner, plan=plan)
    publish_plan(actor=planner, plan=plan)

    plan.refresh_from_db()
    assert plan.state == "published"


def test_the_best_other_places_have_a_price_and_one_of_them_is_laid_as_one_edit() -> None:
    region, planner, plan = draft_with()
    add_unit(region, "PSY", 1)
    psychiatry, first = block(plan), contents(plan)

    found = alternatives(plan, psychiatry)

    elsewhere = next(one for one in found if one.block.starts_on == START and one.block.unit is not None)
    assert (elsewhere.price, elsewhere.moved, elsewhere.span) == (0, (), "2027v05–2027v12")
    swapped = next(one for one in found if one.moved)
    assert swapped.moved == ("AKU",)
    made = lay_blocks(
        actor=planner, plan=plan, seen=seen(*plan.placements.filter(enrolment=psychiatry.enrolment)), rearrange=True,
        wanted=[
            Wanted(str(psychiatry.enrolment_id), one.area, one.unit and one.unit.pk, one.starts_on, one.weeks)
            for one in swapped.blocks
        ],
    )  # fmt: skip
    assert (made.edit.kind, made.told.new) == ("arrange", [])
    assert weeks(psychiatry)[0] == START + 12 * WEEK
    assert plan.placements.count() == len(first)


def test_a_locked_block_is_no_part_of_the_alternatives() -> None:
    region, planner, plan = draft_with()
    add_unit(region, "PSY", 1)
    lock_blocks(actor=planner, plan=plan, seen=seen(block(plan, "AKU")), locked=True)

    others = alternatives(plan, block(plan))
    assert [one.moved for one in others] == [()] * len(others)
    assert any(one.block.unit is not None for one in others)
    assert alternatives(plan, block(plan, "AKU")) == []


def test_full_units_are_no_alternative() -> None:
    _region, _planner, plan = draft_with()
    taken = block(plan)
    MandateChangeFactory.create(unit=taken.unit, effective_on=START, seats_before=1, seats_after=0)

    found = alternatives(plan, taken)
    assert found
    assert [one.block.unit for one in found] == [None] * len(found)


def test_pasted_blocks_take_the_learners_own_of_the_area_or_are_new() -> None:
    _region, planner, plan = draft_with()
    psychiatry, acute = block(plan), block(plan, "AKU")
    remove_blocks(actor=planner, plan=plan, seen=seen(acute))
    key = str(psychiatry.enrolment_id)

    lay_blocks(
        actor=planner, plan=plan, seen=seen(psychiatry),
        wanted=[
            Wanted(key, "PSY", None, START + 12 * WEEK, 8),
            Wanted(key, "AKU", acute.unit_id, START, 12),
        ],
    )  # fmt: skip

    assert weeks(psychiatry) == (START + 12 * WEEK, START + 20 * WEEK, 8)
    assert weeks(block(plan, "AKU")) == (START, START + 12 * WEEK, 12)
    assert plan.placements.filter(enrolment=psychiatry.enrolment).count() == 2


def test_the_board_tells_all_and_asks_as_often_for_three_learners_as_for_one(django_assert_max_num_queries) -> None:
    counts = []
    for doctors in (1, 3):
        region, planner, plan = draft_with(doctors)
        add_unit(region, "PSY", 1)
        move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=1)
        with django_assert_max_num_queries(40) as captured:
            told = board(plan, planner)
        counts.append(len(captured))
        assert (len(told["learners"]), len(told["blocks"])) == (doctors, 2 * doctors)
        assert list(told["broken"]) == [str(block(plan).enrolment_id)]

    assert counts[0] == counts[1]


@pytest.mark.parametrize("doctors", [1, 3])
def test_alternatives_cost_as_many_queries_for_three_learners_as_for_one(
    doctors: int, django_assert_max_num_queries
) -> None:
    _region, _planner, plan = draft_with(doctors)

    with django_assert_max_num_queries(26):
        assert alternatives(plan, block(plan))
