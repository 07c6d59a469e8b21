"""Uploaded and pasted tables as rows of cell texts: XLSX, CSV with semicolon, comma or tab, and the clipboard of Excel."""

import csv
import datetime as dt
import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterable
from typing import Any, BinaryIO

import openpyxl
from django.utils.translation import gettext as _
from openpyxl.utils.exceptions import InvalidFileException

from randa.core.errors import InvalidInputError

MAX_BYTES = 5 * 1024 * 1024
MAX_UNPACKED_BYTES = 60 * 1024 * 1024  # an honest workbook of 10 000 rows unpacks to a few MB
MAX_ROWS = 20_001  # the headings, and 20 000 rows
MAX_COLUMNS = 200
_ZIP_START = b"PK\x03\x04"
# Not a workbook inside: a broken archive, one with a password (RuntimeError), XML that ends too early (SyntaxError is what both parsers
# that openpyxl may use build their errors on), or values of other types than a workbook has.
_BROKEN_ARCHIVE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, NotImplementedError)
_UNREADABLE = (*_BROKEN_ARCHIVE, SyntaxError, AttributeError, TypeError)
# Only with a document type can XML name entities, which grow or read other files: a part with one is never given to a parser. Letters
# of UTF-16 and UTF-32 have zero bytes between them; other encodings, where the mark would look different, are refused as such.
_DOCTYPE = re.compile(rb"\x00{0,3}".join(re.escape(bytes([letter])) for letter in b"<!DOCTYPE"))
_ENCODING = re.compile(rb"encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii", b"iso-8859-1", b"windows-1252"}
_EBCDIC = b"Lo\xa7\x94"  # "<?xm" as mainframes write it
_PIECE = 1024 * 1024
_OVERLAP = 64  # the mark may lie across two pieces
Rows = list[list[str]]


def read_upload(upload: BinaryIO, name: str) -> Rows:
    """Return the cells of an uploaded file as trimmed texts, empty rows left out.

    Raises:
        InvalidInputError: too large, neither XLSX nor text, or not readable; the sentence says what to do.
    """
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise InvalidInputError(_("Filen är större än 5 MB. Ta bort bilder och ark som inte behövs och försök igen."))
    if content.startswith(_ZIP_START):
        return _within_limits(_workbook_rows(content))
    if b"\x00" in content:
        raise InvalidInputError(
            _("%(name)s är varken en Excel-fil (.xlsx) eller en textfil. Spara den som .xlsx eller .csv.")
            % {"name": name}
        )
    return read_text(_decode(content))


def read_text(text: str) -> Rows:
    """Return the cells of pasted or CSV text: tab from Excel's clipboard, else semicolon, else comma.

    Raises:
        InvalidInputError: too many rows or columns.
    """
    first_line = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    separator = next((mark for mark in ("\t", ";") if mark in first_line), None) or ("," if "," in first_line else "\t")
    return _within_limits(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=separator))


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")  # what older Swedish Excel writes


def _workbook_rows(content: bytes) -> Iterable[list[Any]]:
    """Yield the rows of the first sheet. Sizes are read from the archive's own list before anything is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(item.file_size for item in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise InvalidInputError(
                    _(
                        "Arbetsboken är mycket större uppackad än den ser ut att vara och öppnas därför inte. Spara om den."
                    )
                )
            if any(_may_hold_entities(archive, item) for item in archive.infolist()):
                raise InvalidInputError(
                    _(
                        "Arbetsboken innehåller XML-deklarationer som inte tillåts och öppnas därför inte. "
                        "Klistra in tabellen i en ny arbetsbok och försök igen."
                    )
                )
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        # A workbook may claim a million rows that are empty: stop where the limit says, whatever it claims.
        return [list(row) for row in sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True)]
    except (*_UNREADABLE, InvalidFileException, KeyError, ValueError, OSError, IndexError) as error:
        raise InvalidInputError(
            _("Excel-filen går inte att läsa. Öppna den i Excel, spara om den som .xlsx och försök igen.")
        ) from error


def _may_hold_entities(archive: zipfile.ZipFile, item: zipfile.ZipInfo) -> bool:
    with archive.open(item) as part:
        piece = part.read(_PIECE)
        declared = _ENCODING.search(piece[:400].replace(b"\x00", b""))
        if piece.startswith(_EBCDIC) or (declared and declared[1].lower() not in _ENCODINGS):
            return True
        before = b""
        while piece:
            if _DOCTYPE.search(before + piece):
                return True
            before, piece = piece[-_OVERLAP:], part.read(_PIECE)
    return False


def _within_limits(raw: Iterable[Iterable[Any]]) -> Rows:
    rows: Rows = []
    try:
        for row in raw:
            cells = [cell_text(value) for value in row]
            while cells and not cells[-1]:
                cells.pop()
            if len(cells) > MAX_COLUMNS:
                raise InvalidInputError(_("Tabellen har fler än %(limit)d kolumner.") % {"limit": MAX_COLUMNS})
            if cells:
                rows.append(cells)
            if len(rows) > MAX_ROWS:
                raise InvalidInputError(_("Tabellen har fler än %(limit)d rader. Dela upp den.") % {"limit": MAX_ROWS})
    except csv.Error as error:
        raise InvalidInputError(
            _("Texten går inte att läsa som en tabell. Kopiera cellerna på nytt från Excel.")
        ) from error
    return rows


def cell_text(value: Any) -> str:
    """Return a cell as trimmed text: whole numbers without decimals, others with a decimal comma, dates as ISO.

    The apostrophe that our own exports put before = + - @ is taken away again, so that what is exported re-imports unchanged.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    text = str(value).strip()
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text
