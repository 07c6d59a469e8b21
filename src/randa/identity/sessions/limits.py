"""How long a session lasts."""

import time

from django.conf import settings
from django.http import HttpRequest

from randa.identity.factors import is_demo_session
from randa.identity.sessions.services import SEEN, STARTED

SEEN_EVERY = 60  # seconds between two notes that a session is used: a note is a write
WARN_BEFORE = 120


def seconds_left(request: HttpRequest) -> float | None:
    """Return how long the session lasts if nobody does anything, never below zero; None for the demo world, which has no end."""
    if is_demo_session(request):
        return None
    now = time.time()
    idle = float(request.session.get(SEEN, now)) + settings.RANDA_SESSION_IDLE_MINUTES * 60 - now
    return max(0.0, min(idle, _whole(request, now)))


def seconds_in_all(request: HttpRequest) -> float:
    """Return how long the session can last at most, however it is used."""
    return max(0.0, _whole(request, time.time()))


def why_over(request: HttpRequest) -> str:
    """Return "idle" or "whole" for a session that is over, empty for one that goes on."""
    left = seconds_left(request)
    if left is None or left > 0:
        return ""
    return "whole" if seconds_in_all(request) <= 0 else "idle"


def is_due(request: HttpRequest) -> bool:
    """Tell whether it is time to note that the session is used."""
    return time.time() - float(request.session.get(SEEN, 0)) >= SEEN_EVERY


def warn_before() -> int:
    """Return how many seconds before the end the person is warned: two minutes, less where sessions are very short."""
    return int(min(WARN_BEFORE, settings.RANDA_SESSION_IDLE_MINUTES * 60 / 3))


def _whole(request: HttpRequest, now: float) -> float:
    return float(request.session.get(STARTED, now)) + settings.RANDA_SESSION_HOURS * 3600 - now
