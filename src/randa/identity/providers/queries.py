"""What the pages about providers read."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext as _

from randa.core.errors import DomainError
from randa.identity.linking.matching import find_account
from randa.identity.models import IdentityProvider
from randa.identity.models.providers import PROVIDER_FIELDS
from randa.identity.providers.certificates import expiry, fingerprint
from randa.identity.providers.completing import TEST_SESSION
from randa.identity.providers.delivered import Delivered, read_delivered
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class ProviderRow:
    """A provider in the list: how many are linked, and "soon" or "past" when its certificate needs attention."""

    provider: IdentityProvider
    linked: int
    certificate_state: str


def provider_rows(actor: User, day: dt.date) -> Sequence[ProviderRow]:
    """Return the providers that the actor looks after, with how many are linked."""
    rows = IdentityProvider.objects.visible_to(actor).select_related("organisation")
    rows = rows.annotate(linked=Count("linked_identities"))
    return [ProviderRow(row, getattr(row, "linked", 0), row.certificate_state(day)) for row in rows]


@dataclass(frozen=True, slots=True)
class CertificateRow:
    """A certificate as an administrator compares it."""

    fingerprint: str
    expires_on: dt.date | None


def certificate_rows(provider: IdentityProvider) -> Sequence[CertificateRow]:
    """Return the certificates that the provider's signatures are checked with."""
    return [CertificateRow(fingerprint(pem), expiry([pem])) for pem in provider.certificates]


def own_certificate_rows(provider: IdentityProvider) -> Sequence[CertificateRow]:
    """Return our own certificates at the provider, the one in use first; two while our key changes."""
    own = [provider.own_certificate, provider.other_certificate]
    return [CertificateRow(fingerprint(pem), expiry([pem])) for pem in own if pem]


@dataclass(frozen=True, slots=True)
class Tested:
    """A test sign-in: all that came, what each field becomes with today's mapping, and whose account it would open."""

    at: dt.datetime
    delivered: Delivered
    fields: list[tuple[str, list[str], str]]  # label, names looked for, value
    opens: str
    refusal: str


def tested(request: HttpRequest, provider: IdentityProvider) -> Tested | None:
    """Return the session's last test of this provider, read anew through the mapping as it is now."""
    kept = request.session.get(TEST_SESSION)
    if not kept or kept["provider"] != str(provider.pk):
        return None
    came: dict[str, Any] = kept["delivered"]
    attributes = {name: tuple(values) for name, values in came["attributes"].items()}
    now = read_delivered(provider, attributes, subject=came["subject"], levels=came["levels"])
    now = replace(now, attributes=dict(sorted(attributes.items())))
    opens, refusal = _would_open(provider, now)
    fields = [
        (str(label), provider.mapping.get(name, []), _shown(now, name)) for name, label in PROVIDER_FIELDS.items()
    ]
    return Tested(dt.datetime.fromtimestamp(kept["at"], tz=dt.UTC), now, fields, opens, refusal)


def _shown(delivered: Delivered, name: str) -> str:
    value = getattr(delivered, name)
    if name == "level":
        return ", ".join(delivered.levels)
    return {True: _("ja"), False: _("nej"), None: ""}[value] if name == "email_verified" else str(value)


def _would_open(provider: IdentityProvider, delivered: Delivered) -> tuple[str, str]:
    try:
        match = find_account(provider, delivered)
    except DomainError as refusal:
        return "", str(refusal)
    return (str(match.person) if match else ""), ""
