"""How every chart looks: the light theme's colours (the page swaps them in the dark), type, quiet axes, Swedish numbers."""

from typing import Any

from django.utils.translation import get_language

from randa.core.ui.components import AREAS

INK, MUTED, LINE, PAPER = "#1a2427", "#55636a", "#d9dcd8", "#ffffff"
QUIET = "#77858b"
ACCENT, DANGER, WARNING, SUCCESS, INFO = "#0e5a61", "#a1261f", "#7d5200", "#2a6636", "#1d5a91"
# Areas come first in a series without colours of its own, because they are known to be told apart by the colour-blind.
SERIES = (ACCENT, *(AREAS[code].colour for code in ("KIR", "IM", "VAL", "PSY", "AM", "AKU")))
# One unit off the tokens they look like, so that the page can tell "text on a fill" from "paper".
ON_FILL, ON_HEAT_5 = "#fffffe", "#fffffd"
HEAT = ("#e2efef", "#f4efdb", "#f6d9a8", "#e9a284", "#a1261e")
FONT = "Source Sans 3, Source Sans Pro, sans-serif"

_SWEDISH = {
    "decimal": ",",
    "thousands": "\N{NO-BREAK SPACE}",
    "grouping": [3],
    "currency": ["", " kr"],
    "minus": "\N{MINUS SIGN}",
}
_ENGLISH = {
    "decimal": ".",
    "thousands": "\N{NO-BREAK SPACE}",
    "grouping": [3],
    "currency": ["", " SEK"],
    "minus": "\N{MINUS SIGN}",
}

CONFIG: dict[str, Any] = {
    "background": None,
    "font": FONT,
    "padding": {"left": 2, "top": 6, "right": 6, "bottom": 2},
    "view": {"stroke": None},
    "axis": {
        "labelColor": MUTED,
        "labelFontSize": 13,
        "titleColor": MUTED,
        "titleFontSize": 13,
        "titleFontWeight": "normal",
        "titlePadding": 10,
        "labelPadding": 6,
        "gridColor": LINE,
        "domainColor": QUIET,
        "tickColor": QUIET,
        "tickSize": 4,
        "labelLimit": 220,
    },
    "axisX": {"grid": False, "labelAngle": 0},
    # The unit stands flat above the axis, where it is read first.
    "axisY": {
        "domain": False,
        "ticks": False,
        "titleAngle": 0,
        "titleAlign": "left",
        "titleAnchor": "end",
        "titleBaseline": "bottom",
        "titleX": 0,
        "titleY": -10,
    },
    "legend": {"disable": True},
    "text": {"color": INK, "fontSize": 13},
}


def number_locale() -> dict[str, Any]:
    """Return how d3 writes numbers in the active language."""
    return _SWEDISH if (get_language() or "sv").startswith("sv") else _ENGLISH
