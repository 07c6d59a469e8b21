"""Registered documents in the search index: only what the public register says, for those who keep it."""

from collections.abc import Iterator, Sequence

from django.utils import translation

from randa.core.search.registry import IndexRow
from randa.records.models import RegisteredDocument

MANAGE = "records.manage"


def document_rows(ids: Sequence[str] | None) -> Iterator[IndexRow]:
    """Yield documents by number and public words. What is kept apart, markings, notes and files are never indexed."""
    documents = RegisteredDocument.objects.public_lines()
    if ids is not None:
        documents = documents.filter(pk__in=ids)
    for one in documents.order_by("pk"):
        concerns, counterpart = getattr(one, "public_concerns", ""), getattr(one, "public_counterpart", "")
        yield IndexRow(
            object_id=str(one.pk),
            title=f"{one.mark} {concerns}",
            url=one.get_absolute_url(),
            hint_sv=_direction(one, "sv"),
            hint_en=_direction(one, "en"),
            text=f"{one.mark} {counterpart}",
            scopes=[f"{MANAGE}:{one.register.organisation.path}"],
        )


def _direction(document: RegisteredDocument, language: str) -> str:
    with translation.override(language):
        return f"{document.get_direction_display()}, {document.register.organisation.name}"
