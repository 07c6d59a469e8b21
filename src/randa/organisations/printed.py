"""A printed table as a page shows it: the printed cells untouched, recomputed figures in columns of their own."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _

from randa.core.ui.components import icon_svg
from randa.core.ui.tables import Column, Table
from randa.organisations.headings import heading_and_unit, table_title
from randa.organisations.models import PublishedTable
from randa.organisations.recomputing import Beside, Recomputed

Row = dict[str, Any]


def printed_table(request: HttpRequest, published: PublishedTable, beside: Recomputed) -> Table:
    """Return the table component for one published table, in the printed order."""
    rows = printed_rows(published, beside)
    return Table.from_request(
        request,
        key=published.key.replace("_", "-"),
        columns=printed_columns(published, beside),
        rows=rows,
        caption=table_title(published),
        footer=_footer(published, beside),
        searchable=len(rows) > 10,
        compact=True,
    )


def printed_rows(published: PublishedTable, beside: Recomputed) -> list[Row]:
    """Return the printed cells by column name, and recomputed figures under `recomputed:<name>`."""
    names = [column["name"] for column in published.columns]
    rows = []
    for row in published.rows.all():
        printed = dict(zip(names, row.cells, strict=True))
        computed = {f"recomputed:{name}": beside.cells.get((row.row_no, name)) for name in names}
        rows.append({"row_no": row.row_no, **printed, **computed})
    return rows


def printed_columns(published: PublishedTable, beside: Recomputed) -> Sequence[Column]:
    """Return the printed columns, each followed by a recomputed one where there is something to compare with."""
    compared = {name for _row, name in beside.cells}
    columns = []
    for column in published.columns:
        label, unit = heading_and_unit(column)
        kind = column["kind"]
        columns.append(
            Column(
                column["name"],
                label,
                unit=unit,
                numeric=kind in {"count", "rate"},
                wrap=kind in {"own_words", "printed"},
                sortable=False,
                default_visible=kind != "reading",
            )
        )
        if column["name"] in compared:
            columns.append(_beside_column(column["name"], label))
    return columns or [Column("row_no", _("Rad"), numeric=True)]  # a table whose columns nobody has described


def _footer(published: PublishedTable, beside: Recomputed) -> dict[str, str]:
    """Return the row of recomputed sums, named in the first column; none when nothing is summed."""
    return {**beside.sums, published.columns[0]["name"]: _("Omräknad summa")} if beside.sums else {}


def _beside_column(name: str, label: str) -> Column:
    key = f"recomputed:{name}"
    return Column(
        key,
        label,
        unit=_("omräknat"),
        numeric=True,
        sortable=False,
        value=lambda row: row[key].text if row[key] else "",
        render=lambda row: _beside_text(row[key]),
    )


def _beside_text(beside: Beside | None) -> str:
    """A difference is marked with a sign and a word for those who hear the page, never with colour alone."""
    if beside is None:
        return ""
    if not beside.differs:
        return beside.text
    return format_html(
        '<strong class="text-nowrap">{} {}</strong>',
        icon_svg("triangle-alert", size="s", label=_("skiljer sig")),
        beside.text,
    )
