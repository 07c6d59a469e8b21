"""Sessions, kept forms and fresh sign-in: everybody's own, and nobody else's."""

from typing import Any

from tests.access.people import ANYBODY, MOVES_ON, NOT_THERE, ONE_S_OWN

ROWS: dict[str, dict[str, int]] = {
    "identity:kept": NOT_THERE,  # somebody else's text does not exist
    "identity:kept_throw_away": MOVES_ON,  # throwing away what is not one's own changes nothing
    "identity:sign_in_again": ONE_S_OWN,
    "identity:back_again": ONE_S_OWN,
    "identity:session": ANYBODY,  # says nothing but how long one's own session lasts
    "identity:sessions": ONE_S_OWN,
    "identity:session_end": MOVES_ON,  # somebody else's session is left alone
    "identity:sessions_end_all": MOVES_ON,
}
NOBODY_S = "00000000-0000-4000-8000-000000000000"


def arguments(_objects: Any) -> dict[str, dict[str, Any]]:
    mine = {route: {"pk": NOBODY_S} for route in ("identity:kept", "identity:kept_throw_away")}
    return mine | {"identity:session_end": {"pk": 0}}
