"""Sessions, kept forms and fresh sign-in: everybody's own, and nobody else's."""

from typing import Any

from tests.access.people import ANYBODY, CANNOT_CONFIRM, MOVES_ON, NOT_THERE, ONE_S_OWN

ROWS: dict[str, dict[str, int]] = {
    "identity:kept": NOT_THERE,  # somebody else's text does not exist
    "identity:kept_throw_away": MOVES_ON,  # throwing away what is not one's own changes nothing
    "identity:sign_in_again": ONE_S_OWN,
    "identity:back_again": ONE_S_OWN,
    "identity:session": ANYBODY,  # says nothing but how long one's own session lasts
    "identity:sessions": ONE_S_OWN,
    "identity:session_end": MOVES_ON,  # somebody else's session is left alone
    "identity:sessions_end_all": MOVES_ON,
    "reset_factor": {"anonymous": 302, "outsider": 404, "learner": 403, "training_manager": 403, "administrator": 200},
    "mfa_list_webauthn": ONE_S_OWN,
    "mfa_add_webauthn": ONE_S_OWN,
    "mfa_login_webauthn": MOVES_ON,  # without a script it leads to the page where one signs in
    "mfa_reauthenticate_webauthn": CANNOT_CONFIRM,
    "mfa_edit_webauthn": NOT_THERE,  # somebody else's passkey does not exist
    "mfa_remove_webauthn": NOT_THERE,
}
NOBODY_S = "00000000-0000-4000-8000-000000000000"


def arguments(objects: Any) -> dict[str, dict[str, Any]]:
    mine = {route: {"pk": NOBODY_S} for route in ("identity:kept", "identity:kept_throw_away")}
    passkeys = {route: {"pk": 0} for route in ("mfa_edit_webauthn", "mfa_remove_webauthn")}
    return (
        mine | passkeys | {"reset_factor": {"pk": objects.actors["learner"].pk}} | {"identity:session_end": {"pk": 0}}
    )
