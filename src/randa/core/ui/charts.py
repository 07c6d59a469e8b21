"""Charts as quiet, self-contained SVG, each with the table it was drawn from. Import this module inside views, not before a fork:
vl-convert hangs in a forked child once its parent has drawn something."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from itertools import count
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.ui import chart_theme as look
from randa.core.ui.build import DIST
from randa.core.ui.components import AREAS
from randa.core.ui.export import XLSX_TYPE, file_response, xlsx_bytes

Text = str | Promise
Records = Sequence[Mapping[str, Any]]
Spec = dict[str, Any]
Titles = Mapping[str, Text]
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Chart:
    """A finding, drawn.

    Attributes:
        title: the finding as a sentence, not the name of the measure.
        svg: markup without scripts or styles; colours follow the page's theme.
        table_columns, table_rows: the same figures, for the table beside the chart and for export.
        source, as_of: where the figures come from, and of which day they are.
        description: what the chart shows, for a person who does not see it.
        key: names its element and its files.
    """

    title: Text
    svg: str
    table_columns: Sequence[Text]
    table_rows: Sequence[Sequence[Any]]
    source: Text
    as_of: Text
    description: Text
    key: str
    lead: Text = ""
    export_url: str = ""

    @property
    def numeric(self) -> list[bool]:
        """Which columns hold numbers, told by the first row."""
        return [isinstance(value, int | float) for value in self.table_rows[0]] if self.table_rows else []

    @property
    def heads(self) -> list[tuple[Text, bool]]:
        return list(zip(self.table_columns, self.numeric, strict=False))

    @property
    def lines(self) -> list[list[tuple[Any, bool]]]:
        return [list(zip(row, self.numeric, strict=True)) for row in self.table_rows]


@dataclass(frozen=True, slots=True)
class About:
    """The words around a chart, the same for every kind."""

    title: Text
    source: Text
    as_of: Text
    description: Text
    key: str
    lead: Text = ""
    export_url: str = ""


def line_with_band(
    records: Records, *, about: About, x: str, y: str, series: str = "", low: str = "", high: str = "",
    x_title: Text = "", y_title: Text = "", colours: Mapping[str, str] | None = None, limit: float | None = None,
    limit_label: Text = "", places: int = 0, zero: bool = True, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw one line per series over an ordered x, with a band from `low` to `high` and the series named at its last point.

    Args:
        records: one per point; `x` is shown as it is written, in the order given.
        limit: a horizontal line that must not be crossed, named by `limit_label`.
        colours: series name -> colour; areas have theirs in `components.AREAS`.
        titles: words for the columns of the table, by record key.
    """
    import altair as alt  # slow to import (about two seconds with pandas), and most pages draw nothing

    names = list(dict.fromkeys(record[series] for record in records)) if series else []
    order = list(dict.fromkeys(record[x] for record in records))
    # Room for the words beside the last points; about seven units a letter.
    width = 840 - 7 * max(len(str(limit_label)), *(len(str(name)) for name in names), 0)
    across = alt.X(f"{x}:O", sort=order, title=str(x_title) or None, scale=alt.Scale(paddingOuter=0.2))
    axis = alt.Axis(format=f",.{places}f", tickCount=5)
    up = alt.Y(f"{y}:Q", title=str(y_title), scale=alt.Scale(zero=zero, nice=True), axis=axis)
    base = alt.Chart(_data(alt, records)).encode(x=across, color=_colours(alt, series, names, colours))
    layers: list[Any] = []
    if low and high:
        layers.append(base.mark_area(opacity=0.16).encode(y=alt.Y(f"{low}:Q", title=str(y_title)), y2=high))
    layers.append(base.mark_line(strokeWidth=2.5, point=alt.OverlayMarkDef(filled=True, size=34)).encode(y=up))
    if series:
        last = base.transform_filter(alt.FieldEqualPredicate(field=x, equal=order[-1]))
        layers.append(last.mark_text(align="left", dx=10, fontWeight=600).encode(y=up, text=f"{series}:N"))
    if limit is not None:
        layers += _limit(alt, limit, str(limit_label), width)
    spec = alt.layer(*layers).properties(width=width, height=300).to_dict()
    keys = [x, *([series] if series else []), y, *([low, high] if low and high else [])]
    return _finish(spec, about, records, keys, {x: x_title, y: y_title, **(titles or {})})


