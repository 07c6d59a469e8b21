"""Charts as quiet, self-contained SVG, each with the table it was drawn from.

Never draw before a fork: vl-convert hangs in a forked child once its parent has drawn something. Importing this module is harmless.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from randa.core.ui import chart_theme as look
from randa.core.ui.chart_drawing import Spec, band, colour, draw, figure, picture, plain, scale, values
from randa.core.ui.components import AREAS
from randa.core.ui.export import XLSX_TYPE, file_response, xlsx_bytes

Text = str | Promise
Records = Sequence[Mapping[str, Any]]
Titles = Mapping[str, Text]
_NAMES_AXIS: Spec = {"labelColor": look.INK, "domain": False, "ticks": False}


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
    names = _in_order(records, series) if series else []
    order = _in_order(records, x)
    # Room for the words beside the last points; about seven units a letter.
    width = 840 - 7 * max(len(str(limit_label)), *(len(str(name)) for name in names), 0)
    shade = colour(series, names, _series_colours(names, colours)) if series else {"value": look.ACCENT}
    shared = {"x": band(x, order, x_title, scale={"paddingOuter": 0.2}), "color": shade}
    up = scale(y, y_title, places, scale={"zero": zero, "nice": True})
    layers: list[Spec] = []
    if low and high:
        area = {**shared, "y": {**up, "field": low}, "y2": {"field": high}}
        layers.append({"mark": {"type": "area", "opacity": 0.16}, "encoding": area})
    line = {"type": "line", "strokeWidth": 2.5, "point": {"filled": True, "size": 34}}
    layers.append({"mark": line, "encoding": {**shared, "y": up}})
    if series:
        at_the_end = [{"filter": {"field": x, "equal": plain(order[-1])}}]
        name = {"mark": {"type": "text", "align": "left", "dx": 10, "fontWeight": 600}, "transform": at_the_end}
        layers.append({**name, "encoding": {**shared, "y": up, "text": {"field": series}}})
    if limit is not None:
        layers += _limit(limit, str(limit_label), width)
    spec = {"data": values(records), "width": width, "height": 300, "layer": layers}
    keys = [x, *([series] if series else []), y, *([low, high] if low and high else [])]
    return _finish(spec, about, records, keys, {x: x_title, y: y_title, **(titles or {})})


def bars(
    records: Records, *, about: About, label: str, value: str, value_title: Text = "", highlight: str = "",
    colours: Mapping[str, str] | None = None, places: int = 0, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw horizontal bars in the order given, each with its figure; `highlight` names the bar that the title is about."""
    order = _in_order(records, label)
    usual = {str(name): look.ACCENT if not highlight or str(name) == highlight else look.QUIET for name in order}
    shades = [(colours or {}).get(name, shade) for name, shade in usual.items()]
    shared = {"y": band(label, order, axis=_NAMES_AXIS), "x": {**scale(value), "axis": None}}
    bar = {"type": "bar", "height": {"band": 0.68}, "cornerRadiusEnd": 2}
    text = {"type": "text", "align": "left", "dx": 6, "fontWeight": 600}
    layers = [
        {"mark": bar, "encoding": {**shared, "color": colour(label, order, shades)}},
        {"mark": text, "encoding": {**shared, "text": figure(value, places)}},
    ]
    spec = {"data": values(records), "width": 680, "height": {"step": 32}, "layer": layers}
    return _finish(spec, about, records, [label, value], {value: value_title, **(titles or {})})


