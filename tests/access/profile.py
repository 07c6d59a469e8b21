"""Everybody has a page of their own. Addresses that mail comes back from are for whoever corrects people's details."""

ROWS: dict[str, dict[str, int]] = {
    "people:profile": {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200},
    "people:broken_addresses": {
        "anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200,
    },
    "account_email": {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200},
    "account_confirm_email": dict.fromkeys(("anonymous", "outsider", "learner", "training_manager", "administrator"), 200),
}  # fmt: skip


def arguments(_objects: object) -> dict[str, dict[str, str]]:
    """Give the address of a confirmation that never was."""
    return {"account_confirm_email": {"key": "gammal"}}
