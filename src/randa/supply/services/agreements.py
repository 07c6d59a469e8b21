"""Framework agreements, exceptions from the rule about one's own workplace, and what is in order before somebody comes."""

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.errors import InvalidInputError
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.errors import EndsBeforeItStartsError
from randa.supply.models import ClearanceItem, ClearanceTick, FrameworkAgreement, WorkplaceException
from randa.supply.permissions import can_clear_placement, can_decide_exception, can_keep_agreement
from randa.training.models import Enrolment, LearnerKind, Unit


@transaction.atomic
def save_agreement(
    *, actor: User, home: Organisation, host: Organisation, kinds: Collection[LearnerKind], starts_on: dt.date,
    ends_before: dt.date | None, agreement: FrameworkAgreement | None = None, **terms: str,
) -> FrameworkAgreement:  # fmt: skip
    """Keep an agreement between two organisations, new or changed; the log remembers what it said before.

    Raises:
        PermissionDenied: `actor` publishes plans for neither side.
        EndsBeforeItStartsError: the period is empty.
        InvalidInputError: both sides are the same organisation, or one lies in the other.
    """
    row = agreement or FrameworkAgreement()
    before = _said(row) if row.pk else {}
    if before:
        require(can_keep_agreement, actor, row.home, row.host)
    require(can_keep_agreement, actor, home, host)
    if ends_before is not None and ends_before <= starts_on:
        raise EndsBeforeItStartsError(starts_on)
    if home.path.startswith(host.path) or host.path.startswith(home.path):
        raise InvalidInputError(_("Ett avtal är mellan två olika organisationer. Välj en annan på den ena sidan."))
    row.home, row.host, row.starts_on, row.ends_before = home, host, starts_on, ends_before
    for name, value in terms.items():
        setattr(row, name, value.strip())
    row.save()
    row.kinds.set(kinds)
    record(actor, "agreement.saved", row, before=before, after=_said(row))
    return row


def _said(row: FrameworkAgreement) -> dict[str, Any]:
    return {
        "starts_on": row.starts_on.isoformat(),
        "ends_before": row.ends_before.isoformat() if row.ends_before else None,
        "salary": row.salary,
        "travel": row.travel,
        "insurance": row.insurance,
        "kinds": sorted(row.kinds.values_list("pk", flat=True)),
        "reference": row.reference,
    }


@transaction.atomic
def decide_exception(*, actor: User, enrolment: Enrolment, unit: Unit, reason: str) -> WorkplaceException:
    """Let somebody be at a unit although they work there; the reason is kept. Deciding the same again changes nothing.

    Raises:
        PermissionDenied: `actor` does not plan there, or it is about themselves.
        InvalidInputError: no reason is given.
    """
    require(can_decide_exception, actor, enrolment, unit)
    if not reason.strip():
        raise InvalidInputError(_("Skriv varför undantaget görs. Den som berörs ska kunna läsa det."))
    made, is_new = WorkplaceException.objects.get_or_create(
        enrolment=enrolment, unit=unit, defaults={"reason": reason.strip(), "decided_by": actor}
    )
    if is_new:
        record(actor, "unit.own_workplace_allowed", unit, reason=reason.strip(), subject=enrolment.learner)
    return made


@transaction.atomic
def set_cleared(
    *, actor: User, enrolment: Enrolment, unit: Unit, item: ClearanceItem, done: bool, today: dt.date
) -> None:
    """Tick that one thing is in order before somebody comes, or take the tick back. Twice changes nothing.

    Raises:
        PermissionDenied: `actor` neither keeps the unit nor plans there.
    """
    require(can_clear_placement, actor, unit)
    held: models.QuerySet[ClearanceTick] = ClearanceTick.objects.filter(enrolment=enrolment, unit=unit, item=item)
    if done == held.exists():
        return
    if done:
        ClearanceTick.objects.create(enrolment=enrolment, unit=unit, item=item, done_on=today, done_by=actor)
    else:
        held.delete()
    action = {"item": item.pk, "done": done}
    record(actor, "unit.clearance_ticked", unit, after=action, subject=enrolment.learner)
