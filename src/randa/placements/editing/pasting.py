"""A piece of a table as blocks: one cell per week and learner, `PSY ENH-20-1`; what cannot be read is named cell by cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

_CELL = re.compile(r"\A(?P<area>[A-Za-zÅÄÖåäö]{2,4})(?:[\s:;,/]+(?P<unit>\S.*))?\Z")
EMPTY = {"", "-", "–"}


@dataclass(frozen=True, slots=True)
class Places:
    """What cells may name.

    Attributes:
        areas: codes.
        units: key and area by the unit's code and by its name, in small letters.
    """

    areas: frozenset[str]
    units: Mapping[str, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of one row that say the same: row and first column of the piece, how many weeks, and the block."""

    row: int
    column: int
    weeks: int
    area: str
    unit: int | None


@dataclass(frozen=True, slots=True)
class Misfit:
    """A cell, or run of cells, that is not taken: where, what it says and why."""

    row: int
    column: int
    text: str
    why: str


def read_piece(cells: Sequence[Sequence[str]], rows: int, places: Places) -> tuple[list[Run], list[Misfit]]:
    """Return the blocks of the first `rows` rows of a piece, and everything that does not fit."""
    runs, misfits = read_cells(cells[:rows], places)
    misfits += [
        Misfit(number, 0, " ".join(line)[:40], _("Det finns ingen rad till i tabellen."))
        for number, line in enumerate(cells[rows:], start=rows)
        if any(cell.strip() for cell in line)
    ]
    return runs, misfits


def read_cells(cells: Sequence[Sequence[str]], places: Places) -> tuple[list[Run], list[Misfit]]:
    """Return the blocks that cells say, and the cells that cannot be read. An empty cell says nothing."""
    runs: list[Run] = []
    misfits: list[Misfit] = []
    for number, line in enumerate(cells):
        column = 0
        read = [(_read(" ".join(cell.split()), places), " ".join(cell.split())) for cell in line]
        for found, group in groupby(read, key=lambda pair: pair[0]):
            texts = [text for _found, text in group]
            weeks, text = len(texts), texts[0]
            if found is not None:
                if isinstance(found, str):
                    misfits.append(Misfit(number, column, text, found))
                else:
                    runs.append(Run(number, column, weeks, *found))
            column += weeks
    return runs, misfits


def _read(text: str, places: Places) -> tuple[str, int | None] | str | None:
    """Return area and unit, why the text is neither, or None for an empty cell."""
    if text in EMPTY:
        return None
    match = _CELL.match(text)
    area = match["area"].upper() if match else ""
    if match is None or area not in places.areas:
        return _("Skriv områdets kod först, till exempel PSY. Det här finns: %(codes)s.") % {
            "codes": ", ".join(sorted(places.areas))
        }
    if match["unit"] is None:
        return area, None
    known = places.units.get(match["unit"].lower())
    if known is None:
        return _("Enheten finns inte i planens regioner. Skriv enhetens kod eller hela namnet.")
    if known[1] != area:
        return _("Enheten hör till %(area)s.") % {"area": known[1]}
    return area, known[0]
