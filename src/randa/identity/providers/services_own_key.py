"""Changing our own key at a SAML provider, without a moment when nobody can sign in.

First the new key is published beside the old one, and whoever runs the provider reads our metadata. Then it is taken into use: requests
are signed with it, and what is still encrypted to the old one can be opened. Last the old one is thrown away.
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.secrets_at_rest import reveal
from randa.identity.models import IdentityProvider
from randa.identity.providers.certificates import fingerprint, make_own
from randa.identity.providers.errors import KeyChangeError
from randa.identity.providers.permissions import can_manage_provider
from randa.people.models import User

KeyChange = IdentityProvider.KeyChange


def publish_new_key(*, actor: User, provider: IdentityProvider) -> IdentityProvider:
    """Make a new key and publish its certificate; the one in use goes on being used.

    Raises:
        PermissionDenied: `actor` does not look after the provider.
        KeyChangeError: it is no SAML provider, or its key is being changed already.
    """

    def make(provider: IdentityProvider) -> None:
        provider.other_certificate, provider.other_key = make_own(f"Randa {provider.organisation.code}")
        provider.key_change = KeyChange.COMING

    return _change(actor, provider, "", make, "identity_provider.key_published")


def use_new_key(*, actor: User, provider: IdentityProvider) -> IdentityProvider:
    """Sign with the published key from now on. The old one leaves our metadata, and opens what is still encrypted to it.

    Raises: as `publish_new_key`.
    """

    def swap(provider: IdentityProvider) -> None:
        coming, going = reveal(provider, "other_key"), reveal(provider, "own_key")
        certificates = provider.other_certificate, provider.own_certificate
        provider.own_key, provider.other_key = coming, going
        provider.own_certificate, provider.other_certificate = certificates
        provider.key_change = KeyChange.GOING

    return _change(actor, provider, KeyChange.COMING, swap, "identity_provider.key_changed")


def forget_other_key(*, actor: User, provider: IdentityProvider) -> IdentityProvider:
    """Throw away the old key when the change is over, or the new one when it is called off.

    Raises: as `publish_new_key`.
    """
    return _change(actor, provider, None, _forget, "identity_provider.key_forgotten")


def _forget(provider: IdentityProvider) -> None:
    provider.other_certificate, provider.other_key, provider.key_change = "", "", ""


@transaction.atomic
def _change(
    actor: User, provider: IdentityProvider, state: str | None, act: Callable[[IdentityProvider], None], action: str
) -> IdentityProvider:
    require(can_manage_provider, actor, provider)
    rows = IdentityProvider.objects.select_for_update(of=("self",)).select_related("organisation")
    provider = rows.get(pk=provider.pk)
    fits = bool(provider.key_change) if state is None else provider.key_change == state
    if not provider.is_saml() or not fits:
        raise KeyChangeError
    before = _as_data(provider)
    act(provider)
    provider.version += 1
    provider.save()
    record(actor, action, provider, before=before, after=_as_data(provider) | {"version": provider.version})
    return provider


def _as_data(provider: IdentityProvider) -> dict[str, Any]:
    return {
        "own_certificates": [fingerprint(pem) for pem in (provider.own_certificate, provider.other_certificate) if pem]
    }
