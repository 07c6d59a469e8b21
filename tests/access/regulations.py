"""Who may open the pages about rules: reference data is open to everybody who is signed in."""

from tests.access.organisations import EVERYBODY_SIGNED_IN

ROWS: dict[str, dict[str, int]] = {
    "regulations:list": EVERYBODY_SIGNED_IN,
    "regulations:detail": EVERYBODY_SIGNED_IN,
    "regulations:regions": EVERYBODY_SIGNED_IN,
    "regulations:region": EVERYBODY_SIGNED_IN,
    "regulations:compare": EVERYBODY_SIGNED_IN,
    "regulations:regulations": EVERYBODY_SIGNED_IN,
    "regulations:objectives": EVERYBODY_SIGNED_IN,
    "regulations:specialities": EVERYBODY_SIGNED_IN,
}
