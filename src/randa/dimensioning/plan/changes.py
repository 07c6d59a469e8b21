"""What a person wants a cell of the plan to become, and why it cannot."""

from dataclasses import dataclass
from typing import NamedTuple


class CellKey(NamedTuple):
    """Which cell: the region's code, the calendar year and the post type's code."""

    region: str
    year: int
    post_type: str

    def __str__(self) -> str:
        return f"{self.region}:{self.year}:{self.post_type}"


def cell_key(text: str) -> CellKey | None:
    """Return the key that `str(key)` wrote, or None for another text."""
    region, _mark, rest = text.partition(":")
    year, _mark, post_type = rest.partition(":")
    return (
        CellKey(region, int(year), post_type)
        if post_type and year.isascii() and year.isdigit() and len(year) == 4
        else None
    )


@dataclass(frozen=True, slots=True)
class CellChange:
    """One wanted change.

    Attributes:
        posts: heads that start in the year; None empties the cell.
        status, source, comment: None leaves them as they are. A new number with no source loses the old number's source.
        seen: number of the latest revision when the person read the cell; None accepts whatever stands there now.
        line: row in what the person wrote, as they count rows.
        place: the same among the raw rows, so that a refusal finds its way back.
    """

    key: CellKey
    posts: int | None
    status: str | None = None
    source: str | None = None
    comment: str | None = None
    seen: int | None = None
    line: int = 0
    place: int = 0


@dataclass(frozen=True, slots=True)
class Refusal:
    """A row or cell that is not taken: a stable code, what stopped it and what to do, in the reader's language."""

    code: str
    reason: str
    remedy: str
    place: int = 0
    key: CellKey | None = None
