"""How a rule is drawn in a cell."""

from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from randa.core.clock import today
from randa.regulations.models import Rule, RuleSet
from randa.regulations.queries import RuleRow
from randa.regulations.queries_region import HeldRule
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


@register.inclusion_tag("regulations/_support.html")
def rule_support(held: HeldRule) -> dict[str, Any]:
    """Draw what a rule rests on: paragraph, remark, and how sure it is."""
    return {"rule": held.rule, "support": rule_source(held.rule), "remark": in_remark(held.rule.note)}


@register.simple_tag
def binding(rule: Rule) -> SafeString:
    """Draw how hard a rule binds."""
    return binding_mark(rule)


@register.inclusion_tag("ui/badge.html")
def version_badge(version: RuleSet) -> dict[str, Any]:
    """Draw where a version stands: a draft, holding, to come, or taken back."""
    is_coming = version.state == RuleSet.State.PUBLISHED and version.valid_from > today()
    tone = {"draft": "info", "withdrawn": "warning"}.get(version.state, "accent" if is_coming else "neutral")
    return {"text": _("kommande") if is_coming else version.get_state_display(), "tone": tone, "icon": ""}
