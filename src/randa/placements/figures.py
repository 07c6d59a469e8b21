"""Numbers that regions decide: read from their rules, with where each comes from. One mechanism for all numbers of a plan."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from randa.core.clock import today
from randa.organisations.models import Organisation
from randa.regulations.effective import rules_for
from randa.regulations.models import Rule


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that is a rule.

    Attributes:
        key: of the rule.
        unsaid: what holds where no rule says anything.
        choose: max or min: which region's number holds when several are planned together.
    """

    key: str
    unsaid: int
    choose: Callable[..., Rule]


@dataclass(frozen=True, slots=True)
class Said:
    """What a number is, and the rule that says so; None where nobody has said anything."""

    value: int
    rule: Rule | None


def said_by(regions: Collection[Organisation], figures: Iterable[Figure]) -> dict[str, Said]:
    """Return the numbers that hold today for a plan over `regions`, by key: two queries."""
    asked = list(figures)
    found = _rules(regions, asked)
    return {one.key: _chosen(one, regions, found) for one in asked}


def said_by_each(regions: Collection[Organisation], figures: Iterable[Figure]) -> dict[int, dict[str, Said]]:
    """Return the numbers that hold today for a plan over each of the regions alone, by region and key: two queries."""
    asked = list(figures)
    found = _rules(regions, asked)
    return {one.pk: {figure.key: _chosen(figure, [one], found) for figure in asked} for one in regions}


def _rules(regions: Collection[Organisation], figures: Iterable[Figure]) -> dict[tuple[int, str], Rule]:
    return rules_for(regions, [one.key for one in figures], today())


def _chosen(figure: Figure, regions: Collection[Organisation], found: Mapping[tuple[int, str], Rule]) -> Said:
    rules = [rule for region in regions if (rule := found.get((region.pk, figure.key)))]
    if not rules:
        return Said(figure.unsaid, None)
    rule = figure.choose(rules, key=lambda one: int(one.value))
    return Said(int(rule.value), rule)


def origin(said: Said) -> dict[str, Any]:
    """Return what a plan keeps of where a number came from: rules have versions, and old plans show theirs."""
    if said.rule is None:
        return {"value": said.value}
    rule_set = said.rule.rule_set
    return {
        "value": said.value, "rule_set": rule_set.name, "version": rule_set.version,
        "provenance": said.rule.provenance, "source": said.rule.source,
    }  # fmt: skip
