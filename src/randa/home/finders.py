"""What the palette finds on this floor: pages by their names."""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from randa.core.search.registry import Hit
from randa.core.ui.navigation import visible_links
from randa.home.links import address


def pages(actor: Any, query: str, limit: int) -> Iterator[Hit]:
    """The entries of the menu that the actor may open, and a few pages that are not in it."""
    own = [(_("Rundtur på två minuter"), address("home:tour")), (_("Lösenord och säkerhet"), address("mfa_index"))]
    links = [(link.label, link.url) for link in visible_links(actor.has)] + own
    found = [Hit(label, _("Sidor"), url) for label, url in links if query.casefold() in label.casefold()]
    yield from found[:limit]
