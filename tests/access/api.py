"""The application interface: 401 instead of a sign-in page, and the same permissions as the pages."""

SIGNED_IN = {"anonymous": 401, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}
OPEN = {"anonymous": 200, "outsider": 200, "learner": 200, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "api:openapi-json": OPEN,  # the description holds no data
    "api:openapi-view": OPEN,
    "api:api-root": dict.fromkeys(OPEN, 404),
    "api:organisations": SIGNED_IN,
    "api:organisation": SIGNED_IN,
    "api:plan": SIGNED_IN | {"learner": 403},
    "api:me": SIGNED_IN,
}
