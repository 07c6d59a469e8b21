"""Changing our own key at a SAML provider, without a moment when nobody can sign in.

First the new key is published beside the old one, and whoever runs the provider reads our metadata. Then it is taken into use: requests
are signed with it, and what is still encrypted to the old one can be opened. Last the old one is thrown away.
"""

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


@transaction.atomic
def publish_new_key(*, actor: User, provider: IdentityProvider) -> IdentityProvider:
    """Make a new key and publish its certificate; the one in use goes on being used.

    Raises:
        PermissionDenied: `actor` does not look after the provider.
        KeyChangeError: it is no SAML provider, or its key is being changed already.
    """
    provider = _locked(actor, provider)
    _refuse_unless(provider, provider.key_change == "")
    before = _as_data(provider)
    provider.other_certificate, provider.other_key = make_own(f"Randa {provider.organisation.code}")
    provider.key_change = KeyChange.COMING
    record(actor, "identity_provider.key_published", provider, before=before, after=_saved(provider))
    return provider


@transaction.atomic
def use_new_key(*, actor: User, provider: IdentityProvider) -> IdentityProvider:
    """Sign with the published key from now on. The old one leaves our metadata, and opens what is still encrypted to it.

    Raises: as `publish_new_key`.
    """
    provider = _locked(actor, provider)
    _refuse_unless(provider, provider.key_change == KeyChange.COMING)
    before = _as_data(provider)
    provider.own_key, provider.other_key = reveal(provider, "other_key"), reveal(provider, "own_key")
    certificates = provider.other_certificate, provider.own_certificate
    provider.own_certificate, provider.other_certificate = certificates
    provider.key_change = KeyChange.GOING
    record(actor, "identity_provider.key_changed", provider, before=before, after=_saved(provider))
    return provider


@transaction.atomic
def forget_other_key(*, actor: User, provider: IdentityProvider) -> IdentityProvider:
    """Throw away the old key when the change is over, or the new one when it is called off.

    Raises: as `publish_new_key`.
    """
    provider = _locked(actor, provider)
    _refuse_unless(provider, provider.key_change != "")
    before = _as_data(provider)
    provider.other_certificate, provider.other_key, provider.key_change = "", "", ""
    record(actor, "identity_provider.key_forgotten", provider, before=before, after=_saved(provider))
    return provider


def _locked(actor: User, provider: IdentityProvider) -> IdentityProvider:
    require(can_manage_provider, actor, provider)
    rows = IdentityProvider.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.get(pk=provider.pk)


def _refuse_unless(provider: IdentityProvider, fits: bool) -> None:
    if not provider.is_saml() or not fits:
        raise KeyChangeError


def _saved(provider: IdentityProvider) -> dict[str, Any]:
    provider.version += 1
    provider.save()
    return _as_data(provider) | {"version": provider.version}


def _as_data(provider: IdentityProvider) -> dict[str, Any]:
    return {
        "own_certificates": [fingerprint(pem) for pem in (provider.own_certificate, provider.other_certificate) if pem]
    }
