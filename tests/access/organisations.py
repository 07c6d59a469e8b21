"""Who may open the pages about organisations: reference data is open to everybody who is signed in."""

EVERYBODY_SIGNED_IN = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
ROWS: dict[str, dict[str, int]] = {
    "organisations:list": EVERYBODY_SIGNED_IN,
    "organisations:detail": EVERYBODY_SIGNED_IN,
    "organisations:tables": EVERYBODY_SIGNED_IN,
    "organisations:table": EVERYBODY_SIGNED_IN,
}
