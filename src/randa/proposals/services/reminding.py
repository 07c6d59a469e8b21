"""Reminding units that have not answered: by the planner, and by the day."""

import datetime as dt

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.core.clock import today
from randa.people.models import User
from randa.proposals.errors import ProposalOverError
from randa.proposals.models import Proposal
from randa.proposals.permissions import can_propose_plan
from randa.proposals.queries.overview import waiting_units
from randa.proposals.services import telling as tell

BEFORE = dt.timedelta(days=2)
AFTER = dt.timedelta(days=1)


@transaction.atomic
def remind_units(*, actor: User, proposal: Proposal) -> int:
    """Remind the heads of units that have not answered. Return how many units; twice a day reminds once.

    Raises:
        PermissionDenied: `actor` may not plan every one of the plan's regions.
        ProposalOverError: nothing is asked any more.
    """
    require(can_propose_plan, actor, proposal.plan)
    if not proposal.is_open:
        raise ProposalOverError
    with as_system("the heads of the units work where the planner sees nobody"):
        units = waiting_units(proposal)
        tell.of_reminder(proposal, units, today(), actor=actor)
    record(actor, "proposal.reminded", proposal, after={"units": len(units)})
    return len(units)


@transaction.atomic
def watch_days(day: dt.date) -> int:
    """Remind units two days before and on the last day; the day after, tell the planner who is silent. Return how many proposals."""
    with as_system("deadlines are watched for everybody"):
        near = [day, day + BEFORE, day - AFTER]
        rows = Proposal.objects.filter(state=Proposal.State.OPEN, answer_by__in=near).select_related("plan", "sent_by")
        count = 0
        for proposal in rows.order_by("pk"):
            units = waiting_units(proposal)
            if not units:
                continue
            if proposal.answer_by < day:
                tell.of_silence(proposal, len(units))
            else:
                tell.of_reminder(proposal, units, day)
            count += 1
    return count
