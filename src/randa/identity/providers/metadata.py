"""SAML metadata of identity providers: read without entities or external parts, checked against a federation's certificate."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from lxml.etree import LxmlError, _Element
from onelogin.saml2.errors import OneLogin_Saml2_Error
from onelogin.saml2.utils import OneLogin_Saml2_Utils
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from randa.identity.providers.certificates import as_pem, weakness
from randa.identity.providers.checks import is_safe
from randa.identity.providers.errors import InvalidProviderError, Problem

REDIRECT = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect"
_MD, _DS = "urn:oasis:names:tc:SAML:2.0:metadata", "http://www.w3.org/2000/09/xmldsig#"
_NAMES = {"md": _MD, "ds": _DS}


@dataclass(frozen=True, slots=True)
class Published:
    """What an identity provider says about itself: entityID, where to send people, and the certificates of its signatures."""

    entity_id: str
    sso_url: str
    certificates: tuple[str, ...]


def entity_ids(xml: bytes) -> list[str]:
    """Return the entityIDs of the identity providers that the metadata describes. Raises InvalidProviderError."""
    return [str(one.get("entityID")) for one in _entities(_parse(xml))]


def read_metadata(xml: bytes, *, entity_id: str = "", signed_by: str = "") -> Published:
    """Return what the metadata says about `entity_id`, or about the only identity provider there is.

    Raises:
        InvalidProviderError: it is not metadata, the signature is missing or wrong, the provider is not there, or cannot be used.
    """
    root = _parse(xml)
    if signed_by and not _is_signed(root, signed_by):
        raise _refused(_("Metadata är inte undertecknad med federationens certifikat."), "metadata_signed_by")
    found = _entities(root)
    if entity_id:
        found = [one for one in found if one.get("entityID") == entity_id]
    if not found and entity_id:
        raise _refused(_("Metadata beskriver ingen inloggningstjänst med det EntityID:t. Kontrollera det."), "issuer")
    if not found:
        raise _refused(_("Metadata beskriver ingen inloggningstjänst (IdP)."))
    if len(found) > 1:
        words = _("Metadata beskriver %(count)d inloggningstjänster. Ange EntityID för den som gäller.")
        raise _refused(words % {"count": len(found)}, "issuer")
    return _published(found[0])


def _parse(xml: bytes) -> _Element:
    try:
        root: _Element = OneLogin_Saml2_XML.to_etree(xml)
    except (LxmlError, ValueError) as error:  # ValueError: a document type or an entity, which metadata never needs
        raise _refused(_not_metadata()) from error
    return root


def _not_metadata() -> str:
    return _("Det är inte läsbar SAML-metadata (XML). Hela dokumentet behövs, från första till sista raden.")


def _refused(words: str, setting: str = "metadata") -> InvalidProviderError:
    return InvalidProviderError([Problem(setting, words)])


def _entities(root: _Element) -> list[_Element]:
    here = [root] if root.tag == f"{{{_MD}}}EntityDescriptor" else root.findall(".//md:EntityDescriptor", _NAMES)
    return [one for one in here if one.find("md:IDPSSODescriptor", _NAMES) is not None]


def _published(entity: _Element) -> Published:
    role = entity.find("md:IDPSSODescriptor", _NAMES)
    if role is None:  # `_entities` gives only those that have one
        raise _refused(_not_metadata())
    address = role.find(f"md:SingleSignOnService[@Binding='{REDIRECT}']", _NAMES)
    if address is None or not address.get("Location"):
        raise _refused(_("Metadata saknar en inloggningsadress med bindningen HTTP-Redirect."))
    if not is_safe(str(address.get("Location"))):
        raise _refused(_("Inloggningsadressen i metadata börjar inte med https://."))
    certificates: list[str] = []
    for holder in role.findall("md:KeyDescriptor", _NAMES):
        if holder.get("use") in {None, "signing"}:
            certificates += [_certificate(one.text or "") for one in holder.findall(".//ds:X509Certificate", _NAMES)]
    if not certificates:
        raise _refused(_("Metadata saknar ett certifikat att kontrollera underskrifter med."))
    return Published(str(entity.get("entityID")), str(address.get("Location")), tuple(dict.fromkeys(certificates)))


def _certificate(text: str) -> str:
    try:
        pem = as_pem(text)
    except ValueError as error:
        raise _refused(_("Ett certifikat i metadata går inte att läsa.")) from error
    if weak := weakness(pem):
        raise _refused(weak)
    return pem


def _is_signed(root: _Element, certificate: str) -> bool:
    """Tell whether the whole document, from its root, is signed by the certificate."""
    try:
        signed = root.find("ds:Signature", _NAMES) is not None
        return signed and bool(OneLogin_Saml2_Utils.validate_metadata_sign(root, cert=certificate))
    except (OneLogin_Saml2_Error, LxmlError, ValueError):
        return False
