"""The application interface: 401 instead of a sign-in page, and the same permissions as the pages."""

from typing import Any

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
    "api:people": SIGNED_IN | {"learner": 403},
    "api:person": {"anonymous": 401, "outsider": 404, "learner": 404, "training_manager": 200, "administrator": 200},
    "api:roles": SIGNED_IN,
    "api:give": SIGNED_IN,  # the same address as the roles
    "api:end": dict.fromkeys(SIGNED_IN, 400) | {"anonymous": 401},  # without a body
    "api:placements": SIGNED_IN,
    "api:events": SIGNED_IN | {"outsider": 403, "learner": 403, "training_manager": 403},
}


def arguments(objects: Any) -> dict[str, dict[str, Any]]:
    from tests.factories import RoleAssignmentFactory

    role = RoleAssignmentFactory.create(organisation=objects.region)
    return {"api:person": {"person_id": role.user_id}, "api:end": {"role_id": role.pk}}
