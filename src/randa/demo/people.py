"""Making fictional people: accounts without a password, and the roles they have."""

import datetime as dt
from collections.abc import Iterable, Iterator

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX

from randa.core.access.models import Role
from randa.demo.chance import fixed_id
from randa.demo.names import address, people_names
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User

FROM = dt.date(2026, 1, 5)
NO_PASSWORD = UNUSABLE_PASSWORD_PREFIX  # fits nothing: these accounts open only through "try as"
REASON = "demovärlden"


def new_people(group: str) -> Iterator[User]:
    """Give unsaved people of a name group, in the same order every time."""
    for given, family in people_names(group):
        mail = address(given, family)
        yield User(
            id=fixed_id("user", mail),
            email=mail,
            given_name=given,
            family_name=family,
            password=NO_PASSWORD,
            is_demo=True,
        )


def give_roles(wanted: Iterable[tuple[User, str, Organisation]]) -> None:
    """Give each person the role (by code) at the organisation, from the demo world's first day.

    Raises:
        KeyError: a role is not loaded.
    """
    roles = Role.objects.in_bulk()
    RoleAssignment.objects.bulk_create(
        RoleAssignment(user=user, role=roles[code], organisation=organisation, starts_on=FROM, reason=REASON)
        for user, code, organisation in wanted
    )
