"""What the palette finds on this floor: pages by their names, and people one may see."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from randa.core.search.registry import Hit
from randa.core.ui.navigation import visible_links
from randa.home.links import address
from randa.people.models import User


def pages(actor: User, query: str, limit: int) -> Iterator[Hit]:
    """The entries of the menu that the actor may open, and a few pages that are not in it."""
    own = [(_("Rundtur på två minuter"), address("home:tour")), (_("Lösenord och säkerhet"), address("mfa_index"))]
    links = [(link.label, link.url) for link in visible_links(actor.has)] + own
    found = [Hit(label, _("Sidor"), url) for label, url in links if query.casefold() in label.casefold()]
    yield from found[:limit]


def people(actor: User, query: str, limit: int) -> Iterator[Hit]:
    """People by name; each leads to what the actor may see of them. Two letters at least, or the list is anybody."""
    if len(query) < 2 or not actor.has("people.view"):
        return
    names: Any = Concat("given_name", Value(" "), "family_name")
    seen = User.objects.visible_to(actor).annotate(whole_name=names).filter(Q(whole_name__icontains=query))
    for person in seen.order_by("family_name", "given_name", "pk")[:limit]:
        yield Hit(
            str(person), _("Personer"), address("people:detail", person.pk) or address("home:start"), person.title
        )
