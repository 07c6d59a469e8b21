"""When to stop. The only place in the engine that looks at a clock: the algorithms are handed a rule and ask it."""

from __future__ import annotations

import time
from collections.abc import Callable

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
