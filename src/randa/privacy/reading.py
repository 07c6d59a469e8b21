"""Finding a person's rows by the declarations of the registry."""

import datetime as dt
from collections.abc import Collection, Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from randa.people.models import User
from randa.privacy.models import LegalHold
from randa.privacy.registry import DataKind, Rows, all_rows


def accounts_of(person: User) -> list[UUID]:
    """Return the keys of the person's account and of those merged into it."""
    return [person.pk, *User.objects.filter(merged_into=person).values_list("pk", flat=True)]


def queryset(rows: Rows) -> QuerySet[Any]:
    """Return all rows of a declaration, past any manager that hides some."""
    return QuerySet(rows.model_class).filter(**rows.condition)


def rows_of(people: Collection[UUID], rows: Rows) -> QuerySet[Any]:
    """Return the rows of a declaration that concern `people`."""
    return queryset(rows).filter(**{f"{rows.person}__in": list(people)})


def everything_about(person: User) -> Iterator[tuple[DataKind, Rows, QuerySet[Any]]]:
    """Yield every declaration with the person's rows."""
    people = accounts_of(person)
    for kind, rows in all_rows():
        yield kind, rows, rows_of(people, rows)


def held_kinds(day: dt.date, path: str) -> set[str]:
    """Return the keys of the kinds that a hold keeps in the organisation at `path`: its own, and those above and below it."""
    holds = LegalHold.objects.on(day).exclude(kind="").values_list("kind", "organisation__path")
    return {kind for kind, where in holds if where.startswith(path) or path.startswith(where)}


def held_people(day: dt.date) -> list[UUID]:
    """Return the keys of the people whom a hold protects, with the accounts merged into theirs."""
    held = list(LegalHold.objects.on(day).exclude(person=None).values_list("person", flat=True))
    return [*held, *User.objects.filter(merged_into__in=held).values_list("pk", flat=True)]


def kept_people(day: dt.date) -> list[UUID]:
    """Return the keys of the people whose rows stay past their period: held, or restricted (GDPR article 18: stored, and nothing else)."""
    restricted = User.objects.exclude(restricted_at=None).values_list("pk", flat=True)
    return [*held_people(day), *restricted]


def controllers_of(person: User) -> list[str]:
    """Return the codes of the organisations at the root of the tree where the person has, or had, a role."""
    paths = person.role_assignments.values_list("organisation__path", flat=True)
    return sorted({path.split("/", 1)[0] for path in paths})
