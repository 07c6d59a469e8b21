"""Changing identity providers. Every change is a new version, and what changed stands in the log, secrets excepted."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Any

from allauth.socialaccount.sessions import LoginSession
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.cookies import host_cookie
from randa.identity.models import IdentityProvider, SeenAssertion
from randa.identity.providers.certificates import expiry, fingerprint, make_own
from randa.identity.providers.checks import check_is_new, check_mapping, check_settings
from randa.identity.providers.errors import NotReadyError
from randa.identity.providers.examples import examples
from randa.identity.providers.fetching import fetch
from randa.identity.providers.metadata import Published, read_metadata
from randa.identity.providers.permissions import (
    can_let_provider_serve,
    can_manage_provider,
    can_manage_providers_of,
)
from randa.organisations.models import Organisation
from randa.people.models import User


@dataclass(frozen=True, slots=True, kw_only=True)
class ProviderSettings:
    """What an administrator decides about a provider. Empty `client_secret` keeps the one there is."""

    name: str
    issuer: str = ""
    metadata_url: str = ""
    metadata_xml: str = ""
    metadata_signed_by: str = ""
    client_id: str = ""
    client_secret: str = ""
    scopes: str = ""
    two_factor_values: tuple[str, ...] = ()
    asks_for_level: bool = False
    mail_domains: tuple[str, ...] = ()
    owns_mail_domains: bool = False
    allows_new_accounts: bool = False
    only_way_in: bool = False
    accepts_unasked: bool = False


@transaction.atomic
def create_provider(
    *,
    actor: User,
    organisation: Organisation,
    example: str,
    settings: ProviderSettings,
    serves: Iterable[Organisation] = (),
) -> IdentityProvider:
    """Make a provider from an example, switched off. A SAML provider gets a key of its own and is read from its metadata.

    Raises:
        PermissionDenied: `actor` may not, in this organisation or in one of those it should serve.
        InvalidProviderError: the settings do not hold together.
        ProviderUnreachableError: the metadata's address cannot be read.
    """
    serves = tuple(serves)
    require(can_manage_providers_of, actor, organisation)
    require(can_let_provider_serve, actor, serves)
    begun = examples()[example]
    made = IdentityProvider(organisation=organisation, kind=begun.kind, example=example, mapping=begun.mapping)
    _fill(made, settings)
    if made.is_saml():
        made.own_certificate, made.own_key = make_own(f"Randa {organisation.code}")
    made.save()
    made.serves.set(serves)
    record(actor, "identity_provider.created", made, after=as_data(made))
    return made


@transaction.atomic
def change_provider(
    *,
    actor: User,
    provider: IdentityProvider,
    settings: ProviderSettings,
    serves: Iterable[Organisation] = (),
    reason: str = "",
) -> IdentityProvider:
    """Change a provider's settings. Saving what is there already changes nothing.

    Raises: as `create_provider`.
    """
    serves = tuple(serves)
    provider = _locked(actor, provider)
    added = set(serves) - set(provider.serves.all())
    require(can_let_provider_serve, actor, added)
    before = as_data(provider)
    _fill(provider, settings)
    provider.serves.set(serves)
    return _saved(actor, provider, before, reason=reason, secret_is_new=bool(settings.client_secret))


@transaction.atomic
def change_mapping(*, actor: User, provider: IdentityProvider, mapping: dict[str, list[str]]) -> IdentityProvider:
    """Change which claim or attribute gives which field.

    Raises:
        InvalidProviderError: Randa would recognise nobody by it.
    """
    provider = _locked(actor, provider)
    before = as_data(provider)
    provider.mapping = {name: names for name, names in mapping.items() if names}
    check_mapping(provider)
    return _saved(actor, provider, before)


@transaction.atomic
def switch_provider(*, actor: User, provider: IdentityProvider, enabled: bool) -> IdentityProvider:
    """Let people sign in through the provider, or not any more. Linked identities stay.

    Raises:
        NotReadyError: it lacks what a sign-in needs.
    """
    provider = _locked(actor, provider)
    ready = provider.certificates and provider.sso_url if provider.is_saml() else provider.client_id
    if enabled and not ready:
        raise NotReadyError
    before = as_data(provider)
    provider.enabled = enabled
    return _saved(actor, provider, before)


@transaction.atomic
def read_again(*, actor: User, provider: IdentityProvider) -> IdentityProvider:
    """Read a SAML provider's metadata from its address again: this is how a new certificate arrives before the old one ends.

    Raises:
        ProviderUnreachableError: the address cannot be read.
        InvalidProviderError: what stands there cannot be used.
    """
    provider = _locked(actor, provider)
    before = as_data(provider)
    if provider.is_saml():
        _read_saml(provider)
    return _saved(actor, provider, before)


@transaction.atomic
def take_published(*, provider: IdentityProvider, published: Published) -> IdentityProvider:
    """Take over what a federation has signed about the provider, without anybody's hand; nobody stands in the log as the actor."""
    provider = (
        IdentityProvider.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=provider.pk)
    )
    before = as_data(provider)
    _put(provider, published)
    return _saved(None, provider, before)


