"""The access table: what opens every route and method at home and in another organisation, to nobody, and to the learner it is about.

`table.csv` is the promise, read by people in `docs/access.md`. `python -m tests.access.write_table` asks Randa as people with one
permission each and writes it anew; whoever does that reads the difference before committing it. `tests/test_access_table.py` then
asks every address as every role, at home and elsewhere, and as nobody.
"""

import csv
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

OPEN, FORBIDDEN, HIDDEN, SIGN_IN = "open", "403", "404", "sign in"  # what an answer means to a thief
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
FILE = Path(__file__).with_name("table.csv")
COLUMNS = (
    "route", "method", "nobody", "signed_in", "opens", "sees", "elsewhere", "elsewhere_opens", "elsewhere_sees", "oneself",
)  # fmt: skip
_OPENNESS = (HIDDEN, FORBIDDEN, OPEN)


@dataclass(frozen=True, slots=True)
class Door:
    """What is behind one side of an address.

    Attributes:
        plain: the answer to somebody who is signed in and has no permission at all.
        opens: permissions each of which opens it; several that only open it together are joined by "+".
        sees: permissions whose holders get a no (403) instead of silence (404).
    """

    plain: str
    opens: frozenset[str] = frozenset()
    sees: frozenset[str] = frozenset()

    def answer(self, permissions: AbstractSet[str]) -> str:
        """Return the answer to somebody with `permissions`."""
        if self.plain not in _OPENNESS:
            return self.plain
        if self.plain == OPEN or any(set(one.split("+")) <= permissions for one in self.opens):
            return OPEN
        return FORBIDDEN if self.sees & permissions else self.plain


@dataclass(frozen=True, slots=True)
class Row:
    """One route and method."""

    route: str
    method: str
    nobody: str
    here: Door
    elsewhere: Door
    oneself: str

    @property
    def key(self) -> tuple[str, str]:
        return self.route, self.method


def read() -> dict[tuple[str, str], Row]:
    """Return the rows of the table by route and method."""
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = [_row(line) for line in csv.DictReader(file, delimiter=";")]
    return {row.key: row for row in rows}


def write(rows: Iterable[Row]) -> None:
    """Write the table, by route."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(_cells(row) for row in sorted(rows, key=lambda row: row.key))


def _row(line: dict[str, str]) -> Row:
    here = Door(line["signed_in"], _names(line["opens"]), _names(line["sees"]))
    elsewhere = Door(line["elsewhere"], _names(line["elsewhere_opens"]), _names(line["elsewhere_sees"]))
    return Row(line["route"], line["method"], line["nobody"], here, elsewhere, line["oneself"])


def _cells(row: Row) -> list[str]:
    doors = [cell for door in (row.here, row.elsewhere) for cell in (door.plain, _text(door.opens), _text(door.sees))]
    return [row.route, row.method, row.nobody, *doors, row.oneself]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _text(names: frozenset[str]) -> str:
    return " ".join(sorted(names))
