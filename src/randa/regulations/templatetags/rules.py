"""How a rule is drawn in a cell."""

from typing import Any

from django import template

from randa.regulations.queries import RuleRow
from randa.regulations.remarks import in_remark
from randa.regulations.wording import binding_mark, rule_source

register = template.Library()


@register.inclusion_tag("regulations/_rule.html")
def rule_cell(row: RuleRow | None) -> dict[str, Any]:
    """Draw value, binding and source of a rule; a dash when the set says nothing of its own."""
    if row is None:
        return {"row": None}
    return {
        "row": row,
        "binding": binding_mark(row.rule),
        "support": rule_source(row.rule),
        "remark": in_remark(row.rule.note),
    }
