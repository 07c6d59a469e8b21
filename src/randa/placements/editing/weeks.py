"""A learner's working weeks in order: where a block can begin, and until when it holds its place."""

import datetime as dt
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

WEEK = dt.timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class WorkingWeeks:
    """The Mondays of the weeks in which the learner serves, ascending; absences left out."""

    mondays: Sequence[dt.date]

    def place_of(self, day: dt.date) -> int:
        """Return the place of the first working week that begins on `day` or later; as many as there are when none does."""
        return bisect_left(self.mondays, day)

    def period(self, place: int, weeks: int) -> tuple[dt.date, dt.date] | None:
        """Return the half-open period of `weeks` working weeks from `place`; None when they are not all there."""
        if place < 0 or weeks < 1 or place + weeks > len(self.mondays):
            return None
        return self.mondays[place], self.mondays[place + weeks - 1] + WEEK

    def count(self, starts_on: dt.date, ends_before: dt.date) -> int:
        """Return the working weeks of a half-open period."""
        return self.place_of(ends_before) - self.place_of(starts_on)
