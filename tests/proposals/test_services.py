"""A draft is proposed to its units, they answer, and the planner goes on with what they said."""

import datetime as dt

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from randa.core.audit.models import AuditEvent
from randa.core.freetext import IdentityNumberInTextError
from randa.placements.errors import NotADraftError, RestrictedLearnersError
from randa.placements.services.blocks import change_unit
from randa.placements.services.plans import publish_plan
from randa.placements.services.undo import undo_edit
from randa.proposals.answering import Answer, Said
from randa.proposals.errors import (
    AnswerDayPassedError,
    AnsweredMeanwhileError,
    BlockChangedError,
    NoReasonMissingError,
    NothingToProposeError,
    NoWordsMissingError,
    OtherWeekMissingError,
    ProposalOverError,
    SupervisorElsewhereError,
)
from randa.proposals.models import Proposal, ProposedBlock
from randa.proposals.queries.overview import answers_of
from randa.proposals.services.answering import accept_all, answer_block
from randa.proposals.services.sending import send_proposal, withdraw_proposal
from randa.supply.errors import NotQualifiedError, SupervisorAwayError, SupervisorFullError
from tests.factories import (
    NoReasonFactory,
    PlanFactory,
    SupervisionFactory,
    SupervisorAbsenceFactory,
    SupervisorFactory,
    person_with,
)
from tests.placements.editing import seen
from tests.placements.world import PERMISSIONS
from tests.proposals.world import BY, TODAY, YES, Asked, make_asked, told

pytestmark = pytest.mark.django_db
ASKED = "Ett förslag om vilka som kommer till din enhet väntar på svar senast mån 25 jan 2027"


@pytest.fixture
def asked() -> Asked:
    return make_asked()


def say(asked: Asked, said: Said, *, seen: int = 0) -> ProposedBlock:
    return answer_block(actor=asked.head, block=asked.block(asked.near), said=said, seen=seen)


def test_sending_pictures_every_placed_block_and_asks_the_heads_of_the_units(asked: Asked) -> None:
    proposal = asked.send(letter="Planen bygger på förra årets platser.")

    pictures = {(one.enrolment_id, one.unit_id, one.starts_on, one.ends_before) for one in proposal.blocks.all()}
    rows = asked.plan.placements.values_list("enrolment", "unit", "starts_on", "ends_before")
    assert pictures == set(rows)
    assert len(pictures) == 4
    assert told("proposals.asked", asked.head) == told("proposals.asked", asked.far_head) == [ASKED]
    assert told("proposals.asked", asked.planner) == [], "a role in the region is no role at the unit"
    event = AuditEvent.objects.get(action="proposal.sent")
    assert event.after == {"number": 1, "blocks": 4, "units": 3, "answer_by": "2027-01-25"}
    assert asked.plan.state == "draft"


def test_sending_the_same_again_changes_nothing(asked: Asked) -> None:
    first = asked.send(letter="Hej")

    assert asked.send(letter="Hej") == first
    assert Proposal.objects.count() == 1
    assert told("proposals.asked", asked.head) == [ASKED]


def test_what_cannot_be_sent_is_refused(asked: Asked) -> None:
    with pytest.raises(AnswerDayPassedError, match="sön 10 jan 2027"):
        asked.send(by=TODAY - dt.timedelta(days=1))
    with pytest.raises(IdentityNumberInTextError):
        asked.send(letter="Om 19121212-1212")
    with pytest.raises(NothingToProposeError):
        send_proposal(actor=asked.planner, plan=PlanFactory.create(regions=[asked.region]), answer_by=BY)
    with pytest.raises(PermissionDenied):
        send_proposal(actor=asked.head, plan=asked.plan, answer_by=BY)
    publish_plan(actor=asked.planner, plan=asked.plan)
    with pytest.raises(NotADraftError):
        asked.send()
    assert not Proposal.objects.exists()


def test_nobody_whose_data_are_restricted_is_proposed(asked: Asked) -> None:
    learner = asked.learners[0].learner
    learner.restricted_at = dt.datetime(2027, 1, 4, tzinfo=dt.UTC)
    learner.save()

    with pytest.raises(RestrictedLearnersError):
        asked.send()


def test_a_yes_may_name_a_supervisor_and_ends_the_units_question(asked: Asked) -> None:
    asked.send()

    block = say(asked, Said(Answer.YES, supervisor=asked.supervisor(asked.near), words=" Välkommen "))

    block.refresh_from_db()
    assert (block.answer, block.supervisor, block.words) == ("yes", asked.supervisor(asked.near), "Välkommen")
    assert (block.answered_by, block.answers) == (asked.head, 1)
    assert told("proposals.asked", asked.head) == []
    assert told("proposals.asked", asked.far_head) == [ASKED]
    assert AuditEvent.objects.get(action="proposal.answered").after == {"answer": "yes", "no_reason": ""}


