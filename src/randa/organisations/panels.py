"""What other apps show on the page of an organisation: they register here, organisations know none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from randa.organisations.models import Organisation


@dataclass(frozen=True, slots=True)
class Panel:
    """A card on the page: a heading and a template with what it needs, read beforehand."""

    title: str | Promise
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    wide: bool = False  # holds a table with many columns


PanelMaker = Callable[[Any, Organisation], Panel | None]  # (actor, organisation) -> what the actor may see, or nothing
_MAKERS: dict[str, PanelMaker] = {}


def register(key: str, maker: PanelMaker) -> None:
    """Add a panel, or replace the one with the same key."""
    _MAKERS[key] = maker


def panels_for(actor: Any, organisation: Organisation) -> list[Panel]:
    """Return the panels that have something to show, by key."""
    made = (_MAKERS[key](actor, organisation) for key in sorted(_MAKERS))
    return [panel for panel in made if panel is not None]
