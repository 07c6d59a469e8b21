"""A unit answers: about one block, or yes to all that waits."""

import datetime as dt
from dataclasses import replace

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.freetext import refuse_identity_numbers
from randa.core.periods import monday_of
from randa.people.models import User
from randa.placements.models import Plan
from randa.proposals.answering import Answer, Said, is_said_already
from randa.proposals.errors import (
    AnsweredMeanwhileError,
    BlockChangedError,
    NoReasonMissingError,
    NoWordsMissingError,
    OtherWeekMissingError,
    ProposalOverError,
    SupervisorElsewhereError,
)
from randa.proposals.models import Proposal, ProposedBlock
from randa.proposals.permissions import can_answer_for_unit
from randa.proposals.queries.overview import waiting_units
from randa.proposals.queries.supervisors import promised_at
from randa.proposals.services import telling as tell
from randa.supply.services.supervision import lock_supervisor, refuse_unable
from randa.training.models import Unit


@transaction.atomic
def answer_block(*, actor: User, block: ProposedBlock, said: Said, seen: int) -> ProposedBlock:
    """Keep what the unit answers about one block; a later answer replaces an earlier one. The same again changes nothing.

    `seen` is how many times the block had been answered when the person read it.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        IdentityNumberInTextError: the words hold what looks like an identity number.
        ProposalOverError: the proposal is replaced, withdrawn or published.
        BlockChangedError: the draft has another block there since.
        AnsweredMeanwhileError: somebody else has answered since `seen`.
        NoReasonMissingError, NoWordsMissingError, OtherWeekMissingError: the answer lacks what makes it useful.
        SupervisorElsewhereError, NotQualifiedError, SupervisorAwayError, SupervisorFullError: the named supervisor cannot.
    """
    require(can_answer_for_unit, actor, block.unit)
    refuse_identity_numbers(said.words)
    said = _tidied(said)
    with as_system("the draft behind a proposal, and hours promised in others, are not the head's to read"):
        proposal = _held(block.proposal)
        rows = ProposedBlock.objects.with_names().as_drafted()
        block = rows.select_related("proposal__plan", "proposal__sent_by").get(pk=block.pk)
        if not block.is_as_drafted:
            raise BlockChangedError
        if is_said_already(block, said):
            return block
        if block.answers != seen:
            raise AnsweredMeanwhileError(str(block.answered_by or "Randa"), block.get_answer_display())
        _refuse_incomplete(block, said)
        _refuse_unable(block, said)
        _write(actor, block, said)
        if said.answer in {Answer.NO, Answer.OTHER}:
            tell.of_objection(actor, block)
        _after_answer(actor, proposal, block.unit)
    reason = said.reason.pk if said.reason is not None else ""
    record(actor, "proposal.answered", block, after={"answer": block.answer, "no_reason": reason}, reason=said.words)
    return block


@transaction.atomic
def accept_all(*, actor: User, proposal: Proposal, unit: Unit) -> int:
    """Say yes to every block of the unit that waits and is still as proposed. Return how many; a second call finds none.

    Raises:
        PermissionDenied: `actor` does not keep the unit.
        ProposalOverError: the proposal is replaced, withdrawn or published.
    """
    require(can_answer_for_unit, actor, unit)
    with as_system("the draft behind a proposal is not the head's to read"):
        proposal = _held(proposal)
        rows = ProposedBlock.objects.to_answer().filter(proposal=proposal, unit=unit)
        keys = list(rows.values_list("pk", flat=True))
        if keys:
            ProposedBlock.objects.filter(pk__in=keys).update(
                answer=Answer.YES, answered_by=actor, answered_at=timezone.now(), answers=F("answers") + 1
            )
            _after_answer(actor, proposal, unit)
    if keys:
        record(actor, "proposal.accepted", proposal, after={"unit": unit.organisation.code, "blocks": len(keys)})
    return len(keys)


def _held(proposal: Proposal) -> Proposal:
    """Return the proposal with its plan held: no edit, no other answer and no publication comes in between."""
    plan = Plan.objects.select_for_update().get(pk=proposal.plan_id)
    found = Proposal.objects.select_related("plan", "sent_by").get(pk=proposal.pk)
    if not found.is_open or plan.state != Plan.State.DRAFT:
        raise ProposalOverError
    return found


def _tidied(said: Said) -> Said:
    """Return the answer with only what belongs to it, and its week by its Monday."""
    monday: dt.date | None = monday_of(said.suggested_on) if said.suggested_on is not None else None
    return replace(
        said,
        supervisor=said.supervisor if said.answer == Answer.YES else None,
        reason=said.reason if said.answer == Answer.NO else None,
        suggested_on=monday if said.answer == Answer.OTHER else None,
        words=said.words.strip(),
    )


def _refuse_incomplete(block: ProposedBlock, said: Said) -> None:
    if said.answer == Answer.NO and said.reason is None:
        raise NoReasonMissingError
    if said.reason is not None and said.reason.needs_words and not said.words:
        raise NoWordsMissingError
    if said.answer == Answer.OTHER and said.suggested_on in {None, monday_of(block.starts_on)}:
        raise OtherWeekMissingError


def _refuse_unable(block: ProposedBlock, said: Said) -> None:
    """Refuse a supervisor who cannot; they are held, so that two units' answers do not give away the same hour."""
    if said.supervisor is None:
        return
    supervisor = lock_supervisor(said.supervisor.pk)
    if supervisor.unit_id != block.unit_id:
        raise SupervisorElsewhereError
    refuse_unable(block.enrolment, supervisor, block.starts_on, block.ends_before, promised_at(block.unit))


def _write(actor: User, block: ProposedBlock, said: Said) -> None:
    block.answer, block.supervisor, block.reason = said.answer, said.supervisor, said.reason
    block.words, block.suggested_on = said.words, said.suggested_on
    block.answered_by, block.answered_at, block.answers = actor, timezone.now(), block.answers + 1
    block.save(update_fields=[
        "answer", "supervisor", "reason", "words", "suggested_on", "answered_by", "answered_at", "answers",
    ])  # fmt: skip


def _after_answer(actor: User, proposal: Proposal, unit: Unit) -> None:
    """End the unit's question when nothing of it waits, and tell the planner when nothing waits anywhere."""
    waiting = {one.pk for one in waiting_units(proposal)}
    if unit.pk not in waiting:
        tell.settle_units(proposal, [unit])
    if not waiting:
        tell.of_all_answered(actor, proposal)
