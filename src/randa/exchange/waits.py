"""How long somebody in a queue must expect to wait, from how often seats came and which are known: an interval, or nothing."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

FEWEST_SEATS, FEWEST_WEEKS = 3, 12  # less history than this says nothing
MOST_WEEKS = 208
CERTAINTY = 0.8  # so many of those in the same position get a seat within the interval


@dataclass(frozen=True, slots=True)
class History:
    """How many seats the queue was given in its latest weeks."""

    seats: int
    weeks: int

    @property
    def says_something(self) -> bool:
        return self.seats >= FEWEST_SEATS and self.weeks >= FEWEST_WEEKS


@dataclass(frozen=True, slots=True)
class Wait:
    """An estimate with what it rests on.

    Attributes:
        low, high: weeks from today; None when the history says too little. `high` is None beyond `MOST_WEEKS`.
        earliest: the first week in which enough free seats are known for everybody in front too; None when so many are not known.
        known: free seats that are known and not given to the queue yet.
    """

    low: int | None
    high: int | None
    earliest: dt.date | None
    history: History
    known: int

    @property
    def is_unknown(self) -> bool:
        return self.low is None and self.earliest is None


def expected_wait(
    position: int, first_start: dt.date, history: History, known: Sequence[dt.date], today: dt.date
) -> Wait:
    """Return the estimate for somebody at `position`, counted from 1, if those in front take what they are offered.

    Seats come at random at a steady rate that is itself uncertain: with `seats` in `weeks`, how many come in the next t weeks is negative
    binomial (Gamma(seats + 1/2) over `weeks`). The interval is from the 10th to the 90th percentile of when the `position`th comes.

    Args:
        first_start: before that the person cannot come.
        known: first days of free seats, in order; those before `first_start` suit others only.

    Raises:
        ValueError: `position` is below 1.
    """
    if position < 1:
        raise ValueError(f"position is {position}; expected >= 1")
    suitable = [day for day in known if day >= first_start]
    earliest = suitable[position - 1] if len(suitable) >= position else None
    if not history.says_something:
        return Wait(None, None, earliest, history, len(known))
    until_wish = max(0, -(-(first_start - today).days // 7))
    low = _weeks_until(position, history, (1 - CERTAINTY) / 2)
    high = _weeks_until(position, history, 1 - (1 - CERTAINTY) / 2)
    return Wait(
        max(until_wish, low or 0) if low is not None else MOST_WEEKS,
        None if high is None else max(until_wish, high),
        earliest,
        history,
        len(known),
    )


def _weeks_until(position: int, history: History, chance: float) -> int | None:
    """Return the fewest whole weeks within which `position` seats come with at least that chance; None beyond the most."""
    if _chance_of(position, history, MOST_WEEKS) < chance:
        return None
    low, high = 1, MOST_WEEKS
    while low < high:
        middle = (low + high) // 2
        if _chance_of(position, history, middle) >= chance:
            high = middle
        else:
            low = middle + 1
    return low


def _chance_of(seats: int, history: History, weeks: int) -> float:
    """Return how likely it is that at least `seats` come within `weeks`."""
    shape = history.seats + 0.5
    stays, comes = history.weeks / (history.weeks + weeks), weeks / (history.weeks + weeks)
    one = math.exp(shape * math.log(stays))  # none comes
    fewer = 0.0
    for count in range(seats):
        fewer += one
        one *= (shape + count) / (count + 1) * comes
    return 1 - fewer
