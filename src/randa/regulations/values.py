"""What a value of a rule may be, by its kind: the one place that says so, for the form and for the service."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from randa.regulations.models import Rule, RuleKey
from randa.regulations.wording import rule_label, rule_value, value_word

Kind = RuleKey.Kind
MOST = 12  # numbers or placements in one value
_AREA = re.compile(r"[A-ZÅÄÖ]{2,3} (?:[1-9]\d?|\d{1,2}\.\d)")


def problem_of(key: RuleKey, value: Any) -> str:
    """Return what is wrong with a value, in a sentence; empty when the rule takes it."""
    return _CHECKS[Kind(key.kind)](key, value)


def bound_problem(key: RuleKey, value: Any, holding: Mapping[str, Rule]) -> str:
    """Return what is wrong beside the other rules that are to hold with it; empty when nothing is."""
    numbers = numbers_of(value)
    low, high = holding.get(key.at_least), holding.get(key.at_most)
    if numbers and low and (least := numbers_of(low.value)) and min(numbers) < min(least):
        words = {"rule": rule_label(low.key), "value": rule_value(low)}
        if low.binding == Rule.Binding.MUST:
            return _("Lägre än rikets regel tillåter: ”%(rule)s” är %(value)s. Välj det eller mer.") % words
        return _("Lägre än ”%(rule)s”, som är %(value)s. Höj det här eller sänk det andra.") % words
    if numbers and high and (most := numbers_of(high.value)) and max(numbers) > max(most):
        words = {"rule": rule_label(high.key), "value": rule_value(high)}
        return _("Högre än ”%(rule)s”, som är %(value)s. Sänk det här eller höj det andra.") % words
    return ""


def numbers_of(value: Any) -> list[float]:
    """Return the numbers in a value."""
    values = value if isinstance(value, list) else [value]
    return [one for one in values if isinstance(one, int | float) and not isinstance(one, bool)]


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _number(key: RuleKey, value: Any) -> str:
    if not _is_whole(value):
        return _("Skriv ett heltal.")
    if key.minimum is not None and value < key.minimum:
        return _("Lägst %(number)d.") % {"number": key.minimum}
    if key.maximum is not None and value > key.maximum:
        return _("Högst %(number)d.") % {"number": key.maximum}
    return ""


def _numbers(key: RuleKey, value: Any) -> str:
    several = value if isinstance(value, list) else [value]
    if not 1 <= len(several) <= MOST or not all(_is_whole(one) for one in several):
        return _("Skriv ett heltal, eller flera med komma emellan, till exempel 18, 21.")
    if several != sorted(set(several)):
        return _("Skriv talen i stigande ordning, vart och ett en gång.")
    return next((problem for one in several if (problem := _number(key, one))), "")


def _flag(_key: RuleKey, value: Any) -> str:
    return "" if isinstance(value, bool) else _("Svara ja eller nej.")


def _choice(key: RuleKey, value: Any) -> str:
    return "" if value in key.options else _wrong_choice(key)


def _choices(key: RuleKey, value: Any) -> str:
    is_right = isinstance(value, list) and value and set(value) <= set(key.options) and len(set(value)) == len(value)
    return "" if is_right else _wrong_choice(key)


def _areas(_key: RuleKey, value: Any) -> str:
    is_right = isinstance(value, list) and 1 <= len(value) <= MOST and all(_AREA.fullmatch(str(one)) for one in value)
    return "" if is_right else _("Skriv en placering per rad, område och månader, till exempel PSY 3.")


def _wrong_choice(key: RuleKey) -> str:
    return _("Välj bland: %(options)s.") % {"options": ", ".join(value_word(one) for one in key.options)}


_CHECKS: dict[Kind, Callable[[RuleKey, Any], str]] = {
    Kind.NUMBER: _number,
    Kind.NUMBERS: _numbers,
    Kind.SHARE: _number,
    Kind.FLAG: _flag,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.AREAS: _areas,
}
