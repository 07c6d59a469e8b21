"""Sending a draft to the units it needs, sending it again when it has changed, and taking it back."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.clock import today
from randa.core.freetext import refuse_identity_numbers
from randa.people.models import User
from randa.placements.models import Placement, Plan
from randa.placements.services.edits import lock_draft
from randa.placements.services.plans import refuse_restricted
from randa.proposals.answering import Answer
from randa.proposals.errors import AnswerDayPassedError, NothingToProposeError, ProposalOverError
from randa.proposals.models import Proposal, ProposedBlock
from randa.proposals.permissions import can_propose_plan
from randa.proposals.services import telling as tell
from randa.training.models import Unit

State = Proposal.State
ANSWERED = ("answer", "supervisor_id", "reason_id", "words", "suggested_on", "answered_by_id", "answered_at", "answers")


@transaction.atomic
def send_proposal(*, actor: User, plan: Plan, answer_by: dt.date, letter: str = "") -> Proposal:
    """Take a picture of the draft and ask every unit in it, with a letter and a day. Sending the same again changes nothing.

    A draft that has been sent before makes the next number: what was answered about blocks that are the same stands, and only units
    with something to answer are told.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        AnswerDayPassedError: the day has been.
        IdentityNumberInTextError: the letter holds what looks like an identity number.
        NotADraftError: the plan is published or replaced.
        NothingToProposeError: no block has a unit.
        RestrictedLearnersError: the data of a learner in the draft may not be used any more.
    """
    require(can_propose_plan, actor, plan)
    letter = letter.strip()
    refuse_identity_numbers(letter)
    if answer_by < today():
        raise AnswerDayPassedError(answer_by)
    # The plan's row is held: the picture is of one state, and no answer comes in between two numbers.
    plan = lock_draft(actor, plan)
    with as_system("a draft is proposed with everybody in it, wherever they come from"):
        refuse_restricted(plan)
        placements = list(plan.placements.filter(unit__isnull=False).order_by("starts_on", "pk"))
        if not placements:
            raise NothingToProposeError
        before = plan.proposals.filter(state=State.OPEN).first()
        answered = {one.placement: one for one in before.blocks.as_drafted()} if before is not None else {}
        if before is not None and _is_the_same(before, answered, placements, answer_by, letter):
            return before
        made = _next(actor, plan, before, answer_by, letter)
        blocks = [_picture(made, one, answered.get(one.pk)) for one in placements]
        ProposedBlock.objects.bulk_create(blocks)
        _tell_units(actor, made, blocks, before, answered.values())
    after = {
        "number": made.number, "blocks": len(blocks), "units": len({one.unit_id for one in blocks}),
        "answer_by": answer_by.isoformat(),
    }  # fmt: skip
    record(actor, "proposal.sent", made, after=after)
    return made


@transaction.atomic
def withdraw_proposal(*, actor: User, proposal: Proposal) -> Proposal:
    """Take the question back; the units hear that they need not answer. The draft and its answers stay. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        ProposalOverError: it is replaced or published.
    """
    require(can_propose_plan, actor, proposal.plan)
    with as_system("the units of a proposal lie where the planner sees nobody"):
        Plan.objects.select_for_update().get(pk=proposal.plan_id)
        proposal.refresh_from_db()
        if proposal.state == State.WITHDRAWN:
            return proposal
        if not proposal.is_open:
            raise ProposalOverError
        end_proposal(actor, proposal)
    return proposal


def end_proposal(actor: User, proposal: Proposal) -> None:
    """Take an open proposal back and tell its units; the caller holds its plan and has asked who may."""
    proposal.state = State.WITHDRAWN
    proposal.save(update_fields=["state"])
    tell.of_end(actor, proposal, units_of(proposal.blocks.all()))
    record(actor, "proposal.withdrawn", proposal)


def units_of(blocks: Iterable[ProposedBlock]) -> list[Unit]:
    """Return the units of the blocks, each once: one query."""
    keys = {one.unit_id for one in blocks}
    return list(Unit.objects.filter(pk__in=keys).select_related("organisation").order_by("pk"))


def _next(actor: User, plan: Plan, before: Proposal | None, answer_by: dt.date, letter: str) -> Proposal:
    if before is not None:
        before.state = State.REPLACED
        before.save(update_fields=["state"])
    latest = plan.proposals.order_by("-number").first()
    return Proposal.objects.create(
        plan=plan, number=latest.number + 1 if latest else 1, edit_number=plan.edit_number, letter=letter,
        answer_by=answer_by, sent_by=actor,
    )  # fmt: skip


def _picture(made: Proposal, placement: Placement, answered: ProposedBlock | None) -> ProposedBlock:
    block = ProposedBlock(
        proposal=made, plan=made.plan, placement=placement.pk, enrolment_id=placement.enrolment_id,
        area_id=placement.area_id, unit_id=placement.unit_id, starts_on=placement.starts_on,
        ends_before=placement.ends_before, working_weeks=placement.working_weeks,
    )  # fmt: skip
    if answered is not None and (answered.is_as_drafted or answered.is_as_suggested):
        for name in ANSWERED:
            setattr(block, name, getattr(answered, name))
    if answered is not None and answered.is_as_suggested:
        block.answer, block.suggested_on = Answer.YES, None
    return block


def _is_the_same(
    before: Proposal,
    asked: Mapping[UUID, ProposedBlock],
    placements: Sequence[Placement],
    answer_by: dt.date,
    letter: str,
) -> bool:
    is_same_draft = len(asked) == len(placements) and all(one.is_as_drafted for one in asked.values())
    return is_same_draft and (before.answer_by, before.letter) == (answer_by, letter)


def _tell_units(
    actor: User, made: Proposal, blocks: list[ProposedBlock], before: Proposal | None, earlier: Iterable[ProposedBlock]
) -> None:
    tell.of_question(actor, made, units_of(one for one in blocks if one.answer == Answer.WAITING))
    if before is not None:
        there = {one.unit_id for one in blocks}
        asked = units_of(earlier)
        tell.settle_units(before, asked)
        tell.of_end(actor, before, [one for one in asked if one.pk not in there])
