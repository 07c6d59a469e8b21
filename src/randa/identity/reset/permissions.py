"""Who may take a lost second factor away, so that its person can set up a new one."""

from django.db.models import Q

from randa.core.clock import today
from randa.people.models import User


def can_reset_second_factor(actor: User, person: User) -> bool:
    """Whoever corrects people at an organisation where the person has a role today; nobody resets their own."""
    if actor.pk == person.pk:
        return False
    over = Q()
    for path in actor.paths_with("people.edit"):
        over |= Q(organisation__path__startswith=path)
    return bool(over) and person.role_assignments.current(today()).filter(over).exists()
