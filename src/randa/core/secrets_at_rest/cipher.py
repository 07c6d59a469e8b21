"""Authenticated encryption (AES-256-GCM) and keyed indexes (HMAC-SHA-256), both with keys derived from the installation's data keys.

A token reads `v1:<key id>:<base64 of nonce and ciphertext>`. The place it is stored (table, column, row) is authenticated with it, so a
ciphertext that is moved to another row is refused.
"""

import base64
import binascii
import hmac
import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
NONCE_BYTES = 12
_VERSION = "v1"


class UnreadableSecretError(Exception):
    """A stored secret cannot be read: its key is not among RANDA_DATA_KEYS, or it was changed or moved to another row."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """One data key, and what is derived from it: an id that tells nothing, a key to encrypt with, and one for indexes."""

    id: str
    cipher: AESGCM = field(repr=False)
    index_key: bytes = field(repr=False)

    @property
    def prefix(self) -> str:
        """How a token that was made with this key begins."""
        return f"{_VERSION}:{self.id}:"


def new_key() -> str:
    """Return a fresh data key: 32 random bytes in base64 for RANDA_DATA_KEYS."""
    return base64.urlsafe_b64encode(secrets.token_bytes(KEY_BYTES)).decode().rstrip("=")


def key_bytes(text: str) -> bytes:
    """Return the bytes of a data key as written in the settings.

    Raises:
        ValueError: it is not base64 of 32 bytes; the message never holds the key.
    """
    try:
        found = base64.b64decode(text.strip() + "=" * (-len(text.strip()) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValueError("a data key is not base64; make one with: randa keys new") from error
    if len(found) != KEY_BYTES:
        raise ValueError(f"a data key holds {len(found)} bytes; expected {KEY_BYTES}; make one with: randa keys new")
    return found


def keys() -> tuple[DataKey, ...]:
    """Return the installation's data keys, the one that new secrets are encrypted with first.

    Raises:
        ImproperlyConfigured: there is none, or one is not base64 of 32 bytes.
    """
    found = _derived(tuple(settings.RANDA_DATA_KEYS))
    if not found:
        raise ImproperlyConfigured("RANDA_DATA_KEYS is empty; nothing can be encrypted")
    return found


@lru_cache(maxsize=8)
def _derived(texts: tuple[str, ...]) -> tuple[DataKey, ...]:
    try:
        return tuple(_derive(key_bytes(text)) for text in texts)
    except ValueError as error:
        raise ImproperlyConfigured(f"RANDA_DATA_KEYS: {error}") from error


def _derive(key: bytes) -> DataKey:
    def part(purpose: bytes, length: int) -> bytes:
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=b"randa:" + purpose).derive(key)

    return DataKey(part(b"key id", 4).hex(), AESGCM(part(b"encryption v1", KEY_BYTES)), part(b"blind index v1", 32))


def encrypt(plain: str, place: str) -> str:
    """Return a token for `plain` that can be read only at `place`, made with the newest key."""
    key = keys()[0]
    nonce = os.urandom(NONCE_BYTES)
    sealed = nonce + key.cipher.encrypt(nonce, plain.encode(), place.encode())
    return key.prefix + base64.b64encode(sealed).decode()


def decrypt(token: str, place: str) -> str:
    """Return what was encrypted for `place`.

    Raises:
        UnreadableSecretError: unknown key, or the token was changed or belongs to another place.
    """
    key = next((key for key in keys() if token.startswith(key.prefix)), None)
    if key is None:
        raise UnreadableSecretError(f"no key in RANDA_DATA_KEYS reads {place}")
    try:
        sealed = base64.b64decode(token.removeprefix(key.prefix), validate=True)
        return key.cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise UnreadableSecretError(f"the secret at {place} was changed or moved there") from error


def blind_index(plain: str, purpose: str) -> str:
    """Return the keyed fingerprint of `plain` under the newest key: equal for equal values of one purpose, of no use without the key."""
    return _fingerprint(keys()[0], plain, purpose)


def blind_indexes(plain: str, purpose: str) -> Sequence[str]:
    """Return the fingerprints of `plain` under every key: what to search for while a rotation is going on."""
    return [_fingerprint(key, plain, purpose) for key in keys()]


def _fingerprint(key: DataKey, plain: str, purpose: str) -> str:
    return hmac.digest(key.index_key, f"{purpose}\0{plain}".encode(), "sha256").hex()
