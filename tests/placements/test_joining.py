"""Parts of an area are joined again: the weeks, the seat and what was written stay, and what cannot be one block is refused."""

import datetime as dt
import random
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from randa.core.audit.models import AuditEvent
from randa.people.models import User
from randa.placements.errors import (
    CommentTooLongError,
    EditConflictError,
    LockedBlockError,
    NothingToJoinError,
    OutsideWeeksError,
    PartsApartError,
    PartsAtOtherUnitsError,
)
from randa.placements.models import Placement, Plan
from randa.placements.services.blocks import (
    change_unit,
    comment_blocks,
    join_blocks,
    lock_blocks,
    move_blocks,
    resize_blocks,
    split_blocks,
)
from randa.placements.services.drafts import copy_plan
from randa.placements.services.undo import redo_edit, undo_edit
from tests.factories import AbsenceFactory
from tests.placements.editing import WEEK, block, colleague, contents, draft_with, seen, weeks
from tests.placements.world import START, add_unit

pytestmark = pytest.mark.django_db


def parts(planner: User, plan: Plan, *at: int, of: Placement | None = None) -> list[Placement]:
    """Split a block, or the first learner's psychiatry, before each of its weeks and return its parts in order."""
    whole = of or block(plan)
    found = [whole]
    for week in at:
        split_blocks(actor=planner, plan=plan, seen=seen(found[-1]), before=whole.starts_on + week * WEEK)
        found = list(plan.placements.filter(enrolment=whole.enrolment, area="PSY").order_by("starts_on"))
    return found


def test_parts_become_one_block_that_keeps_the_firsts_key_and_it_is_one_edit_in_the_history() -> None:
    _region, planner, plan = draft_with()
    was, whole = contents(plan), weeks(block(plan))
    first, second, third = parts(planner, plan, 2, 5)

    edit = join_blocks(actor=planner, plan=plan, seen=seen(third, first, second)).edit

    assert (weeks(first), contents(plan)) == (whole, was)
    assert not plan.placements.filter(pk__in=[second.pk, third.pk]).exists()
    assert (edit.kind, edit.get_kind_display()) == ("join", "sammanslaget")
    assert AuditEvent.objects.filter(action="plan.edited").latest("pk").after["what"] == "join"


def test_a_join_is_undone_and_done_again() -> None:
    _region, planner, plan = draft_with()
    first, second = parts(planner, plan, 3)
    apart = contents(plan)
    join_blocks(actor=planner, plan=plan, seen=seen(first, second))
    one = contents(plan)

    undo_edit(actor=planner, plan=plan)
    assert contents(plan) == apart
    redo_edit(actor=planner, plan=plan)

    assert contents(plan) == one


def test_the_parts_of_several_learners_are_joined_at_once_and_a_block_alone_in_its_area_stays() -> None:
    _region, planner, plan = draft_with()
    was, theirs = contents(plan), block(plan, learner=1)
    chosen = [*parts(planner, plan, 4), *parts(planner, plan, 2, of=theirs), block(plan, "AKU")]

    join_blocks(actor=planner, plan=plan, seen=seen(*chosen))

    assert contents(plan) == was


def test_parts_at_different_units_are_joined_at_the_one_that_is_said() -> None:
    region, planner, plan = draft_with()
    other = add_unit(region, "PSY", 1)
    first, second = parts(planner, plan, 4)
    own = first.unit
    change_unit(actor=planner, plan=plan, seen=seen(second), unit=other)
    second.refresh_from_db()
    was = contents(plan)

    with pytest.raises(PartsAtOtherUnitsError, match="välj vilken enhet"):
        join_blocks(actor=planner, plan=plan, seen=seen(first, second))
    with pytest.raises(PartsAtOtherUnitsError):
        join_blocks(actor=planner, plan=plan, seen=seen(first, second), unit_of=str(block(plan, "AKU").pk))
    assert contents(plan) == was
    join_blocks(actor=planner, plan=plan, seen=seen(first, second), unit_of=str(second.pk))

    first.refresh_from_db()
    assert (first.unit, first.working_weeks) == (other, 8)
    undo_edit(actor=planner, plan=plan)
    again = plan.placements.filter(enrolment=first.enrolment, area="PSY")
    join_blocks(actor=planner, plan=plan, seen=seen(*again), unit_of=str(first.pk))
    first.refresh_from_db()
    assert first.unit == own


def test_every_comment_is_kept_once_and_refused_when_there_is_no_room_for_all() -> None:
    _region, planner, plan = draft_with()
    first, second, third = parts(planner, plan, 2, 4)
    for part, text in ((first, "Bor i Säter"), (second, "Bor i Säter"), (third, "Helst vår")):
        comment_blocks(actor=planner, plan=plan, seen=seen(part), text=text)
        part.refresh_from_db()

    join_blocks(actor=planner, plan=plan, seen=seen(first, second, third))

    first.refresh_from_db()
    assert first.comment == "Bor i Säter · Helst vår"
    undo_edit(actor=planner, plan=plan)
    for part, letter in ((first, "a"), (second, "b")):
        part.refresh_from_db()
        comment_blocks(actor=planner, plan=plan, seen=seen(part), text=letter * 200)
        part.refresh_from_db()
    with pytest.raises(CommentTooLongError):
        join_blocks(actor=planner, plan=plan, seen=seen(first, second))