@transaction.atomic
def remember_assertion(*, provider: IdentityProvider, assertion_id: str, expires_at: dt.datetime) -> bool:
    """Note that an assertion is used; False when it was used before. Those too old to be accepted are forgotten."""
    SeenAssertion.objects.filter(expires_at__lt=timezone.now()).delete()
    _seen, is_new = SeenAssertion.objects.get_or_create(
        provider=provider, assertion_id=assertion_id[:255], defaults={"expires_at": expires_at}
    )
    return is_new


def keep_answer(*, request: HttpRequest, response: HttpResponse, posted: dict[str, str]) -> None:
    """Keep a posted SAML answer for five minutes, under a cookie of `response`."""
    kept = LoginSession(request, "saml_acs_session", _answer_cookie())
    kept.store.update({"posted": posted})
    kept.store.set_expiry(300)
    kept.save(response)
    cookie = response.cookies[_answer_cookie()]
    cookie["httponly"], cookie["path"] = True, "/"


def take_answer(*, request: HttpRequest) -> dict[str, str]:
    """Return the kept SAML answer and forget it; empty when there is none."""
    kept = LoginSession(request, "saml_acs_session", _answer_cookie())
    posted: dict[str, str] = kept.store.get("posted", {})
    kept.delete()
    return posted


def _answer_cookie() -> str:
    """Return the name of the cookie that carries an answer over from the provider's site to our own."""
    return host_cookie("saml-answer")


def _locked(actor: User, provider: IdentityProvider) -> IdentityProvider:
    require(can_manage_provider, actor, provider)
    return IdentityProvider.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=provider.pk)


def _fill(provider: IdentityProvider, settings: ProviderSettings) -> None:
    """Take over the settings and, for SAML, what the metadata says."""
    for one in fields(settings):
        if one.name != "client_secret":
            value: Any = getattr(settings, one.name)
            setattr(provider, one.name, list(value) if isinstance(value, tuple) else value)
    if settings.client_secret:
        provider.client_secret = settings.client_secret
    provider.mail_domains = [domain.strip().lower().lstrip("@") for domain in provider.mail_domains]
    check_settings(provider)
    if provider.is_saml():
        _read_saml(provider)
        check_is_new(provider)


def _read_saml(provider: IdentityProvider) -> None:
    xml = provider.metadata_xml.encode() or fetch(provider.metadata_url)
    _put(provider, read_metadata(xml, entity_id=provider.issuer, signed_by=provider.metadata_signed_by))


def _put(provider: IdentityProvider, found: Published) -> None:
    provider.issuer, provider.sso_url = found.entity_id, found.sso_url
    provider.certificates = list(found.certificates)
    provider.certificate_expires_on = expiry(found.certificates)
    provider.metadata_read_at = timezone.now()


def _saved(
    actor: User | None,
    provider: IdentityProvider,
    before: dict[str, Any],
    *,
    reason: str = "",
    secret_is_new: bool = False,
) -> IdentityProvider:
    after = as_data(provider)
    changed = [name for name in after if before[name] != after[name]]
    if not changed and not secret_is_new:
        provider.save(update_fields=["metadata_read_at"])
        return provider
    provider.version += 1
    provider.save()
    old = {name: before[name] for name in changed}
    new = {name: after[name] for name in changed} | {"version": provider.version}
    if secret_is_new:
        new["client_secret"] = "changed"  # noqa: S105 - says that it did, not what it is
    record(actor, "identity_provider.changed", provider, before=old, after=new, reason=reason)
    return provider


def as_data(provider: IdentityProvider) -> dict[str, Any]:
    """Return the settings for the log, without secrets; a pasted document as its length."""
    names = [one.name for one in fields(ProviderSettings) if one.name not in {"client_secret", "metadata_xml"}]
    found = {name: getattr(provider, name) for name in names}
    return found | {
        "enabled": provider.enabled,
        # as sentences: under its own name the log would take the name of a claim for somebody's address
        "mapping": [f"{name}: {', '.join(claims)}" for name, claims in sorted(provider.mapping.items())],
        "sso_url": provider.sso_url,
        "certificates": [fingerprint(pem) for pem in provider.certificates],
        "serves": sorted(one.code for one in provider.serves.all()) if not provider._state.adding else [],  # noqa: SLF001
    }
