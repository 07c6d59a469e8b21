"""The rules of an organisation, on its page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.organisations.panels import Panel
from randa.regulations.queries import rule_sets_of


def rules_panel(actor: Any, organisation: Organisation) -> Panel | None:  # noqa: ARG001 - rules are open to everybody
    """Return the organisation's own rules; nothing when it has none."""
    sets = rule_sets_of(organisation, today())
    if not sets:
        return None
    region = organisation if organisation.kind == Organisation.Kind.REGION else None
    return Panel(_("Egna regler"), "regulations/_organisation_rules.html", {"sets": sets, "region": region})
