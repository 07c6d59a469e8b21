"""Somebody leaves an organisation: their roles there end together, and come back together when it is undone in time."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.errors_leaving import (
    LeavingChangedError,
    LeavingOverError,
    NothingToEndError,
    OwnRightStaysError,
)
from randa.people.models import RoleAssignment, RoleBatch, RoleBatchLine, User
from randa.people.permissions import can_end_role, can_end_roles_at
from randa.people.queries.leaving import roles_that_end
from randa.people.services.roles import as_data, change_end, end_role, grant_role, withdraw_role


@transaction.atomic
def leave(
    *, actor: User, person: User, organisation: Organisation, on: dt.date, today: dt.date, reason: str = ""
) -> RoleBatch:
    """End all the person's roles at an organisation and below it; `on` is the first day without them.

    Raises:
        PermissionDenied: `actor` does not give roles there.
        NothingToEndError, OwnRightStaysError: as `ending_roles`.
    """
    on = max(on, today)
    found = ending_roles(actor=actor, person=person, organisation=organisation, on=on, today=today)
    batch = RoleBatch.objects.create(
        kind=RoleBatch.Kind.LEAVE, organisation=organisation, person=person, on=on, reason=reason, made_by=actor
    )
    for one in found:
        _end(actor, batch, one, today)
    record(
        actor, "person.leaves", batch, after={"organisation": organisation.code, "ends_before": on.isoformat()},
        reason=reason, subject=person,
    )  # fmt: skip
    return batch


def ending_roles(
    *, actor: User, person: User, organisation: Organisation, on: dt.date, today: dt.date
) -> list[RoleAssignment]:
    """Return the roles that `leave` would end, as a preview before anything does.

    Raises:
        PermissionDenied: `actor` does not give roles there.
        NothingToEndError: no role lasts that long.
        OwnRightStaysError: one of them is the actor's own right to give roles.
    """
    require(can_end_roles_at, actor, organisation)
    found = roles_that_end(person, organisation, on)
    if not found:
        there = person.role_assignments.not_over(today).filter(organisation__path__startswith=organisation.path)
        raise NothingToEndError(person, organisation, max((one.ends_before or on for one in there), default=None))
    if person.pk == actor.pk and not all(can_end_role(actor, one, today) for one in found):
        raise OwnRightStaysError
    return found


def _end(actor: User, batch: RoleBatch, one: RoleAssignment, today: dt.date) -> None:
    before: dict[str, Any] = as_data(one)
    if one.starts_on >= batch.on:
        withdraw_role(actor=actor, assignment=one, today=today, reason=batch.reason)
        RoleBatchLine.objects.create(batch=batch, user=one.user, before=before)
        return
    ended = end_role(actor=actor, assignment=one, on=batch.on, today=today, reason=batch.reason)
    RoleBatchLine.objects.create(batch=batch, user=one.user, assignment=ended, before=before, after=as_data(ended))


@transaction.atomic
def undo_leaving(*, actor: User, batch: RoleBatch, today: dt.date) -> int:
    """Give the roles back their own periods; return how many. What has been changed since is left as it is.

    Raises:
        PermissionDenied: `actor` does not give roles there.
        LeavingOverError: the day has come, or it is undone already: a gap in the log must not be filled afterwards.
        LeavingChangedError: a later leaving of the same roles comes first, or all of them have been changed since.
        GrantOutlastsOwnError: a role lasts longer than the actor may give it.
    """
    batch = RoleBatch.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=batch.pk)
    require(can_end_roles_at, actor, batch.organisation)
    if batch.undone_at is not None or batch.on <= today:
        raise LeavingOverError
    later = RoleBatch.objects.filter(kind=RoleBatch.Kind.LEAVE, undone_at=None, pk__gt=batch.pk)
    if later.filter(lines__assignment__in=batch.lines.values("assignment")).exists():
        raise LeavingChangedError  # undone in this order, neither would bring back what was
    restored = 0
    for line in batch.lines.select_related("assignment__role", "assignment__organisation", "user"):
        restored += _restore(actor, line, today)
    if not restored:
        raise LeavingChangedError
    batch.undone_by, batch.undone_at = actor, timezone.now()
    batch.save(update_fields=["undone_by", "undone_at"])
    record(actor, "roles.undone", batch, after={"organisation": batch.organisation.code}, subject=batch.person)
    return restored


def _restore(actor: User, line: RoleBatchLine, today: dt.date) -> int:
    kept = line.before
    ends_before = dt.date.fromisoformat(kept["ends_before"]) if kept["ends_before"] else None
    if line.assignment is not None:
        if as_data(line.assignment) != line.after:
            return 0
        change_end(actor=actor, assignment=line.assignment, ends_before=ends_before, today=today)
        return 1
    grant_role(
        actor=actor, person=line.user, role=Role.objects.get(code=kept["role"]),
        organisation=Organisation.objects.get(code=kept["organisation"]),
        starts_on=dt.date.fromisoformat(kept["starts_on"]), ends_before=ends_before,
    )  # fmt: skip
    return 1
