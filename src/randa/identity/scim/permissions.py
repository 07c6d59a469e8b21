"""Who looks after an organisation's directory."""

from randa.core.access.models import Role
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.people.permissions import can_grant_role


def can_manage_directory(actor: User, organisation: Organisation) -> bool:
    """Whoever manages sign-in over the organisation."""
    return actor.has("identity.manage", organisation)


def can_map_group(actor: User, directory_of: Organisation, role: Role, organisation: Organisation) -> bool:
    """A group gives a role only inside its own organisation, and only one that the person could give by hand."""
    return (
        can_manage_directory(actor, directory_of)
        and organisation.path.startswith(directory_of.path)
        and can_grant_role(actor, role, organisation)
    )
