"""Who may make accounts, and give and end roles."""

import datetime as dt

from django.db.models import Q

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import RoleAssignment, User


def can_create_account(actor: User) -> bool:
    """Whoever may give roles somewhere may make the account that gets them."""
    return actor.has("roles.grant")


def can_grant_role(actor: User, role: Role, organisation: Organisation) -> bool:
    """One needs the right to give roles over the organisation, and nobody passes on a permission they do not have there."""
    return actor.has("roles.grant", organisation) and all(
        actor.has(permission, organisation) for permission in role.permissions
    )


def can_end_role(actor: User, assignment: RoleAssignment, day: dt.date) -> bool:
    """Ending needs the right to give roles there; one's own last such right is ended by somebody else.

    A role that is over already cannot be changed, because the log of who could see what must stay true.
    """
    if assignment.ends_before is not None and assignment.ends_before <= day:
        return False
    own_right = assignment.user_id == actor.pk and "roles.grant" in assignment.role.permissions
    return actor.has("roles.grant", assignment.organisation) and not own_right


def can_see_identity_number(actor: User, person: User) -> bool:
    """One's own number, and with the permission those of people who have or have had a role in one's organisations."""
    return actor.pk == person.pk or can_change_identity_number(actor, person)


def can_change_identity_number(actor: User, person: User) -> bool:
    """Numbers are kept by whoever has the permission over one of the person's organisations; nobody changes their own."""
    if actor.pk == person.pk:
        return False
    over = Q()
    for path in actor.paths_with("people.identity"):
        over |= Q(organisation__path__startswith=path)
    return bool(over) and person.role_assignments.filter(over).exists()
