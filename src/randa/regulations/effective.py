"""The one value of a rule that holds for an organisation on a day."""

import datetime as dt
from collections.abc import Collection, Iterable

from django.db.models import Q

from randa.organisations.models import HealthcareRegionMembership, Organisation
from randa.regulations.models import Rule

NATION, HEALTHCARE_REGION, OWN = 0, 1, 2


def rule_for(organisation: Organisation, key: str, day: dt.date) -> Rule | None:
    """Return the rule `key` that holds for `organisation` on `day`, None where nobody has said anything: two queries.

    Its own rule goes before one of what it lies under, the nearest first; then its healthcare region's; then the nation's.
    Of several versions the latest counts.
    """
    return rules_for([organisation], [key], day).get((organisation.pk, key))


def rules_for(
    organisations: Collection[Organisation], keys: Collection[str], day: dt.date
) -> dict[tuple[int, str], Rule]:
    """Return the same for several organisations and rules, by organisation and key; what nobody has said is left out: two queries."""
    above = {one.pk: _above(one) for one in organisations}
    paths = {path for each in above.values() for path in each}
    in_force = Q(rule_set__valid_from__lte=day) & (Q(rule_set__valid_before=None) | Q(rule_set__valid_before__gt=day))
    in_force &= (Q(valid_from=None) | Q(valid_from__lte=day)) & (Q(valid_before=None) | Q(valid_before__gt=day))
    members = HealthcareRegionMembership.objects.filter(region__path__in=paths)
    healthcare = set(members.values_list("region__path", "healthcare_region"))
    owner = Q(rule_set__organisation=None) | Q(rule_set__organisation__path__in=paths)
    owner |= Q(rule_set__organisation__in={key for _path, key in healthcare})
    found = list(Rule.objects.filter(in_force & owner, key__in=keys).select_related("rule_set__organisation"))
    return {
        (one, key): best
        for one, each in above.items()
        for key in keys
        if (best := _best((rule for rule in found if rule.key == key), each, _healthcare(healthcare, each)))
    }


def _above(organisation: Organisation) -> list[str]:
    """Return the paths of an organisation and of all that it lies under, the outermost first."""
    pieces = organisation.path.rstrip("/").split("/")
    return ["/".join(pieces[: number + 1]) + "/" for number in range(len(pieces))]


def _healthcare(members: Iterable[tuple[str, int]], above: list[str]) -> set[int]:
    return {key for path, key in members if path in above}


def _best(rules: Iterable[Rule], above: list[str], healthcare: set[int]) -> Rule | None:
    ranked = [(rank, rule) for rule in rules if (rank := _rank(rule, above, healthcare)) is not None]
    return max(ranked, key=lambda pair: pair[0])[1] if ranked else None


def _rank(rule: Rule, above: list[str], healthcare: set[int]) -> tuple[int, int, int] | None:
    """Order rules: nearer before farther, then the later version; None where the rule is not the organisation's."""
    owner, version = rule.rule_set.organisation, rule.rule_set.version
    if owner is None:
        return NATION, 0, version
    if owner.path in above:
        return OWN, len(owner.path), version
    return (HEALTHCARE_REGION, 0, version) if owner.pk in healthcare else None
