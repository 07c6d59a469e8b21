"""Who reads the log."""

from typing import Any


def can_read_log(actor: Any) -> bool:
    """Whoever has the log as a task somewhere; which events they read is settled row by row."""
    return bool(actor.has("audit.view"))
