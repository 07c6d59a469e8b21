"""What the palette finds here: organisations and published tables."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.search.registry import Hit
from randa.organisations.headings import table_place, table_title
from randa.organisations.models import Organisation
from randa.organisations.queries import published_tables


def find_organisations(actor: Any, query: str, limit: int) -> Iterator[Hit]:  # noqa: ARG001 - open to everybody
    """Yield organisations whose name, short name or code has the words."""
    if not query:
        return
    matches = Q(name__icontains=query) | Q(short_name__icontains=query) | Q(code__iexact=query)
    found = Organisation.objects.filter(matches).order_by("kind", "sort_name", "pk")[:limit]
    for one in found:
        yield Hit(one.name, _("Organisationer"), one.get_absolute_url(), one.get_kind_display())


def find_tables(actor: Any, query: str, limit: int) -> list[Hit]:  # noqa: ARG001 - open to everybody
    """Return published tables whose title or place has the words; there are few, so they are searched as shown."""
    wanted = query.casefold()
    hits = [
        Hit(
            table_title(one),
            _("Publicerade tabeller"),
            reverse("organisations:table", args=[one.key]),
            f"{one.document} {table_place(one)}",
        )
        for one in (published_tables() if wanted else ())
    ]
    return [hit for hit in hits if wanted in f"{hit.label} {hit.hint}".casefold()][:limit]
