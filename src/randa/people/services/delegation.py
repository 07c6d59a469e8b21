"""Letting a colleague stand in for oneself."""

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.errors import RoleEndsBeforeItStartsError
from randa.people.errors_roles import (
    LentOutsideRoleError,
    LentTooMuchError,
    NoSuchColleagueError,
    StandInForOneselfError,
    StandInTwiceError,
)
from randa.people.models import RoleAssignment, User
from randa.people.permissions import can_delegate_role
from randa.people.services.roles import as_data, locked
from randa.people.services.telling import ONE_DAY, tell_of_stand_in

NEVER_LENT = "roles.delegate"  # what is lent cannot be lent further


@transaction.atomic
def lend_role(
    *,
    actor: User,
    assignment: RoleAssignment,
    email: str,
    starts_on: dt.date,
    ends_before: dt.date,
    permissions: Collection[str],
    today: dt.date,
    reason: str = "",
) -> RoleAssignment:
    """Let the colleague with the address have a part of one's own role for a while. It ends by itself, at the latest with the role.

    Raises:
        PermissionDenied: it is not the actor's own role, or the actor may not lend there.
        RoleEndsBeforeItStartsError, LentOutsideRoleError: the days are none, in the past, or outside the role's own, or it is over.
        LentTooMuchError: `permissions` is empty or holds what the role does not.
        StandInForOneselfError, NoSuchColleagueError: the address is the actor's own, or nobody's in the organisation.
        StandInTwiceError: that colleague stands in for the role during a part of the days.
    """
    assignment = locked(assignment)  # nobody may end it meanwhile
    require(can_delegate_role, actor, assignment)
    if ends_before <= starts_on:
        raise RoleEndsBeforeItStartsError(starts_on)
    _refuse_outside_role(assignment, starts_on, ends_before, today)
    may_lend = set(assignment.permissions) - {NEVER_LENT}
    if not permissions or not set(permissions) <= may_lend:
        raise LentTooMuchError
    person = _colleague(actor, assignment.organisation, email, today)
    same = assignment.delegations.filter(user=person, starts_on__lt=ends_before, ends_before__gt=starts_on)
    if (other := same.first()) is not None:
        raise StandInTwiceError(person, other.starts_on, other.ends_before or ends_before)
    made = RoleAssignment.objects.create(
        user=person, role=assignment.role, organisation=assignment.organisation, starts_on=starts_on,
        ends_before=ends_before, granted_by=actor, reason=reason, delegated_from=assignment,
        limited_to=sorted(permissions),
    )  # fmt: skip
    after = as_data(made) | {"stands_for": str(actor.pk), "permissions": made.limited_to}
    record(actor, "role.lent", made, after=after, reason=reason, subject=person)
    tell_of_stand_in(actor, made, starts_on, ends_before - ONE_DAY)
    return made


def _refuse_outside_role(lent: RoleAssignment, starts_on: dt.date, ends_before: dt.date, today: dt.date) -> None:
    if lent.ends_before is not None and lent.ends_before <= today:
        raise LentOutsideRoleError.over(lent.ends_before)
    first = max(lent.starts_on, today)
    if starts_on < first:
        raise LentOutsideRoleError.too_early(first)
    if lent.ends_before is not None and ends_before > lent.ends_before:
        raise LentOutsideRoleError.too_late(lent.ends_before)


def _colleague(actor: User, organisation: Organisation, email: str, day: dt.date) -> User:
    email = email.strip().lower()
    if email == actor.email:
        raise StandInForOneselfError
    root = organisation.path.partition("/")[0] + "/"
    with as_system("a colleague is named by address, also by those who do not see lists of people"):
        near = RoleAssignment.objects.current(day).filter(organisation__path__startswith=root).values("user")
        found = User.objects.filter(pk__in=near, is_active=True, email=email).exclude(pk=actor.pk).first()
    if found is None:
        raise NoSuchColleagueError(email)
    return found
