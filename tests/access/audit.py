"""The log: everybody reads who has seen their own data; a reason is asked for only by a record's own page."""

OWN_PAGE = {"anonymous": 302, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "audit:mine": OWN_PAGE,
    "audit:why": dict.fromkeys(OWN_PAGE, 404) | {"anonymous": 302},
}
