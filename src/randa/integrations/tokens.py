"""Secrets of keys: made at random, shown once, stored only as a hash.

A secret of 256 random bits cannot be guessed or looked up in a table, so a plain SHA-256 is enough, and costs the same for every token.
"""

import secrets
from hashlib import sha256

MARK = "rnd_"  # scanners for secrets that ended up in a repository can look for it
SHOWN = 12  # so many characters are kept in the open, so that people can tell keys apart


def new_token() -> str:
    """Return a token that nobody has: `rnd_` and 43 characters."""
    return MARK + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token. Any text has a hash, so that a wrong token costs what a right one does."""
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
