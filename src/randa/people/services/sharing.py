"""Agreeing on what one organisation lets another see, and ending it."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.notifications.services import notify_all, settle
from randa.organisations.models import Organisation
from randa.people.errors import SharingAnsweredError, SharingPeriodError
from randa.people.models import SharingAgreement, User
from randa.people.permissions_sharing import can_answer_sharing, can_end_sharing, can_propose_sharing
from randa.people.queries.sharing import MANAGE, managers_of
from randa.people.sharing_words import KIND

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

    The very same proposal again, while it waits, is the first one.

    Raises:
        PermissionDenied: `actor` looks after the sharing of neither organisation.
        SharingPeriodError: the period is empty or over, or longer than three years.
    """
    require(can_propose_sharing, actor, giver, receiver)
    if not starts_on < ends_before or ends_before <= today or ends_before > starts_on + dt.timedelta(days=3 * 366):
        raise SharingPeriodError
    proposal: dict[str, Any] = {
        "giver": giver, "receiver": receiver, "permissions": sorted(set(permissions)), "person": person, "starts_on": starts_on,
        "ends_before": ends_before, "reason": reason.strip(), "proposed_by": actor,
    }  # fmt: skip
    if (again := SharingAgreement.objects.filter(state=State.PROPOSED, **proposal).first()) is not None:
        return again
    made = SharingAgreement.objects.create(**proposal, giver_proposed=actor.has(MANAGE, giver))
    record(actor, "sharing.proposed", made, after=as_data(made), reason=reason, subject=person)
    title = gettext_lazy("%(organisation)s föreslår delning. Någon hos er behöver svara.")
    _tell(made, made.answering_side, title, actor, today, waits=True)
    return made


@transaction.atomic
def answer_sharing(*, actor: User, agreement: SharingAgreement, accept: bool, today: dt.date) -> SharingAgreement:
    """Say yes or no for the side that was asked. The same answer twice changes nothing.

    Raises:
        PermissionDenied: `actor` does not look after the sharing of that side, or proposed it.
        SharingAnsweredError: it has another answer already.
        SharingPeriodError: its last day has passed.
    """
    agreement = _locked(agreement)
    require(can_answer_sharing, actor, agreement)
    answer = State.ACCEPTED if accept else State.REFUSED
    if agreement.state == answer:
        return agreement
    if agreement.state != State.PROPOSED:
        raise SharingAnsweredError
    if accept and agreement.ends_before <= today:
        raise SharingPeriodError
    agreement.state, agreement.answered_by, agreement.answered_at = answer, actor, timezone.now()
    agreement.save(update_fields=["state", "answered_by", "answered_at"])
    record(
        actor,
        "sharing.accepted" if accept else "sharing.refused",
        agreement,
        after=as_data(agreement),
        subject=agreement.person,
    )
    settle(KIND.key, _waits(agreement))
    yes, no = gettext_lazy("%(organisation)s säger ja till delning"), gettext_lazy("%(organisation)s avböjer delning")
    _tell(agreement, _other_side(agreement, agreement.answering_side), yes if accept else no, actor, today)
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
    settle(KIND.key, _waits(agreement))
    side = agreement.giver if actor.has(MANAGE, agreement.giver) else agreement.receiver
    title = gettext_lazy("%(organisation)s har avslutat delning")
    _tell(agreement, _other_side(agreement, side), title, actor, today, why=reason)
    return agreement


def _other_side(agreement: SharingAgreement, side: Organisation) -> Organisation:
    return agreement.receiver if side == agreement.giver else agreement.giver


def _waits(agreement: SharingAgreement) -> str:
    return f"sharing-{agreement.pk}"


def _tell(
    agreement: SharingAgreement, side: Organisation, title: Promise, actor: User, day: dt.date, *, why: str = "",
    waits: bool = False,
) -> None:  # fmt: skip
    """Tell those who look after the sharing of `side`; `title` names the other side."""
    told = [person for person in managers_of(side, day) if person.pk != actor.pk]
    names = {"organisation": _other_side(agreement, side)}
    url = reverse("people:sharing_agreement", args=[agreement.pk])
    notify_all(
        told, KIND.key, lambda: str(title) % names, why, url, actor=actor, dedupe=_waits(agreement) if waits else ""
    )


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
