"""How the plan's cells and lines are written."""

import json

from django import template

from randa.core.provenance import Provenance
from randa.core.ui import formats
from randa.dimensioning.models import PostType
from randa.dimensioning.queries.cells import CellState
from randa.dimensioning.queries.table import Formula, Line

register = template.Library()


@register.filter
def formula_data(formula: Formula) -> str:
    """The formula as the page's script reads it."""
    return json.dumps(formula.as_data(), separators=(",", ":"))


@register.filter
def line_value(value: float | None, line: Line) -> str:
    """A computed or given value with the line's decimals and sign; a dash for none."""
    return formats.signed(value, line.places) if line.signed else formats.decimal(value, line.places)


@register.filter
def type_name(code: str) -> str:
    """The post type in words."""
    return str(PostType(code).label)


@register.filter
def provenance_name(kind: str) -> str:
    """Where a figure comes from, in words."""
    return str(Provenance(kind).label) if kind in Provenance.values else ""


@register.filter
def posts_of(state: CellState | None) -> str:
    """The number in a cell; a dash when it is empty."""
    return formats.decimal(state.posts if state else None, 0)
