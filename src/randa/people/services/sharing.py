"""Agreeing on what one organisation lets another see, and ending it."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.errors import SharingAnsweredError, SharingPeriodError
from randa.people.models import SharingAgreement, User
from randa.people.permissions_sharing import can_answer_sharing, can_end_sharing, can_propose_sharing

State = SharingAgreement.State


@transaction.atomic
def propose_sharing(
    *,
    actor: User,
    giver: Organisation,
    receiver: Organisation,
    permissions: Sequence[str],
    starts_on: dt.date,
    ends_before: dt.date,
    reason: str,
    today: dt.date,
    person: User | None = None,
) -> SharingAgreement:
    """Propose that people of `receiver` may look at what `giver` keeps. It opens nothing until the other side has said yes.

    Raises:
        PermissionDenied: `actor` looks after the sharing of neither organisation.
        SharingPeriodError: the period is empty or over, or longer than three years.
    """
    require(can_propose_sharing, actor, giver, receiver)
    if not starts_on < ends_before or ends_before <= today or ends_before > starts_on + dt.timedelta(days=3 * 366):
        raise SharingPeriodError
    made = SharingAgreement.objects.create(
        giver=giver, receiver=receiver, permissions=sorted(set(permissions)), person=person, starts_on=starts_on,
        ends_before=ends_before, reason=reason.strip(), proposed_by=actor,
        giver_proposed=actor.has("sharing.manage", giver),
    )  # fmt: skip
    record(actor, "sharing.proposed", made, after=as_data(made), reason=reason, subject=person)
    return made


@transaction.atomic
def answer_sharing(*, actor: User, agreement: SharingAgreement, accept: bool) -> SharingAgreement:
    """Say yes or no for the side that was asked. The same answer twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not look after the sharing of that side, or proposed it.
        SharingAnsweredError: it has another answer already.
    """
    agreement = _locked(agreement)
    require(can_answer_sharing, actor, agreement)
    answer = State.ACCEPTED if accept else State.REFUSED
    if agreement.state == answer:
        return agreement
    if agreement.state != State.PROPOSED:
        raise SharingAnsweredError
    agreement.state, agreement.answered_by, agreement.answered_at = answer, actor, timezone.now()
    agreement.save(update_fields=["state", "answered_by", "answered_at"])
    record(
        actor,
        "sharing.accepted" if accept else "sharing.refused",
        agreement,
        after=as_data(agreement),
        subject=agreement.person,
    )
    return agreement


@transaction.atomic
def end_sharing(*, actor: User, agreement: SharingAgreement, today: dt.date, reason: str = "") -> SharingAgreement:
    """End an agreement, or take a proposal back, so that nothing is shared from `today`. Either side may; twice changes nothing.

    Raises:
        PermissionDenied: `actor` looks after the sharing of neither organisation.
    """
    agreement = _locked(agreement)
    require(can_end_sharing, actor, agreement)
    if agreement.state == State.REFUSED or agreement.ends_before <= today:
        return agreement
    before = as_data(agreement)
    if agreement.state == State.PROPOSED:
        agreement.state = State.REFUSED
    # One that had not begun ends on its first day: it never held.
    agreement.ends_before, agreement.ended_by = max(today, agreement.starts_on), actor
    agreement.save(update_fields=["state", "ends_before", "ended_by"])
    record(
        actor, "sharing.ended", agreement, before=before, after=as_data(agreement), reason=reason,
        subject=agreement.person,
    )  # fmt: skip
    return agreement


def _locked(agreement: SharingAgreement) -> SharingAgreement:
    rows = SharingAgreement.objects.select_for_update(of=("self",)).select_related("giver", "receiver", "person")
    return rows.get(pk=agreement.pk)


def as_data(agreement: SharingAgreement) -> dict[str, object]:
    return {
        "giver": agreement.giver.code,
        "receiver": agreement.receiver.code,
        "permissions": agreement.permissions,
        "starts_on": agreement.starts_on.isoformat(),
        "ends_before": agreement.ends_before.isoformat(),
        "state": agreement.state,
    }
