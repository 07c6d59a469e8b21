"""What the audit log says about people and roles, and which role somebody worked as."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from randa.core.access.models import Role
from randa.core.audit import duty, origin, places, queries, wording
from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


def role_names(codes: Collection[str]) -> Mapping[str, str]:
    """Return code -> name in the reader's language."""
    return {role.code: role.name for role in Role.objects.filter(code__in=codes)}


def person_names(keys: Collection[str]) -> Mapping[str, str]:
    """Return key -> name; a key that is none keeps its own text."""
    return {str(one.pk): str(one) for one in User.objects.filter(pk__in=[key for key in keys if _is_key(key)])}


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def last_day(ends_before: str) -> str:
    """Return the last day of a half-open period whose end is `ends_before`, an ISO date."""
    return (dt.date.fromisoformat(ends_before) - dt.timedelta(days=1)).isoformat()


def worked_as(person: User) -> origin.WorkedAs:
    """Return the first of today's roles: the one chosen in the menu, else the most important one."""
    roles = person.current_roles()
    if not roles:
        return origin.NOBODY
    return origin.WorkedAs(roles[0].role_id, roles[0].organisation.name, roles[0].organisation.path)


def role_paths(person: User) -> Iterable[str]:
    """Return where the person has a role today."""
    roles = RoleAssignment.objects.filter(user=person).current(today())  # read anew: a role may just have been given
    return roles.order_by("pk").values_list("organisation__path", flat=True)


def covers_everything(actor: User) -> bool:
    """Tell whether the person's roles as an auditor together cover every region: then what belongs to nobody is theirs to read."""
    paths = actor.paths_with(queries.PERMISSION)
    if not paths:
        return False
    regions = list(Organisation.objects.regions().values_list("path", flat=True))
    return bool(regions) and all(region.startswith(tuple(paths)) for region in regions)


def is_restricted(_actor: User, person: User) -> bool:
    """Tell whether the person's data is kept but not to be used (GDPR article 18)."""
    return person.restricted_at is not None


def register_words() -> None:
    """Tell the log what it needs to know."""
    origin.register_role_reader(worked_as)
    queries.register_overseer(covers_everything)
    duty.register_always_asked("restricted", is_restricted)
    places.register_belonging("10-roles", role_paths)
    places.register_place("people.roleassignment", _of_assignment)
    places.register_place("people.user", places.paths_of_person)
    for label, name in (("people.user", _("Person")), ("people.roleassignment", _("Roll"))):
        wording.register_type(label, name)
    for action, sentence in (
        ("account.created", _("Kontot för %(subject)s skapades")),
        ("role.granted", _("%(subject)s fick rollen %(after_role)s i %(after_organisation)s")),
        ("role.ended", _("Rollen %(after_role)s i %(after_organisation)s avslutades för %(subject)s")),
    ):
        wording.register(action, sentence)
    wording.register("identity_number.recorded", _("Personnumret för %(subject)s antecknades"))
    wording.register("identity_number.shown", _("Personnumret för %(subject)s visades i sin helhet"), is_opening=True)
    wording.register_field("email", _("E-post"))
    wording.register_field("role", _("Roll"), names=role_names)
    wording.register_field("owner", _("Ansvarig"), names=person_names)
    wording.register_field("starts_on", _("Från och med"))
    wording.register_field("ends_before", _("Till och med"), show=last_day)


def _of_assignment(assignment: Any) -> list[str]:
    return [assignment.organisation.path]
