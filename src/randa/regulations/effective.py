"""The one value of a rule that holds for an organisation on a day."""

import datetime as dt

from django.db.models import Q

from randa.organisations.models import Organisation
from randa.regulations.models import Rule

NATION, HEALTHCARE_REGION, OWN = 0, 1, 2


def rule_for(organisation: Organisation, key: str, day: dt.date) -> Rule | None:
    """Return the rule `key` that holds for `organisation` on `day`, None where nobody has said anything: one query.

    Its own rule goes before one of what it lies under, the nearest first; then its healthcare region's; then the nation's.
    Of several versions the latest counts.
    """
    pieces = organisation.path.rstrip("/").split("/")
    above = ["/".join(pieces[: number + 1]) + "/" for number in range(len(pieces))]
    in_force = Q(rule_set__valid_from__lte=day) & (Q(rule_set__valid_before=None) | Q(rule_set__valid_before__gt=day))
    in_force &= (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_before=None) | Q(valid_before__gt=day))
    owner = Q(rule_set__organisation=None) | Q(rule_set__organisation__path__in=above)
    owner |= Q(rule_set__organisation__member_regions__region__path__in=above)
    found = Rule.objects.filter(in_force & owner, key=key).select_related("rule_set__organisation").distinct()
    return max(found, key=lambda rule: _rank(rule, above), default=None)


def _rank(rule: Rule, above: list[str]) -> tuple[int, int, int]:
    """Order rules: nearer before farther, then the later version."""
    owner, version = rule.rule_set.organisation, rule.rule_set.version
    if owner is None:
        return NATION, 0, version
    if owner.path not in above:
        return HEALTHCARE_REGION, 0, version
    return OWN, len(owner.path), version
