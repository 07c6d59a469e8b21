"""Sharing that nobody had to agree on: apps above say how much a placement, say, opens by itself."""

import datetime as dt
from collections.abc import Callable, Sequence

# (paths, day) -> the learners of others that the organisations under the paths see, and their own that others see.
Counter = Callable[[Sequence[str], dt.date], tuple[int, int]]
_COUNTERS: list[Counter] = []


def register(counter: Counter) -> None:
    """Count what `counter` knows of on the page about sharing."""
    if counter not in _COUNTERS:
        _COUNTERS.append(counter)


def automatic(paths: Sequence[str], day: dt.date) -> tuple[int, int]:
    """Return how many people others show to the organisations under `paths` by themselves today, and how many those show."""
    found = [counter(paths, day) for counter in _COUNTERS]
    return sum(one[0] for one in found), sum(one[1] for one in found)
