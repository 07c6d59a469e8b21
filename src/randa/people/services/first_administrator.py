"""The first administrator of an installation: the one change that nobody is signed in for."""

import datetime as dt
from collections.abc import Sequence

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from randa.core.access.models import Role
from randa.core.audit.services import record
from randa.organisations.models import Organisation
from randa.people.errors import AdministratorExistsError, EmailTakenError, InvalidAccountError, WeakPasswordError
from randa.people.models import RoleAssignment, RoleAssignmentQuerySet, User
from randa.people.services.roles import as_data

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
    record(None, "account.created", person, after={"email": person.email}, subject=person)
    for organisation in organisations:
        made = RoleAssignment.objects.create(user=person, role=role, organisation=organisation, starts_on=today)
        record(None, "role.granted", made, after=as_data(made), subject=person)
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
