"""Who may see how sending mail has gone."""

from typing import Any


def can_view_mail_status(actor: Any) -> bool:
    """Whoever runs the system: the list has addresses of everybody."""
    return bool(actor.has("system.manage"))
