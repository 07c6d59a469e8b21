"""Secrets of the database: encrypted with rotating keys, bound to their row, found by a keyed index, shown only when asked for."""

from randa.core.secrets_at_rest.cipher import UnreadableSecretError, blind_indexes, new_key
from randa.core.secrets_at_rest.fields import BlindIndexField, EncryptedTextField, Sealed, reveal

__all__ = [
    "BlindIndexField",
    "EncryptedTextField",
    "Sealed",
    "UnreadableSecretError",
    "blind_indexes",
    "new_key",
    "reveal",
]
