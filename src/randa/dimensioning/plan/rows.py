"""From pasted text or a file to raw rows, all text still; no row is dropped, whatever stands in it."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

MAX_ROWS = 50_000  # cells of the plan in one go; all regions in all years are fewer
HEADS = ("Region", "År", "Tjänst", "Antal", "Status", "Källa", "Kommentar")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_ALIASES: Mapping[str, str] = {
    "region": "region", "regionkod": "region",
    "år": "year", "ar": "year", "year": "year",
    "tjänst": "post_type", "tjänstetyp": "post_type", "typ": "post_type", "post type": "post_type", "type": "post_type",
    "antal": "posts", "tjänster": "posts", "antal tjänster": "posts", "posts": "posts",
    "status": "status",
    "källa": "source", "source": "source",
    "kommentar": "comment", "comment": "comment",
}  # fmt: skip
_YEAR_HEAD = re.compile(r"(?:.*\D)?((?:19|20)[0-9]{2})(?:[.,]0)?", re.ASCII)
_COLUMNS = ("region", "year", "post_type", "posts", "status", "source", "comment")
Table = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class RawRow:
    """One cell of the plan as somebody wrote it.

    Attributes:
        line: row number in the pasted text or the file, from 1.
        status, source, comment: None when the writing had no such column, which leaves them as they are.
    """

    line: int
    region: str
    year: str
    post_type: str
    posts: str
    status: str | None = None
    source: str | None = None
    comment: str | None = None

    def as_list(self) -> list[int | str | None]:
        return [self.line, *(getattr(self, name) for name in _COLUMNS)]

    def with_texts(self, texts: Mapping[str, str]) -> "RawRow":
        """Return the row with some of its texts, by attribute name, replaced."""
        values = {name: texts.get(name, getattr(self, name)) for name in _COLUMNS}
        return RawRow(self.line, **values)

    @classmethod
    def from_list(cls, values: Sequence[object]) -> "RawRow":
        line, *texts = values
        return cls(int(str(line)), *(None if text is None else str(text) for text in texts))  # type: ignore[arg-type]


def raw_rows(table: Table, *, post_type: str = "") -> list[RawRow]:
    """Return the raw rows of a table with headings.

    A long table has the headings of `HEADS` in any order; a wide one has years as headings, as the council's own tables do, and
    every filled or empty cell becomes a row. Without headings the columns are taken in the order of `HEADS`.

    Args:
        post_type: what the rows are about when the table has no such column.
    Returns: at most one row more than `MAX_ROWS`, so that the caller can tell that there are too many.
    """
    lines = [
        (number, [_plain(cell) for cell in row])
        for number, row in enumerate(table, start=1)
        if any(map(str.strip, row))
    ]
    if not lines:
        return []
    _number, first = lines[0]
    named = {place: _ALIASES[head.casefold()] for place, head in enumerate(first) if head.casefold() in _ALIASES}
    years = {place: found[1] for place, head in enumerate(first) if (found := _YEAR_HEAD.fullmatch(head)) and place}
    # "Dalarna 2027 AT 12" without headings also has a year in it.
    is_heading = "region" in named.values() or not first[0] or len(years) > 1
    if years and is_heading and "posts" not in named.values():
        return list(islice(_wide(lines[1:], named, years, post_type), MAX_ROWS + 1))
    if len(named) < 2:
        named, body = dict(enumerate(_COLUMNS)), lines
    else:
        body = lines[1:]
    return list(islice(_long(body, named, post_type), MAX_ROWS + 1))


def _wide(
    lines: Iterable[tuple[int, list[str]]], named: Mapping[int, str], years: Mapping[int, str], post_type: str
) -> Iterator[RawRow]:
    region_at = next((place for place, name in named.items() if name == "region"), 0)
    type_at = next((place for place, name in named.items() if name == "post_type"), None)
    for number, cells in lines:
        kind = _cell(cells, type_at) if type_at is not None else post_type
        for place, year in years.items():
            yield RawRow(number, _cell(cells, region_at), year, kind, _cell(cells, place))


def _long(lines: Iterable[tuple[int, list[str]]], named: Mapping[int, str], post_type: str) -> Iterator[RawRow]:
    for number, cells in lines:
        found = {name: _cell(cells, place) for place, name in named.items() if place < len(cells)}
        yield RawRow(
            number,
            found.get("region", ""),
            found.get("year", ""),
            found.get("post_type", "") or post_type,
            found.get("posts", ""),
            found.get("status"),
            found.get("source"),
            found.get("comment"),
        )


def _cell(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _plain(cell: str) -> str:
    """Return a cell without the apostrophe that `guarded` put first."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA_STARTS) else cell.strip()


def guarded(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula; reading it back gives the same text."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text
