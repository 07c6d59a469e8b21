"""Signing what we send, so that the receiver knows that it is ours and new (Standard Webhooks, version 1)."""

import base64
import hmac
import secrets
from hashlib import sha256

MARK = "whsec_"


def new_secret() -> str:
    """Return a secret of 256 random bits, as the receiver configures it."""
    return MARK + base64.b64encode(secrets.token_bytes(32)).decode()


def signature(secret: str, message_id: str, timestamp: int, body: bytes) -> str:
    """Return the value of the header `webhook-signature`: HMAC-SHA256 over id, time and body, joined by full stops."""
    key = base64.b64decode(secret.removeprefix(MARK))
    signed = b".".join([message_id.encode(), str(timestamp).encode(), body])
    return "v1," + base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()