def test_parts_with_working_weeks_between_or_in_common_are_refused_with_the_weeks_and_what_to_do() -> None:
    _region, planner, plan = draft_with()
    first, second = parts(planner, plan, 4)
    resize_blocks(actor=planner, plan=plan, seen=seen(second), weeks=-1, edge="start")
    second.refresh_from_db()

    with pytest.raises(
        PartsApartError, match=r"Mellan blocken ligger 1 tjänstgöringsvecka \(2027v09\)\. Flytta ihop dem"
    ):
        join_blocks(actor=planner, plan=plan, seen=seen(first, second))
    resize_blocks(actor=planner, plan=plan, seen=seen(first), weeks=2)
    first.refresh_from_db()
    with pytest.raises(PartsApartError, match=r"veckor gemensamt \(2027v10\)"):
        join_blocks(actor=planner, plan=plan, seen=seen(first, second))


def test_parts_with_an_absence_between_follow_each_other() -> None:
    _region, planner, plan = draft_with()
    whole = block(plan)
    AbsenceFactory.create(enrolment=whole.enrolment, starts_on=START + 4 * WEEK, ends_before=START + 6 * WEEK)
    resize_blocks(actor=planner, plan=plan, seen=seen(whole), weeks=-2)  # its eight weeks end two weeks later now
    resized = weeks(whole)
    first, second = parts(planner, plan, 5)
    assert second.starts_on - first.ends_before == 2 * WEEK

    join_blocks(actor=planner, plan=plan, seen=seen(first, second))

    assert weeks(first) == resized


def test_blocks_that_are_no_parts_of_one_area_are_refused() -> None:
    _region, planner, plan = draft_with()

    with pytest.raises(NothingToJoinError, match="minst två block i samma område"):
        join_blocks(actor=planner, plan=plan, seen=seen(block(plan), block(plan, "AKU"), block(plan, learner=1)))


@pytest.mark.parametrize("number", [0, 1])
def test_a_locked_part_is_not_joined(number: int) -> None:
    _region, planner, plan = draft_with()
    both = parts(planner, plan, 4)
    lock_blocks(actor=planner, plan=plan, seen=seen(both[number]), locked=True)
    both[number].refresh_from_db()
    was = contents(plan)

    with pytest.raises(LockedBlockError):
        join_blocks(actor=planner, plan=plan, seen=seen(*both))

    assert contents(plan) == was


def test_a_part_that_somebody_else_has_moved_is_shown_and_nothing_is_joined() -> None:
    region, planner, plan = draft_with()
    first, second = parts(planner, plan, 4)
    read = seen(first, second)
    move_blocks(actor=colleague(region), plan=plan, seen=seen(second), weeks=1)
    was = contents(plan)

    with pytest.raises(EditConflictError) as refusal:
        join_blocks(actor=planner, plan=plan, seen=read)

    (conflict,) = refusal.value.conflicts
    assert (conflict.key, conflict.mine, conflict.theirs and conflict.theirs.starts_on) == (
        str(second.pk), None, second.starts_on + WEEK,
    )  # fmt: skip
    assert contents(plan) == was
    join_blocks(actor=planner, plan=plan, seen=read, overwrite=True)
    assert weeks(first)[2] == 8


@pytest.fixture
def source(db: None) -> tuple[User, Plan]:
    _region, planner, plan = draft_with(2)
    return planner, plan


@pytest.mark.slow
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    cuts=st.lists(st.integers(1, 7), min_size=1, max_size=4, unique=True),
    away=st.none() | st.tuples(st.integers(1, 9), st.integers(1, 4)),
    order=st.randoms(use_true_random=False),
)
def test_what_was_split_and_joined_is_as_it_was(
    source: tuple[User, Plan], cuts: list[int], away: tuple[int, int] | None, order: random.Random
) -> None:
    planner, first = source
    plan = copy_plan(actor=planner, plan=first)
    whole = block(plan)
    whole.enrolment.absences.all().delete()
    if away is not None:
        begins = START + away[0] * WEEK
        AbsenceFactory.create(enrolment=whole.enrolment, starts_on=begins, ends_before=begins + away[1] * WEEK)
        move_blocks(actor=planner, plan=plan, seen=seen(whole), weeks=1)
        whole.refresh_from_db()
    was = contents(plan)
    days: list[dt.date] = sorted(whole.starts_on + cut * WEEK for cut in cuts)
    for day in days:
        last = plan.placements.filter(enrolment=whole.enrolment, area="PSY").latest("starts_on")
        with suppress(OutsideWeeksError):  # the day is in the absence with which the block, or its last part, begins
            split_blocks(actor=planner, plan=plan, seen=seen(last), before=day)
    chosen = list(plan.placements.filter(enrolment=whole.enrolment, area="PSY"))
    order.shuffle(chosen)
    assume(len(chosen) > 1)

    join_blocks(actor=planner, plan=plan, seen=seen(*chosen))

    assert contents(plan) == was
