"""What must hold between the settings of a provider before it is stored."""

import re

from django.utils.translation import gettext as _

from randa.core.outbound import AddressRefusedError, check_shape
from randa.identity.models import IdentityProvider
from randa.identity.providers.certificates import as_pem, weakness
from randa.identity.providers.errors import InvalidProviderError

_DOMAIN = re.compile(r"^(?=.{4,120}$)([a-z0-9åäö-]{1,63}\.)+[a-z]{2,}$")


def check_settings(provider: IdentityProvider) -> None:
    """Refuse settings that could not work or would be unsafe, with a sentence for each. Raises InvalidProviderError."""
    problems = [*_about_addresses(provider), *_about_trust(provider), *_about_others(provider)]
    if problems:
        raise InvalidProviderError(problems)


def _about_addresses(provider: IdentityProvider) -> list[str]:
    problems = []
    for label, address in (
        ("issuer", "" if provider.is_saml() else provider.issuer),
        ("metadata", provider.metadata_url),
    ):
        if address and not _is_safe(address):
            problems.append(_("Adressen för %(what)s ska börja med https://.") % {"what": label})
    if not provider.is_saml():
        if not provider.issuer:
            problems.append(_("Ange utfärdarens adress (issuer)."))
        if not provider.client_id:
            problems.append(_("Ange klient-id, som du får av den som sköter inloggningstjänsten."))
    return problems


def _about_trust(provider: IdentityProvider) -> list[str]:
    wrong = (domain for domain in provider.mail_domains if not _DOMAIN.match(domain))
    problems = [
        _("%(domain)s är ingen e-postdomän. Skriv till exempel region.example.") % {"domain": domain}
        for domain in wrong
    ]
    if provider.owns_mail_domains and not provider.mail_domains:
        problems.append(_("Skriv vilka e-postdomäner inloggningstjänsten står för, eller ta bort krysset."))
    if provider.asks_for_level and not provider.two_factor_values:
        problems.append(_("Skriv vilka tillitsnivåer som ska begäras, eller ta bort krysset."))
    if provider.metadata_signed_by:
        try:
            provider.metadata_signed_by = as_pem(provider.metadata_signed_by)
        except ValueError:
            problems.append(_("Federationens certifikat går inte att läsa."))
        else:
            problems += filter(None, [weakness(provider.metadata_signed_by)])
    return problems


def _about_others(provider: IdentityProvider) -> list[str]:
    same = IdentityProvider.objects.filter(
        organisation=provider.organisation, issuer=provider.issuer, client_id=provider.client_id
    )
    taken = same.exclude(pk=provider.pk).exists()
    return [_("Organisationen har redan den inloggningstjänsten. Ändra den i stället.")] if taken else []


def _is_safe(address: str) -> bool:
    try:
        check_shape(address)
    except AddressRefusedError:
        return False
    return True
