"""Who holds a permission today: whom to tell or to ask."""

import datetime as dt
from collections.abc import Iterable

from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


def people_with(permission: str, path: str, day: dt.date) -> list[User]:
    """Return the people who have a permission on `day` over what lies at `path`: one query."""
    return people_over(permission, [path], day)[path]


def people_over(permission: str, paths: Iterable[str], day: dt.date) -> dict[str, list[User]]:
    """Return the same people by path, of several: one query."""
    wanted = list(dict.fromkeys(paths))
    above = {path: _at_and_above(path) for path in wanted}
    held = RoleAssignment.objects.current(day).filter(
        organisation__path__in={one for ones in above.values() for one in ones},
        role__permissions__contains=[permission], user__is_active=True,
    )  # fmt: skip
    rows = [
        one
        for one in held.select_related("user", "organisation", "role").order_by("pk")
        if permission in one.permissions
    ]
    found = {path: {one.user_id: one.user for one in rows if one.organisation.path in above[path]} for path in wanted}
    return {path: list(people.values()) for path, people in found.items()}


def _at_and_above(path: str) -> list[str]:
    """Return a path and those above it, as organisations have them: codes from the root, each followed by a slash."""
    codes = path.rstrip("/").split("/")
    return ["/".join(codes[: number + 1]) + "/" for number in range(len(codes))]


def people_at(permission: str, organisations: Iterable[Organisation], day: dt.date) -> list[User]:
    """Return the people whose own role at one of the organisations gives a permission on `day`, not those above: one query."""
    held = holders_at(permission, organisations, day)
    return list({one.pk: one for people in held.values() for one in people}.values())


def holders_at(permission: str, organisations: Iterable[Organisation], day: dt.date) -> dict[int, list[User]]:
    """Return the same people by the organisation that their role is at; one without anybody is left out: one query."""
    held = RoleAssignment.objects.current(day).filter(
        role__permissions__contains=[permission], organisation__in=list(organisations), user__is_active=True
    )
    found: dict[int, dict[object, User]] = {}
    for one in held.select_related("user", "role").order_by("pk"):
        if permission in one.permissions:
            found.setdefault(one.organisation_id, {})[one.user_id] = one.user
    return {place: list(people.values()) for place, people in found.items()}
