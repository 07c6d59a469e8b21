"""Finding what refers to an account that may be merged."""

from typing import Any

from django.db.models import Model, Q, QuerySet

from randa.core.merging import Reference
from randa.people.models import RoleAssignment, User


def rows_of(person: User, one: Reference) -> "QuerySet[Any]":
    """Return the rows that a reference leads from to a person."""
    return QuerySet(one.model_class).filter(**{one.field: person.pk})


def twin_of(row: Model, one: Reference, person: User) -> Any:
    """Return the row of `person` that is the same as `row`, or None."""
    same = {name: getattr(row, name) for name in one.twin}
    if any(value in {None, ""} for value in same.values()):
        return None
    return rows_of(person, one).filter(**same, **dict(one.condition)).order_by("pk").first()


def roles_of_both(survivor: User, merged: User) -> list[RoleAssignment]:
    """Return the roles of two people and every stand-in in them, in key order."""
    pair = [survivor.pk, merged.pk]
    own = RoleAssignment.objects.filter(Q(user__in=pair) | Q(delegated_from__user__in=pair))
    return list(RoleAssignment.objects.filter(pk__in=own.values("pk")).order_by("pk"))


def held_by_others(rows: list[RoleAssignment]) -> set[int]:
    """Return the keys of the roles that belong to something that may end them, such as a group of a directory."""
    found: set[int] = set()
    for relation in RoleAssignment._meta.related_objects:
        if relation.one_to_one:
            held: QuerySet[Any] = QuerySet(relation.related_model).filter(
                **{f"{relation.field.name}__in": [row.pk for row in rows]}
            )
            found |= set(held.values_list(f"{relation.field.name}_id", flat=True))
    return found
