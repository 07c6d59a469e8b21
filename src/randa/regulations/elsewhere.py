"""Rules of a region that have a page of their own: apps above say where, and the region's page leads there."""

from collections.abc import Callable
from dataclasses import dataclass

from randa.organisations.models import Organisation
from randa.people.models import User


@dataclass(frozen=True, slots=True)
class RulePage:
    """Where some rules stand, and what they are about."""

    label: str
    url: str


PageOf = Callable[[User, Organisation], RulePage | None]  # (who looks, region); None when it is not for them

_PAGES: dict[str, PageOf] = {}


def register(name: str, page_of: PageOf) -> None:
    """Add a page, or replace the one with the same name; pages are shown by name."""
    _PAGES[name] = page_of


def pages_for(actor: User, region: Organisation) -> list[RulePage]:
    """Return the pages about rules of the region that `actor` may open."""
    found = (page_of(actor, region) for _name, page_of in sorted(_PAGES.items()))
    return [page for page in found if page is not None]
