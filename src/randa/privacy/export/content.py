"""Everything about one person, and nothing about anybody else."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models
from django.utils import timezone

from randa.core.secrets_at_rest import Sealed, reveal
from randa.people.models import User
from randa.privacy.export.words import word_of, yes_or_no
from randa.privacy.reading import accounts_of, rows_of
from randa.privacy.registry import DataKind, Rows, kinds


@dataclass(frozen=True, slots=True)
class Cell:
    """One fact: the field's own name and value for machines, the same in words for people."""

    field: str
    value: Any
    words: str

    @property
    def label(self) -> str:
        return word_of(self.field)


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of one declaration."""

    rows: Rows
    items: list[list[Cell]]


@dataclass(frozen=True, slots=True)
class Section:
    """One kind of data with its rows; empty kinds are there too, so that the person sees that nothing is kept."""

    kind: DataKind
    parts: list[Part]

    @property
    def count(self) -> int:
        return sum(len(part.items) for part in self.parts)


def content_of(person: User) -> Iterator[Section]:
    """Yield each kind of the registry with the person's rows."""
    people = set(accounts_of(person))
    for kind in kinds():
        yield Section(kind, [Part(rows, _items(people, rows)) for rows in kind.rows])


def exported_fields(rows: Rows) -> "list[models.Field[Any, Any]]":
    """Return the fields that stand in an export: no keys, no secrets, no reference to other people than those who acted."""
    return [
        field
        for field in rows.model_class._meta.concrete_fields
        if field.name not in rows.leave_out
        and not (field.primary_key or isinstance(field, models.BinaryField) or field.generated)
        and (field.related_model is not User or field.name in {*rows.acted, "merged_into"})
    ]


def _items(people: set[UUID], rows: Rows) -> list[list[Cell]]:
    fields = exported_fields(rows)
    related = [field.name for field in fields if field.is_relation]
    found = rows_of(people, rows).select_related(*related).order_by("pk").distinct()
    return [[_cell(row, field) for field in fields] for row in found]


def _cell(row: models.Model, field: "models.Field[Any, Any]") -> Cell:
    value = getattr(row, field.name)
    if field.is_relation:
        text = "" if value is None else str(value)
        return Cell(field.name, text or None, text)
    if isinstance(value, Sealed):
        number = reveal(row, field.name)
        return Cell(field.name, number, number)
    if field.choices:
        shown = getattr(row, f"get_{field.name}_display")()
        return Cell(field.name, value, str(shown))
    return Cell(field.name, plain(value), in_words(value))


def plain(value: Any) -> Any:
    """Return the value as JSON can hold it."""
    if value is None or isinstance(value, bool | int | float | str | list | dict):
        return value
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if isinstance(value, Decimal) else str(value)


def in_words(value: Any) -> str:
    """Return the value as a person reads it."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, dt.datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, list | dict):
        return f"({len(value)})" if value else ""
    return str(value)
