"""Seats that are held without a placement, told by the apps above: what an organisation has been promised for good."""

import datetime as dt
from collections.abc import Callable, Sequence
from decimal import Decimal

Counts = dict[int, list[int]]
Seats = dict[int, list[Decimal]]  # per unit and week; parts of a seat where learners share one
Holder = Callable[[Sequence[int], dt.date, int], Seats]
_HOLDERS: list[Holder] = []


def register(holder: Holder) -> None:
    """Add a count of held seats: units' keys, the Monday of week 0 and how many weeks -> per unit and week, how much is held."""
    if holder not in _HOLDERS:
        _HOLDERS.append(holder)


def held_seats(unit_ids: Sequence[int], first_monday: dt.date, weeks: int) -> Seats:
    """Return, per unit and week, the seats that are held by somebody whose learner is not placed yet."""
    total = {unit: [Decimal(0)] * weeks for unit in unit_ids}
    for holder in _HOLDERS:
        for unit, counts in holder(unit_ids, first_monday, weeks).items():
            total[unit] = [one + more for one, more in zip(total[unit], counts, strict=True)]
    return total
