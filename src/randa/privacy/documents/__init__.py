"""Papers about personal data, all made from one template: the register, an export, the protocol of a removal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from randa.core.documents.pdf import pdf_of

TEMPLATE = Path(__file__).resolve().parent / "document.typ"


def document(*, title: str, lead: str, sections: Sequence[dict[str, Any]], day: str, source: str = "") -> bytes:
    """Return a tagged PDF. A section has `title`, and may have `text`, `facts`, `cards` (title, facts, note), `head` and `rows`."""
    whole = [{"text": "", "facts": [], "cards": [], "head": [], "rows": [], **section} for section in sections]
    return pdf_of(
        TEMPLATE,
        {
            "title": title,
            "lead": lead,
            "sections": whole,
            "language": get_language() or "sv",
            "footer": source or "Randa",
            "printed": _("Utskrivet %(day)s") % {"day": day},
        },
    )
