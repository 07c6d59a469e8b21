"""Named permissions, and the two doors of access: `require` to act, `visible_to` (on querysets) to see."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

# name -> what it lets a person do, as a manager would read it. A role is a set of these names plus one sentence.
PERMISSIONS = {
    "dimensioning.view": _("Se utbildningstjänster, behov och prognoser"),
    "dimensioning.edit": _("Ändra planerade utbildningstjänster"),
    "dimensioning.decide": _("Besluta planerade utbildningstjänster"),
    "scenario.edit": _("Skapa och ändra scenarier"),
    "placements.view": _("Se placeringar och platser"),
    "placements.view_own": _("Se sina egna placeringar"),
    "placements.plan": _("Starta planering och spara planversioner"),
    "placements.publish": _("Publicera planer"),
    "capacity.edit": _("Ändra en enhets platser och uppdrag"),
    "people.view": _("Se personer i sin organisation"),
    "roles.grant": _("Ge och avsluta roller"),
    "audit.view": _("Läsa ändringsloggen"),
    "system.manage": _("Sköta organisationer, regler och inställningar"),
    "council.view": pgettext_lazy("permission", "Se råd och arbetsgrupper"),
}


def require(rule: Callable[..., bool], actor: Any, *objects: Any) -> None:
    """Raise PermissionDenied, naming the rule, unless `rule(actor, *objects)` holds."""
    if not rule(actor, *objects):
        raise PermissionDenied(rule.__name__)
