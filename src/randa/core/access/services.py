"""Loading the roles of `randa/reference/roles.toml`."""

from typing import Any

from django.db import transaction

from randa.core.access.models import Role
from randa.core.access.permissions import PERMISSIONS
from randa.core.loader import Loaded, load_rows
from randa.reference.files import toml_of


@transaction.atomic
def load_roles() -> Loaded:
    """Load or refresh the roles. Repeating it changes nothing.

    Raises:
        ValueError: a role names a permission that does not exist.
    """
    rows = [row | _places(order, row) for order, row in enumerate(toml_of("roles.toml")["role"], start=1)]
    return load_rows(Role, rows, key=("code",))


def _places(order: int, row: dict[str, Any]) -> dict[str, Any]:
    names = sorted(PERMISSIONS) if row["permissions"] == ["all"] else row["permissions"]
    unknown = set(names) - set(PERMISSIONS)
    if unknown:
        raise ValueError(f"role {row['code']!r} has {sorted(unknown)}; expected names from PERMISSIONS")
    return {"permissions": names, "sort_order": order}
