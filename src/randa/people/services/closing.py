"""Accounts without any role: closed where the organisation wants that, and opened again when the person comes back."""

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef

from randa.core.access.permissions import require
from randa.core.access.row_security import as_system
from randa.core.audit.models import AuditEvent
from randa.core.audit.services import record
from randa.people.errors_registration import NotClosedHereError
from randa.people.models import RoleAssignment, User
from randa.people.permissions import can_reopen_account
from randa.people.queries.registrations import closing_paths, under_any

CLOSED, OPENED = "account.closed", "account.reopened"


def close_accounts_without_role(today: dt.date) -> int:
    """Close the accounts whose every role is over, when all organisations where they had one want that; return how many.

    Somebody who has never had a role is left alone: they may be about to get one. An account that was opened again is left
    until it has had another role.
    """
    paths = closing_paths()
    if not paths:
        return 0
    roles = RoleAssignment.objects.filter(user=OuterRef("pk"))
    elsewhere = roles.exclude(under_any(paths, "organisation__path"))
    people = User.objects.filter(Exists(roles), ~Exists(roles.not_over(today)), ~Exists(elsewhere), is_active=True)
    return sum(_close(person.pk, today) for person in people.order_by("pk"))


@transaction.atomic
def _close(pk: UUID, today: dt.date) -> bool:
    """Close one account, unless it got a role in this very moment; the lock is the one that giving a role takes."""
    person = User.objects.select_for_update().get(pk=pk)
    if not person.is_active or person.role_assignments.not_over(today).exists() or _opened_since(person):
        return False
    person.is_active = False  # every session ends with its next request
    person.save(update_fields=["is_active"])
    record(None, "account.closed", person, subject=person)
    return True


def _opened_since(person: User) -> bool:
    """Tell whether somebody opened the account again after its last role had been given."""
    events = AuditEvent.objects.filter(subject=person, action__in=[CLOSED, OPENED, "role.granted"]).order_by("-pk")
    last = events.values_list("action", flat=True).first()
    return last == OPENED


@transaction.atomic
def reopen_account(*, actor: User, person: User) -> User:
    """Open an account that was closed because no role remained. Give the person a role next: without one they see nothing.

    Raises:
        PermissionDenied: `actor` does not give roles where the person has had one.
        NotClosedHereError: it is open, merged into another, or closed for another reason.
    """
    require(can_reopen_account, actor, person)
    with as_system("the person may have worked elsewhere too"):
        person = User.objects.select_for_update().get(pk=person.pk)
        if not was_closed_here(person):
            raise NotClosedHereError
        person.is_active = True
        person.save(update_fields=["is_active"])
    record(actor, "account.reopened", person, subject=person)
    return person


def was_closed_here(person: User) -> bool:
    """Tell whether the account is closed, and that because no role remained."""
    if person.is_active or person.merged_into_id is not None:
        return False
    events = AuditEvent.objects.filter(
        object_type="people.user", object_id=str(person.pk), action__startswith="account."
    )
    return events.order_by("-pk").values_list("action", flat=True).first() == CLOSED
