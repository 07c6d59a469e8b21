"""Tagged PDF from a typst template and plain data: readable aloud (PDF/UA), the same bytes for the same data and day."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from randa.core.clock import today

FONTS = Path(__file__).resolve().parents[1] / "ui" / "static" / "ui" / "dist" / "fonts"


def pdf_of(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the document that `template` makes of `data`, which it reads with `json(bytes(sys.inputs.data))`.

    Nothing outside the template's folder is read; pictures are handed over in the data as SVG text. The template sets the
    document's title and language, without which PDF/UA refuses it.
    """
    import typst  # a compiler of 60 MB that only a document needs

    midnight = dt.datetime.combine(today(), dt.time(), dt.UTC)
    made: bytes = typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(midnight.timestamp()),
    )
    return made
