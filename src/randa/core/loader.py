"""Bringing rows of the database in step with reference data: repeated runs write only what has changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many rows a run added, changed and took away."""

    created: int = 0
    changed: int = 0
    removed: int = 0

    def __add__(self, other: "Loaded") -> "Loaded":
        return Loaded(self.created + other.created, self.changed + other.changed, self.removed + other.removed)

    def __bool__(self) -> bool:
        return bool(self.created or self.changed or self.removed)


def load_rows(
    model: type[Row],
    rows: Sequence[Mapping[str, Any]],
    *,
    key: Sequence[str],
    owned: models.QuerySet[Row] | None = None,
) -> Loaded:
    """Add the rows that are missing and change those that differ.

    Args:
        rows: values by attribute name, foreign keys as `<name>_id`; all rows have the same attributes.
        key: attributes that name a row; together unique among `rows` and in the table.
        owned: rows that only the reference data may hold; those not among `rows` are taken away.
    """
    stored: models.QuerySet[Row] = models.QuerySet(model)
    existing = {_key(one, key): one for one in stored.all()}
    fields = [name for name in rows[0] if name not in key] if rows else []
    new, changed = [], []
    for row in rows:
        found = existing.get(tuple(row[name] for name in key))
        if found is None:
            new.append(model(**row))
        elif any(getattr(found, name) != row[name] for name in fields):
            for name in fields:
                setattr(found, name, row[name])
            changed.append(found)
    stored.bulk_create(new)
    if changed:
        stored.bulk_update(changed, [name.removesuffix("_id") for name in fields])
    removed = 0
    if owned is not None:
        kept = {tuple(row[name] for name in key) for row in rows}
        gone = [one.pk for one in owned if _key(one, key) not in kept]
        removed = stored.filter(pk__in=gone).delete()[0] if gone else 0
    return Loaded(len(new), len(changed), removed)


def _key(row: models.Model, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(row, name) for name in key)
