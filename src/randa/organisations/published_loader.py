"""Loading the published tables as printed: cells are text, nothing is corrected."""

from collections.abc import Mapping
from typing import Any

from randa.core.loader import Loaded, load_rows
from randa.core.provenance import Provenance
from randa.organisations.models import PublishedRow, PublishedTable
from randa.organisations.names import organisation_of
from randa.reference import readers
from randa.reference.model import PrintedTable

# Columns that we have added beside what is printed: numbers read out of a printed text, or a content in our own words.
READINGS = frozenset({
    "section_min_months", "value_min", "value_max", "standard_months_min", "standard_months_max", "difference_min",
    "difference_max", "is_at_site", "responses_implied", "list_no", "remark", "note", "completed_integrated",
    "completed_free_standing",
})  # fmt: skip
READINGS_OF_PERIODS = frozenset(
    {"unit", "mode"}
)  # where a printed period has been read; elsewhere they are part of the fact
ABOUT = {
    "p2025_orebro_weeks_at_bt": "REG-18",
    "t2023_figure_6_effect_goals_orebro": "REG-18",
}  # tables about one region
WHERE = ("document", "printed_table")


def load_published_tables(ids: Mapping[str, int]) -> Loaded:
    """Load all tables and their rows; `ids` are primary keys of organisations by code."""
    tables = readers.printed_tables()
    loaded = load_rows(PublishedTable, [_table(one) for one in tables], key=["key"])
    table_ids = dict(PublishedTable.objects.values_list("key", "pk"))
    rows = [row for one in tables for row in _rows(one, table_ids[one.key], ids)]
    owned = PublishedRow.objects.filter(table__key__in=[one.key for one in tables])
    return loaded + load_rows(PublishedRow, rows, key=["table_id", "row_no"], owned=owned)


def _table(table: PrintedTable) -> dict[str, Any]:
    claims = {column.name: column for column in table.columns}
    columns = [
        {
            "name": name,
            "kind": claims[name].kind if name in claims else _kind(name, table),
            "measure": claims[name].measure if name in claims else "",
        }
        for name in _shown(table)
    ]
    return {
        "key": table.key,
        "title": table.about,
        "document": table.document,
        "place": table.title,
        "columns": columns,
        "note": "",
        "provenance": str(Provenance.STATED),
        "source": f"{table.document} {table.title}",
    }


def _rows(table: PrintedTable, table_id: int, ids: Mapping[str, int]) -> list[dict[str, Any]]:
    shown = _shown(table)
    return [
        {
            "table_id": table_id,
            "row_no": number,
            "organisation_id": ids.get(organisation_of(row) or ABOUT.get(table.key, "")),
            "cells": [row[name] for name in shown],
        }
        for number, row in enumerate(table.rows, start=1)
    ]


def _shown(table: PrintedTable) -> list[str]:
    """Return the columns without row numbers and those that only repeat where the table stands."""
    same = {"row"} | {name for name in WHERE if name in table.header and len({row[name] for row in table.rows}) == 1}
    return [name for name in table.header if name not in same]


def _kind(name: str, table: PrintedTable) -> str:
    if name.endswith("_own_words"):
        return "own_words"
    readings = READINGS | READINGS_OF_PERIODS if "period_raw" in table.header else READINGS
    return "reading" if name in readings else "printed"