def test_a_no_and_other_weeks_are_told_to_whoever_sent(asked: Asked) -> None:
    asked.send()

    say(asked, Said(Answer.NO, reason=asked.full))
    say(asked, Said(Answer.OTHER, suggested_on=dt.date(2027, 4, 1)), seen=1)

    block = asked.block(asked.near)
    assert (block.answer, block.reason, block.suggested_on) == ("other", None, dt.date(2027, 3, 29))
    assert told("proposals.answers", asked.planner) == [
        f"{asked.near} säger nej till ett block", f"{asked.near} föreslår andra veckor",
    ]  # fmt: skip


def test_an_answer_that_lacks_what_makes_it_useful_is_refused(asked: Asked) -> None:
    asked.send()
    other = NoReasonFactory.create(code="other", name_sv="Annat", needs_words=True)

    for said, error in (
        (Said(Answer.NO), NoReasonMissingError),
        (Said(Answer.NO, reason=other, words=" "), NoWordsMissingError),
        (Said(Answer.OTHER), OtherWeekMissingError),
        (Said(Answer.OTHER, suggested_on=asked.block(asked.near).starts_on + dt.timedelta(days=2)), OtherWeekMissingError),
        (Said(Answer.YES, words="Om 19121212-1212"), IdentityNumberInTextError),
    ):  # fmt: skip
        with pytest.raises(error):
            say(asked, said)
    assert asked.block(asked.near).answer == "waiting"


