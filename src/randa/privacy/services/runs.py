"""Proposing and deciding a removal. Two people: whoever proposes never approves."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.privacy.errors import NothingToRemoveError, PlanHasChangedError, RunIsDecidedError, SamePersonError
from randa.privacy.models import RetentionItem, RetentionLine, RetentionRun
from randa.privacy.permissions import can_approve_removal, can_propose_removal
from randa.privacy.planning import Planned, plan_hash, plan_removal

State = RetentionRun.State
WHY = "a removal counts every row whose period is over, and every row that still points at it"


@transaction.atomic
def propose_removal(*, actor: User, organisation: Organisation, today: dt.date) -> RetentionRun:
    """Plan the removal of everything in the organisation whose period is over today, and leave it for approval. Nothing goes yet.

    A proposal that waits already becomes outdated: there is one plan at a time.

    Raises:
        PermissionDenied: the actor does not manage privacy there.
        NothingToRemoveError: no row has passed its period.
    """
    require(can_propose_removal, actor, organisation)
    Organisation.objects.select_for_update().get(pk=organisation.pk)  # one proposal at a time
    with as_system(WHY):
        planned = plan_removal(organisation, today)
    if not planned:
        raise NothingToRemoveError
    waiting = RetentionRun.objects.filter(organisation=organisation, state__in=[State.PROPOSED, State.APPROVED])
    for earlier in waiting:
        outdate(actor=actor, run=earlier)
    run = RetentionRun.objects.create(
        organisation=organisation, day=today, plan_sha256=plan_hash(planned, today), proposed_by=actor
    )
    for position, one in enumerate(planned, start=1):
        _store_line(run, position, one)
    record(actor, "removal.proposed", run, after=figures(run))
    return run


def approve_removal(*, actor: User, run: RetentionRun, reason: str = "") -> RetentionRun:
    """Approve what somebody else has proposed, as long as it is still what would be removed.

    Raises:
        PermissionDenied: the actor does not approve removals there.
        SamePersonError: the actor proposed it.
        RunIsDecidedError: it is decided already.
        PlanHasChangedError: the data are not what was proposed; the run is outdated.
    """
    try:
        return _approve(actor, run, reason)
    except PlanHasChangedError:
        outdate(actor=actor, run=run)
        raise


@transaction.atomic
def reject_removal(*, actor: User, run: RetentionRun, reason: str) -> RetentionRun:
    """Say no to a proposal, with a reason.

    Raises:
        PermissionDenied: the actor does not approve removals there.
        RunIsDecidedError: it is decided already.
    """
    run = _undecided(run)
    require(can_approve_removal, actor, run)
    return _decide(run, actor, State.REJECTED, reason)


@transaction.atomic
def outdate(*, actor: User, run: RetentionRun) -> None:
    """Note that a run which is not done is no longer what would be removed, so that a new one can be proposed."""
    run = RetentionRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state in {State.PROPOSED, State.APPROVED, State.APPLYING}:
        run.state = State.OUTDATED
        run.save(update_fields=["state"])
        record(actor, "removal.outdated", run)


def figures(run: RetentionRun) -> dict[str, int]:
    """Return how many rows the run holds, by declaration."""
    return dict(run.lines.values_list("rows", "planned"))


@transaction.atomic
def _approve(actor: User, run: RetentionRun, reason: str) -> RetentionRun:
    run = _undecided(run)
    require(can_approve_removal, actor, run)
    if run.proposed_by_id == actor.pk:
        raise SamePersonError
    with as_system(WHY):
        now = plan_hash(plan_removal(run.organisation, run.day), run.day)
    if now != run.plan_sha256:
        raise PlanHasChangedError
    return _decide(run, actor, State.APPROVED, reason)


def _undecided(run: RetentionRun) -> RetentionRun:
    locked = RetentionRun.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=run.pk)
    if locked.state != State.PROPOSED:
        raise RunIsDecidedError(locked.get_state_display())
    return locked


def _decide(run: RetentionRun, actor: User, state: State, reason: str) -> RetentionRun:
    run.state, run.decided_by, run.decided_at, run.decision_reason = state, actor, timezone.now(), reason.strip()
    run.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])
    record(actor, f"removal.{state}", run, reason=reason, after={"plan": run.plan_sha256})
    return run


def _store_line(run: RetentionRun, position: int, planned: Planned) -> None:
    days = planned.days()
    line = RetentionLine.objects.create(
        run=run,
        position=position,
        kind=planned.kind.key,
        rows=planned.rows.key,
        action=planned.action,
        retention_class=planned.kind.retention_class,
        months=planned.period.months,
        decision=planned.period.decision,
        planned=len(planned.items),
        first_end=days[0] if days else None,
        last_end=days[-1] if days else None,
    )
    RetentionItem.objects.bulk_create(
        [RetentionItem(line=line, object_id=key, digest=digest) for key, (digest, _day) in planned.items.items()],
        batch_size=1000,
    )
