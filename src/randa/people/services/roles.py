"""Giving and ending roles."""

import datetime as dt
from contextlib import AbstractContextManager, nullcontext

from django.db import transaction
from django.db.models import Q

from randa.core import clock
from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.errors import RoleAlreadyHeldError, RoleEndsBeforeItStartsError
from randa.people.errors_roles import GrantOutlastsOwnError, RoleEndsEarlierError
from randa.people.merges.errors import AccountMergedError
from randa.people.models import RoleAssignment, User
from randa.people.permissions import can_end_role, can_extend_role, can_grant_role, can_withdraw_role
from randa.people.queries.reach import own_until
from randa.people.services.telling import ONE_DAY, tell_of_end, tell_of_given, tell_of_longer


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
        GrantOutlastsOwnError: the role would last longer than the actor's own right to what it holds.
        RoleAlreadyHeldError: the person has the role there during a part of the period.
        AccountMergedError: the account lives on in another one.
    """
    require(can_grant_role, actor, role, organisation)
    if ends_before is not None and ends_before <= starts_on:
        raise RoleEndsBeforeItStartsError(starts_on)
    refuse_longer_than_own(actor, role, organisation, ends_before)
    # Lock the person: two administrators must not both find the period free.
    person = User.objects.select_for_update().get(pk=person.pk)
    if person.merged_into_id is not None:
        raise AccountMergedError(person)
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
    tell_of_given(actor, made)
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
        RoleEndsEarlierError: it ends before that day already; a stand-in must not make their own time longer.
    """
    with _hands_back(actor, assignment):
        return _end(actor, locked(assignment), max(on, today), today, reason)


def _end(actor: User, assignment: RoleAssignment, on: dt.date, today: dt.date, reason: str) -> RoleAssignment:
    if assignment.ends_before == on:
        return assignment
    require(can_end_role, actor, assignment, today)
    if assignment.ends_before is not None and on > assignment.ends_before:
        raise RoleEndsEarlierError(assignment.ends_before)
    if on <= assignment.starts_on:
        raise RoleEndsBeforeItStartsError(assignment.starts_on)
    end_stand_ins(actor, assignment, on)
    before = as_data(assignment)
    assignment.ends_before = on
    assignment.save(update_fields=["ends_before"])
    record(
        actor, "role.ended", assignment, before=before, after=as_data(assignment), reason=reason,
        subject=assignment.user,
    )  # fmt: skip
    tell_of_end(actor, assignment, on - ONE_DAY, reason)
    return assignment


@transaction.atomic
def change_end(
    *, actor: User, assignment: RoleAssignment, ends_before: dt.date | None, today: dt.date, reason: str = ""
) -> RoleAssignment:
    """Let a role end on another day, earlier or later; None lets it go on.

    Raises:
        PermissionDenied: `actor` may not end it (earlier) or could not give it (later), or it is over already.
        RoleEndsBeforeItStartsError, GrantOutlastsOwnError, RoleAlreadyHeldError: the new period does not go.
    """
    assignment = locked(assignment)
    if assignment.ends_before == ends_before:
        return assignment
    if ends_before is not None and (assignment.ends_before is None or ends_before < assignment.ends_before):
        return end_role(actor=actor, assignment=assignment, on=ends_before, today=today, reason=reason)
    require(can_extend_role, actor, assignment, today)
    person, role, place = assignment.user, assignment.role, assignment.organisation
    refuse_longer_than_own(actor, role, place, ends_before)
    held = _held_in(person, role, place, assignment.starts_on, ends_before, besides=assignment)
    if held is not None:
        raise RoleAlreadyHeldError(held)
    before = as_data(assignment)
    assignment.ends_before = ends_before
    assignment.save(update_fields=["ends_before"])
    record(actor, "role.extended", assignment, before=before, after=as_data(assignment), reason=reason, subject=person)
    tell_of_longer(actor, assignment, reason)
    return assignment


@transaction.atomic
def withdraw_role(*, actor: User, assignment: RoleAssignment, today: dt.date, reason: str = "") -> None:
    """Take back a role that has not begun or began today: the row goes, the log keeps it.

    Raises:
        PermissionDenied: `actor` may not end it, or it began before today.
    """
    with _hands_back(actor, assignment):
        assignment = locked(assignment)
        require(can_withdraw_role, actor, assignment, today)
        end_stand_ins(actor, assignment, assignment.starts_on)
        record(actor, "role.withdrawn", assignment, before=as_data(assignment), reason=reason, subject=assignment.user)
        tell_of_end(actor, assignment, None, reason)
        assignment.delete()


def _hands_back(actor: User, assignment: RoleAssignment) -> AbstractContextManager[None]:
    """A stand-in may hand the role back, though they do not otherwise write roles."""
    own = assignment.is_delegated and assignment.user_id == actor.pk
    return as_system("a stand-in hands back what was lent") if own else nullcontext()


def end_stand_ins(actor: User, assignment: RoleAssignment, on: dt.date) -> None:
    """End what has been lent of a role together with it; what had not begun by then is taken back."""
    for lent in assignment.delegations.select_for_update().filter(ends_before__gt=on):
        before = as_data(lent)
        if lent.starts_on >= on:
            record(actor, "role.withdrawn", lent, before=before, subject=lent.user)
            tell_of_end(actor, lent, None)
            lent.delete()
            continue
        lent.ends_before = on
        lent.save(update_fields=["ends_before"])
        record(actor, "role.ended", lent, before=before, after=as_data(lent), subject=lent.user)
        tell_of_end(actor, lent, on - ONE_DAY)


def locked(assignment: RoleAssignment) -> RoleAssignment:
    """Return the assignment as it is now, locked until the transaction ends."""
    rows = RoleAssignment.objects.select_for_update(of=("self",))
    return rows.select_related("role", "organisation", "user", "granted_by", "delegated_from__user").get(
        pk=assignment.pk
    )


def refuse_longer_than_own(actor: User, role: Role, organisation: Organisation, ends_before: dt.date | None) -> None:
    """Nobody gives for longer than they have it themselves, else a stand-in of a week could give a role for ever."""
    until = own_until(actor, [*role.permissions, "roles.grant"], organisation, clock.today())
    if until is not None and (ends_before is None or ends_before > until):
        raise GrantOutlastsOwnError(until)


def _held_in(
    person: User,
    role: Role,
    organisation: Organisation,
    starts_on: dt.date,
    ends_before: dt.date | None,
    besides: RoleAssignment | None = None,
) -> RoleAssignment | None:
    same = RoleAssignment.objects.filter(user=person, role=role, organisation=organisation, delegated_from=None)
    if besides is not None:
        same = same.exclude(pk=besides.pk)
    overlapping = same.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on))
    if ends_before is not None:
        overlapping = overlapping.filter(starts_on__lt=ends_before)
    return overlapping.order_by("starts_on").first()


def as_data(assignment: RoleAssignment) -> dict[str, str | None]:
    """Return what the log keeps of a role."""
    return {
        "role": assignment.role_id,
        "organisation": assignment.organisation.code,
        "starts_on": assignment.starts_on.isoformat(),
        "ends_before": assignment.ends_before.isoformat() if assignment.ends_before else None,
    }
