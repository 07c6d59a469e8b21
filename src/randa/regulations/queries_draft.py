"""A draft of a region's own rules: every rule that it may decide, with what holds otherwise, and what the draft would change."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from randa.organisations.models import Organisation
from randa.regulations.effective import rules_from
from randa.regulations.models import Rule, RuleKey, RuleSet
from randa.regulations.queries_region import RuleChange, changes_between
from randa.regulations.values import bound_problem, problem_of
from randa.regulations.wording import rule_group, rule_label


@dataclass(frozen=True, slots=True)
class Decidable:
    """A rule that the region may decide: `common` is what holds when it does not, `own` what the draft says."""

    key: RuleKey
    label: str
    group: str
    own: Rule | None
    common: Rule | None


def field_name(key: str) -> str:
    """Return the name of a rule's field in a form."""
    return key.replace(".", "__")


def draft_of(region: Organisation) -> RuleSet | None:
    """Return the draft that is being written, None while there is none: one query."""
    return RuleSet.objects.filter(organisation=region, state=RuleSet.State.DRAFT).select_related("organisation").first()


def decidable(draft: RuleSet, region: Organisation) -> Sequence[Decidable]:
    """Return every rule that the region may decide, by subject: four queries."""
    own = {rule.key: rule for rule in draft.rules.all()}
    common = rules_from(region, draft.valid_from)[0].common
    found = [
        Decidable(key, rule_label(key.key), rule_group(key.key), own.get(key.key), common.get(key.key))
        for key in RuleKey.objects.all()
    ]
    return sorted(found, key=lambda one: (one.group, one.key.sort_order))


def changes_of(version: RuleSet) -> list[RuleChange]:
    """Return what a draft changes on its day: three queries."""
    region = version.organisation
    if region is None:
        return []
    held = rules_from(region, version.valid_from)[0]
    rules = {rule.key: rule for rule in version.rules.select_related("rule_set")}
    return changes_between(held.rules, held.common | rules)


def problems_with(
    region: Organisation, day: dt.date, values: Mapping[str, Any], keys: Mapping[str, RuleKey]
) -> dict[str, str]:
    """Return what is wrong with `values` as the region's own rules from a day on, by key: two queries."""
    new = {key: Rule(key=key, value=value, unit=keys[key].unit) for key, value in values.items()}
    holding = rules_from(region, day)[0].common | new
    found = {
        key: problem_of(keys[key], value) or bound_problem(keys[key], value, holding) for key, value in values.items()
    }
    return {key: problem for key, problem in found.items() if problem}
