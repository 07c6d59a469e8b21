"""The basis of compensation: for those who handle it somewhere; others get none of it."""

MANAGES = {"anonymous": 302, "outsider": 200, "learner": 403, "training_manager": 200, "administrator": 200}

ROWS: dict[str, dict[str, int]] = {
    "compensation:index": MANAGES,
    "compensation:rates": MANAGES,
    "compensation:rate_new": MANAGES,
    "compensation:counting_new": MANAGES,
}
