"""What a provider told us about a person, read through the provider's mapping."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from randa.identity.models import IdentityProvider

Attributes = Mapping[str, tuple[str, ...]]
_HSA_ID = re.compile(r"^SE[0-9]{10}-[A-Za-z0-9]{1,18}$")
_YES = {"true", "1", "yes", "ja"}


@dataclass(frozen=True, slots=True)
class Delivered:
    """A person as the provider knows them.

    Attributes:
        subject: the lasting name at the provider; empty when there is none, and then nobody is signed in.
        hsa_id: empty unless it has the shape of one.
        email_verified: None when the provider does not say.
        levels: every level the answer states (acr, amr, AuthnContextClassRef, and the mapped attribute).
        level: the one of them that counted as two factors; empty if none did.
        attributes: all that was delivered, by the provider's own names.
    """

    subject: str
    hsa_id: str = ""
    email: str = ""
    email_verified: bool | None = None
    given_name: str = ""
    family_name: str = ""
    organisation: str = ""
    levels: tuple[str, ...] = ()
    level: str = ""
    attributes: Attributes = field(default_factory=dict)

    @property
    def two_factors(self) -> bool:
        return bool(self.level)


def read_delivered(
    provider: IdentityProvider, attributes: Attributes, *, subject: str, levels: Iterable[str] = ()
) -> Delivered:
    """Read `attributes` through the mapping of `provider`. `subject` is the protocol's own; a mapped one goes before it."""

    def first(name: str) -> str:
        names = provider.mapping.get(name, ())
        found = (value.strip() for one in names for value in attributes.get(one, ()) if value.strip())
        return next(found, "")[:255]

    stated = tuple(
        dict.fromkeys([*levels, *(v for one in provider.mapping.get("level", ()) for v in attributes.get(one, ()))])
    )
    verified = first("email_verified").lower()
    hsa_id = first("hsa_id")
    return Delivered(
        subject=first("subject") or subject[:255],
        hsa_id=hsa_id if _HSA_ID.match(hsa_id) else "",
        email=first("email").lower(),
        email_verified=(verified in _YES) if verified else None,
        given_name=first("given_name")[:80],
        family_name=first("family_name")[:80],
        organisation=first("organisation"),
        levels=stated,
        level=next((level for level in stated if level in provider.two_factor_values), ""),
        attributes=attributes,
    )


def as_texts(value: object) -> tuple[str, ...]:
    """Return a claim's value as texts: a list has several, a nested object none that can be mapped."""
    if isinstance(value, bool):
        return ("true" if value else "false",)
    if isinstance(value, str | int | float):
        return (str(value),)
    if isinstance(value, list):
        return tuple(text for one in value for text in as_texts(one))
    return ()
