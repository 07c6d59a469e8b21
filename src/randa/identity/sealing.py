"""Encryption of what sign-in keeps: the text of an interrupted form, the secret of a code app."""

import base64
import json
import zlib
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

MARK = "s1:"  # what is sealed begins with this; anything else was written before sealing began


class UnreadableSealError(ValueError):
    """The text was not sealed by this installation, or somebody has changed it."""


def seal(text: str, purpose: str) -> str:
    """Return `text` encrypted for `purpose`; it opens for no other purpose."""
    return MARK + _keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Return the text that `seal` was given. Raises UnreadableSealError."""
    try:
        return _keys(purpose).decrypt(sealed.removeprefix(MARK).encode()).decode()
    except InvalidToken as error:
        raise UnreadableSealError(f"a value sealed for {purpose!r} cannot be opened") from error


def is_by_newest(sealed: str, purpose: str) -> bool:
    """Tell whether RANDA_SECRET_KEY opens `sealed`, without its earlier ones."""
    try:
        Fernet(_derived(str(settings.SECRET_KEY), purpose)).decrypt(sealed.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return True


def is_sealed(text: str) -> bool:
    """Tell whether `text` comes from `seal`."""
    return text.startswith(MARK)


def seal_data(data: Any, purpose: str) -> str:
    """Return JSON-able `data`, packed and encrypted."""
    packed = zlib.compress(json.dumps(data).encode())
    return seal(base64.b64encode(packed).decode(), purpose)


def unseal_data(sealed: str, purpose: str) -> Any:
    """Return what `seal_data` was given. Raises UnreadableSealError."""
    return json.loads(zlib.decompress(base64.b64decode(unseal(sealed, purpose))))


def _keys(purpose: str) -> MultiFernet:
    secrets = [str(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(_derived(secret, purpose)) for secret in secrets])


def _derived(secret: str, purpose: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=f"randa:{purpose}".encode()).derive(secret.encode())
    return base64.urlsafe_b64encode(made)
