"""Changing rows so that every change can be taken back exactly: rows as PostgreSQL writes them, before and after."""

import json
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet

Step = dict[str, Any]
# What two accounts must not have in common, with what stands there while they change places.
FREE: dict[str, Any] = {"email": lambda key: f"{key}@sammanslaget.invalid", "hsa_id": None}


class Journal:
    """Makes changes and writes them down; `steps` is JSON-able.

    Kinds of steps: `move` (a column of some rows got another person), `rows` (whole rows came, went or changed) and `values` (the two
    accounts themselves, whose rows stay in place).
    """

    def __init__(self) -> None:
        self.steps: list[Step] = []

    def move(self, model: type[Model], field: str, keys: Iterable[Any], old: Any, new: Any) -> None:
        """Let the rows `keys` refer to `new` instead of `old`."""
        found = list(keys)
        if found:
            _all(model).filter(pk__in=found).update(**{field: new})
            self.steps.append(
                {
                    "step": "move", "model": model._meta.label, "field": field, "keys": [str(key) for key in found],
                    "before": _text(old), "after": _text(new),
                }
            )  # fmt: skip

    def rows(self, model: type[Model], after: Mapping[Any, dict[str, Any] | None]) -> None:
        """Change rows together: key -> changed columns; None takes the row away. No order of changes collides with a constraint."""
        before = rows_as_text(model, after)
        lines: list[dict[str, Any]] = []
        for key, changes in after.items():
            was = before[str(key)]
            if changes is None:
                lines.append({"key": str(key), "before": was, "after": None})
            elif changed := {name: value for name, value in changes.items() if json.loads(was)[name] != value}:
                lines.append({"key": str(key), "before": was, "after": overlaid(was, changed)})
        if lines:
            replace(model, [(line["key"], line["after"]) for line in lines])
            self.steps.append({"step": "rows", "model": model._meta.label, "rows": lines})

    def values(self, model: type[Model], after: Mapping[Any, dict[str, Any]]) -> None:
        """Give rows other values, key -> field -> JSON-able value; what must differ may change places."""
        lines: list[dict[str, Any]] = []
        for key, wanted in after.items():
            was = _all(model).filter(pk=key).values(*wanted).get()
            changed = {name: value for name, value in wanted.items() if was[name] != value}
            before = {name: _text(was[name]) if isinstance(was[name], UUID) else was[name] for name in changed}
            lines.append({"key": str(key), "before": before, "after": changed})
        _write(model, [(line["key"], line["after"]) for line in lines])
        self.steps.append({"step": "values", "model": model._meta.label, "rows": lines})

    def made(self, row: Model) -> None:
        """Write down that `row` has been stored just now."""
        key = str(row.pk)
        line = {"key": key, "before": None, "after": rows_as_text(type(row), [row.pk])[key]}
        self.steps.append({"step": "rows", "model": row._meta.label, "rows": [line]})

    def keys_of(self, label: str) -> list[str]:
        """Return the keys of the rows of one model that still exist and were changed."""
        found: dict[str, None] = {}
        for step in self.steps:
            if step["model"] == label:
                found |= dict.fromkeys(step.get("keys", ()))
                found |= dict.fromkeys(line["key"] for line in step.get("rows", ()) if line["after"] is not None)
        return list(found)


def take_back(steps: list[Step]) -> None:
    """Undo the steps, the last one first. What has changed since in columns that no step touched stays as it is."""
    for step in reversed(steps):
        model = apps.get_model(step["model"])
        if step["step"] == "move":
            _all(model).filter(pk__in=keys_for(model, step["keys"])).update(**{step["field"]: step["before"]})
        elif step["step"] == "values":
            _write(model, [(line["key"], line["before"]) for line in step["rows"]])
        else:
            _take_back_rows(model, step["rows"])


def _write(model: type[Model], rows: Iterable[tuple[str, dict[str, Any]]]) -> None:
    """Write values that may change places between rows: what must differ is emptied first."""
    pairs = [(key, values) for key, values in rows if values]
    for key, values in pairs:
        between = {name: value(key) if callable(value) else value for name, value in FREE.items() if name in values}
        if between:
            _all(model).filter(pk=key).update(**between)
    for key, values in pairs:
        _all(model).filter(pk=key).update(**values)


def _take_back_rows(model: type[Model], lines: list[dict[str, Any]]) -> None:
    now = rows_as_text(model, keys_for(model, [line["key"] for line in lines]))
    wanted: list[tuple[str, str | None]] = []
    for line in lines:
        row = line["before"]
        if row is not None and line["after"] is not None:
            row = overlaid(now[line["key"]], changed_columns(line, back=True))
        wanted.append((line["key"], row))
    replace(model, wanted)


def changed_columns(line: Mapping[str, Any], *, back: bool = False) -> dict[str, Any]:
    """Return the columns of a line that differ, with their values after the change, or before it when going `back`."""
    before, after = json.loads(line["before"]), json.loads(line["after"])
    chosen = before if back else after
    return {name: chosen[name] for name in after if before[name] != after[name]}


def rows_as_text(model: type[Model], keys: Iterable[Any]) -> dict[str, str]:
    """Return key -> row as JSON text, exactly as PostgreSQL writes it."""
    column, table = _quoted(_key(model).column), _quoted(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {column}::text, to_jsonb(one)::text from {table} one where {column} = any(%s)",  # noqa: S608 - names of our own models
            [[_key(model).get_prep_value(key) for key in keys]],
        )
        return dict(cursor.fetchall())


def overlaid(row: str, changes: Mapping[str, Any]) -> str:
    """Return the row with other values in some columns; the rest stays to the letter."""
    with connection.cursor() as cursor:
        cursor.execute("select (%s::jsonb || %s::jsonb)::text", [row, json.dumps(changes)])
        return str(cursor.fetchone()[0])


def replace(model: type[Model], rows: Iterable[tuple[str, str | None]]) -> None:
    """Take the rows away and put them back as they shall be: foreign keys are held against the end of the transaction."""
    pairs = list(rows)
    column, table = _quoted(_key(model).column), _quoted(model._meta.db_table)
    names = ", ".join(_quoted(field.column) for field in model._meta.concrete_fields if not field.generated)
    with connection.cursor() as cursor:
        cursor.execute(
            f"delete from {table} where {column} = any(%s)",  # noqa: S608 - names of our own models
            [keys_for(model, [key for key, _row in pairs])],
        )
        for _key_text, row in pairs:
            if row is not None:
                cursor.execute(
                    f"insert into {table} ({names}) overriding system value"  # noqa: S608 - names of our own models
                    f" select {names} from jsonb_populate_record(null::{table}, %s::jsonb)",
                    [row],
                )


def keys_for(model: type[Model], keys: Iterable[str]) -> list[Any]:
    """Return keys as the column holds them."""
    return [_key(model).to_python(key) for key in keys]


def _key(model: type[Model]) -> Any:
    return model._meta.pk  # of a one-to-one row: the other's key, under its own column


def _all(model: type[Model]) -> "QuerySet[Any]":
    return QuerySet(model)  # past any manager that hides some


def _text(key: Any) -> str | None:
    return None if key is None else str(key)


def _quoted(name: str | None) -> str:
    return connection.ops.quote_name(str(name))
