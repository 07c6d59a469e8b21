"""SCIM is for directories with a key: nobody signed in gets in. The page about directories is for whoever manages sign-in."""

from typing import Any

from tests.access import ACTORS

WITHOUT_KEY = dict.fromkeys(ACTORS, 401)
MANAGES = {"anonymous": 302, "outsider": 403, "learner": 403, "training_manager": 403, "administrator": 200}
STRANGER = {"anonymous": 302, "outsider": 404, "learner": 404, "training_manager": 404, "administrator": 404}
NOBODY_S = "00000000-0000-4000-8000-000000000000"

_ROUTES = (
    "provider_config", "resource_types", "resource_type", "schemas", "schema", "users", "search_users", "user", "groups",
    "search_groups", "group", "bulk", "search", "me", "unknown",
)  # fmt: skip
ROWS: dict[str, dict[str, int]] = {
    **{f"scim:{name}": WITHOUT_KEY for name in _ROUTES},
    "identity:directory": MANAGES,
    "identity:directory_token_make": MANAGES | {"administrator": 422},  # the empty form
    "identity:directory_group_map": MANAGES | {"administrator": 422},
    "identity:directory_token_revoke": STRANGER,
    "identity:directory_group_unmap": STRANGER,
}


def arguments(_objects: Any) -> dict[str, dict[str, Any]]:
    key = {"pk": NOBODY_S}
    return {
        "identity:directory_token_revoke": key,
        "identity:directory_group_unmap": key,
        "scim:resource_type": {"name": "User"},
        "scim:schema": {"name": "User"},
        "scim:user": key,
        "scim:group": key,
        "scim:unknown": {"path": "x"},
    }
