"""Sessions, kept forms and fresh sign-in: everybody's own, and nobody else's."""

from typing import Any

from tests.access.people import MOVES_ON, NOT_THERE, ONE_S_OWN

ROWS: dict[str, dict[str, int]] = {
    "identity:kept": NOT_THERE,  # somebody else's text does not exist
    "identity:kept_throw_away": MOVES_ON,  # throwing away what is not one's own changes nothing
    "identity:sign_in_again": ONE_S_OWN,
}
NOBODY_S = "00000000-0000-4000-8000-000000000000"


def arguments(_objects: Any) -> dict[str, dict[str, Any]]:
    return {route: {"pk": NOBODY_S} for route in ("identity:kept", "identity:kept_throw_away")}
