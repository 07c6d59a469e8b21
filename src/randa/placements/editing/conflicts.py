"""Two planners and one block: what the person saw, what stands there now, and what they want."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from randa.placements.editing.rows import Row, Rows, read_rows
from randa.placements.models import PlanEdit

Seen = Mapping[str, int]  # by the placement's key: the number of the edit that had made it what the person saw


@dataclass(frozen=True, slots=True)
class Conflict:
    """One block that two people changed.

    Attributes:
        seen: as it was when the person read it; None when it was not there.
        theirs: as it stands now; None when it has been removed.
        mine: as the person wants it; None when they want it away.
        who, when: the other's latest change of it.
    """

    key: str
    seen: Row | None
    theirs: Row | None
    mine: Row | None
    who: str
    when: dt.datetime


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What has happened to a block since somebody read it: as it was then, and the latest edit of it."""

    row: Row | None
    edit: PlanEdit


def meanwhile(edits: Iterable[PlanEdit], seen: Seen) -> dict[str, Meanwhile]:
    """Return the blocks of `seen` that a later edit has touched.

    Args:
        edits: of the plan in rising order of number, all after the earliest that was seen.
        seen: what the person read.
    """
    found: dict[str, Meanwhile] = {}
    for edit in edits:
        before: Rows = read_rows(edit.before)
        for key in before.keys() & seen.keys():
            if edit.number > seen[key]:
                first = found[key].row if key in found else before[key]
                found[key] = Meanwhile(first, edit)
    return found
