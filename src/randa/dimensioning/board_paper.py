"""One page for a board: the answer, what it rests on, charts and tables."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.core.ui.charts import Chart
from randa.core.ui.export import file_response

TEMPLATE = Path(__file__).resolve().parent / "documents" / "board.typ"
TableParts = tuple[str, Sequence[str], Sequence[Sequence[str]]]


def board_paper(
    *, title: str, lead: Iterable[str], charts: Iterable[Chart] = (), tables: Iterable[TableParts] = (), source: str
) -> dict[str, Any]:
    """Return the data of the document; a chart is told by its own title, a table by (title, heads, rows)."""
    return {
        "title": title,
        "language": (get_language() or "sv")[:2],
        "lead": list(lead),
        "charts": [
            {"title": str(one.lead or one.title), "svg": one.svg, "description": str(one.description)} for one in charts
        ],
        "tables": [
            {"title": name, "head": list(heads), "rows": [list(row) for row in rows]} for name, heads, rows in tables
        ],
        "source": _("Källa: %(source)s") % {"source": source},
        "printed": _("Randa, %(day)s") % {"day": today().isoformat()},
    }


def paper_response(data: dict[str, Any], name: str) -> HttpResponse:
    """Answer with the document as PDF."""
    from randa.core.documents.pdf import pdf_of  # only needed for a document

    return file_response(pdf_of(TEMPLATE, data), "application/pdf", f"{name}.pdf")
