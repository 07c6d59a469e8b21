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
    "exchange.view": _("Se förfrågningar om platser mellan organisationer"),
    "exchange.ask": _("Be andra organisationer om platser och bekräfta deras erbjudanden"),
    "exchange.answer": _("Svara på andras förfrågningar om platser"),
    "compensation.view": _("Se ersättningsunderlag"),
    "compensation.edit": _("Registrera ersättning per vecka"),
    "rules.edit": _("Skriva utkast till regionens egna regler"),
    "rules.decide": _("Publicera och ta tillbaka regionens egna regler"),
    "absence.edit": _("Anteckna frånvaro från utbildningen"),
    "absence.reason": _("Se och skriva skälet till frånvaro, som kan röra hälsa"),
    "people.view": _("Se personer i sin organisation"),
    "people.edit": _("Rätta uppgifter om personer"),
    "people.invite": _("Bjuda in personer och godkänna nya konton"),
    "people.import": _("Läsa in personer och roller från en fil"),
    "people.merge": _("Slå ihop två konton för samma person"),
    "people.identity": _("Se och ändra personnummer"),
    "roles.grant": _("Ge och avsluta roller"),
    "roles.delegate": _("Låta någon vikariera i den egna rollen"),
    "identity.manage": _("Sköta inloggningstjänster och katalogkopplingar"),
    "sharing.manage": _("Avtala om delning med andra organisationer"),
    "api.manage": _("Ge ut nycklar till andra system"),
    "audit.view": _("Läsa ändringsloggen"),
    "privacy.manage": _("Sköta registerförteckning, begäranden och gallring"),
    "retention.approve": _("Godkänna gallring"),
    "records.manage": _("Registrera, sekretessmarkera och lämna ut handlingar"),
    "system.manage": _("Sköta organisationer, regler och inställningar"),
    "council.view": pgettext_lazy("permission", "Se råd och arbetsgrupper"),
}


class RefusedError(PermissionDenied):
    """A rule said no to a person. `needs` are the permissions that the rule asks for, so that the page can say who may."""

    def __init__(self, rule: Callable[..., bool]) -> None:
        self.rule = rule.__name__
        # A rule names its permissions as plain strings; reading them from its code keeps the answer true when it changes.
        constants = getattr(getattr(rule, "__code__", None), "co_consts", ())
        self.needs = [name for name in constants if isinstance(name, str) and name in PERMISSIONS]
        super().__init__(self.rule)


def require(rule: Callable[..., bool], actor: Any, *objects: Any) -> None:
    """Raise RefusedError, a PermissionDenied that names the rule, unless `rule(actor, *objects)` holds."""
    if not rule(actor, *objects):
        raise RefusedError(rule)
