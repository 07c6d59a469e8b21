"""Encrypting all stored secrets again with the newest key."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db import models, transaction
from django.db.models.functions import Cast

from randa.core.secrets_at_rest.cipher import blind_index, decrypt, encrypt, keys
from randa.core.secrets_at_rest.fields import BlindIndexField, EncryptedTextField, Sealed, place_of

BATCH = 500


@dataclass(frozen=True, slots=True)
class Column:
    """One encrypted column of the database."""

    model: type[models.Model]
    field: EncryptedTextField
    index: BlindIndexField | None

    @property
    def name(self) -> str:
        return f"{self.model._meta.db_table}.{self.field.name}"


def encrypted_columns() -> Iterator[Column]:
    """Yield every encrypted column of every app, by name."""
    for model in sorted(apps.get_models(), key=lambda model: model._meta.db_table):
        for field in model._meta.local_concrete_fields:
            if isinstance(field, EncryptedTextField):
                yield Column(model, field, _index_of(model, field))


def _index_of(model: type[models.Model], field: EncryptedTextField) -> BlindIndexField | None:
    own = (one for one in model._meta.local_concrete_fields if isinstance(one, BlindIndexField))
    return next((one for one in own if one.of == field.name), None)


def rows_per_key() -> dict[str, dict[str, int]]:
    """Return, for each encrypted column, how many rows each key holds: key id -> rows; `?` for keys that are gone."""
    found: dict[str, dict[str, int]] = {}
    for column in encrypted_columns():
        rows = _secrets(column)
        counts = {key.id: rows.filter(token__startswith=key.prefix).count() for key in keys()}
        unknown = rows.count() - sum(counts.values())
        found[column.name] = counts | ({"?": unknown} if unknown else {})
    return found


def rotate(
    *, batch: int = BATCH, progress: Callable[[str, int, int], None] = lambda _name, _done, _total: None
) -> dict[str, int]:
    """Encrypt every secret that an older key holds with the newest one; return how many rows of each column changed.

    Each batch is a transaction of its own: stopped half-way, the rest is taken the next time. Repeating it changes nothing.

    Raises:
        UnreadableSecretError: a secret's key is gone, or it was changed in the database; what was done before it stays done.
    """
    return {column.name: _rotate_column(column, batch, progress) for column in encrypted_columns()}


def _rotate_column(column: Column, batch: int, progress: Callable[[str, int, int], None]) -> int:
    waiting = _secrets(column).exclude(token__startswith=keys()[0].prefix).order_by("pk")
    done, total = 0, waiting.count()
    while True:
        with transaction.atomic():
            rows = list(waiting.select_for_update(of=("self",))[:batch])
            for row in rows:
                _encrypt_again(row, column)
        if not rows:
            return done
        done += len(rows)
        progress(column.name, done, total)


def _encrypt_again(row: models.Model, column: Column) -> None:
    name = column.field.name
    place = place_of(row, name)
    plain = decrypt(getattr(row, name).token, place)
    changed: dict[str, object] = {name: Sealed(encrypt(plain, place))}
    if column.index is not None:
        changed[column.index.name] = blind_index(plain, column.index.purpose)
    column.model._meta.base_manager.filter(pk=row.pk).update(**changed)


def _secrets(column: Column) -> models.QuerySet[models.Model]:
    """Return the rows that hold a secret, each with its `token`: which key made it stands first in it."""
    rows = column.model._meta.base_manager.annotate(token=Cast(column.field.name, models.TextField()))
    return rows.exclude(token=None).exclude(token="")