def stacked_bars(
    records: Records, *, about: About, x: str, y: str, part: str, x_title: Text = "", y_title: Text = "",
    colours: Mapping[str, str] | None = None, places: int = 0, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw one standing bar per x, divided into parts in the order given; parts are named beside the last bar."""
    order, parts = _in_order(records, x), _in_order(records, part)
    rows = [{**record, "_order": parts.index(record[part])} for record in records]
    up = scale(y, y_title, places, stack="zero")
    shared = {
        "x": band(x, order, x_title),
        "color": colour(part, parts, _series_colours(parts, colours)),
        "order": {"field": "_order", "type": "quantitative"},
    }
    bar = {"type": "bar", "width": {"band": 0.72}, "stroke": look.PAPER, "strokeWidth": 1}
    text = {"type": "text", "align": "left", "dx": 740 / len(order) * 0.36 + 8, "fontWeight": 600}
    layers = [
        {"mark": bar, "encoding": {**shared, "y": up}},
        {
            "mark": text,
            "transform": [{"filter": {"field": x, "equal": plain(order[-1])}}],
            "encoding": {**shared, "y": {**up, "bandPosition": 0.5}, "text": {"field": part}},
        },
    ]
    spec = {"data": values(rows), "width": 740, "height": 300, "layer": layers}
    return _finish(spec, about, records, [x, part, y], {x: x_title, y: y_title, **(titles or {})})


def tornado(
    records: Records, *, about: About, label: str, low: str, high: str, base_value: float, value_title: Text = "",
    places: int = 0, titles: Titles | None = None,
) -> Chart:  # fmt: skip
    """Draw how far each driver moves the result from `base_value`, the strongest first.

    Args:
        records: one per driver, with the result at the driver's low and high end.
    """
    ranked = sorted(records, key=lambda record: abs(record[high] - record[low]), reverse=True)
    ends = [
        {"driver": record[label], "from": base_value, "to": record[end], "end": name}
        for record in ranked
        for end, name in ((low, "low"), (high, "high"))
    ]
    drivers = band("driver", _in_order(ranked, label), axis=_NAMES_AXIS)
    across = scale("from", value_title, places, scale={"zero": False, "padding": 46})
    ends_shade = colour("end", ["low", "high"], [look.INFO, AREAS["KIR"].colour])
    bar = {"x": across, "x2": {"field": "to"}, "y": drivers, "color": ends_shade}
    layers: list[Spec] = [{"mark": {"type": "bar", "height": {"band": 0.62}}, "encoding": bar}]
    for comparison, align, shift in ((">=", "left", 6), ("<", "right", -6)):
        layers.append(
            {
                "mark": {"type": "text", "align": align, "dx": shift},
                "transform": [{"filter": f"datum.to {comparison} datum.from"}],
                "encoding": {"x": {**across, "field": "to"}, "y": drivers, "text": figure("to", places)},
            }
        )
    middle = {"type": "rule", "color": look.INK, "strokeWidth": 1.5}
    layers.append({"data": values([{"from": base_value}]), "mark": middle, "encoding": {"x": across}})
    spec = {"data": values(ends), "width": 600, "height": {"step": 34}, "layer": layers}
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
    rows = [{**record, "_step": sum(record[value] >= bound for bound in bounds)} for record in records]
    shared = {
        "x": band(x, _in_order(records, x), x_title, axis={"orient": "top", "domain": False, "ticks": False}),
        "y": band(y, _in_order(records, y), y_title, axis=_NAMES_AXIS),
    }
    steps = list(range(5))
    words = colour("_step", steps, [*[look.INK] * 4, look.ON_HEAT_5])
    cell = {"type": "rect", "stroke": look.PAPER, "strokeWidth": 2, "cornerRadius": 3}
    layers = [
        {"mark": cell, "encoding": {**shared, "color": colour("_step", steps, look.HEAT)}},
        {"mark": {"type": "text"}, "encoding": {**shared, "color": words, "text": figure(value, places)}},
    ]
    spec = {
        "data": values(rows), "width": {"step": cell_width}, "height": {"step": 36}, "layer": layers,
        "resolve": {"scale": {"color": "independent"}},
    }  # fmt: skip
    heads = {y: y_title, x: x_title, value: value_title, **(titles or {})}
    return _finish(spec, about, records, [y, x, value], heads)


def chart_svg(chart: Chart) -> bytes:
    """Return the chart as a file of its own, on white."""
    background = f'<rect width="100%" height="100%" fill="{look.PAPER}"></rect>'
    return chart.svg.replace(">", f">{background}", 1).encode()


def chart_png(chart: Chart, *, scale: float = 2) -> bytes:
    """Return the chart as a picture on white; `scale` 2 is sharp in a document."""
    return picture(chart_svg(chart).decode(), scale=scale)


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
    return Chart(svg=draw(spec, str(about.description)), table_columns=columns, table_rows=rows, **asdict(about))


def _in_order(records: Records, key: str) -> list[Any]:
    if not records:
        raise ValueError("records is empty; show an empty state instead of a chart")
    return list(dict.fromkeys(record[key] for record in records))


def _series_colours(names: Sequence[Any], colours: Mapping[str, str] | None) -> list[str]:
    """Return the given colour of each name; the others take the next of the series."""
    return [(colours or {}).get(str(name), look.SERIES[number % len(look.SERIES)]) for number, name in enumerate(names)]


def _limit(limit: float, words: str, width: int) -> list[Spec]:
    data = values([{"limit": limit, "words": words}])
    y = {"field": "limit", "type": "quantitative"}
    rule = {"type": "rule", "color": look.DANGER, "strokeDash": [5, 4], "strokeWidth": 1.5}
    text = {"type": "text", "align": "left", "dx": 10, "color": look.DANGER, "fontWeight": 600}
    return [
        {"data": data, "mark": rule, "encoding": {"y": y}},
        {"data": data, "mark": text, "encoding": {"y": y, "x": {"value": width}, "text": {"field": "words"}}},
    ]
