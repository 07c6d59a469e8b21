"""Who may do what, and why: for a manager about an organisation, for a person about themselves."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.utils.functional import Promise

from randa.core.access.permissions import PERMISSIONS
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User

_RELATED = ("user", "role", "organisation", "granted_by", "delegated_from__user")


@dataclass(frozen=True, slots=True)
class Right:
    """One permission of one person through one role."""

    permission: str
    assignment: RoleAssignment

    @property
    def words(self) -> str | Promise:
        return PERMISSIONS.get(self.permission, self.permission)

    @property
    def person(self) -> str:
        return f"{self.assignment.user.family_name}, {self.assignment.user.given_name}"

    @property
    def role(self) -> str:
        return self.assignment.title

    @property
    def organisation(self) -> str:
        return str(self.assignment.organisation)

    @property
    def given_by(self) -> str:
        return str(self.assignment.granted_by or "")

    @property
    def last_day(self) -> dt.date | None:
        ends_before = self.assignment.ends_before
        return ends_before - dt.timedelta(days=1) if ends_before else None


def rights_over(organisation: Organisation, day: dt.date) -> list[Right]:
    """Return who may do what at an organisation today, through roles there and above it: one query."""
    pieces = organisation.path.rstrip("/").split("/")
    above = ["/".join(pieces[: number + 1]) + "/" for number in range(len(pieces))]
    held = RoleAssignment.objects.current(day).filter(organisation__path__in=above, user__is_active=True)
    rows = held.select_related(*_RELATED).order_by("user__sort_name", "role__sort_order", "pk")
    found = [Right(name, one) for one in rows for name in one.permissions]
    order = list(PERMISSIONS)
    return sorted(found, key=lambda right: order.index(right.permission) if right.permission in order else len(order))


@dataclass(frozen=True, slots=True)
class Explained:
    """One permission of the person, with every role it comes through."""

    words: str | Promise
    rights: list[Right]

    @property
    def through(self) -> list[tuple[str, dt.date | None, list[str]]]:
        """Each role once, with its last day and all places where it is held so."""
        found: dict[tuple[str, dt.date | None], list[str]] = {}
        for one in self.rights:
            found.setdefault((one.role, one.last_day), []).append(one.organisation)
        return [(role, last_day, places) for (role, last_day), places in found.items()]


def explained(person: User) -> list[Explained]:
    """Return what the person may do today, and through which role each thing."""
    found = [Right(name, one) for one in person.current_roles() for name in one.permissions]
    order = list(PERMISSIONS)
    known = sorted((one for one in found if one.permission in order), key=lambda one: order.index(one.permission))
    return [
        Explained(PERMISSIONS[name], list(rights)) for name, rights in groupby(known, key=lambda one: one.permission)
    ]


def colleagues_with(viewer: User, permissions: list[str], day: dt.date, limit: int = 5) -> list[RoleAssignment]:
    """Return up to `limit` colleagues who may do all of it where the viewer works, among those the viewer may see."""
    places = [one.organisation for one in viewer.current_roles()]
    found: dict[object, RoleAssignment] = {}
    for one in _holders(viewer, permissions, day):
        if any(place.path.startswith(one.organisation.path) for place in places):
            found.setdefault(one.user_id, one)
    return list(found.values())[:limit]


def _holders(viewer: User, permissions: list[str], day: dt.date) -> Iterator[RoleAssignment]:
    rows = RoleAssignment.objects.visible_to(viewer).current(day).filter(role__permissions__contains=permissions)
    seen = rows.filter(user__is_active=True).exclude(user=viewer).select_related(*_RELATED).distinct()
    for one in seen.order_by("user__sort_name", "pk")[:50]:
        if set(permissions) <= set(one.permissions):
            yield one
