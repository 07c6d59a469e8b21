"""Giving and ending roles."""

import datetime as dt

from django.db import transaction
from django.db.models import Q

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.errors import RoleAlreadyHeldError, RoleEndsBeforeItStartsError
from randa.people.models import RoleAssignment, User
from randa.people.permissions import can_end_role, can_grant_role


@transaction.atomic
def grant_role(
    *,
    actor: User,
    person: User,
    role: Role,
    organisation: Organisation,
    starts_on: dt.date,
    ends_before: dt.date | None = None,
    reason: str = "",
) -> RoleAssignment:
    """Give `person` a role at an organisation and all below it. Giving exactly the same role again changes nothing.

    Raises:
        PermissionDenied: `actor` may not give roles there, or lacks a permission that the role has.
        RoleEndsBeforeItStartsError: the period is empty.
        RoleAlreadyHeldError: the person has the role there during a part of the period.
    """
    require(can_grant_role, actor, role, organisation)
    if ends_before is not None and ends_before <= starts_on:
        raise RoleEndsBeforeItStartsError(starts_on)
    # Lock the person: two administrators must not both find the period free.
    person = User.objects.select_for_update().get(pk=person.pk)
    held = _held_in(person, role, organisation, starts_on, ends_before)
    if held is not None:
        if (held.starts_on, held.ends_before) == (starts_on, ends_before):
            return held
        raise RoleAlreadyHeldError(held)
    made = RoleAssignment.objects.create(
        user=person, role=role, organisation=organisation, starts_on=starts_on, ends_before=ends_before,
        granted_by=actor, reason=reason,
    )  # fmt: skip
    record(actor, "role.granted", made, after=as_data(made), reason=reason, subject=person)
    return made


@transaction.atomic
def end_role(
    *, actor: User, assignment: RoleAssignment, on: dt.date, today: dt.date, reason: str = ""
) -> RoleAssignment:
    """End a role so that `on` is the first day without it, `today` if that day has passed: the past stays as it was.

    Ending it on the same day twice changes nothing.

    Raises:
        PermissionDenied: `actor` may not, the role is over already, or it is their own right to give roles.
        RoleEndsBeforeItStartsError: the role begins on that day or later.
    """
    assignment = (
        RoleAssignment.objects.select_for_update(of=("self",))
        .select_related("role", "organisation", "user")
        .get(pk=assignment.pk)
    )
    on = max(on, today)
    if assignment.ends_before == on:
        return assignment
    require(can_end_role, actor, assignment, today)
    if on <= assignment.starts_on:
        raise RoleEndsBeforeItStartsError(assignment.starts_on)
    before = as_data(assignment)
    assignment.ends_before = on
    assignment.save(update_fields=["ends_before"])
    record(
        actor,
        "role.ended",
        assignment,
        before=before,
        after=as_data(assignment),
        reason=reason,
        subject=assignment.user,
    )
    return assignment


def _held_in(
    person: User, role: Role, organisation: Organisation, starts_on: dt.date, ends_before: dt.date | None
) -> RoleAssignment | None:
    same = RoleAssignment.objects.filter(user=person, role=role, organisation=organisation)
    overlapping = same.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on))
    if ends_before is not None:
        overlapping = overlapping.filter(starts_on__lt=ends_before)
    return overlapping.order_by("starts_on").first()


def as_data(assignment: RoleAssignment) -> dict[str, str | None]:
    return {
        "role": assignment.role_id,
        "organisation": assignment.organisation.code,
        "starts_on": assignment.starts_on.isoformat(),
        "ends_before": assignment.ends_before.isoformat() if assignment.ends_before else None,
    }
