"""Searching is open to everybody who is signed in; what is found is filtered by what they may see."""

from tests.access.organisations import EVERYBODY_SIGNED_IN

ROWS: dict[str, dict[str, int]] = {"search:page": EVERYBODY_SIGNED_IN, "search:palette": EVERYBODY_SIGNED_IN}
