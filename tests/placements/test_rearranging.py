"""The engine plans some learners of a draft anew: one edit, locks stand, and what others did meanwhile is never written over."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pytest_django import Settings

from randa.core.jobs.models import Job
from randa.core.jobs.services import execute
from randa.people.models import User
from randa.placements import tasks_rearranging
from randa.placements.errors import ContradictoryLocksError, EditConflictError, NotADraftError, SeatsTakenMeanwhileError
from randa.placements.laying import layout_of
from randa.placements.models import Plan, PlanEdit, Rearrangement
from randa.placements.queries.board import broken_in_plan
from randa.placements.services.blocks import change_unit, comment_blocks, lock_blocks, move_blocks
from randa.placements.services.plans import publish_plan
from randa.placements.services.rearranging import lay_answer, start_mending, start_rearranging_selection
from randa.placements.services.undo import redo_edit, undo_edit
from randa.training.models import UnitClosure
from tests.factories import AbsenceFactory, person_with
from tests.placements.editing import WEEK, block, colleague, contents, draft_with, seen
from tests.placements.world import START, add_unit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
TODAY = dt.date(2026, 11, 30)


@pytest.fixture(autouse=True)
def _before_the_plan(settings: Settings) -> None:
    settings.RANDA_TODAY = TODAY


def keys(plan: Plan, *learners: int) -> list[str]:
    return [str(block(plan, learner=one).enrolment_id) for one in learners]


def selection(planner: User, plan: Plan, *learners: int) -> Rearrangement:
    return start_rearranging_selection(actor=planner, plan=plan, enrolments=keys(plan, *learners), seconds=2)


def done(rearrangement: Rearrangement) -> Rearrangement:
    execute(str(rearrangement.job_id))
    rearrangement.refresh_from_db()
    assert rearrangement.job is not None
    assert (rearrangement.job.state, rearrangement.job.message) == (Job.State.DONE, "")
    return rearrangement


def test_chosen_learners_are_laid_anew_as_one_edit_that_is_undone_and_done_again() -> None:
    _region, planner, plan = draft_with(3)  # the third has no place for anything
    before = contents(plan)
    others = [row for row in before if str(row[0]) not in keys(plan, 2)]

    made = done(selection(planner, plan, 2))

    edit = plan.edits.get()
    assert (edit.kind, edit.made_by, made.laid_in, edit.price < 0) == (PlanEdit.Kind.ARRANGE, planner, 1, True)
    after = contents(plan)
    assert [row for row in after if str(row[0]) not in keys(plan, 2)] == others
    assert block(plan, "AKU", 2).unit is not None
    assert broken_in_plan(plan) == []
    undo_edit(actor=planner, plan=plan)
    assert contents(plan) == before
    redo_edit(actor=planner, plan=plan)
    assert contents(plan) == after


def test_locked_blocks_of_the_chosen_stand_and_the_others_are_laid_around_them() -> None:
    region, planner, plan = draft_with(2)
    add_unit(region, "PSY", 2)
    own = block(plan)
    lock_blocks(actor=planner, plan=plan, seen=seen(own), locked=True)
    stood = [row for row in contents(plan) if row[6]]
    later = block(plan, "AKU", 0)
    change_unit(actor=planner, plan=plan, seen=seen(later), unit=None)

    done(selection(planner, plan, 0))

    assert [row for row in contents(plan) if row[6]] == stood
    assert block(plan, "AKU", 0).unit is not None


def test_a_lock_that_contradicts_the_rules_is_refused_before_the_run_with_whose_which_week_why_and_what_to_do() -> None:
    _region, planner, plan = draft_with(2)
    own = block(plan)
    AbsenceFactory.create(enrolment=own.enrolment, starts_on=START, ends_before=START + 2 * WEEK)
    lock_blocks(actor=planner, plan=plan, seen=seen(own), locked=True)

    with pytest.raises(ContradictoryLocksError) as refusal:
        selection(planner, plan, 0)

    said = " ".join(refusal.value.faults)
    assert str(own.enrolment.learner) in said
    assert "2027v05–2027v12" in said
    assert "är 6 veckor. Programmet säger 8–8" in said
    assert "Lås upp blocket" in said
    assert Job.objects.count() == 0


def test_two_locks_on_one_seat_are_refused_with_the_unit_and_both_names() -> None:
    _region, planner, plan = draft_with(2)
    one, two = block(plan), block(plan, learner=1)
    move_blocks(actor=planner, plan=plan, seen=seen(two), weeks=-12)
    two.refresh_from_db()
    lock_blocks(actor=planner, plan=plan, seen=seen(one, two), locked=True)

    with pytest.raises(ContradictoryLocksError, match="fler läkare än öppna platser"):
        start_mending(actor=planner, plan=plan)


def test_blocks_that_somebody_changed_meanwhile_are_a_conflict_and_not_written_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    region, planner, plan = draft_with(3)
    other = colleague(region)

    def meanwhile() -> None:
        comment_blocks(actor=other, plan=plan, seen=seen(block(plan, learner=2)), text="Prata med Per först")

    _while_it_searches(monkeypatch, meanwhile)
    made = done(selection(planner, plan, 2))

    assert (made.laid_in, [one.made_by for one in plan.edits.all()]) == (None, [other])
    with pytest.raises(EditConflictError, match=str(other)) as refusal:
        lay_answer(actor=planner, rearrangement=made, number=0)
    assert [one.theirs.comment for one in refusal.value.conflicts if one.theirs] == ["Prata med Per först"]
    lay_answer(actor=planner, rearrangement=made, number=0, overwrite=True)
    undo_edit(actor=planner, plan=plan)
    assert block(plan, learner=2).comment == "Prata med Per först"


def test_seats_that_somebody_took_meanwhile_are_not_given_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    region, planner, plan = draft_with(3)
    other, free = colleague(region), add_unit(region, "PSY", 1)
    mine, theirs = block(plan, learner=2), block(plan, learner=1)

    def meanwhile() -> None:
        change_unit(actor=other, plan=plan, seen=seen(block(plan, learner=0), theirs), unit=free)

    _while_it_searches(monkeypatch, meanwhile)
    made = done(selection(planner, plan, 2))

    assert made.laid_in is None
    with pytest.raises(SeatsTakenMeanwhileError, match=str(mine.enrolment.learner)):
        lay_answer(actor=planner, rearrangement=made, number=0)
    assert plan.edits.filter(made_by=planner).count() == 0


def _while_it_searches(monkeypatch: pytest.MonkeyPatch, act: Callable[[], None]) -> None:
    """Let somebody act between the reading of the draft and the laying of the answer."""
    worked_out = tasks_rearranging.keep_answers

    def then(**arguments: object) -> None:
        act()
        worked_out(**arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(tasks_rearranging, "keep_answers", then)


def test_a_run_that_finds_nothing_better_changes_nothing_and_says_so() -> None:
    _region, planner, plan = draft_with(2)

    made = done(selection(planner, plan, 0, 1))

    assert (made.answers, plan.edits.count()) == ([], 0)


def test_a_run_that_fails_or_is_stopped_leaves_the_draft_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    _region, planner, plan = draft_with(3)
    before = contents(plan)
    stopped, failed = selection(planner, plan, 2), selection(planner, plan, 2)
    Job.objects.filter(pk=stopped.job_id).update(cancel_asked=True)

    def broken(**_arguments: object) -> None:
        raise RuntimeError("killed")

    execute(str(stopped.job_id))
    monkeypatch.setattr(tasks_rearranging, "keep_answers", broken)
    execute(str(failed.job_id))

    states = {str(one.pk): one.state for one in Job.objects.all()}
    assert states == {str(stopped.job_id): Job.State.CANCELLED, str(failed.job_id): Job.State.FAILED}
    assert (contents(plan), plan.edits.count()) == (before, 0)


def test_only_who_plans_the_draft_starts_and_lays() -> None:
    _region, planner, plan = draft_with(3)
    made = done(selection(planner, plan, 2))
    undo_edit(actor=planner, plan=plan)
    stranger = person_with("placements.view", at=plan.regions.get())

    with pytest.raises(PermissionDenied):
        selection(stranger, plan, 2)
    with pytest.raises(PermissionDenied):
        start_mending(actor=stranger, plan=plan)
    with pytest.raises(PermissionDenied):
        lay_answer(actor=stranger, rearrangement=made, number=0)


def test_learners_of_a_published_plan_are_not_laid_anew_in_it() -> None:
    _region, planner, plan = draft_with(2)
    publish_plan(actor=planner, plan=plan)

    with pytest.raises(NotADraftError):
        selection(planner, Plan.objects.get(pk=plan.pk), 0)


def closed(plan: Plan, first: int, weeks: int) -> None:
    """Close the psychiatry of the first learner in those weeks of the plan."""
    unit = block(plan).unit
    assert unit is not None
    starts_on = START + first * WEEK
    UnitClosure.objects.create(unit=unit, starts_on=starts_on, ends_before=starts_on + weeks * WEEK, reason="Ombyggnad")


def test_a_closed_ward_is_mended_by_moving_those_who_are_there_and_nobody_else() -> None:
    region, planner, plan = draft_with(3)
    free = add_unit(region, "PSY", 1)
    closed(plan, 2, 3)
    before = contents(plan)

    made = done(start_mending(actor=planner, plan=plan))

    assert plan.edits.count() == 0  # nothing is laid by itself
    first = made.answers[0]
    assert first["disturbed"] == keys(plan, 0)
    lay_answer(actor=planner, rearrangement=made, number=0)
    assert (block(plan).unit, block(plan).starts_on) == (free, START)
    assert broken_in_plan(plan) == []
    undo_edit(actor=planner, plan=plan)
    assert contents(plan) == before


def test_the_dial_buys_placed_weeks_with_disturbed_learners_and_leaves_out_what_buys_nothing() -> None:
    region, planner, plan = draft_with(3)
    add_unit(region, "PSY", 1)
    closed(plan, 2, 3)

    answers = done(start_mending(actor=planner, plan=plan)).answers

    disturbed = [len(one["disturbed"]) for one in answers]
    open_weeks = [one["unplaced_weeks"] for one in answers]
    assert disturbed == sorted(set(disturbed))
    assert open_weeks == sorted(open_weeks, reverse=True)


def test_a_learner_who_is_away_for_weeks_gets_the_rest_of_the_programme_later() -> None:
    _region, planner, plan = draft_with(1)
    own = block(plan)
    AbsenceFactory.create(enrolment=own.enrolment, starts_on=START + 2 * WEEK, ends_before=START + 5 * WEEK)
    assert broken_in_plan(plan) != []

    made = done(start_mending(actor=planner, plan=plan))
    lay_answer(actor=planner, rearrangement=made, number=0)

    assert made.answers[0]["forced"] == keys(plan, 0)
    assert broken_in_plan(plan) == []
    assert sum(one.working_weeks for one in plan.placements.all()) == 20


def test_part_time_stretches_every_block_that_has_not_ended() -> None:
    _region, planner, plan = draft_with(1)
    enrolment = block(plan).enrolment
    enrolment.percent = 80
    enrolment.save()

    made = done(start_mending(actor=planner, plan=plan))
    lay_answer(actor=planner, rearrangement=made, number=0)

    assert sorted(one.working_weeks for one in plan.placements.all()) == [10, 15]
    assert broken_in_plan(plan) == []


def test_what_has_begun_keeps_its_unit_and_first_week(settings: Settings) -> None:
    region, planner, plan = draft_with(1)
    add_unit(region, "PSY", 1)
    own = block(plan)
    settings.RANDA_TODAY = START + 3 * WEEK
    AbsenceFactory.create(enrolment=own.enrolment, starts_on=START + 4 * WEEK, ends_before=START + 6 * WEEK)

    made = done(start_mending(actor=planner, plan=plan))
    lay_answer(actor=planner, rearrangement=made, number=0)

    then = block(plan)
    assert (then.unit, then.starts_on, then.ends_before) == (own.unit, START, START + 10 * WEEK)
    assert broken_in_plan(plan) == []


def test_who_is_held_stays_though_the_facts_have_changed() -> None:
    region, planner, plan = draft_with(2)
    add_unit(region, "PSY", 1)
    closed(plan, 2, 3)
    for learner in (0, 1):
        one = block(plan, learner=learner).enrolment
        AbsenceFactory.create(enrolment=one, starts_on=START + 6 * WEEK, ends_before=START + 7 * WEEK)
    held = keys(plan, 0)
    before = [row for row in contents(plan) if str(row[0]) in held]

    made = done(start_mending(actor=planner, plan=plan, held=held))
    lay_answer(actor=planner, rearrangement=made, number=0)

    assert [row for row in contents(plan) if str(row[0]) in held] == before
    assert made.answers[0]["disturbed"] == keys(plan, 1)


def test_what_has_begun_and_ended_against_the_rules_is_left_to_be_mended_by_hand(settings: Settings) -> None:
    _region, _planner, plan = draft_with(2)
    own = block(plan)
    settings.RANDA_TODAY = START + 9 * WEEK
    AbsenceFactory.create(enrolment=own.enrolment, starts_on=START, ends_before=START + 2 * WEEK)

    layout = layout_of(plan, settings.RANDA_TODAY)

    assert layout.by_hand == (str(own.enrolment_id),)
    assert str(own.enrolment_id) not in layout.rows


def test_the_whole_draft_is_laid_anew_around_what_is_locked(client: Client) -> None:
    region, planner, plan = draft_with(3)
    add_unit(region, "PSY", 1)
    lock_blocks(actor=planner, plan=plan, seen=seen(block(plan), block(plan, "AKU", 1)), locked=True)
    stood = [row for row in contents(plan) if row[6]]

    made = done(start_rearranging_selection(actor=planner, plan=plan, enrolments=None, seconds=2))

    assert [row for row in contents(plan) if row[6]] == stood
    assert not plan.placements.filter(unit=None).exists()
    client.force_login(planner)
    assert "2 låsta block ligger kvar där de låg" in client.get(made.get_absolute_url()).content.decode()
