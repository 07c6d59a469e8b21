"""Legal holds, and an organisation's own periods."""

import datetime as dt
from typing import Any

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.privacy.errors import HoldIsOverError
from randa.privacy.models import LegalHold, RetentionClass, RetentionPeriod
from randa.privacy.permissions import can_handle_person, can_hold, can_lift_hold
from randa.privacy.registry import kind_of


@transaction.atomic
def place_hold(
    *,
    actor: User,
    organisation: Organisation,
    reason: str,
    today: dt.date,
    person: User | None = None,
    kind: str = "",
    until: dt.date | None = None,
) -> LegalHold:
    """Forbid the removal of what is about a person, or of a kind of data, until a day or until further notice.

    Raises:
        PermissionDenied: the actor does not manage privacy there, or does not answer for the person.
        KeyError: no kind has that key.
    """
    require(can_hold, actor, organisation)
    if person is not None:
        require(can_handle_person, actor, person)
    else:
        kind_of(kind)
    hold: dict[str, Any] = {
        "organisation": organisation, "person": person, "kind": kind, "reason": reason.strip(), "placed_on": today,
        "placed_by": actor, "until": until,
    }  # fmt: skip
    if (again := LegalHold.objects.filter(lifted_on=None, **hold).first()) is not None:
        return again  # the very same words once more
    held = LegalHold.objects.create(**hold)
    record(
        actor,
        "legal_hold.placed",
        held,
        after={"kind": kind, "until": until.isoformat() if until else None},
        reason=reason,
    )
    return held


@transaction.atomic
def lift_hold(*, actor: User, hold: LegalHold, reason: str, today: dt.date) -> LegalHold:
    """End a hold before its day.

    Raises:
        PermissionDenied: the actor does not manage privacy there.
        HoldIsOverError: it was lifted already.
    """
    hold = LegalHold.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=hold.pk)
    require(can_lift_hold, actor, hold)
    if hold.lifted_on is not None:
        raise HoldIsOverError
    hold.lifted_on, hold.lifted_by, hold.lifted_because = today, actor, reason.strip()
    hold.save(update_fields=["lifted_on", "lifted_by", "lifted_because"])
    record(actor, "legal_hold.lifted", hold, reason=reason)
    return hold


@transaction.atomic
def set_period(
    *,
    actor: User,
    retention_class: RetentionClass,
    organisation: Organisation,
    months: int | None,
    decision: str,
    decided_on: dt.date,
) -> RetentionPeriod:
    """Give an organisation its own period for a class, resting on a decision. The same again changes nothing.

    Raises:
        PermissionDenied: the actor does not manage privacy there.
    """
    require(can_hold, actor, organisation)
    # Lock the class: two officers must not both add the first row.
    RetentionClass.objects.select_for_update().get(pk=retention_class.pk)
    held = RetentionPeriod.objects.filter(retention_class=retention_class, organisation=organisation).first()
    before = _as_data(held) if held else {}
    after = {"months": months, "decision": decision.strip(), "decided_on": decided_on.isoformat()}
    if held is not None and before == after:
        return held
    made, _new = RetentionPeriod.objects.update_or_create(
        retention_class=retention_class,
        organisation=organisation,
        defaults={"months": months, "decision": decision.strip(), "decided_on": decided_on, "set_by": actor},
    )
    record(actor, "retention_period.set", made, before=before, after={**after, "class": retention_class.pk})
    return made


def _as_data(period: RetentionPeriod) -> dict[str, int | str | None]:
    return {"months": period.months, "decision": period.decision, "decided_on": period.decided_on.isoformat()}
