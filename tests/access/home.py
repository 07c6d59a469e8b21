"""The first pages. What is for whoever is signed in shows only what is their own."""

from tests.access.organisations import EVERYBODY_SIGNED_IN

ANYBODY = {"anonymous": 200, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
ANYBODY_MOVES_ON = {"anonymous": 302, "outsider": 302, "learner": 302, "training_manager": 302, "administrator": 302}

ROWS: dict[str, dict[str, int]] = {
    "home:start": EVERYBODY_SIGNED_IN,  # whoever is not is led to "try as …" or sign-in
    "home:try_as": ANYBODY,  # in the demo world only, see tests/home/test_try_as.py
    "home:try_as_start": ANYBODY_MOVES_ON,
    "home:choose_role": ANYBODY_MOVES_ON,
    "home:tour": EVERYBODY_SIGNED_IN,
    "home:tour_step": ANYBODY_MOVES_ON,
    "set_language": ANYBODY_MOVES_ON,
    "healthz": ANYBODY,
    "readyz": dict.fromkeys(ANYBODY, 503),  # open to the machine that watches; no worker runs in the tests
}
