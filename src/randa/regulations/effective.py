"""The one value of a rule that holds for an organisation on a day."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from randa.organisations.models import HealthcareRegionMembership, Organisation
from randa.regulations.models import Rule, RuleSet

NATION, HEALTHCARE_REGION, OWN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Holding:
    """The rules of an organisation from a day on, by key; `common` are those that would hold if it had none of its own."""

    day: dt.date
    rules: dict[str, Rule]
    common: dict[str, Rule]


def rule_for(organisation: Organisation, key: str, day: dt.date) -> Rule | None:
    """Return the rule `key` that holds for `organisation` on `day`, None where nobody has said anything: two queries.

    Its own rule goes before one of what it lies under, the nearest first; then its healthcare region's; then the nation's.
    A version holds until the next one of the same rule set begins; of several the latest counts.
    """
    return rules_for([organisation], [key], day).get((organisation.pk, key))


def rules_for(
    organisations: Collection[Organisation], keys: Collection[str], day: dt.date
) -> dict[tuple[int, str], Rule]:
    """Return the same for several organisations and rules, by organisation and key; what nobody has said is left out: two queries."""
    above = {one.pk: _above(one) for one in organisations}
    healthcare, owner = _owners({path for each in above.values() for path in each})
    found = [rule for rule in _not_over(owner, day).filter(key__in=keys) if _holds(rule, day)]
    return {
        (one, key): best
        for one, each in above.items()
        for key in keys
        if (best := _best((rule for rule in found if rule.key == key), each, _healthcare(healthcare, each)))
    }


def rules_from(organisation: Organisation, day: dt.date) -> Sequence[Holding]:
    """Return every rule of `organisation` on `day`, and then once for each later day from which something else holds: two queries."""
    above = _above(organisation)
    healthcare, owner = _owners(set(above))
    rules = list(_not_over(owner, day).select_related("regulation"))
    days = sorted({day, *(one for rule in rules for one in _turns(rule) if one is not None and one > day)})
    return [_holding(rules, above, _healthcare(healthcare, above), one) for one in days]


def _owners(paths: set[str]) -> tuple[set[tuple[str, int]], Q]:
    """Return which healthcare regions the organisations at `paths` are in, and the condition on whose rules can hold for them."""
    members = HealthcareRegionMembership.objects.filter(region__path__in=paths)
    healthcare = set(members.values_list("region__path", "healthcare_region"))
    owner = Q(rule_set__organisation=None) | Q(rule_set__organisation__path__in=paths)
    return healthcare, owner | Q(rule_set__organisation__in={key for _path, key in healthcare})


def _not_over(owner: Q, day: dt.date) -> QuerySet[Rule]:
    """Return the rules of the owners that are not over on `day`, each with `next_from`: when the next version begins."""
    series = (
        RuleSet.objects.published()
        .annotate(owner=Coalesce("organisation", Value(0)))
        .filter(
            owner=Coalesce(OuterRef("rule_set__organisation"), Value(0)),
            name=OuterRef("rule_set__name"),
            version__gt=OuterRef("rule_set__version"),
        )
    )
    rules = Rule.objects.annotate(next_from=Subquery(series.order_by("valid_from").values("valid_from")[:1]))
    not_over = Q(rule_set__valid_before=None) | Q(rule_set__valid_before__gt=day)
    not_over &= (Q(valid_before=None) | Q(valid_before__gt=day)) & (Q(next_from=None) | Q(next_from__gt=day))
    return rules.filter(not_over & owner, rule_set__state=RuleSet.State.PUBLISHED).select_related(
        "rule_set__organisation"
    )


def _turns(rule: Rule) -> tuple[dt.date | None, ...]:
    """Return the days on which a rule can begin or cease to hold."""
    rule_set, next_from = rule.rule_set, rule.next_from  # type: ignore[attr-defined]  # annotated above
    return rule_set.valid_from, rule_set.valid_before, rule.valid_from, rule.valid_before, next_from


def _holds(rule: Rule, day: dt.date) -> bool:
    set_from, set_before, own_from, own_before, next_from = _turns(rule)
    begun = all(one is None or one <= day for one in (set_from, own_from))
    return begun and all(one is None or one > day for one in (set_before, own_before, next_from))


def _holding(rules: Iterable[Rule], above: list[str], healthcare: set[int], day: dt.date) -> Holding:
    by_key: dict[str, list[Rule]] = {}
    for rule in rules:
        if _holds(rule, day):
            by_key.setdefault(rule.key, []).append(rule)
    others = {key: [one for one in each if not _is_own(one, above)] for key, each in by_key.items()}
    best, common = (
        {key: found for key, each in rows.items() if (found := _best(each, above, healthcare))}
        for rows in (by_key, others)
    )
    return Holding(day, best, common)


def _is_own(rule: Rule, above: list[str]) -> bool:
    owner = rule.rule_set.organisation
    return owner is not None and owner.path == above[-1]


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
