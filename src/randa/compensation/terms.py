"""Which agreement, which rate and which rule of counting hold for a placement in a week, from rows that were read once."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from randa.compensation.models import CountingRule, Rate
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.models import FrameworkAgreement


@dataclass(slots=True)
class Terms:
    """All agreements and rates; two organisations of one tree have no agreement, and need none."""

    agreements: list[FrameworkAgreement] = field(default_factory=list)
    kinds: dict[int, set[str]] = field(default_factory=dict)  # by agreement; empty: all
    rates: dict[int, list[Rate]] = field(default_factory=lambda: defaultdict(list))  # by agreement, the latest first
    rules: dict[int | None, list[CountingRule]] = field(
        default_factory=lambda: defaultdict(list)
    )  # the same; None: common

    def agreement(self, home: Organisation, host: Organisation, kind: str, day: dt.date) -> FrameworkAgreement | None:
        """Return the agreement that covers learners of `home` at `host` on the day: the nearest sides, then the newest."""
        found = [
            one
            for one in self.agreements
            if host.path.startswith(one.host.path)
            and one.covers(home, day)
            and (not self.kinds[one.pk] or kind in self.kinds[one.pk])
        ]
        return max(found, key=lambda one: (len(one.host.path), len(one.home.path), one.starts_on, one.pk), default=None)

    def rate(self, agreement: FrameworkAgreement | None, kind: str, day: dt.date) -> Rate | None:
        """Return the rate that holds on the day: one for the kind goes before one for all; the latest day, then the latest version."""
        if agreement is None:
            return None
        found = [
            one for one in self.rates[agreement.pk] if one.starts_on <= day and one.kind_id in {None, kind or None}
        ]
        return max(found, key=lambda one: (one.kind_id is not None, one.starts_on, one.version), default=None)

    def rule(self, agreement: FrameworkAgreement | None, day: dt.date) -> CountingRule:
        """Return by what rule days are counted: the agreement's own that holds on the day, else the common one.

        Raises:
            CountingRule.DoesNotExist: the reference data are not loaded.
        """
        for key in (agreement.pk if agreement else None, None):
            held = next((one for one in self.rules[key] if one.starts_on <= day), None)
            if held is not None:
                return held
        if self.rules[None]:
            return self.rules[None][-1]  # weeks before the common rule's first day
        raise CountingRule.DoesNotExist


def agreements_with(actor: User, permission: str) -> QuerySet[FrameworkAgreement]:
    """Return the agreements of which the actor has the permission at either side."""
    own = Q(pk__in=[])
    for path in actor.paths_with(permission):
        own |= Q(home__path__startswith=path) | Q(host__path__startswith=path)
    return FrameworkAgreement.objects.filter(own).select_related("home", "host")


def read_terms() -> Terms:
    """Return all agreements, rates and rules of counting: four queries."""
    rows = FrameworkAgreement.objects.select_related("home", "host").prefetch_related("kinds").order_by("pk")
    terms = Terms(list(rows))
    terms.kinds = {one.pk: {kind.pk for kind in one.kinds.all()} for one in terms.agreements}
    _add(terms, Rate.objects.order_by("-starts_on", "-version"))
    for one in CountingRule.objects.order_by("-starts_on", "-version"):
        terms.rules[one.agreement_id].append(one)
    return terms


def _add(terms: Terms, rates: Iterable[Rate]) -> None:
    for one in rates:
        terms.rates[one.agreement_id].append(one)
