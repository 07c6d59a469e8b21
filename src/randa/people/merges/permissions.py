"""Who may make one account of two."""

from randa.core.access.row_security import as_system
from randa.core.clock import today
from randa.people.models import User


def can_merge_somewhere(actor: User) -> bool:
    """Looking for double accounts is for those who may merge anywhere."""
    return actor.has("people.merge")


def can_merge_person(actor: User, person: User) -> bool:
    """One needs the right over every organisation where the person has or has had a role; nobody merges an account of their own.

    Whoever merges gives the roles of one account to the other. So the actor must have, where they are held, every permission of the
    roles that still hold: otherwise a merge would hand out more than its maker has.
    """
    if actor.pk == person.pk:
        return False
    own = actor.paths_with("people.merge")
    with as_system("roles that the actor cannot see are a reason to say no"):
        rows = list(person.role_assignments.select_related("role", "organisation"))
    over_all = bool(own) and all(any(one.organisation.path.startswith(path) for path in own) for one in rows)
    running = [one for one in rows if one.ends_before is None or one.ends_before > today()]
    return over_all and all(actor.has(name, one.organisation) for one in running for name in one.permissions)
