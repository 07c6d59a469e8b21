"""Reading, filtering and ordering the rows of a table: in memory for sequences, in the database for querysets."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from randa.core.ui import formats

if TYPE_CHECKING:
    from randa.core.ui.tables import Column

Rows = Sequence[Any] | QuerySet[Any]
_ALPHABET = str.maketrans("åäöéèü", "{|}eeu")


def read(row: Any, column: "Column") -> Any:
    """Return the plain value of a cell: for ordering, filtering and export."""
    if column.value is not None:
        return column.value(row)
    if isinstance(row, Mapping):
        return row[column.key]
    return getattr(row, column.key)


def shown(value: Any, places: int = 0) -> str:
    """Return a plain value as a cell shows it: a dash for nothing, ISO dates, numbers in the reader's language."""
    if value is None or value == "":
        return formats.NO_VALUE
    if isinstance(value, bool):
        return _("Ja") if value else _("Nej")
    if isinstance(value, int | float | Decimal):
        return formats.decimal(value, places)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, dt.date):
        return value.isoformat()
    return value if isinstance(value, SafeString) else str(value)


def _order_key(value: Any) -> tuple[int, Any]:
    """Numbers before text, text in Swedish order, nothing last."""
    if value is None or value == "":
        return (2, "")
    if isinstance(value, str | Promise):
        return (1, str(value).casefold().translate(_ALPHABET))
    if isinstance(value, dt.date):
        return (0, value.isoformat())
    return (0, value)


def ordered(rows: Rows, column: "Column", *, descending: bool) -> Rows:
    """Return the rows ordered by one column; equal rows keep the order they came in, empty cells stay last."""
    if isinstance(rows, QuerySet):
        field = column.order_by or column.key
        return rows.order_by(f"-{field}" if descending else field, "pk")
    keyed = [(_order_key(read(row, column)), row) for row in rows]
    filled = sorted((pair for pair in keyed if pair[0][0] < 2), key=lambda pair: pair[0], reverse=descending)
    return [row for _key, row in filled] + [row for key, row in keyed if key[0] == 2]


def containing(rows: Rows, words: str, columns: Sequence["Column"], search_fields: Sequence[str]) -> Rows:
    """Return the rows in which every word occurs somewhere."""
    for word in words.split():
        if isinstance(rows, QuerySet):
            rows = rows.filter(reduce(or_, (Q(**{f"{field}__icontains": word}) for field in search_fields)))
        else:
            wanted = word.casefold()
            rows = [row for row in rows if any(wanted in shown(read(row, column)).casefold() for column in columns)]
    return rows


def equal_to(rows: Rows, key: str, wanted: str, read_value: Callable[[Any], Any]) -> Rows:
    """Return the rows whose value, written as text, is `wanted`; on a queryset `key` is a lookup."""
    if isinstance(rows, QuerySet):
        return rows.filter(**{key: wanted})
    return [row for row in rows if str(read_value(row)) == wanted]
