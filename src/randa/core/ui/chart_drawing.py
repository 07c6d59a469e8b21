"""From a Vega-Lite specification to markup for a page and a picture for a document.

Specifications are written as plain data: the altair package only wraps the same data, and importing it (with pandas) and checking each
chart against its schema took longer than drawing.
"""

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from itertools import count
from typing import Any

from django.utils.functional import Promise

from randa.core.ui import chart_theme as look
from randa.core.ui.build import DIST

Spec = dict[str, Any]
_numbers = count(1)


def draw(spec: Spec, description: str) -> str:
    """Return the chart as SVG without scripts, styles or ids that another chart on the page has; `description` is read aloud."""
    svg = _drawn(json.dumps({**spec, "config": look.CONFIG}, sort_keys=True), json.dumps(look.number_locale()))
    # Ids of clip paths begin anew in each chart; several charts share one page.
    svg = re.sub(r'(id="|url\(#)(?=[a-z])', rf"\g<1>c{next(_numbers)}-", svg)
    spoken = description.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{spoken}" ', 1)


@lru_cache(maxsize=200)
def _drawn(spec: str, locale: str) -> str:
    """The same figures give the same drawing, so a page that is opened again draws nothing; about 10 kB each."""
    svg: str = _converter().vegalite_to_svg(spec, format_locale=json.loads(locale))
    # Vega speaks every mark one by one; a person gets the description and, beside the chart, the figures in a table.
    return re.sub(r' (role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")', "", svg)


def picture(svg: str, *, scale: float) -> bytes:
    """Return an SVG as PNG."""
    png: bytes = _converter().svg_to_png(svg, scale=scale)
    return png


@cache
def _converter() -> Any:
    import vl_convert  # slow to start, and must never be loaded before a fork

    # Text is measured with the same font as the page shows, so that labels do not collide.
    vl_convert.register_font_directory(str(DIST / "fonts"))
    return vl_convert


def values(records: Sequence[Mapping[str, Any]]) -> Spec:
    """Return records as the data of a specification: translated texts as text, decimals as numbers, dates as ISO text."""
    return {"values": [{key: plain(value) for key, value in record.items()} for record in records]}


def plain(value: Any) -> Any:
    """Return a value as a specification holds it."""
    if isinstance(value, Promise):
        return str(value)
    if isinstance(value, Decimal):
        return float(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def band(key: str, order: Sequence[Any], title: Any = "", **more: Any) -> Spec:
    """Return an axis of names in a given order."""
    return {
        "field": key,
        "type": "ordinal",
        "sort": [plain(name) for name in order],
        "title": str(title) or None,
        **more,
    }


def scale(key: str, title: Any = "", places: int = 0, **more: Any) -> Spec:
    """Return an axis of numbers with about five marks."""
    axis = {"format": f",.{places}f", "tickCount": 5}
    return {"field": key, "type": "quantitative", "title": str(title) or None, "axis": axis, **more}


def colour(key: str, names: Sequence[Any], colours: Sequence[str]) -> Spec:
    """Return which name has which colour."""
    return {
        "field": key,
        "type": "nominal",
        "scale": {"domain": [plain(name) for name in names], "range": list(colours)},
    }


def figure(key: str, places: int) -> Spec:
    """Return a number written at its mark."""
    return {"field": key, "type": "quantitative", "format": f",.{places}f"}
