"""X.509: reading the certificates of providers, and making the one that signs our own requests."""

import datetime as dt
from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.utils import timezone
from django.utils.translation import gettext as _

OWN_LIFETIME = dt.timedelta(
    days=3650
)  # the trust lies in the exchanged metadata; a short life would only break sign-in
SHORTEST_RSA, SHORTEST_EC = 2048, 256  # bits: 112 and 128 bits of strength
_HEAD, _FOOT = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"


def as_pem(text: str) -> str:
    """Return a certificate, with or without its head, as PEM.

    Raises:
        ValueError: it is not a certificate.
    """
    body = "".join(text.replace(_HEAD, "").replace(_FOOT, "").split())
    pem = "\n".join([_HEAD, *(body[at : at + 64] for at in range(0, len(body), 64)), _FOOT])
    return x509.load_pem_x509_certificate(pem.encode()).public_bytes(serialization.Encoding.PEM).decode()


def expiry(certificates: Iterable[str]) -> dt.date | None:
    """Return the day when the last of the certificates ends; None without any."""
    ends = [x509.load_pem_x509_certificate(pem.encode()).not_valid_after_utc.date() for pem in certificates]
    return max(ends, default=None)


def fingerprint(pem: str) -> str:
    """Return the certificate's SHA-256 fingerprint, as an administrator compares it: pairs of hexadecimal digits."""
    digest = x509.load_pem_x509_certificate(pem.encode()).fingerprint(hashes.SHA256()).hex().upper()
    return ":".join(digest[at : at + 2] for at in range(0, len(digest), 2))


def weakness(pem: str) -> str:
    """Return what is too weak about the certificate's key, as a sentence; empty when signatures with it can be trusted."""
    key = x509.load_pem_x509_certificate(pem.encode()).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return _too_short("RSA", key.key_size, SHORTEST_RSA, pem) if key.key_size < SHORTEST_RSA else ""
    if isinstance(key, ec.EllipticCurvePublicKey):
        return _too_short("EC", key.key_size, SHORTEST_EC, pem) if key.key_size < SHORTEST_EC else ""
    return _("Certifikatet %(fingerprint)s har en nyckel av en sort som inte godtas. RSA och EC godtas.") % {
        "fingerprint": fingerprint(pem)[:23]
    }


def _too_short(kind: str, bits: int, least: int, pem: str) -> str:
    return _(
        "Certifikatet %(fingerprint)s… har en %(kind)s-nyckel på %(bits)d bitar. Minst %(least)d bitar krävs: be den som"
        " sköter inloggningstjänsten om ett nytt certifikat."
    ) % {"fingerprint": fingerprint(pem)[:23], "kind": kind, "bits": bits, "least": least}


def make_own(name: str) -> tuple[str, str]:
    """Return a new certificate for `name` and its private key, both as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=3072)
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name[:64])])
    now = timezone.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + OWN_LIFETIME)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return made.public_bytes(serialization.Encoding.PEM).decode(), private.decode()
