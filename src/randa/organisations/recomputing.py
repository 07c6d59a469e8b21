"""What stands beside a printed table: recomputed figures, made by an app that registers here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from randa.organisations.models import PublishedTable


@dataclass(frozen=True, slots=True)
class Beside:
    """A recomputed figure beside a printed cell, both as text."""

    text: str
    differs: bool


@dataclass(frozen=True, slots=True)
class Recomputed:
    """Recomputed figures of a table.

    Attributes:
        cells: by row number and column name.
        sums: of the columns with counts, by column name; shown in a row of their own.
        basis: what they were computed with, as a sentence.
        remarks: what does not add up, one sentence each.
        url: where the remarks are explained.
    """

    cells: Mapping[tuple[int, str], Beside] = field(default_factory=dict)
    sums: Mapping[str, str] = field(default_factory=dict)
    basis: str = ""
    remarks: tuple[str, ...] = ()
    url: str = ""


Recompute = Callable[[PublishedTable], Recomputed]
_recompute: list[Recompute] = []


def register(recompute: Recompute) -> None:
    """Set who recomputes printed tables."""
    _recompute[:] = [recompute]


def recomputed(table: PublishedTable) -> Recomputed:
    """Return what stands beside `table`; nothing when nobody recomputes."""
    return _recompute[0](table) if _recompute else Recomputed()
