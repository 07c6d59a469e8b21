"""Two learners change places: proposing, answering, taking back, and what a planner decides (P-10)."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.clock import today
from randa.core.freetext import refuse_identity_numbers
from randa.people.models import User
from randa.placements.errors import LateChangeError, OutsideWeeksError
from randa.placements.errors_swaps import (
    BlockNotSwappableError,
    SameBlockError,
    SwapAskedAlreadyError,
    SwapBreaksRulesError,
    SwapDoneError,
    SwapPartnerError,
    SwapRefusalReasonError,
    SwapStaleError,
)
from randa.placements.models import OUTSIDE, LateChange, Placement, PlacementQuerySet, Plan, PlanEdit, Swap
from randa.placements.permissions import can_publish_plan
from randa.placements.queries.board import told_of
from randa.placements.queries.swaps import changes_of, may_be_swapped, swap_blocks
from randa.placements.services import swap_telling as tell
from randa.placements.services.edits import write_edit
from randa.placements.services.telling import keep_late_changes
from randa.placements.swapping import Exchange, exchange_of
from randa.training.models import Unit

ANSWER_WITHIN = dt.timedelta(days=14)
State = Swap.State


@transaction.atomic
def propose_swap(*, actor: User, block: UUID, partner: str = "") -> Swap:
    """Propose to change places: with the learner whose address is `partner`, or with anybody, without names, when it is empty.

    Raises:
        BlockNotSwappableError: the block is not the actor's, has begun, is locked, or lies with another organisation.
        SwapAskedAlreadyError: a proposal for the block waits already.
        SwapPartnerError: nobody else with that address has a block of the area in the plan.
        SameBlockError: the two blocks are the same.
        SwapBreaksRulesError: a programme would break, or a unit have more learners than seats.
    """
    with as_system("whom a block can be swapped with lies in placements that a learner does not see"):
        own = _swappable(Placement.objects.filter(pk=block, enrolment__learner=actor))
        if Swap.objects.still_open().filter(proposer=own.enrolment, area=own.area).exists():
            raise SwapAskedAlreadyError
        other = _block_of(own, partner.strip()) if partner.strip() else None
        if other is not None:
            _judged(_exchange(own, other))
        assert own.unit is not None  # noqa: S101 - what can be swapped has a unit
        swap = Swap(
            plan=own.plan,
            area=own.area,
            proposer=own.enrolment,
            unit=own.unit,
            starts_on=own.starts_on,
            ends_before=own.ends_before,
            is_open=other is None,
            answer_by=min(today() + ANSWER_WITHIN, own.starts_on),
        )
        _set_partner(swap, other)
        swap.save()
        record(actor, "swap.proposed", swap, after={"open": swap.is_open}, subject=actor)
        tell.of_proposal(actor, swap)
    return swap


@transaction.atomic
def accept_swap(*, actor: User, swap: Swap) -> Swap:
    """Say yes: as the one who was asked, as somebody who answers an open proposal, or as the proposer to the block that was offered.

    Raises:
        SwapDoneError: it waits for nobody, or for somebody else.
        SwapStaleError: one of the blocks is no longer as it was.
        BlockNotSwappableError: the actor has no block to give.
        SameBlockError, SwapBreaksRulesError: the swap would change nothing, or break something.
    """
    with as_system("whom a block can be swapped with lies in placements that a learner does not see"):
        swap = _locked(swap)
        if swap.answer_by < today():
            raise SwapDoneError
        if swap.state == State.PROPOSED and swap.is_open:
            own = _swappable(
                Placement.objects.filter(plan=swap.plan, area=swap.area, enrolment__learner=actor).exclude(
                    enrolment=swap.proposer_id
                )
            )
            _set_partner(swap, own)
            swap.state = State.OFFERED
        elif (swap.state == State.PROPOSED and _is(actor, swap.partner_id)) or (
            swap.state == State.OFFERED and _is(actor, swap.proposer_id)
        ):
            swap.state = State.AGREED
        else:
            raise SwapDoneError
        _judged(_exchange(*_both(swap)))
        swap.answer_reason = ""
        swap.save()
        record(actor, "swap.accepted", swap, after={"state": swap.state}, subject=actor)
        tell.of_yes(actor, swap)
    return swap


@transaction.atomic
def decline_swap(*, actor: User, swap: Swap, reason: str = "") -> Swap:
    """Say no, or take back one's yes before the planner has decided. An open proposal goes on without that partner.

    Raises:
        SwapDoneError: it waits for nobody, or the actor is not asked.
        IdentityNumberInTextError: the reason holds what looks like an identity number.
    """
    refuse_identity_numbers(reason)
    with as_system("the answer is the learner's own; the row is shared with somebody whom they do not see"):
        swap = _locked(swap)
        proposer_says_no = swap.state == State.OFFERED and _is(actor, swap.proposer_id)
        may_say_no = proposer_says_no or _is(actor, swap.partner_id)
        if swap.state not in Swap.STILL_OPEN or not may_say_no:
            raise SwapDoneError
        tell.of_no(actor, swap, reason.strip())
        if swap.is_open:
            _set_partner(swap, None)
            swap.state = State.PROPOSED
        else:
            swap.state = State.DECLINED
            swap.answer_reason = reason.strip()
        swap.save()
        record(actor, "swap.declined", swap, reason=reason.strip(), subject=actor)
    return swap


@transaction.atomic
def withdraw_swap(*, actor: User, swap: Swap) -> Swap:
    """Take back one's own proposal before the planner has decided.

    Raises:
        SwapDoneError: it is over, or it is not the actor's.
    """
    with as_system("the proposal is the learner's own; the row is shared with somebody whom they do not see"):
        swap = _locked(swap)
        if swap.state not in Swap.STILL_OPEN or not _is(actor, swap.proposer_id):
            raise SwapDoneError
        swap.state = State.WITHDRAWN
        swap.save(update_fields=["state"])
        record(actor, "swap.withdrawn", swap, subject=actor)
        tell.of_end(actor, swap)
    return swap


@transaction.atomic
def approve_swap(*, actor: User, swap: Swap, reason: str = "") -> Swap:
    """Change the published plan as both have agreed, and tell everybody whom it concerns, learners and units.

    `reason` is why what was promised changes inside the notice period; it is kept with each such change and told to the learners.

    Raises:
        PermissionDenied: `actor` may not publish in every region of the plan.
        SwapDoneError: it does not wait for a planner.
        SwapStaleError: one of the blocks is no longer as it was.
        SwapBreaksRulesError: a programme would break, or a unit have more learners than seats.
        LateChangeError: it comes inside the notice period, and `reason` is empty.
        IdentityNumberInTextError: the reason holds what looks like an identity number.
    """
    require(can_publish_plan, actor, swap.plan)
    refuse_identity_numbers(reason)
    # As in publishing: no other plan of the year is published, and no seat at the two units given away, meanwhile.
    plans = {one.pk: one for one in Plan.objects.select_for_update().filter(start_year=swap.plan.start_year)}
    with as_system("a swap is judged by everybody's blocks, and told to both learners and both units"):
        swap = _waiting_for_planner(swap)
        plan = plans[swap.plan_id]
        exchange = exchange_of(plan, *_both(swap))
        keys = sorted({one.unit_id for one in exchange.blocks if one.unit_id is not None})
        list(Unit.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=keys).order_by("pk"))
        _judged(exchange)
        changes = changes_of(exchange)
        if changes.late and not reason.strip():
            raise LateChangeError(len(changes.late), changes.notice.weeks)
        write_edit(actor=actor, plan=plan, kind=PlanEdit.Kind.SWAP, before=exchange.before, after=exchange.after)
        keep_late_changes(actor, plan, changes, LateChange.Cause.LEARNER, reason.strip())
        _decide(actor, swap, State.APPROVED, reason.strip())
        tell.of_approval(actor, swap, changes, reason.strip())
        record(actor, "swap.approved", swap, after={"late": len(changes.late)}, reason=reason.strip())
    return swap


@transaction.atomic
def refuse_swap(*, actor: User, swap: Swap, reason: str) -> Swap:
    """Say no to what two learners have agreed, with a reason that both may read.

    Raises:
        PermissionDenied: `actor` may not publish in every region of the plan.
        SwapDoneError: it does not wait for a planner.
        SwapRefusalReasonError: the reason is empty.
        IdentityNumberInTextError: the reason holds what looks like an identity number.
    """
    require(can_publish_plan, actor, swap.plan)
    refuse_identity_numbers(reason)
    if not reason.strip():
        raise SwapRefusalReasonError
    with as_system("both learners are told"):
        swap = _waiting_for_planner(swap)
        _decide(actor, swap, State.REFUSED, reason.strip())
        tell.of_refusal(actor, swap, reason.strip())
        record(actor, "swap.refused", swap, reason=reason.strip())
    return swap


@transaction.atomic
def expire_swaps(day: dt.date) -> int:
    """End what nobody has answered in time, and what began before it was decided; return how many. The two are told."""
    ended = 0
    for swap in Swap.objects.still_open().select_for_update(of=("self",)).order_by("pk"):
        begins = min(swap.starts_on, swap.partner_starts_on or swap.starts_on)
        unanswered = swap.state != State.AGREED and swap.answer_by < day
        if unanswered or begins <= day:
            swap.state = State.EXPIRED
            swap.save(update_fields=["state"])
            record(None, "swap.expired", swap)
            tell.of_end(None, swap)
            ended += 1
    return ended


def _swappable(rows: PlacementQuerySet) -> Placement:
    found = [
        one
        for one in rows.select_related("plan", "enrolment__learner", "area", "unit__organisation")
        if may_be_swapped(one)
    ]
    if not found:
        raise BlockNotSwappableError
    return found[0]


def _block_of(own: Placement, address: str) -> Placement:
    """Return the block of the same area of whoever has that address."""
    rows = Placement.objects.filter(plan=own.plan, area=own.area, enrolment__learner__email__iexact=address)
    rows = rows.exclude(enrolment=own.enrolment).filter(enrolment__learner__restricted_at=None)
    try:
        return _swappable(rows)
    except BlockNotSwappableError as error:
        raise SwapPartnerError from error


def _exchange(own: Placement, other: Placement) -> Exchange:
    if (own.unit_id, own.starts_on) == (other.unit_id, other.starts_on):
        raise SameBlockError
    try:
        return exchange_of(own.plan, own, other)
    except OutsideWeeksError as error:
        raise SwapBreaksRulesError([str(error)]) from error


def _judged(exchange: Exchange) -> None:
    """Refuse a swap that breaks what is whole today."""
    told = told_of(exchange.plan, exchange.before, exchange.after)
    if told.new:
        raise SwapBreaksRulesError(told.new)


def _both(swap: Swap) -> tuple[Placement, Placement]:
    own, other = swap_blocks(swap)
    if own is None or other is None or not may_be_swapped(own) or not may_be_swapped(other):
        raise SwapStaleError
    return own, other


def _set_partner(swap: Swap, block: Placement | None) -> None:
    swap.partner = block.enrolment if block is not None else None
    swap.partner_unit = block.unit if block is not None else None
    swap.partner_starts_on = block.starts_on if block is not None else None
    swap.partner_ends_before = block.ends_before if block is not None else None


def _locked(swap: Swap) -> Swap:
    """Return the swap, held until the transaction ends: two answers see each other."""
    rows = Swap.objects.select_for_update(of=("self",)).with_blocks()
    return rows.select_related("proposer__learner", "partner__learner").get(pk=swap.pk)


def _waiting_for_planner(swap: Swap) -> Swap:
    swap = _locked(swap)
    if swap.state != State.AGREED:
        raise SwapDoneError
    if swap.plan.state != Plan.State.PUBLISHED or swap.plan.start_year == OUTSIDE:
        raise SwapStaleError
    return swap


def _is(actor: User, enrolment: UUID | None) -> bool:
    return enrolment is not None and actor.enrolments.filter(pk=enrolment).exists()


def _decide(actor: User, swap: Swap, state: Swap.State, reason: str) -> None:
    swap.state, swap.decision_reason, swap.decided_by, swap.decided_at = state, reason, actor, timezone.now()
    swap.save(update_fields=["state", "decision_reason", "decided_by", "decided_at"])
