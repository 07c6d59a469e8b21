"""The palette is open to everybody who is signed in; what it finds is filtered by what they may see."""

from tests.access.organisations import EVERYBODY_SIGNED_IN

ROWS: dict[str, dict[str, int]] = {"search:palette": EVERYBODY_SIGNED_IN}
