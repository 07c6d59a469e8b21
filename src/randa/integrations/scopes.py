"""What a key may be used for. A scope only narrows: what its owner may not do, no scope lets the key do."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Scope:
    """One thing that a key is for.

    Attributes:
        sentence: what the key does with it, as whoever makes the key reads it.
        writes: whether it changes anything.
    """

    sentence: str | Promise
    writes: bool = False


SCOPES = {
    "organisations.read": Scope(_("Läser regioner, sjukhus och enheter")),
    "dimensioning.read": Scope(_("Läser planerade utbildningstjänster")),
    "people.read": Scope(_("Läser personer: namn, titel och kontaktuppgifter i tjänsten")),
    "roles.read": Scope(_("Läser vem som har vilken roll, var och till när")),
    "placements.read": Scope(_("Läser publicerade placeringar")),
    "audit.read": Scope(_("Läser ändringsloggen")),
    "roles.write": Scope(_("Ger och avslutar roller"), writes=True),
}