def bars(
    records: Records, *, about: About, label: str, value: str, value_title: Text = "", highlight: str = "",
    colours: Mapping[str, str] | None = None, places: int = 0, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw horizontal bars in the order given, each with its figure; `highlight` names the bar that the title is about."""
    import altair as alt  # see line_with_band

    order = [record[label] for record in records]
    chosen = {
        name: (colours or {}).get(name, look.ACCENT if not highlight or name == highlight else "#77858b")
        for name in order
    }
    colour = alt.Color(f"{label}:N", scale=alt.Scale(domain=list(chosen), range=list(chosen.values())))
    axis_y = alt.Y(f"{label}:N", sort=order, title=None, axis=alt.Axis(labelColor=look.INK, domain=False, ticks=False))
    base = alt.Chart(_data(alt, records))
    shape = base.mark_bar(height={"band": 0.68}, cornerRadiusEnd=2).encode(
        x=alt.X(f"{value}:Q", axis=None), y=axis_y, color=colour
    )
    text = base.mark_text(align="left", dx=6, fontWeight=600).encode(
        x=alt.X(f"{value}:Q", axis=None), y=axis_y, text=alt.Text(f"{value}:Q", format=f",.{places}f")
    )
    spec = alt.layer(shape, text).properties(width=680, height={"step": 32}).to_dict()
    return _finish(spec, about, records, [label, value], {value: value_title, **(titles or {})})


def stacked_bars(
    records: Records, *, about: About, x: str, y: str, part: str, x_title: Text = "", y_title: Text = "",
    colours: Mapping[str, str] | None = None, places: int = 0, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw one standing bar per x, divided into parts in the order given; parts are named beside the last bar."""
    import altair as alt  # see line_with_band

    order = list(dict.fromkeys(record[x] for record in records))
    parts = list(dict.fromkeys(record[part] for record in records))
    rows = [{**record, "_order": parts.index(record[part])} for record in records]
    colour = _colours(alt, part, parts, colours)
    axis_x = alt.X(f"{x}:O", sort=order, title=str(x_title) or None)
    axis_y = alt.Y(f"{y}:Q", title=str(y_title), stack="zero", axis=alt.Axis(format=f",.{places}f", tickCount=5))
    base = alt.Chart(_data(alt, rows)).encode(order=alt.Order("_order:Q"))
    shape = base.mark_bar(width={"band": 0.72}, stroke=look.PAPER, strokeWidth=1).encode(
        x=axis_x, y=axis_y, color=colour
    )
    named = base.transform_filter(alt.FieldEqualPredicate(field=x, equal=order[-1]))
    text = named.mark_text(align="left", dx=740 / len(order) * 0.36 + 8, fontWeight=600).encode(
        x=axis_x, y=alt.Y(f"{y}:Q", stack="zero", bandPosition=0.5, title=str(y_title)), text=f"{part}:N", color=colour
    )
    spec = alt.layer(shape, text).properties(width=740, height=300).to_dict()
    return _finish(spec, about, records, [x, part, y], {x: x_title, y: y_title, **(titles or {})})


def tornado(
    records: Records, *, about: About, label: str, low: str, high: str, base_value: float, value_title: Text = "",
    places: int = 0, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw how far each driver moves the result from `base_value`, the strongest first.

    Args:
        records: one per driver, with the result at the driver's low and high end.
    """
    import altair as alt  # see line_with_band

    ranked = sorted(records, key=lambda record: abs(record[high] - record[low]), reverse=True)
    ends = [
        {"driver": record[label], "from": base_value, "to": record[end], "end": name}
        for record in ranked
        for end, name in ((low, "low"), (high, "high"))
    ]
    order = [record[label] for record in ranked]
    axis_y = alt.Y("driver:N", sort=order, title=None, axis=alt.Axis(labelColor=look.INK, domain=False, ticks=False))
    colour = alt.Color("end:N", scale=alt.Scale(domain=["low", "high"], range=[look.INFO, AREAS["KIR"].colour]))
    scale = alt.Scale(zero=False, padding=46)
    base = alt.Chart(_data(alt, ends)).encode(y=axis_y)
    across = alt.X("from:Q", title=str(value_title), scale=scale, axis=alt.Axis(format=f",.{places}f", tickCount=5))
    layers: list[Any] = [base.mark_bar(height={"band": 0.62}).encode(x=across, x2="to:Q", color=colour)]
    sides: tuple[tuple[str, Literal["left", "right"], int], ...] = ((">=", "left", 6), ("<", "right", -6))
    for comparison, align, shift in sides:
        text = base.transform_filter(f"datum.to {comparison} datum.from").mark_text(align=align, dx=shift)
        layers.append(text.encode(x=alt.X("to:Q", scale=scale), text=alt.Text("to:Q", format=f",.{places}f")))
    middle = alt.Chart(_data(alt, [{"from": base_value}])).mark_rule(color=look.INK, strokeWidth=1.5).encode(x="from:Q")
    spec = alt.layer(*layers, middle).properties(width=600, height={"step": 34}).to_dict()
    words = {low: _("Vid lågt värde"), high: _("Vid högt värde"), **(titles or {})}
    return _finish(spec, about, ranked, [label, low, high], words)


def heatmap(
    records: Records, *, about: About, x: str, y: str, value: str, bounds: Sequence[float], x_title: Text = "", y_title: Text = "",
    value_title: Text = "", places: int = 0, cell_width: int = 62, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw a grid of figures in five steps of colour; each cell carries its figure, so colour is never alone.

    Args:
        bounds: four rising limits between the five steps, from room to spare to far too little.
    Raises:
        ValueError: there are not four bounds, or they do not rise.
    """
    if len(bounds) != 4 or list(bounds) != sorted(set(bounds)):
        raise ValueError(f"bounds is {list(bounds)}; expected four rising numbers")
    import altair as alt  # see line_with_band

    rows = [{**record, "_step": sum(record[value] >= bound for bound in bounds)} for record in records]
    columns = list(dict.fromkeys(record[x] for record in records))
    lines = list(dict.fromkeys(record[y] for record in records))
    axis_x = alt.X(
        f"{x}:O", sort=columns, title=str(x_title) or None, axis=alt.Axis(orient="top", domain=False, ticks=False)
    )
    axis_y = alt.Y(
        f"{y}:O", sort=lines, title=str(y_title) or None, axis=alt.Axis(labelColor=look.INK, domain=False, ticks=False)
    )
    steps = list(range(5))
    fill = alt.Color("_step:O", scale=alt.Scale(domain=steps, range=list(look.HEAT)))
    words = alt.Color("_step:O", scale=alt.Scale(domain=steps, range=[*[look.INK] * 4, look.ON_HEAT_5]))
    base = alt.Chart(_data(alt, rows)).encode(x=axis_x, y=axis_y)
    shape = base.mark_rect(stroke=look.PAPER, strokeWidth=2, cornerRadius=3).encode(color=fill)
    text = base.mark_text().encode(text=alt.Text(f"{value}:Q", format=f",.{places}f"), color=words)
    chart = alt.layer(shape, text).resolve_scale(color="independent")
    spec = chart.properties(width={"step": cell_width}, height={"step": 36}).to_dict()
    return _finish(spec, about, records, [y, x, value], {y: y_title, x: x_title, value: value_title, **(titles or {})})


def chart_svg(chart: Chart) -> bytes:
    """Return the chart as a file of its own, on white."""
    background = f'<rect width="100%" height="100%" fill="{look.PAPER}"></rect>'
    return chart.svg.replace(">", f">{background}", 1).encode()


def chart_png(chart: Chart, *, scale: float = 2) -> bytes:
    """Return the chart as a picture on white; `scale` 2 is sharp in a document."""
    png: bytes = _converter().svg_to_png(chart_svg(chart).decode(), scale=scale)
    return png


def chart_xlsx(chart: Chart) -> bytes:
    """Return the figures behind the chart as a workbook, with title, source and date on a second sheet."""
    heads = [str(column) for column in chart.table_columns]
    notes = [str(chart.title), str(chart.source), str(chart.as_of), str(chart.description)]
    return xlsx_bytes(str(chart.title), heads, chart.table_rows, notes=notes)


EXPORTS: dict[str, tuple[Callable[[Chart], bytes], str]] = {
    "png": (chart_png, "image/png"),
    "svg": (chart_svg, "image/svg+xml"),
    "xlsx": (chart_xlsx, XLSX_TYPE),
}


def chart_response(chart: Chart, file_format: str) -> HttpResponse:
    """Answer with the chart as a file: png, svg or xlsx."""
    make, content_type = EXPORTS[file_format]
    return file_response(make(chart), content_type, f"{chart.key}.{file_format}")


def _finish(spec: Spec, about: About, records: Records, keys: Sequence[str], titles: Titles) -> Chart:
    """Put the drawing, its words and its table together; a key without a title keeps its own name in the table."""
    columns = [titles.get(key) or key for key in keys]
    rows = [[record.get(key) for key in keys] for record in records]
    return Chart(svg=_draw(spec, about), table_columns=columns, table_rows=rows, **asdict(about))


def _draw(spec: Spec, about: About) -> str:
    svg: str = _converter().vegalite_to_svg({**spec, "config": look.CONFIG}, format_locale=look.number_locale())
    # Ids of clip paths begin anew in each chart; several charts share one page.
    svg = re.sub(r'(id="|url\(#)(?=[a-z])', rf"\g<1>c{next(_numbers)}-", svg)
    spoken = str(about.description).replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    # Vega speaks every mark one by one; a person gets the description here and the figures in the table.
    svg = re.sub(r' (role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")', "", svg)
    return svg.replace("<svg ", f'<svg role="img" aria-label="{spoken}" ', 1)


@cache
def _converter() -> Any:
    import vl_convert  # slow to start, and must never be loaded before a fork

    # Text is measured with the same font as the page shows, so that labels do not collide.
    vl_convert.register_font_directory(str(DIST / "fonts"))
    return vl_convert


def _data(alt: Any, records: Records) -> Any:
    return alt.Data(values=[dict(record) for record in records])


def _colours(alt: Any, series: str, names: Sequence[str], colours: Mapping[str, str] | None) -> Any:
    if not series:
        return alt.value(look.ACCENT)
    given = colours or {}
    chosen = [given.get(name, look.SERIES[number % len(look.SERIES)]) for number, name in enumerate(names)]
    return alt.Color(f"{series}:N", scale=alt.Scale(domain=list(names), range=chosen))


def _limit(alt: Any, limit: float, words: str, width: int) -> list[Any]:
    data = alt.Chart(_data(alt, [{"limit": limit, "words": words}]))
    rule = data.mark_rule(color=look.DANGER, strokeDash=[5, 4], strokeWidth=1.5).encode(y="limit:Q")
    text = data.mark_text(align="left", dx=10, color=look.DANGER, fontWeight=600).encode(
        y="limit:Q", text="words:N", x=alt.value(width)
    )
    return [rule, text]
