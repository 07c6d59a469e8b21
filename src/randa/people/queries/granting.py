"""What somebody may give: which roles, and where."""

from django.db.models import Q, QuerySet

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import User


def organisations_under(actor: User, permission: str) -> QuerySet[Organisation]:
    """Return the organisations over which the actor has a permission, in the order of the tree."""
    under = Q(pk__in=[])
    for path in actor.paths_with(permission):
        under |= Q(path__startswith=path)
    return Organisation.objects.filter(under).order_by("path")


def organisations_to_grant(actor: User) -> QuerySet[Organisation]:
    """Return where the actor gives roles."""
    return organisations_under(actor, "roles.grant")


def roles_to_grant(actor: User) -> QuerySet[Role]:
    """Return the roles that hold nothing beyond what the actor has somewhere; the place decides in the end."""
    own = sorted({name for one in actor.current_roles() for name in one.permissions})
    return Role.objects.filter(permissions__contained_by=own)
