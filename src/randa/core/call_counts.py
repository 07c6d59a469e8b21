"""How often something is called in a minute. All processes count together (`identity.shared_cache`)."""

import math
import time
from dataclasses import dataclass

from django.core.cache import cache

from randa.core.access.row_security import unlogged

WINDOW = 60


@dataclass(frozen=True, slots=True)
class Count:
    """How much of a limit is used in the running minute."""

    limit: int
    used: int
    seconds_left: int

    @property
    def is_over(self) -> bool:
        return self.used > self.limit

    @property
    def headers(self) -> dict[str, str]:
        return {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(max(0, self.limit - self.used)),
            "RateLimit-Reset": str(self.seconds_left),
        }


def count(who: str, limit: int, add: int = 1, now: float | None = None) -> Count:
    """Count a call by `who` in the running minute (nothing with `add=0`), and return how it stands."""
    now = time.time() if now is None else now
    minute = int(now // WINDOW)
    key = f"calls:{who}:{minute}"
    with unlogged():
        used = int(cache.get(key, 0)) if not add else _increased(key, add)
    return Count(limit, used, max(1, math.ceil((minute + 1) * WINDOW - now)))


def _increased(key: str, add: int) -> int:
    try:
        return int(cache.incr(key, add))
    except ValueError:
        cache.add(key, 0, timeout=2 * WINDOW)  # of two at once one adds it, and both increase it
        return int(cache.incr(key, add))
