"""Files of what is on the screen: CSV that Swedish Excel opens right, and XLSX. Cells can never become formulas."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify

from randa.core.clock import today
from randa.core.ui.table_rows import read
from randa.core.ui.tables import Table

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv"


def neutral(value: Any) -> Any:
    """Return a cell that a spreadsheet will not run: text beginning with = + - @ gets an apostrophe; numbers stay numbers."""
    if isinstance(value, str | Promise):
        text = str(value)
        return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
    return value


def csv_bytes(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Return semicolon separated text with a byte order mark and decimal commas, as Swedish Excel expects."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([neutral(head) for head in heads])
    writer.writerows([_csv_cell(value) for value in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _csv_cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return str(neutral(value))


def xlsx_bytes(title: str, heads: Sequence[str], rows: Iterable[Sequence[Any]], *, notes: Sequence[str] = ()) -> bytes:
    """Return a workbook with one sheet: headings in row 1, numbers as numbers, dates as dates, and `notes` on a second sheet."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"title": title, "created": dt.datetime.combine(today(), dt.time(), dt.UTC)})
    sheet = book.add_worksheet(_sheet_name(title))
    bold = book.add_format({"bold": True, "bottom": 1})
    date_format = book.add_format({"num_format": "yyyy-mm-dd"})
    widths = [len(head) for head in heads]
    for number, head in enumerate(heads):
        sheet.write_string(0, number, str(neutral(head)), bold)
    for line, row in enumerate(rows, start=1):
        for number, value in enumerate(row):
            _write(sheet, line, number, value, date_format)
            widths[number] = max(widths[number], len(str(value)))
    for number, width in enumerate(widths):
        sheet.set_column(number, number, min(60, width + 2))
    sheet.freeze_panes(1, 1)
    if notes:
        about = book.add_worksheet("Källa")
        for line, note in enumerate(notes):
            about.write_string(line, 0, str(neutral(note)))
    book.close()
    return out.getvalue()


def _write(sheet: Any, line: int, number: int, value: Any, date_format: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_boolean(line, number, value)
    elif isinstance(value, int | float | Decimal):
        sheet.write_number(line, number, value)
    elif isinstance(value, dt.date):
        sheet.write_datetime(line, number, dt.datetime(value.year, value.month, value.day), date_format)  # noqa: DTZ001 - a cell has no zone
    else:
        sheet.write_string(line, number, str(neutral(value)))


def _sheet_name(title: str) -> str:
    allowed = "".join(letter for letter in title if letter not in "[]:*?/\\'")
    return allowed[:31].strip() or "Randa"


def file_response(content: bytes, content_type: str, name: str) -> HttpResponse:
    """Answer with a file; `name` becomes plain letters, and the day it was taken is added. Text is UTF-8, and says so."""
    if content_type.startswith("text/") or content_type.endswith("xml"):
        content_type = f"{content_type}; charset=utf-8"
    stem, _dot, ending = name.rpartition(".")
    filename = f"{slugify(stem)}-{today().isoformat()}.{ending}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{filename}"'}
    )


def table_file(table: Table) -> HttpResponse:
    """Answer with the filtered, ordered rows and the visible columns of a table, all pages of it."""
    columns = table.visible_columns
    heads = [f"{column.label} ({column.unit})" if column.unit else str(column.label) for column in columns]
    rows = [[read(row, column) for column in columns] for row in table.matching]
    if table.export_format == "csv":
        return file_response(csv_bytes(heads, rows), CSV_TYPE, f"{table.key}.csv")
    return file_response(xlsx_bytes(str(table.caption), heads, rows), XLSX_TYPE, f"{table.key}.xlsx")
