"""Who has which role at an organisation, on its page."""

from django.utils.translation import gettext_lazy as _

from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.organisations.panels import Panel
from randa.people.models import User
from randa.people.permissions import can_set_account_rules

PERMISSION = "people.view"


def roles_panel(actor: User, organisation: Organisation) -> Panel | None:
    """Return today's roles at the organisation itself; nothing unless the actor may see its people."""
    if not actor.has(PERMISSION, organisation):
        return None
    roles = organisation.role_assignments.current(today()).select_related("role", "user", "delegated_from__user")
    found = list(roles.order_by("role__sort_order", "user__family_name", "user__given_name", "pk"))
    if not found:
        return None
    context = {
        "roles": found, "organisation": organisation, "may_set_rules": can_set_account_rules(actor, organisation),
    }  # fmt: skip
    return Panel(_("Roller här"), "people/_organisation_roles.html", context)
