"""How a page marks where a fact comes from."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString

from randa.core.provenance import Provenance
from randa.organisations.headings import column_heading, table_place, table_title
from randa.organisations.wording import in_words

register = template.Library()
LETTERS = {"a": ("a",), "b": ("b",), "c": ("c",), "a+b": ("a", "b")}


@register.inclusion_tag("organisations/_source_mark.html")
def source_mark(provenance: str, source: str | Promise = "") -> dict[str, Any]:
    """Mark one provenance, also the two-fold a+b and those made here; the source stands as a hint on the mark."""
    letters = LETTERS.get(provenance, ())
    label = "" if letters else Provenance(provenance).label
    return {"letters": letters, "label": label, "source": in_words(str(source)) if source else ""}


def source_mark_of(fact: Any) -> SafeString:
    """Return the mark of an object with `provenance` and `source`, for a cell of a table."""
    return render_to_string("organisations/_source_mark.html", source_mark(fact.provenance, fact.source))


@register.filter
def heading(column: Mapping[str, str]) -> str:
    """Show the heading of a column of a published table."""
    return column_heading(column)


register.filter("table_title", table_title)
register.filter("table_place", table_place)


@register.filter
def words(text: str) -> str:
    """Show a text of the reference data in the language of the page."""
    return in_words(text)
