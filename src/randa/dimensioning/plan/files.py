"""The plan as rows of a file, in Swedish whatever the page's language, so that they read back."""

from collections.abc import Iterable, Mapping
from typing import Any

from randa.dimensioning.plan.changes import CellKey
from randa.dimensioning.plan.names import POST_TYPE_NAMES
from randa.dimensioning.plan.rows import guarded

STATUS_NAMES: Mapping[str, str] = {"draft": "utkast", "decided": "beslutad"}


def export_rows(cells: Iterable[tuple[CellKey, str, int, str, str, str]]) -> list[list[Any]]:
    """Return rows under `rows.HEADS` from (key, region name, posts, status, source, comment)."""
    return [
        [name, key.year, POST_TYPE_NAMES[key.post_type], posts, STATUS_NAMES[status], guarded(source), guarded(comment)]
        for key, name, posts, status, source, comment in cells
    ]
