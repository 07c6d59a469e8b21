"""A draft is changed by hand: each thing is one edit, undone by whoever made it, and nobody's change is lost to another's."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from randa.core.access.row_security import as_person
from randa.core.audit.models import AuditEvent
from randa.core.freetext import IdentityNumberInTextError
from randa.placements.errors import (
    EditConflictError,
    EditedSinceError,
    LockedBlockError,
    NotADraftError,
    NothingEditedError,
    NothingToRedoError,
    NothingToUndoError,
    OutsideWeeksError,
    UnknownBlockError,
)
from randa.placements.models import Placement, Plan, PlanEdit
from randa.placements.services.blocks import (
    change_unit,
    comment_blocks,
    copy_blocks,
    lock_blocks,
    move_blocks,
    remove_blocks,
    resize_blocks,
    split_blocks,
)
from randa.placements.services.drafts import copy_plan
from randa.placements.services.plans import publish_plan
from randa.placements.services.undo import redo_edit, undo_edit
from tests.factories import AbsenceFactory, UserFactory, person_with
from tests.placements.editing import WEEK, block, colleague, contents, draft_with, seen, weeks
from tests.placements.world import PERMISSIONS, START, add_unit

pytestmark = pytest.mark.django_db


def test_a_published_plan_is_changed_through_a_copy_of_its_own_version() -> None:
    _region, planner, plan = draft_with()
    publish_plan(actor=planner, plan=plan)

    copy = copy_plan(actor=planner, plan=plan)

    assert (copy.state, copy.version, copy.created_by) == (Plan.State.DRAFT, plan.version + 1, planner)
    assert contents(copy) == contents(plan)
    assert not copy.placements.filter(is_published=True).exists()
    with pytest.raises(NotADraftError, match="Kopiera till nytt utkast"):
        move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=1)


def test_a_copy_leaves_out_whoever_has_been_restricted_since() -> None:
    _region, planner, plan = draft_with()
    learner = block(plan).enrolment.learner
    learner.restricted_at = dt.datetime(2027, 1, 4, tzinfo=dt.UTC)
    learner.save()

    copy = copy_plan(actor=planner, plan=plan)

    assert (copy.left_out, copy.placements.filter(enrolment__learner=learner).count()) == (1, 0)


def test_a_moved_block_stays_as_long_and_the_edit_keeps_before_and_after() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)

    edit = move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=2).edit

    assert weeks(psychiatry) == (START + 2 * WEEK, START + 10 * WEEK, 8)
    assert (edit.number, edit.kind, edit.made_by, psychiatry.edited_in) == (1, "move", planner, 1)
    (before,), (after,) = edit.before.values(), edit.after.values()
    assert (before["starts_on"], after["starts_on"]) == ("2027-02-01", "2027-02-15")
    event = AuditEvent.objects.get(action="plan.edited")
    assert event.after == {"edit": 1, "what": "move", "blocks": 1}


def test_a_block_moved_into_an_absence_begins_after_it_and_one_across_it_holds_its_place_longer() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)
    AbsenceFactory.create(
        enrolment=psychiatry.enrolment, starts_on=START + 2 * WEEK, ends_before=START + 5 * WEEK
    )  # fmt: skip

    move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1)
    assert weeks(psychiatry) == (START + WEEK, START + 12 * WEEK, 8)
    move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=2)
    assert weeks(psychiatry) == (START + 5 * WEEK, START + 13 * WEEK, 8)


def test_a_block_is_made_longer_at_either_edge_and_never_to_nothing() -> None:
    _region, planner, plan = draft_with()
    acute = block(plan, "AKU")

    resize_blocks(actor=planner, plan=plan, seen=seen(acute), weeks=2)
    assert weeks(acute) == (START + 8 * WEEK, START + 22 * WEEK, 14)
    resize_blocks(actor=planner, plan=plan, seen=seen(acute), weeks=-3, edge="start")
    assert weeks(acute) == (START + 11 * WEEK, START + 22 * WEEK, 11)
    with pytest.raises(OutsideWeeksError):
        resize_blocks(actor=planner, plan=plan, seen=seen(acute), weeks=-11)


def test_a_block_is_split_where_it_is_asked_and_one_undo_makes_it_whole() -> None:
    _region, planner, plan = draft_with()
    psychiatry, first = block(plan), contents(plan)

    split_blocks(actor=planner, plan=plan, seen=seen(psychiatry), before=START + 3 * WEEK)

    rows = plan.placements.filter(enrolment=psychiatry.enrolment, area="PSY").order_by("starts_on")
    assert [one.working_weeks for one in rows] == [3, 5]
    undo_edit(actor=planner, plan=plan)
    assert contents(plan) == first
    with pytest.raises(OutsideWeeksError):
        split_blocks(actor=planner, plan=plan, seen=seen(block(plan)), before=START)


def test_a_copy_gives_another_learner_the_same_weeks_and_unit_without_doubling_the_area() -> None:
    _region, planner, plan = draft_with()
    mine, theirs = block(plan), block(plan, learner=1)

    copy_blocks(actor=planner, plan=plan, seen=seen(mine), to=[str(theirs.enrolment_id)])

    assert weeks(theirs) == weeks(mine)
    assert plan.placements.filter(enrolment=theirs.enrolment).count() == 2


def test_a_copy_on_the_own_row_or_where_there_is_no_such_block_is_a_new_block() -> None:
    _region, planner, plan = draft_with()
    mine, theirs = block(plan), block(plan, learner=1)
    remove_blocks(actor=planner, plan=plan, seen=seen(theirs))

    copy_blocks(
        actor=planner, plan=plan, seen=seen(mine), to=[str(mine.enrolment_id), str(theirs.enrolment_id)], weeks=30
    )

    made = plan.placements.filter(starts_on=START + 30 * WEEK)
    assert {one.enrolment_id for one in made} == {mine.enrolment_id, theirs.enrolment_id}


def test_many_blocks_are_one_edit_and_one_undo() -> None:
    _region, planner, plan = draft_with()
    first = contents(plan)

    change_unit(actor=planner, plan=plan, seen=seen(*plan.placements.all()), unit=None)

    assert not plan.placements.filter(unit__isnull=False).exists()
    plan.refresh_from_db()
    assert (plan.edit_number, plan.unplaced_weeks) == (1, 40)
    undo_edit(actor=planner, plan=plan)
    assert contents(plan) == first


def test_a_locked_block_stands_until_it_is_let_go() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)
    lock_blocks(actor=planner, plan=plan, seen=seen(psychiatry), locked=True)
    psychiatry.refresh_from_db()

    with pytest.raises(LockedBlockError, match="1 valt block är låst"):
        move_blocks(actor=planner, plan=plan, seen=seen(*plan.placements.all()), weeks=1)
    comment_blocks(actor=planner, plan=plan, seen=seen(psychiatry), text="Barnledig efteråt")
    psychiatry.refresh_from_db()
    lock_blocks(actor=planner, plan=plan, seen=seen(psychiatry), locked=False)
    psychiatry.refresh_from_db()

    move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1)
    psychiatry.refresh_from_db()
    assert (psychiatry.is_locked, psychiatry.comment) == (False, "Barnledig efteråt")


def test_a_comment_that_looks_like_an_identity_number_is_refused() -> None:
    _region, planner, plan = draft_with()

    with pytest.raises(IdentityNumberInTextError):
        comment_blocks(actor=planner, plan=plan, seen=seen(block(plan)), text="Gäller 19121212-1212")


def test_undo_and_redo_go_step_by_step_and_a_new_edit_forgets_what_was_undone() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)
    for _step in range(3):
        psychiatry.refresh_from_db()
        move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1)

    undo_edit(actor=planner, plan=plan)
    undo_edit(actor=planner, plan=plan)
    assert weeks(psychiatry)[0] == START + WEEK
    redo_edit(actor=planner, plan=plan)
    assert weeks(psychiatry)[0] == START + 2 * WEEK
    resize_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1)
    with pytest.raises(NothingToRedoError):
        redo_edit(actor=planner, plan=plan)
    for _step in range(3):
        undo_edit(actor=planner, plan=plan)
    assert weeks(psychiatry) == (START, START + 8 * WEEK, 8)
    with pytest.raises(NothingToUndoError):
        undo_edit(actor=planner, plan=plan)
    redo_edit(actor=planner, plan=plan)
    redo_edit(actor=planner, plan=plan)
    redo_edit(actor=planner, plan=plan)
    with pytest.raises(NothingToRedoError):
        redo_edit(actor=planner, plan=plan)
    assert weeks(psychiatry) == (START + 2 * WEEK, START + 11 * WEEK, 9)


def test_fifty_edits_can_be_undone_and_no_more() -> None:
    _region, planner, plan = draft_with()
    psychiatry = block(plan)
    for step in range(52):
        psychiatry.refresh_from_db()
        move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1 if step % 2 else -1 + 2 * (step == 0))

    for _step in range(50):
        undo_edit(actor=planner, plan=plan)

    with pytest.raises(NothingToUndoError, match="50"):
        undo_edit(actor=planner, plan=plan)


def test_everybody_undoes_their_own_and_not_over_what_somebody_has_changed_since() -> None:
    region, planner, plan = draft_with()
    other = colleague(region)
    psychiatry, acute = block(plan), block(plan, "AKU")
    move_blocks(actor=planner, plan=plan, seen=seen(psychiatry), weeks=1)
    move_blocks(actor=other, plan=plan, seen=seen(acute), weeks=1)

    undo_edit(actor=planner, plan=plan)
    assert (weeks(psychiatry)[0], weeks(acute)[0]) == (START, START + 9 * WEEK)  # `weeks` reads the rows anew
    move_blocks(actor=planner, plan=plan, seen=seen(acute), weeks=1)
    with pytest.raises(EditedSinceError, match=str(planner)):
        undo_edit(actor=other, plan=plan)


def test_the_same_block_changed_by_two_shows_both_versions_and_loses_neither() -> None:
    region, planner, plan = draft_with()
    other, psychiatry = colleague(region), block(plan)
    read = seen(psychiatry)
    move_blocks(actor=other, plan=plan, seen=read, weeks=3)

    with pytest.raises(EditConflictError, match=str(other)) as refused:
        resize_blocks(actor=planner, plan=plan, seen=read, weeks=-1)

    (conflict,) = refused.value.conflicts
    assert conflict.seen is not None
    assert conflict.theirs is not None
    assert conflict.mine is not None
    assert (conflict.seen.starts_on, conflict.theirs.starts_on) == (START, START + 3 * WEEK)
    assert (conflict.mine.starts_on, conflict.mine.weeks) == (START, 7)
    assert weeks(psychiatry)[0] == START + 3 * WEEK
    resize_blocks(actor=planner, plan=plan, seen=read, weeks=-1, overwrite=True)
    assert weeks(psychiatry) == (START, START + 7 * WEEK, 7)
    undo_edit(actor=planner, plan=plan)
    assert weeks(psychiatry)[0] == START + 3 * WEEK


def test_a_block_that_somebody_removed_meanwhile_can_be_kept_as_one_wanted_it() -> None:
    region, planner, plan = draft_with()
    other, psychiatry = colleague(region), block(plan)
    read = seen(psychiatry)
    remove_blocks(actor=other, plan=plan, seen=read)

    with pytest.raises(EditConflictError) as refused:
        move_blocks(actor=planner, plan=plan, seen=read, weeks=1)
    assert refused.value.conflicts[0].theirs is None
    move_blocks(actor=planner, plan=plan, seen=read, weeks=1, overwrite=True)

    assert weeks(psychiatry)[0] == START + WEEK


def test_edits_of_different_blocks_both_stand() -> None:
    region, planner, plan = draft_with()
    mine, theirs = block(plan), block(plan, learner=1)
    read_mine, read_theirs = seen(mine), seen(theirs)

    move_blocks(actor=planner, plan=plan, seen=read_mine, weeks=1)
    move_blocks(actor=colleague(region), plan=plan, seen=read_theirs, weeks=2)

    assert (weeks(mine)[0], weeks(theirs)[0]) == (START + WEEK, START + 14 * WEEK)


def test_nothing_is_written_when_nothing_would_change_or_the_block_is_of_another_plan() -> None:
    region, planner, plan = draft_with()
    elsewhere = copy_plan(actor=planner, plan=plan)

    with pytest.raises(NothingEditedError):
        move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=0)
    with pytest.raises(UnknownBlockError):
        move_blocks(actor=planner, plan=plan, seen=seen(block(elsewhere)), weeks=1)

    assert PlanEdit.objects.count() == 0
    assert contents(plan) == contents(elsewhere)
    assert region


def test_whoever_plans_only_a_part_of_the_regions_changes_nothing() -> None:
    region, _planner, plan = draft_with()
    plan.regions.add(draft_with()[0])

    with pytest.raises(PermissionDenied, match="can_edit_plan"):
        move_blocks(actor=colleague(region), plan=plan, seen=seen(block(plan)), weeks=1)
    with pytest.raises(PermissionDenied, match="can_edit_plan"):
        undo_edit(actor=UserFactory.create(), plan=plan)


def test_edits_are_read_by_the_planners_alone_in_the_database_itself() -> None:
    region, planner, plan = draft_with()
    move_blocks(actor=planner, plan=plan, seen=seen(block(plan)), weeks=1)
    elsewhere = person_with(*PERMISSIONS, at=draft_with()[0])

    found = {}
    for person in (planner, person_with("placements.view", at=region), elsewhere):
        with as_person(person.pk):
            found[person.pk] = PlanEdit.objects.count()

    assert list(found.values()) == [1, 0, 0]


@pytest.mark.parametrize("values", [{"working_weeks": 0}, {"working_weeks": -1}, {"ends_before": START}])
def test_the_database_refuses_what_can_never_be(values: dict[str, object]) -> None:
    _region, _planner, plan = draft_with()

    with pytest.raises(IntegrityError), transaction.atomic():
        Placement.objects.filter(pk=block(plan).pk).update(**values)


def test_a_block_may_lie_at_any_unit_and_an_edit_of_many_costs_as_many_queries_as_of_one(
    django_assert_max_num_queries,
) -> None:
    counts = []
    for doctors in (1, 3):
        region, planner, plan = draft_with(doctors)
        unit = add_unit(region, "PSY", 1)
        rows = list(plan.placements.filter(area="PSY"))
        with django_assert_max_num_queries(40) as captured:
            change_unit(actor=planner, plan=plan, seen=seen(*rows), unit=unit)
        counts.append(len(captured))

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_two_edits_at_the_same_moment_get_numbers_of_their_own_and_one_of_them_a_conflict() -> None:
    region, planner, plan = draft_with()
    read, outcomes = seen(block(plan)), []

    def edit(person: object) -> None:
        try:
            outcomes.append(move_blocks(actor=person, plan=plan, seen=read, weeks=1).edit.number)  # type: ignore[arg-type]
        except EditConflictError:
            outcomes.append("conflict")
        finally:
            connection.close()

    threads = [threading.Thread(target=edit, args=[person]) for person in (planner, colleague(region))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes, key=str) == [1, "conflict"]
