"""A pasted table: its cells, its header, and what each column holds."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from randa.dimensioning.claims.figures import NumberFormatError, parse_number
from randa.dimensioning.claims.places import TOTAL_LABELS, county_code, is_nation, is_total

LABEL_WORDS = frozenset({"region", "regioner", "organisation", "län", "landsting", "enhet", "vårdgivare", "huvudman"})
YEAR_WORDS = frozenset({"år", "year"})
TEXT_WORDS = frozenset({"kommentar", "kommentarer", "anmärkning", "källa", "ägare", "status", "not"})
_PER_100K = re.compile(r"\(?\s*(?:per|/)?\s*100\s*(?:[.\s]?000|k|tusen)\s*(?:inv\w*\.?)?\s*\)?")
_YEAR = re.compile(r"(?:19|20)\d\d")

Rows = list[list[str]]


class Holds(StrEnum):
    """What a column holds."""

    LABEL = "label"
    COUNT = "count"
    RATE = "rate"
    SHARE = "share"
    POPULATION_SHARE = "population_share"
    ROW_SUM = "row_sum"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its place, heading and content; for a rate or share, the place of its count."""

    place: int
    heading: str
    holds: Holds
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things are: the header's row number (from 1), the columns, and headings that stand twice."""

    header_row: int
    columns: tuple[Column, ...]
    twice: tuple[Column, ...]
    rows_are_years: bool

    @property
    def label(self) -> Column:
        """The column that names the rows."""
        return next(column for column in self.columns if column.holds is Holds.LABEL)

    def with_numbers(self) -> tuple[Column, ...]:
        """Return the columns whose cells must be numbers."""
        return tuple(column for column in self.columns if column.holds not in {Holds.LABEL, Holds.TEXT})

    def of(self, *kinds: Holds) -> tuple[Column, ...]:
        """Return the columns that hold one of `kinds`."""
        return tuple(column for column in self.columns if column.holds in kinds)


def split_cells(pasted: str | Sequence[Sequence[object]]) -> Rows:
    """Return the cells of a pasted text (tabs, semicolons or commas) or of rows from a file, as stripped text."""
    if not isinstance(pasted, str):
        return [[_text(cell) for cell in row] for row in pasted]
    text = pasted.lstrip("\ufeff")
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = "\t" if "\t" in text else ";" if ";" in first else ","
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator))
    except csv.Error:  # a stray quote that never ends: take the lines as they are
        rows = [line.split(separator) for line in text.splitlines()]
    return [[cell.strip() for cell in row] for row in rows]


def _text(cell: object) -> str:
    """Return a cell as a person would see it: a spreadsheet's 2027.0 is 2027."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell).strip()


def find_layout(rows: Rows) -> Layout | None:
    """Return where things are in the table, or None when it has no header row."""
    place = next((place for place, row in enumerate(rows) if sum(map(bool, row)) > 1), None)
    if place is None or not _is_header(rows[place]):
        return None
    header, body = rows[place], rows[place + 1 :]
    label = _label_place(header, body)
    labels = [row[label] for row in body if len(row) > label and row[label]]
    columns, twice, seen = [], [], set()
    for index, heading in enumerate(header):
        holds = Holds.LABEL if index == label else _holds(heading, [row[index] for row in body if len(row) > index])
        key = heading.casefold()
        if key and key in seen and holds is not Holds.TEXT:
            twice.append(Column(index, heading, holds))
            continue
        seen.add(key)
        columns.append(Column(index, heading, holds))
    years = [cell for cell in labels if not is_total(cell)]
    rows_are_years = header[label].casefold() in YEAR_WORDS or bool(years and all(map(_YEAR.fullmatch, years)))
    return Layout(place + 1, _paired(columns), tuple(twice), rows_are_years)


def _is_header(row: Sequence[str]) -> bool:
    """A header names no region, and its only numbers are years."""
    first = next(cell for cell in row if cell)
    if county_code(first) or is_total(first) or is_nation(first):
        return False
    return not any(_is_number(cell) and not _YEAR.fullmatch(cell) for cell in row)


def _is_number(cell: str) -> bool:
    try:
        return parse_number(cell) is not None
    except NumberFormatError:
        return False


def _label_place(header: Sequence[str], body: Rows) -> int:
    for place, heading in enumerate(header):
        if heading.casefold() in LABEL_WORDS | YEAR_WORDS:
            return place
    width = len(header)
    named = [sum(1 for row in body if len(row) > place and county_code(row[place])) for place in range(width)]
    return named.index(max(named))


def _holds(heading: str, cells: Sequence[str]) -> Holds:
    words = heading.casefold().strip()
    if _PER_100K.search(words):
        return Holds.RATE
    if "%" in words or words.startswith("andel"):
        return Holds.POPULATION_SHARE if re.search(r"befolk|invånar|folkmängd", words) else Holds.SHARE
    filled = [cell for cell in cells if cell]
    if words in TEXT_WORDS or (not words and not filled):
        return Holds.TEXT
    if filled and not _YEAR.search(words) and not any(map(_is_number, filled)):
        return Holds.TEXT
    return Holds.ROW_SUM if words in TOTAL_LABELS else Holds.COUNT


def _paired(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return the columns with each rate and share tied to its count; a lone sum column is an ordinary count."""
    counted = [column for column in columns if column.holds is Holds.COUNT]
    plain = [
        Column(column.place, column.heading, Holds.COUNT)
        if column.holds is Holds.ROW_SUM and len(counted) < 2
        else column
        for column in columns
    ]
    counts = [column for column in plain if column.holds in {Holds.COUNT, Holds.ROW_SUM}]
    return tuple(
        Column(column.place, column.heading, column.holds, _count_of(column, counts))
        if column.holds in {Holds.RATE, Holds.SHARE}
        else column
        for column in plain
    )


def _count_of(column: Column, counts: Sequence[Column]) -> int | None:
    """Return the place of the count with the same words, else the nearest to the left, else the first."""
    wanted = _words(column.heading)
    same = [count for count in counts if wanted and _words(count.heading) == wanted]
    within = [count for count in counts if wanted and wanted <= _words(count.heading)]
    left = [count for count in counts if count.place < column.place]
    for found in (same, within[-1:], left[-1:], counts[:1]):
        if found:
            return found[0].place
    return None


def _words(heading: str) -> frozenset[str]:
    bare = _PER_100K.sub(" ", heading.casefold())
    return frozenset(re.findall(r"\w+", bare)) - {"antal", "andel", "kvot", "procent", "av", "i"}
