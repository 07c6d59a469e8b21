"""Which keys there are, and whether they still work."""

import datetime as dt
from dataclasses import dataclass

from randa.integrations.models import ApiKey, ApiKeyQuerySet
from randa.people.models import RoleAssignment, User

SOON = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key with its state: "works", "soon" (ends within a fortnight), "over" or "revoked"; and the role of its account."""

    key: ApiKey
    state: str
    role: str = ""

    @property
    def works(self) -> bool:
        return self.state in {"works", "soon"}


def own_keys(viewer: User, day: dt.date) -> list[KeyRow]:
    """Return the viewer's own keys, those that work first: one query."""
    return _rows(ApiKey.objects.filter(owner=viewer, organisation=None), day)


def organisation_keys(viewer: User, day: dt.date) -> list[KeyRow]:
    """Return the keys of organisations where the viewer gives out keys, with their roles: two queries."""
    keys = ApiKey.objects.visible_to(viewer).filter(organisation__isnull=False)
    rows = _rows(keys, day)
    held = RoleAssignment.objects.filter(user__in=[row.key.owner_id for row in rows]).select_related("role")
    roles = {one.user_id: one.role.name for one in held}
    return [KeyRow(row.key, row.state, roles.get(row.key.owner_id, "")) for row in rows]


def _rows(keys: ApiKeyQuerySet, day: dt.date) -> list[KeyRow]:
    found = keys.select_related("owner", "organisation", "made_by", "revoked_by").order_by("-made_at", "pk")
    return sorted((KeyRow(one, _state(one, day)) for one in found), key=lambda row: not row.works)


def _state(key: ApiKey, day: dt.date) -> str:
    if key.revoked_at is not None:
        return "revoked"
    if key.ends_before <= day:
        return "over"
    return "soon" if key.ends_before - day <= SOON else "works"
