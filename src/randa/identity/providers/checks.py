"""What must hold between the settings of a provider before it is stored."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from randa.core.outbound import AddressRefusedError, check_shape
from randa.identity.models import IdentityProvider
from randa.identity.providers.certificates import as_pem, weakness
from randa.identity.providers.errors import InvalidProviderError, Problem
from randa.identity.providers.examples import examples

_DOMAIN = re.compile(r"^(?=.{4,120}$)([a-z0-9åäö-]{1,63}\.)+[a-z]{2,}$")


def check_settings(provider: IdentityProvider) -> None:
    """Refuse settings that could not work or would be unsafe, with a sentence for each. Raises InvalidProviderError."""
    unknown = _(
        "Utan kryss här känner Randa inte igen någon, eftersom inget fält ger HSA-id. Skriv det först, under Fält."
    )
    _refuse(
        *_about_addresses(provider), *_about_trust(provider), *_about_the_name(provider),
        *_about_recognition(provider, "owns_mail_domains", unknown),
        *(() if provider.is_saml() else _about_others(provider)),
    )  # fmt: skip


def check_is_new(provider: IdentityProvider) -> None:
    """Refuse the same service a second time, once its metadata has said which it is. Raises InvalidProviderError."""
    _refuse(*_about_others(provider))


def check_mapping(provider: IdentityProvider) -> None:
    """Refuse a mapping by which nobody would be recognised. Raises InvalidProviderError."""
    words = _(
        "Utan HSA-id känner Randa inte igen någon. Skriv vad tjänsten kallar det, "
        "eller låt först arbetsgivaren stå för adresserna i sina e-postdomäner, under Ändra."
    )
    _refuse(*_about_recognition(provider, "hsa_id", words))


def _refuse(*problems: Problem) -> None:
    if problems:
        raise InvalidProviderError(list(problems))


def _about_addresses(provider: IdentityProvider) -> Iterator[Problem]:
    addresses = {"metadata_url": provider.metadata_url}
    if provider.is_saml():
        if not provider.metadata_url and not provider.metadata_xml:
            yield Problem("metadata_url", _("Ange adressen till metadata, eller klistra in den i nästa ruta."))
    else:
        addresses["issuer"] = provider.issuer
        if not provider.issuer:
            yield Problem("issuer", _("Ange utfärdarens adress (issuer)."))
        if not provider.client_id:
            words = _("Ange klient-id, som du får av den som sköter inloggningstjänsten.")
            yield Problem("client_id", words)
    for setting, address in addresses.items():
        if address and not is_safe(address):
            words = _("Skriv en adress som börjar med https://, utan mellanslag, å, ä, ö och användarnamn.")
            yield Problem(setting, words)


def _about_trust(provider: IdentityProvider) -> Iterator[Problem]:
    for domain in provider.mail_domains:
        if not _DOMAIN.match(domain):
            words = _("%(domain)s är ingen e-postdomän. Skriv till exempel region.example.")
            yield Problem("mail_domains", words % {"domain": domain})
    if provider.owns_mail_domains and not provider.mail_domains:
        words = _("Skriv vilka e-postdomäner inloggningstjänsten står för, eller ta bort krysset.")
        yield Problem("owns_mail_domains", words)
    if provider.asks_for_level and not provider.two_factor_values:
        yield Problem("asks_for_level", _("Skriv vilka tillitsnivåer som ska begäras, eller ta bort krysset."))
    if provider.metadata_signed_by:
        try:
            provider.metadata_signed_by = as_pem(provider.metadata_signed_by)
        except ValueError:
            yield Problem("metadata_signed_by", _("Federationens certifikat går inte att läsa."))
        else:
            if weak := weakness(provider.metadata_signed_by):
                yield Problem("metadata_signed_by", weak)


def _about_the_name(provider: IdentityProvider) -> Iterator[Problem]:
    """Whoever signs in tells services apart by their names alone."""
    same = IdentityProvider.objects.filter(organisation=provider.organisation, name__iexact=provider.name)
    if same.exclude(pk=provider.pk).exists():
        words = _("Organisationen har redan en inloggningstjänst som heter %(name)s. Välj ett namn som skiljer dem åt.")
        yield Problem("name", words % {"name": provider.name})


def _about_recognition(provider: IdentityProvider, setting: str, words: str) -> Iterator[Problem]:
    """Where the kind of service delivers an HSA-id, it is what opens accounts, unless the employer's mail domains do.

    A university has none: there people link their accounts themselves.
    """
    begun = examples().get(provider.example)
    by_mail = provider.owns_mail_domains and provider.mapping.get("email")
    if begun and "hsa_id" in begun.mapping and not provider.mapping.get("hsa_id") and not by_mail:
        yield Problem(setting, words)


def _about_others(provider: IdentityProvider) -> Iterator[Problem]:
    same = IdentityProvider.objects.filter(
        organisation=provider.organisation, issuer=provider.issuer, client_id=provider.client_id
    )
    if same.exclude(pk=provider.pk).exists():
        words = _("Organisationen har redan den inloggningstjänsten. Ändra den i stället.")
        yield Problem("metadata" if provider.is_saml() else "issuer", words)


def is_safe(address: str) -> bool:
    """Tell whether an address may be called, or a person be sent there, at all."""
    try:
        check_shape(address)
    except AddressRefusedError:
        return False
    return True
