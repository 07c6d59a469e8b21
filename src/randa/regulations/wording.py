"""A rule in words: its label, its value with unit, and which group it belongs to."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from randa.core.ui.formats import decimal
from randa.regulations.labels import GROUPS, LABELS, UNITS, UNITS_OF_ONE, VALUES
from randa.regulations.models import Rule, Speciality
from randa.regulations.remarks import in_remark


def rule_label(key: str) -> str:
    """Return what a rule is called; its key when it has no label."""
    return str(LABELS.get(key, key))


def rule_group(key: str) -> str:
    """Return the heading that a rule stands under."""
    prefix = key.partition(".")[0]
    return str(GROUPS.get(prefix, prefix))


def rule_value(rule: Rule) -> str:
    """Return the value with its unit: "6 månader", "ja", "huvudhandledare, extern bedömare"."""
    units = UNITS_OF_ONE if rule.value == 1 and rule.unit in UNITS_OF_ONE else UNITS
    unit = str(units.get(rule.unit, rule.unit))
    text = value_words(rule.value)
    is_word = isinstance(rule.value, bool | str)
    return text if is_word or not unit else f"{text} {unit}"


def value_words(value: Any) -> str:
    """Return a value of one or several parts as people say it, without its unit."""
    if not isinstance(value, list):
        return value_word(value)
    separator = "–" if len(value) == 2 and all(isinstance(one, int | float) for one in value) else ", "
    return separator.join(value_word(one) for one in value)


def value_word(value: Any) -> str:
    """Return one value as people say it."""
    if isinstance(value, bool):
        return _("ja") if value else _("nej")
    if isinstance(value, int | float):
        return decimal(value, 0 if value == int(value) else 1)
    return str(VALUES.get(value, value))


def rule_source(rule: Rule) -> str:
    """Return what a rule rests on: the regulation, or the decision of an organisation, and the paragraph."""
    decision = rule.source if rule.source != rule.paragraph else ""
    basis = rule.regulation.code if rule.regulation else decision
    return ", ".join(part for part in (basis, in_remark(rule.paragraph)) if part)


def binding_mark(rule: Rule) -> SafeString:
    """Return the badge of a binding: `ska` refuses, `bör` warns, `praxis` binds nobody."""
    tone = {Rule.Binding.MUST: "accent", Rule.Binding.SHOULD: "info"}.get(Rule.Binding(rule.binding), "neutral")
    return format_html('<span class="badge tone-{}">{}</span>', tone, rule.get_binding_display())


def speciality_base(speciality: Speciality) -> str:
    """Return the base of a branch with a provenance of its own; a dash for others."""
    if speciality.base is None:
        return "–"
    if speciality.base_provenance != "c":
        return speciality.base.name
    mark = render_to_string("ui/provenance.html", {"kind": "c", "words": _("Overifierad uppgift"), "source": ""})
    return format_html("{} {}", speciality.base.name, mark)
