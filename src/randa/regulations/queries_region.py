"""Every rule that holds for a region, where each comes from, and what changes on a coming day."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from django.db.models import Count, F, Q, QuerySet

from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.effective import Holding, rules_from
from randa.regulations.models import Rule, RuleSet
from randa.regulations.wording import rule_group, rule_label, rule_value


@dataclass(frozen=True, slots=True)
class HeldRule:
    """A rule that holds for a region.

    Attributes:
        origin: "own", "shared" (the healthcare region's) or "nation".
        instead_of: what would hold without the region's own rule, when that is something else.
        since: the first day of the value.
    """

    rule: Rule
    label: str
    value: str
    origin: str
    instead_of: str | None
    since: dt.date


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The rules under one heading; `anchor` names it in the address of the page."""

    anchor: str
    heading: str
    rows: Sequence[HeldRule]


@dataclass(frozen=True, slots=True)
class RuleChange:
    """What becomes of one rule: its value before and after in words, None for no rule. `by`: the rule set that says so."""

    key: str
    label: str
    before: str | None
    after: str | None
    by: RuleSet


@dataclass(frozen=True, slots=True)
class Coming:
    """A day, and what is other from then on."""

    day: dt.date
    changes: Sequence[RuleChange]


@dataclass(frozen=True, slots=True)
class RegionRules:
    """The rules of a region today, by subject, and what changes later."""

    groups: Sequence[RuleGroup]
    coming: Sequence[Coming]
    own: int
    unverified: int
    total: int


def rules_of_region(region: Organisation, day: dt.date) -> RegionRules:
    """Return what holds for the region on `day` and what changes after it: two queries."""
    held = rules_from(region, day)
    rows = [_held(rule, held[0], region) for rule in held[0].rules.values()]
    return RegionRules(
        groups=_groups(rows),
        coming=[one for before, after in pairwise(held) if (one := _coming(before, after)).changes],
        own=sum(one.origin == "own" for one in rows),
        unverified=sum(one.rule.is_unverified for one in rows),
        total=len(rows),
    )


def regions_with_rules() -> QuerySet[Organisation]:
    """Return the regions by name, each with `version_count` of its own published versions."""
    published = Q(rule_sets__state=RuleSet.State.PUBLISHED)
    own = Count("rule_sets", filter=published)
    return Organisation.objects.regions().annotate(version_count=own).order_by("sort_name", "pk")


def versions_of(organisation: Organisation, actor: User) -> QuerySet[RuleSet]:
    """Return the versions of an organisation's own rules that `actor` may read, the latest first, with `rule_count`."""
    sets = RuleSet.objects.visible_to(actor).filter(organisation=organisation).annotate(rule_count=Count("rules"))
    return sets.order_by(F("valid_from").desc(), "-version", "name")


def changes_between(before: dict[str, Rule], after: dict[str, Rule]) -> list[RuleChange]:
    """Return what differs, by subject and name."""
    found = [
        RuleChange(key, rule_label(key), _value(before.get(key)), _value(after.get(key)), _by(key, before, after))
        for key in before.keys() | after.keys()
        if _value(before.get(key)) != _value(after.get(key))
    ]
    return sorted(found, key=lambda one: (rule_group(one.key), one.label))


def _coming(before: Holding, after: Holding) -> Coming:
    return Coming(after.day, changes_between(before.rules, after.rules))


def _value(rule: Rule | None) -> str | None:
    return rule_value(rule) if rule is not None else None


def _by(key: str, before: dict[str, Rule], after: dict[str, Rule]) -> RuleSet:
    return (after.get(key) or before[key]).rule_set


def _held(rule: Rule, holding: Holding, region: Organisation) -> HeldRule:
    owner = rule.rule_set.organisation
    is_own = owner is not None and owner.pk == region.pk
    other = holding.common.get(rule.key) if is_own else None
    return HeldRule(
        rule=rule,
        label=rule_label(rule.key),
        value=rule_value(rule),
        origin="own" if is_own else "shared" if owner is not None else "nation",
        instead_of=rule_value(other) if other and other.value != rule.value else None,
        since=rule.valid_from or rule.rule_set.valid_from,
    )


def _groups(rows: Sequence[HeldRule]) -> list[RuleGroup]:
    ordered = sorted(rows, key=lambda one: (rule_group(one.rule.key), _prefix(one.rule.key), one.label))
    return [
        RuleGroup(prefix, rule_group(f"{prefix}."), list(each))
        for prefix, each in groupby(ordered, key=lambda one: _prefix(one.rule.key))
    ]


def _prefix(key: str) -> str:
    return key.partition(".")[0]
