"""Late changes at a unit counted: how many, who caused them, with how much notice, and whether it gets better. Reads no database.

Figures about so few that they would say who it was are withheld from those who do not need to know. A breakdown is shown whole or not at
all: one withheld part could be subtracted from the rest.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from uuid import UUID

QUARTERS = 8
YEAR = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Change:
    """One late change: whose, who caused it, the day people were told, and the whole weeks that they had."""

    enrolment: UUID
    cause: str
    told_on: dt.date
    weeks: int


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a breakdown: its key, late changes, and how many people they concern."""

    key: str
    changes: int
    learners: int


@dataclass(frozen=True, slots=True)
class Notice:
    """Whole weeks from being told to the first day that is another; negative when it had passed."""

    middle: float
    shortest: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of a unit's late changes.

    Attributes:
        year: of the last twelve months; None is withheld.
        placed: learners who were, or were to be, at the unit in the last twelve months.
        causes: of the last twelve months, most first; None is withheld.
        notice: of the last twelve months; None when there is none, or it is withheld.
        quarters: two years, by quarter; None is withheld.
        smallest: figures about fewer people are withheld; 0 where nothing is.
    """

    year: Part | None
    placed: int
    causes: tuple[Part, ...] | None
    notice: Notice | None
    quarters: tuple[Part, ...] | None
    smallest: int

    @property
    def withholds(self) -> bool:
        """Tell whether anything is left out."""
        return self.year is None or self.causes is None or self.quarters is None


def figures(
    changes: Sequence[Change], placed: Collection[UUID], day: dt.date, *, smallest: int, causes: Iterable[str]
) -> Figures:
    """Return what may be shown of `changes` on `day`. `placed` are those who have been at the unit; those hit are added to them."""
    since = day - YEAR
    latest = [one for one in changes if since < one.told_on <= day]
    year = _part("", latest)
    by_cause = [_part(cause, [one for one in latest if one.cause == cause]) for cause in causes]
    by_quarter = [
        _part(code, [one for one in changes if quarter_code(one.told_on) == code]) for code in last_quarters(day)
    ]
    shows_year = not _tells_who([year], smallest)
    weeks = [one.weeks for one in latest]
    return Figures(
        year=year if shows_year else None,
        placed=len({*placed, *(one.enrolment for one in latest)}),
        causes=_whole(sorted(by_cause, key=lambda one: -one.changes), smallest),
        notice=Notice(median(weeks), min(weeks)) if weeks and shows_year else None,
        quarters=_whole(by_quarter, smallest),
        smallest=smallest,
    )


def quarter_code(day: dt.date) -> str:
    """Return the calendar quarter: 2027Q1."""
    return f"{day.year}Q{(day.month + 2) // 3}"


def last_quarters(day: dt.date) -> list[str]:
    """Return the last eight quarters in order, that of `day` included."""
    number = day.year * 4 + (day.month - 1) // 3
    return [f"{one // 4}Q{one % 4 + 1}" for one in range(number - QUARTERS + 1, number + 1)]


def first_day_of_quarters(day: dt.date) -> dt.date:
    """Return the first day of the first of the last eight quarters."""
    number = day.year * 4 + (day.month - 1) // 3 - QUARTERS + 1
    return dt.date(number // 4, number % 4 * 3 + 1, 1)


def _part(key: str, changes: Collection[Change]) -> Part:
    return Part(key, len(changes), len({one.enrolment for one in changes}))


def _whole(parts: Sequence[Part], smallest: int) -> tuple[Part, ...] | None:
    return None if _tells_who(parts, smallest) else tuple(parts)


def _tells_who(parts: Iterable[Part], smallest: int) -> bool:
    return any(0 < one.learners < smallest for one in parts)
