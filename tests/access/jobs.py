"""A job is seen and cancelled by the person who started it; here the training manager."""

OWN = {"anonymous": 302, "outsider": 404, "learner": 404, "administrator": 404}

ROWS: dict[str, dict[str, int]] = {
    "jobs:detail": OWN | {"training_manager": 200},
    "jobs:cancel": OWN | {"training_manager": 302},
}
