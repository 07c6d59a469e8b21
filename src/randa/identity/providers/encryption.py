"""Encrypted SAML: which algorithms are opened at all, and with which of our keys."""

from collections.abc import Iterator

from lxml.etree import _Element
from onelogin.saml2.xml_utils import OneLogin_Saml2_XML

from randa.core.secrets_at_rest import reveal
from randa.identity.models import IdentityProvider
from randa.identity.providers.errors import SignInFailedError

_XENC, _XENC11 = "http://www.w3.org/2001/04/xmlenc#", "http://www.w3.org/2009/xmlenc11#"
_FOR_KEYS = {f"{_XENC}rsa-oaep-mgf1p", f"{_XENC11}rsa-oaep"}  # RSA PKCS 1 v1.5 lets a stranger decrypt by asking often
_FOR_DATA = {f"{_XENC}aes{bits}-cbc" for bits in (128, 256)} | {f"{_XENC11}aes{bits}-gcm" for bits in (128, 256)}
_NAMES = {"xenc": _XENC}


def refuse_weak_encryption(document: _Element) -> None:
    """Refuse what is encrypted with an algorithm that is not named or not sound, before anything of it is opened.

    Raises:
        SignInFailedError: the algorithm of a key or of the data is another than RSA-OAEP and AES.
    """
    for tag, sound in (("EncryptedKey", _FOR_KEYS), ("EncryptedData", _FOR_DATA)):
        for part in OneLogin_Saml2_XML.query(document, f"//xenc:{tag}"):
            method = part.find("xenc:EncryptionMethod", _NAMES)
            algorithm = "" if method is None else str(method.get("Algorithm"))
            if algorithm not in sound:
                raise SignInFailedError(f"{tag} with {algorithm or 'no algorithm'} is not accepted")


def own_keys(provider: IdentityProvider) -> Iterator[str]:
    """Yield our private keys that something may be encrypted to, the one in use first: two while the key changes."""
    yield reveal(provider, "own_key")
    if provider.key_change:
        yield reveal(provider, "other_key")
