"""When to stop. The only place in the engine that looks at a clock: the algorithms are handed a rule and ask it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
from numpy.typing import NDArray

StopRule = Callable[[], bool]


def never() -> bool:
    """Never stop."""
    return False


def after_seconds(seconds: float | None) -> StopRule:
    """Return a rule that says stop once this much time has passed from now; None never stops."""
    if seconds is None:
        return never
    deadline = time.monotonic() + seconds
    return lambda: time.monotonic() >= deadline


@contextmanager
def alarm(seconds: float | None) -> Iterator[NDArray[np.int64]]:
    """Give a number, [1], that turns from 0 to 1 once this much time has passed: long compiled loops look at it.

    What such a loop brings after that is cut off by the clock, so whoever called it must throw it away.
    """
    rung = np.zeros(1, np.int64)
    if seconds is None:
        yield rung
        return
    timer = threading.Timer(seconds, rung.fill, [1])
    timer.daemon = True
    timer.start()
    try:
        yield rung
    finally:
        timer.cancel()


class TimeLimit:
    """Seconds that several pieces of work share, counted from when it is made."""

    def __init__(self, seconds: float | None) -> None:
        """Begin to count; None is no limit."""
        self._began = time.monotonic()
        self._deadline = None if seconds is None else self._began + seconds

    def left(self, share: float = 1.0) -> float | None:
        """Return a share of the seconds that are left, at least 0; None without a limit."""
        return None if self._deadline is None else max(0.0, self._deadline - time.monotonic()) * share

    def passed(self) -> float:
        """Return the seconds since it was made."""
        return time.monotonic() - self._began
