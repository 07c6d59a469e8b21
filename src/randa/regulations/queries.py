"""Reads for the pages about regulations and rule sets, open to everybody who is signed in."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, F, Q, QuerySet

from randa.core.provenance import Provenance
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.regulations.models import Objective, Regulation, Rule, RuleSet, Speciality
from randa.regulations.wording import rule_group, rule_label, rule_value


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule as a table shows it."""

    rule: Rule
    group: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Compared:
    """One rule in two rule sets; None where a set says nothing of its own."""

    label: str
    group: str
    left: RuleRow | None
    right: RuleRow | None

    @property
    def differs(self) -> bool:
        return self.left is not None and self.right is not None and self.left.value != self.right.value


def rule_sets(actor: User) -> QuerySet[RuleSet]:
    """Rule sets that `actor` may read, the nation's first, with `rule_count` and `unverified_count`."""
    return (
        RuleSet.objects.visible_to(actor)
        .select_related("organisation")
        .annotate(
            rule_count=Count("rules"),
            unverified_count=Count("rules", filter=Q(rules__provenance=Provenance.UNVERIFIED)),
        )
        .order_by(F("organisation__sort_name").asc(nulls_first=True), "name", "-version")
    )


def rule_rows(rule_set: RuleSet) -> list[RuleRow]:
    """Return the rules of one set, by group and then by label."""
    rows = [_row(rule) for rule in rule_set.rules.select_related("regulation").order_by("key")]
    return sorted(rows, key=lambda row: (row.group, row.rule.key))


def _row(rule: Rule) -> RuleRow:
    return RuleRow(rule, rule_group(rule.key), rule_label(rule.key), rule_value(rule))


def compared(left: RuleSet, right: RuleSet) -> list[Compared]:
    """Return every rule of either set once, those that both have first."""
    by_key = [{row.rule.key: row for row in rule_rows(one)} for one in (left, right)]
    keys = sorted(by_key[0].keys() | by_key[1].keys(), key=lambda key: (not all(key in one for one in by_key), key))
    return [Compared(rule_label(key), rule_group(key), by_key[0].get(key), by_key[1].get(key)) for key in keys]


def rule_sets_of(organisation: Organisation, day: dt.date) -> list[tuple[RuleSet, list[RuleRow]]]:
    """Return the rule sets of an organisation itself that hold on `day` or later, newest first, each with its rules: two queries."""
    sets = RuleSet.objects.published().filter(organisation=organisation).order_by("-valid_from", "-version")
    shown: list[RuleSet] = []
    for one in sets.prefetch_related("rules__regulation"):
        is_replaced = any(other.name == one.name and other.valid_from <= day for other in shown)
        if not is_replaced:
            shown.append(one)
    return [(one, [_row(rule) for rule in one.rules.all()]) for one in shown]


def version_before(version: RuleSet) -> RuleSet | None:
    """Return the published version before this one, None for the first: one query."""
    earlier = RuleSet.objects.published().filter(organisation=version.organisation, version__lt=version.version)
    return earlier.order_by("valid_from", "version").last()


def regulations() -> Sequence[Regulation]:
    """Return the regulations with `rule_count`."""
    return list(Regulation.objects.annotate(rule_count=Count("rules")).order_by("code"))


def objectives() -> QuerySet[Objective]:
    """Return the objectives of BT and ST in their order."""
    return Objective.objects.select_related("regulation").order_by("sort_order", "pk")


def specialities() -> QuerySet[Speciality]:
    """Return the specialities by name."""
    return Speciality.objects.select_related("base").order_by("group", "name")
