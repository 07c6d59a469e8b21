"""What a person sees about themselves."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from allauth.account.models import EmailAddress

from randa.core.notifications.models import ReturnedAddress
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role of one's own, and whether it holds today, is to come or is over."""

    role: RoleAssignment
    when: str


@dataclass(frozen=True, slots=True)
class Profile:
    """One's own page: roles per employer, addresses, and addresses that mail comes back from."""

    employers: Sequence[tuple[Organisation, list[HeldRole]]]
    addresses: Sequence[EmailAddress]
    returned: Sequence[ReturnedAddress]


def profile_of(person: User, day: dt.date) -> Profile:
    """Return the profile: three queries, whatever the number of roles."""
    held = person.role_assignments.select_related("role", "organisation", "granted_by")
    roles = sorted(held, key=lambda one: (str(one.organisation), one.organisation_id, -one.starts_on.toordinal()))
    employers = [
        (place, [HeldRole(one, _when(one, day)) for one in group])
        for place, group in groupby(roles, key=lambda one: one.organisation)
    ]
    addresses = EmailAddress.objects.filter(user=person).order_by("-primary", "email")
    return Profile(employers, list(addresses), list(ReturnedAddress.objects.filter(person=person)))


def _when(one: RoleAssignment, day: dt.date) -> str:
    if one.starts_on > day:
        return "coming"
    return "over" if one.ends_before is not None and one.ends_before <= day else "now"


def broken_addresses(viewer: User) -> list[ReturnedAddress]:
    """Return the addresses that mail comes back from, of the people the viewer may see: one query."""
    seen = User.objects.visible_to(viewer).values("pk")
    return list(ReturnedAddress.objects.filter(person__in=seen).select_related("person"))
