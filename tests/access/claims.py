"""Who may check figures: published figures are open to everybody who is signed in, and one's own table is kept nowhere."""

from tests.access.organisations import EVERYBODY_SIGNED_IN

ROWS: dict[str, dict[str, int]] = {
    "dimensioning:claims": EVERYBODY_SIGNED_IN,
    "dimensioning:claims_all": EVERYBODY_SIGNED_IN,
    "dimensioning:claims_own": EVERYBODY_SIGNED_IN,
}
