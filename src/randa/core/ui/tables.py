"""A table that sorts, filters, pages, hides columns and exports. Everything is in the query string, so it works without JavaScript."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.ui.table_rows import Rows, containing, equal_to, ordered, read, shown

PAGE_SIZES = (25, 100)
ALL_ROWS = "all"
NOTHING_YET = _("Här finns inget än.")
Text = str | Promise


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        key: attribute (or dict key) of a row, and the name in the query string.
        unit: shown under the label, so that cells hold bare numbers.
        places: decimals of a number.
        value: plain value of a row, when it is not simply the attribute.
        render: what the cell shows, text or markup, when it is not simply the value.
        order_by: field to order a queryset by, when it is not `key`.
        default_visible: whether the column shows before the person chooses columns.
        sortable: whether its label is a link that sorts.
        wrap: long text that may take several lines; other cells stay on one.
    """

    key: str
    label: Text
    numeric: bool = False
    sortable: bool = True
    default_visible: bool = True
    unit: Text = ""
    places: int = 0
    value: Callable[[Any], Any] | None = None
    render: Callable[[Any], str] | None = None
    order_by: str = ""
    wrap: bool = False

    def text(self, row: Any) -> str:
        return self.render(row) if self.render is not None else shown(read(row, self), self.places)


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice above the table. Without `choices` it offers the values found in the column `key`.

    `lookup` is for querysets; `apply` narrows one where a lookup is not enough.
    """

    key: str
    label: Text
    choices: Sequence[tuple[str, Text]] = ()
    lookup: str = ""
    apply: Callable[[Any, str], Any] | None = None


@dataclass(frozen=True, slots=True)
class BulkAction:
    """A button for the selected rows. The address receives their ids as `selected` and shows what will happen first."""

    label: Text
    url: str
    icon: str = ""
    css: str = "btn-primary"


@dataclass(frozen=True, slots=True)
class Cell:
    text: str
    column: Column
    is_first: bool


@dataclass(frozen=True, slots=True)
class Row:
    id: str
    url: str
    cells: list[Cell]


@dataclass(frozen=True, slots=True)
class Heading:
    column: Column
    is_first: bool
    url: str
    direction: str


@dataclass
class Table:
    """What a page shows of `rows`, as the query string asks.

    Attributes:
        key: names the table: its element on the page, its saved columns, its exported file.
        columns: in order; the first is always visible.
        rows: a sequence of objects or dicts, or a queryset.
        params: the query string.
        caption: what the table holds; read aloud, and the title of the exported sheet.
        row_id, row_url: of a row; `row_url` turns the first cell into a link.
        search_fields: fields of a queryset that the search box looks in; sequences are searched in all visible columns.
        footer: texts of a last row, by column key.
        visible_keys: columns the person has chosen earlier.
        empty: what stands there before the first row exists, and what to do.
    """

    key: str
    columns: Sequence[Column]
    rows: Rows
    params: Mapping[str, str]
    caption: Text
    filters: Sequence[Filter] = ()
    bulk_actions: Sequence[BulkAction] = ()
    row_id: Callable[[Any], Any] | None = None
    row_url: Callable[[Any], str] | None = None
    search_fields: Sequence[str] = ()
    searchable: bool = True
    footer: Mapping[str, str] = field(default_factory=dict)
    visible_keys: Sequence[str] = ()
    compact: bool = False
    empty: Text = NOTHING_YET

    @classmethod
    def from_request(cls, request: HttpRequest, *, key: str, **values: Any) -> "Table":
        """Make the table that this request asks for, with the columns that the person chose last (kept in the session)."""
        saved_as = f"columns:{key}"
        if "cols" in request.GET:
            request.session[saved_as] = request.GET.getlist("cols")
        return cls(key=key, params=request.GET, visible_keys=request.session.get(saved_as, ()), **values)

    @property
    def part_id(self) -> str:
        return f"table-{self.key}"

    @property
    def search_text(self) -> str:
        return self.params.get("q", "").strip()

    @property
    def export_format(self) -> str:
        """`csv` or `xlsx` when the request asks for a file, else empty."""
        wanted = self.params.get("export", "")
        return wanted if wanted in {"csv", "xlsx"} else ""

    @cached_property
    def visible_columns(self) -> list[Column]:
        chosen = set(self.visible_keys)
        first, *others = self.columns
        shown_others = [column for column in others if (column.key in chosen if chosen else column.default_visible)]
        return [first, *shown_others]

    @cached_property
    def active_filters(self) -> dict[str, str]:
        wanted = {rule.key: self.params.get(f"f_{rule.key}", "") for rule in self.filters}
        return {key: value for key, value in wanted.items() if value}

    @cached_property
    def _filter_reading(self) -> dict[str, Column]:
        by_key = {column.key: column for column in self.columns}
        return {rule.key: by_key.get(rule.key, Column(rule.key, rule.label)) for rule in self.filters}

    @cached_property
    def matching(self) -> Rows:
        """The rows that the search and the filters leave, in order: what is exported."""
        rows = self.rows
        for rule in self.filters:
            wanted = self.active_filters.get(rule.key)
            if wanted and rule.apply is not None:
                rows = rule.apply(rows, wanted)
            elif wanted:
                column = self._filter_reading[rule.key]
                rows = equal_to(rows, rule.lookup or rule.key, wanted, lambda row, c=column: read(row, c))  # type: ignore[misc]
        if self.search_text:
            rows = containing(rows, self.search_text, self.visible_columns, self.search_fields)
        if self.sort_column is not None:
            rows = ordered(rows, self.sort_column, descending=self.descending)
        return rows

    @cached_property
    def sort_column(self) -> Column | None:
        wanted = self.params.get("sort", "").removeprefix("-")
        return next((column for column in self.columns if column.key == wanted and column.sortable), None)

    @property
    def descending(self) -> bool:
        return self.params.get("sort", "").startswith("-")

    @cached_property
    def total_count(self) -> int:
        return self.rows.count() if isinstance(self.rows, QuerySet) else len(self.rows)

    @cached_property
    def matching_count(self) -> int:
        if not self.active_filters and not self.search_text:
            return self.total_count
        return self.matching.count() if isinstance(self.matching, QuerySet) else len(self.matching)

    @property
    def size(self) -> int | None:
        """Rows per page; None shows all."""
        wanted = self.params.get("size", "")
        if wanted == ALL_ROWS:
            return None
        return int(wanted) if wanted in {str(size) for size in PAGE_SIZES} else PAGE_SIZES[0]

    @property
    def page_count(self) -> int:
        return max(1, -(-self.matching_count // self.size)) if self.size else 1

    @property
    def page(self) -> int:
        wanted = self.params.get("page", "1")
        return min(max(1, int(wanted)), self.page_count) if wanted.isdecimal() else 1

    @property
    def first_number(self) -> int:
        return (self.page - 1) * (self.size or 0) + 1 if self.matching_count else 0

    @property
    def last_number(self) -> int:
        return min(self.page * self.size, self.matching_count) if self.size else self.matching_count

    @cached_property
    def page_rows(self) -> list[Row]:
        start = self.first_number - 1 if self.matching_count else 0
        return [self._row(row) for row in self.matching[start : self.last_number]]

    def _row(self, row: Any) -> Row:
        cells = [Cell(column.text(row), column, number == 0) for number, column in enumerate(self.visible_columns)]
        row_id = str(self.row_id(row)) if self.row_id else ""
        return Row(row_id, self.row_url(row) if self.row_url else "", cells)

    @cached_property
    def headings(self) -> list[Heading]:
        return [self._heading(column, is_first=number == 0) for number, column in enumerate(self.visible_columns)]

    def _heading(self, column: Column, *, is_first: bool) -> Heading:
        current = self.sort_column is not None and self.sort_column.key == column.key
        direction = ("descending" if self.descending else "ascending") if current else ""
        wanted = f"-{column.key}" if direction == "ascending" else column.key
        return Heading(column, is_first, self.url(sort=wanted, page="") if column.sortable else "", direction)

    @property
    def footer_cells(self) -> list[Cell]:
        if not self.footer:
            return []
        texts = ((self.footer.get(column.key, ""), column) for column in self.visible_columns)
        return [Cell(text, column, number == 0) for number, (text, column) in enumerate(texts)]

    @property
    def filter_controls(self) -> list[dict[str, Any]]:
        return [
            {"rule": rule, "current": self.active_filters.get(rule.key, ""), "choices": self._choices(rule)}
            for rule in self.filters
        ]

    def _choices(self, rule: Filter) -> Sequence[tuple[str, Text]]:
        if rule.choices or isinstance(self.rows, QuerySet):
            return rule.choices
        column = self._filter_reading[rule.key]
        values = {str(read(row, column)): read(row, column) for row in self.rows}
        return [(text, shown(value)) for text, value in sorted(values.items())]

    @property
    def chips(self) -> list[dict[str, str]]:
        """Plain words for what is filtered away, each with the address that takes it off."""
        chips = []
        for rule in self.filters:
            if wanted := self.active_filters.get(rule.key):
                label = dict(self._choices(rule)).get(wanted, wanted)
                chips.append({"text": f"{rule.label}: {label}", "url": self.url(**{f"f_{rule.key}": "", "page": ""})})
        if self.search_text:
            chips.append({"text": f"”{self.search_text}”", "url": self.url(q="", page="")})
        return chips

    @property
    def page_sizes(self) -> list[dict[str, Any]]:
        choices: list[tuple[str, Text]] = [(str(size), str(size)) for size in PAGE_SIZES]
        current = str(self.size or ALL_ROWS)
        return [
            {"label": label, "url": self.url(size=value, page=""), "current": value == current}
            for value, label in [*choices, (ALL_ROWS, _("alla"))]
        ]

    @property
    def previous_url(self) -> str:
        return self.url(page=str(self.page - 1)) if self.page > 1 else ""

    @property
    def next_url(self) -> str:
        return self.url(page=str(self.page + 1)) if self.page < self.page_count else ""

    @property
    def csv_url(self) -> str:
        return self.url(export="csv")

    @property
    def xlsx_url(self) -> str:
        return self.url(export="xlsx")

    @property
    def kept_params(self) -> list[tuple[str, str]]:
        """What the filter form must send along: the order, the page size, and what belongs to others on the page."""
        own = {"q", "page", "cols", "export", *(f"f_{rule.key}" for rule in self.filters)}
        return [(name, value) for name, value in self.params.items() if name not in own and value]

    def url(self, **changes: str) -> str:
        """Return the query string with some values changed; an empty value takes a parameter away."""
        merged = {**{name: self.params[name] for name in self.params if name not in {"cols", "export"}}, **changes}
        return "?" + urlencode({name: value for name, value in merged.items() if value})


def table_response(request: HttpRequest, template: str, table: Table, context: Mapping[str, Any]) -> HttpResponse:
    """Answer with the page, with the table alone when htmx asks for it, or with the file that the export menu asks for."""
    if table.export_format:
        from randa.core.ui.export import table_file  # xlsxwriter is only needed for a file

        return table_file(table)
    part = request.headers.get("HX-Target") == table.part_id
    response = render(request, "ui/table.html" if part else template, {**context, "table": table})
    response.headers["Vary"] = "HX-Request, HX-Target"
    return response
