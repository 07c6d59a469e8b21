"""How much of the time of a search has passed, and how often it may ask and tell."""

import time
from collections.abc import Callable


class Clock:
    """How much of the search time has passed."""

    def __init__(self, seconds: int) -> None:
        self._seconds = seconds
        self._began = time.monotonic()

    def percent(self) -> int:
        return min(98, int(100 * (time.monotonic() - self._began) / self._seconds))


def often(question: Callable[[], bool]) -> Callable[[], bool]:
    """Return `question` answered from memory for half a second: it goes to the database, the search asks often."""
    asked_at, answer = 0.0, False

    def ask() -> bool:
        nonlocal asked_at, answer
        if time.monotonic() - asked_at > 0.5:
            asked_at, answer = time.monotonic(), question()
        return answer

    return ask
