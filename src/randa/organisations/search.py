"""Organisations and units in the search index: open to everybody who is signed in, like their pages."""

from collections.abc import Iterator, Sequence

from django.utils import translation

from randa.core.search.registry import IndexRow
from randa.organisations.models import Organisation


def organisation_rows(ids: Sequence[str] | None) -> Iterator[IndexRow]:
    """Yield organisations; a unit is found by the hospital that it belongs to as well."""
    found = Organisation.objects.select_related("parent")
    if ids is not None:
        found = found.filter(pk__in=ids)
    for one in found.order_by("pk").iterator():
        above = str(one.parent) if one.parent else ""
        yield IndexRow(
            object_id=str(one.pk),
            title=one.name,
            url=one.get_absolute_url(),
            hint_sv=_hint(one, above, "sv"),
            hint_en=_hint(one, above, "en"),
            text=f"{one.short_name} {one.code}",
            is_open=True,
        )


def _hint(one: Organisation, above: str, language: str) -> str:
    with translation.override(language):
        return f"{one.get_kind_display()}, {above}" if above else str(one.get_kind_display())
