"""What the palette finds on this floor: pages by their names, and people one may see."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Prefetch, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.core.search.registry import Hit
from randa.core.ui.navigation import visible_links
from randa.home.links import address
from randa.people.models import RoleAssignment, User


def pages(actor: User, query: str, limit: int) -> Iterator[Hit]:
    """The entries of the menu that the actor may open, and a few pages that are not in it."""
    own = [(_("Rundtur på två minuter"), address("home:tour")), (_("Lösenord och säkerhet"), address("mfa_index"))]
    links = [(link.label, link.url) for link in visible_links(actor.has)] + own
    found = [Hit(label, _("Sidor"), url) for label, url in links if query.casefold() in label.casefold()]
    yield from found[:limit]


def people(actor: User, query: str, limit: int) -> Iterator[Hit]:
    """People by name; each leads to the organisation where they have their role. Under two letters the list would be anybody."""
    if len(query) < 2 or not actor.has("people.view"):
        return
    names: Any = Concat("given_name", Value(" "), "family_name")
    current = RoleAssignment.objects.current(today()).select_related("organisation").order_by("role__sort_order", "pk")
    seen = (
        User.objects.visible_to(actor)
        .annotate(whole_name=names)
        .filter(Q(whole_name__icontains=query))
        .prefetch_related(Prefetch("role_assignments", queryset=current, to_attr="roles_today"))
        .order_by("family_name", "given_name", "pk")
    )
    for person in seen[:limit]:
        held: list[RoleAssignment] = person.roles_today  # type: ignore[attr-defined]  # made by the prefetch above
        if held:
            place = held[0].organisation
            yield Hit(
                str(person), _("Personer"), place.get_absolute_url(), f"{person.title}, {place}".removeprefix(", ")
            )
