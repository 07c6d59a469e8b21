"""Accounts and roles: the only place that makes or changes them."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from randa.core.access.models import Role
from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.errors import (
    AdministratorExistsError,
    EmailTakenError,
    InvalidAccountError,
    RoleAlreadyHeldError,
    RoleEndsBeforeItStartsError,
    WeakPasswordError,
)
from randa.people.models import RoleAssignment, RoleAssignmentQuerySet, User
from randa.people.permissions import can_create_account, can_end_role, can_grant_role

ADMINISTRATOR = "administrator"


@transaction.atomic
def create_first_administrator(
    *,
    email: str,
    given_name: str,
    family_name: str,
    password: str,
    organisations: Sequence[Organisation],
    today: dt.date,
    another: bool = False,
) -> User:
    """Make an account that is administrator of `organisations` from `today`: the one change that nobody is signed in for.

    The people of the demo world do not count: nobody can sign in as them once it is closed. With `another`, nobody counts.

    Raises:
        ValueError: `organisations` is empty.
        AdministratorExistsError: somebody is administrator already, now or later, and `another` is not asked for.
        InvalidAccountError: the address is not one, or a name is missing or too long.
        EmailTakenError: the address, in any mixture of small and capital letters, has an account.
        WeakPasswordError: the password is too short, too common, or like the address.
    """
    if not organisations:
        raise ValueError("organisations is empty; expected at least one")
    # Lock the role: two commands at once must not both find that there is no administrator.
    role = Role.objects.select_for_update().get(code=ADMINISTRATOR)
    held = _administrators(role, today).select_related("user").first()
    if held is not None and not another:
        raise AdministratorExistsError(held.user)
    person = _checked_account(email, given_name, family_name, password)
    person.set_password(password)
    person.save()
    record(None, "account.created", person, after={"email": person.email})
    for organisation in organisations:
        made = RoleAssignment.objects.create(user=person, role=role, organisation=organisation, starts_on=today)
        record(None, "role.granted", made, after=_as_data(made))
    return person


def _administrators(role: Role, today: dt.date) -> RoleAssignmentQuerySet:
    running = RoleAssignment.objects.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=today))
    return running.filter(role=role, user__is_active=True, user__is_demo=False).order_by("starts_on", "pk")


def _checked_account(email: str, given_name: str, family_name: str, password: str) -> User:
    """Return an account that is not saved yet, or refuse it."""
    person = User(email=email.strip().lower(), given_name=given_name.strip(), family_name=family_name.strip())
    try:
        person.clean_fields(exclude=["password"])
    except ValidationError as refusal:
        faults = [f"{field}: {words}" for field, said in refusal.message_dict.items() for words in said]
        raise InvalidAccountError(faults) from None
    if User.objects.filter(email=person.email).exists():
        raise EmailTakenError(person.email)
    try:
        validate_password(password, user=person)
    except ValidationError as refusal:
        raise WeakPasswordError(refusal.messages) from None
    return person


@transaction.atomic
def create_account(
    *, actor: User, email: str, given_name: str, family_name: str, title: str = "", language: str = "sv"
) -> User:
    """Make an account without a password; the person chooses one through "Nytt lösenord" on the sign-in page.

    Raises:
        PermissionDenied: `actor` may not make accounts.
        EmailTakenError: the address, in any mixture of small and capital letters, has an account.
    """
    require(can_create_account, actor)
    email = email.strip().lower()
    if User.objects.filter(email=email).exists():
        raise EmailTakenError(email)
    person = User.objects.create_user(
        email, given_name=given_name.strip(), family_name=family_name.strip(), title=title.strip(), language=language
    )
    record(actor, "account.created", person, after={"email": email})
    return person


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
    record(actor, "role.granted", made, after=_as_data(made), reason=reason)
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
    before = _as_data(assignment)
    assignment.ends_before = on
    assignment.save(update_fields=["ends_before"])
    record(actor, "role.ended", assignment, before=before, after=_as_data(assignment), reason=reason)
    return assignment


@transaction.atomic
def finish_tour(*, person: User) -> None:
    """Remember that the person has seen or left the guided look; it is no longer offered first on Min dag."""
    User.objects.filter(pk=person.pk).update(tour_done=True)
    person.tour_done = True


def _held_in(
    person: User, role: Role, organisation: Organisation, starts_on: dt.date, ends_before: dt.date | None
) -> RoleAssignment | None:
    same = RoleAssignment.objects.filter(user=person, role=role, organisation=organisation)
    overlapping = same.filter(Q(ends_before__isnull=True) | Q(ends_before__gt=starts_on))
    if ends_before is not None:
        overlapping = overlapping.filter(starts_on__lt=ends_before)
    return overlapping.order_by("starts_on").first()


def _as_data(assignment: RoleAssignment) -> dict[str, str | None]:
    return {
        "role": assignment.role_id,
        "organisation": assignment.organisation.code,
        "starts_on": assignment.starts_on.isoformat(),
        "ends_before": assignment.ends_before.isoformat() if assignment.ends_before else None,
    }
