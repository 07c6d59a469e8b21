"""Columns of free text: no way of writing lets an identity number in, and none of reading lets an old one out.

Forms refuse first and keep what was typed; these are the second line, for imports, interfaces, commands and bulk writes. In a migration
they are Django's own fields, so guarding a column changes no table.
"""

from typing import TYPE_CHECKING, Any

from django.db import models

from randa.core.freetext.numbers import masked, refuse_identity_numbers

if TYPE_CHECKING:
    _Char = models.CharField[str, str]
    _Text = models.TextField[str, str]
else:
    _Char, _Text = models.CharField, models.TextField


class Guarded(models.Field if not TYPE_CHECKING else object):  # type: ignore[misc]
    """What both columns do. A row that is read and saved keeps the cover instead of the number: it does not come back."""

    def deconstruct(self) -> Any:
        name, _path, args, kwargs = super().deconstruct()
        kind = "CharField" if isinstance(self, models.CharField) else "TextField"
        return name, f"django.db.models.{kind}", args, kwargs

    def from_db_value(self, value: str | None, *_unused: Any) -> str | None:
        return masked(value) if value else value

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        if isinstance(value, str):
            refuse_identity_numbers(value)
        return super().get_db_prep_save(value, connection)


class GuardedCharField(Guarded, _Char):
    """A CharField for a sentence that people write."""


class GuardedTextField(Guarded, _Text):
    """A TextField for what people write."""
