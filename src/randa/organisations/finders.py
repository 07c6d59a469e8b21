"""What the palette finds here without an index: the published tables, which are few and never change."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from randa.core.search.registry import Hit
from randa.organisations.headings import table_place, table_title
from randa.organisations.queries import published_tables


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
