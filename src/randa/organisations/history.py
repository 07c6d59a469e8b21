"""What has been changed in an organisation, on its page: apps above say which of their objects belong to its history."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from randa.core.audit.history import history_at
from randa.organisations.models import Organisation
from randa.organisations.panels import Panel

_KINDS: dict[str, tuple[str, ...]] = {}  # kind of object -> permissions each of which shows its changes


def remember(label: str, *permissions: str) -> None:
    """Show the changes of objects of the model `label` in the history of their organisation to whoever has one of the permissions there."""
    _KINDS[label] = permissions


def history_panel(actor: Any, organisation: Organisation) -> Panel | None:
    """Return what was changed in the organisation itself, as far as the actor may see; nothing when there is nothing."""
    shown = [label for label, names in sorted(_KINDS.items()) if any(actor.has(name, organisation) for name in names)]
    history = history_at(organisation.path, shown) if shown else None
    if history is None or not history.lines:
        return None
    return Panel(_("Historik"), "organisations/_history.html", {"history": history}, wide=True)
