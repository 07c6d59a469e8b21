"""People in the search index: by name, title, address and HSA-id, for whoever may see them. Never by identity number."""

import datetime as dt
from collections.abc import Iterator, Sequence

from django.db.models import Prefetch

from randa.core.clock import today
from randa.core.search.registry import IndexRow, alone
from randa.people.models import RoleAssignment, User

PERMISSION = "people.view"


def people_rows(ids: Sequence[str] | None) -> Iterator[IndexRow]:
    """Yield people who can be found: not those merged into another account or whose record is restricted."""
    roles = RoleAssignment.objects.select_related("organisation", "role").order_by("role__sort_order", "pk")
    people = User.objects.filter(merged_into=None, restricted_at=None).prefetch_related(
        Prefetch("role_assignments", queryset=roles, to_attr="all_roles")
    )
    if ids is not None:
        people = people.filter(pk__in=ids)
    day = today()
    for person in people.order_by("pk").iterator(chunk_size=1000):
        held: list[RoleAssignment] = person.all_roles
        yield _row(person, held, _now(held, day))


def _now(held: list[RoleAssignment], day: dt.date) -> RoleAssignment | None:
    return next(
        (one for one in held if one.starts_on <= day and (one.ends_before is None or day < one.ends_before)), None
    )


def _row(person: User, held: list[RoleAssignment], now: RoleAssignment | None) -> IndexRow:
    place = f", {now.organisation}" if now else ""
    return IndexRow(
        object_id=str(person.pk),
        title=str(person),
        url=f"/personer/{person.pk}/",
        hint_sv=f"{now.role.name_sv}{place}" if now else person.title,
        hint_en=f"{now.role.name_en}{place}" if now else "",
        text=f"{person.title} {person.email} {person.hsa_id or ''}",
        scopes=[*sorted({f"{PERMISSION}:{one.organisation.path}" for one in held}), alone(PERMISSION, person.pk)],
        owner=person.pk,
    )