def test_the_database_holds_no_answer_without_what_belongs_to_it(asked: Asked) -> None:
    asked.send()
    for values in (
        {"answer": "no"}, {"answer": "yes", "reason": asked.full}, {"answer": "other"},
        {"answer": "no", "reason": asked.full, "supervisor": asked.supervisor(asked.near)},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            ProposedBlock.objects.filter(pk=asked.block(asked.near).pk).update(**values)


def test_a_supervisor_who_is_away_full_untrained_or_elsewhere_is_not_named(asked: Asked) -> None:
    asked.send()
    away, full, promised = SupervisorFactory.create_batch(3, unit=asked.near)
    SupervisorAbsenceFactory.create(supervisor=away, starts_on=dt.date(2027, 2, 8), ends_before=dt.date(2027, 2, 15))
    begins = asked.block(asked.near).starts_on
    SupervisionFactory.create(supervisor=full, starts_on=begins, ends_before=begins + dt.timedelta(weeks=1))
    another = make_second_block(asked)
    answer_block(actor=asked.head, block=another, said=Said(Answer.YES, supervisor=promised), seen=0)

    for supervisor, error in (
        (away, SupervisorAwayError),
        (full, SupervisorFullError),
        (promised, SupervisorFullError),
        (SupervisorFactory.create(unit=asked.near, trained_on=None), NotQualifiedError),
        (asked.supervisor(asked.far), SupervisorElsewhereError),
    ):
        with pytest.raises(error):
            answer_block(
                actor=asked.head, block=first_block(asked), said=Said(Answer.YES, supervisor=supervisor), seen=0
            )


def first_block(asked: Asked) -> ProposedBlock:
    rows = ProposedBlock.objects.filter(proposal__state="open", unit=asked.near, enrolment=asked.learners[0])
    return rows.select_related("unit__organisation", "proposal__plan").get()


def make_second_block(asked: Asked) -> ProposedBlock:
    """Let the far learner be proposed to the near unit in the same weeks, and return that block."""
    row = asked.plan.placements.get(unit=asked.far)
    asked.plan.refresh_from_db()
    change_unit(actor=asked.planner, plan=asked.plan, seen=seen(row), unit=asked.near)
    asked.send()
    rows = ProposedBlock.objects.filter(proposal__state="open", unit=asked.near, enrolment=asked.learners[1])
    return rows.select_related("unit__organisation", "proposal__plan").get()


def test_only_who_keeps_the_unit_answers_for_it(asked: Asked) -> None:
    proposal = asked.send()

    with pytest.raises(PermissionDenied):
        answer_block(actor=asked.far_head, block=asked.block(asked.near), said=YES, seen=0)
    with pytest.raises(PermissionDenied):
        accept_all(actor=asked.far_head, proposal=proposal, unit=asked.near)
    with pytest.raises(PermissionDenied):
        withdraw_proposal(actor=asked.head, proposal=proposal)


def test_a_second_head_hears_what_the_first_has_answered_and_may_answer_again(asked: Asked) -> None:
    asked.send()
    say(asked, Said(Answer.NO, reason=asked.full))
    second = person_with("capacity.edit", at=asked.near.organisation)

    with pytest.raises(AnsweredMeanwhileError, match=f"{asked.head} har svarat ”nej”"):
        answer_block(actor=second, block=asked.block(asked.near), said=YES, seen=0)
    say(asked, Said(Answer.NO, reason=asked.full))  # the same again is no conflict
    answer_block(actor=second, block=asked.block(asked.near), said=YES, seen=1)

    block = asked.block(asked.near)
    assert (block.answer, block.answered_by, block.reason) == ("yes", second, None)


def test_yes_to_all_answers_what_waits_and_leaves_what_was_answered(asked: Asked) -> None:
    asked.send()
    make_second_block(asked)
    answer_block(actor=asked.head, block=first_block(asked), said=Said(Answer.NO, reason=asked.full), seen=0)
    proposal = Proposal.objects.get(state="open")

    assert accept_all(actor=asked.head, proposal=proposal, unit=asked.near) == 1
    assert accept_all(actor=asked.head, proposal=proposal, unit=asked.near) == 0

    answers = ProposedBlock.objects.filter(proposal=proposal, unit=asked.near).order_by("answer")
    assert list(answers.values_list("answer", flat=True)) == ["no", "yes"]
    assert told("proposals.asked", asked.head) == []


def test_the_planner_hears_when_the_last_unit_has_answered(asked: Asked) -> None:
    proposal = asked.send()
    region_wide = person_with("capacity.edit", at=asked.region)

    for one in answers_of(proposal):
        accept_all(actor=region_wide, proposal=proposal, unit=one.unit)

    assert told("proposals.answers", asked.planner) == ["Alla enheter har svarat på förslaget"]


def test_a_block_that_is_changed_loses_its_answer_and_gets_it_back_when_the_change_is_undone(asked: Asked) -> None:
    proposal = asked.send()
    say(asked, YES)
    asked.move(asked.near)

    (near,) = [one for one in answers_of(proposal) if one.unit == asked.near]
    assert (near.yes, near.changed, near.added) == (0, 1, 1)
    with pytest.raises(BlockChangedError):
        say(asked, Said(Answer.NO, reason=asked.full), seen=1)
    assert accept_all(actor=asked.head, proposal=proposal, unit=asked.near) == 0

    asked.plan.refresh_from_db()
    undo_edit(actor=asked.planner, plan=asked.plan)
    (near,) = [one for one in answers_of(proposal) if one.unit == asked.near]
    assert (near.yes, near.changed, near.added) == (1, 0, 0)


def test_sending_again_keeps_answers_about_what_is_the_same_and_asks_about_the_rest(asked: Asked) -> None:
    first = asked.send()
    say(asked, Said(Answer.YES, supervisor=asked.supervisor(asked.near)))
    answer_block(actor=asked.far_head, block=asked.block(asked.far), said=YES, seen=0)
    asked.move(asked.far)

    second = asked.send()

    first.refresh_from_db()
    assert (first.state, second.number, second.edit_number) == ("replaced", 2, 1)
    assert (asked.block(asked.near).answer, asked.block(asked.near).supervisor) == ("yes", asked.supervisor(asked.near))
    assert asked.block(asked.far).answer == "waiting"
    assert told("proposals.asked", asked.head) == []
    assert told("proposals.asked", asked.far_head) == [ASKED]
    with pytest.raises(ProposalOverError):
        answer_block(actor=asked.far_head, block=first.blocks.get(unit=asked.far), said=YES, seen=0)


def test_a_unit_that_is_no_longer_in_the_draft_hears_that_it_need_not_answer(asked: Asked) -> None:
    asked.send()
    make_second_block(asked)

    assert told("proposals.asked", asked.far_head) == []
    assert told("proposals.news", asked.far_head) == [
        "Förslaget till din enhet gäller inte längre. Du behöver inte svara."
    ]


def test_what_is_withdrawn_waits_for_nobody(asked: Asked) -> None:
    proposal = asked.send()
    block = asked.block(asked.near)

    withdraw_proposal(actor=asked.planner, proposal=proposal)
    withdraw_proposal(actor=asked.planner, proposal=proposal)

    assert AuditEvent.objects.filter(action="proposal.withdrawn").count() == 1
    assert told("proposals.asked", asked.head) == []
    assert told("proposals.news", asked.head) == ["Förslaget till din enhet gäller inte längre. Du behöver inte svara."]
    with pytest.raises(ProposalOverError):
        answer_block(actor=asked.head, block=block, said=YES, seen=0)
    assert asked.send().number == 2


def test_another_region_planner_may_not_send(asked: Asked) -> None:
    stranger = person_with(*PERMISSIONS, at=asked.far.organisation)

    with pytest.raises(PermissionDenied):
        send_proposal(actor=stranger, plan=asked.plan, answer_by=BY)
