"""Deciding who goes first when seats are short: each decision is a new version, and the old ones stay."""

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from randa.core.access.permissions import require
from randa.core.audit.services import record
from randa.core.provenance import Provenance
from randa.organisations.models import Organisation
from randa.people.models import User
from randa.supply.errors import PoolRulesWrongError
from randa.supply.models import PoolRule, PoolRuleSet
from randa.supply.permissions import can_decide_pool
from randa.supply.pool import KindRule
from randa.training.models import LearnerKind


@transaction.atomic
def decide_pool(
    *,
    actor: User,
    organisation: Organisation,
    rules: Sequence[KindRule],
    valid_from: dt.date,
    decided_by: str,
    source: str,
) -> PoolRuleSet:
    """Keep a new version of the organisation's rules for the pool, from a day on.

    Raises:
        PermissionDenied: `actor` does not publish plans for the organisation.
        PoolRulesWrongError: two kinds have the same place in the order, or more than all seats are kept.
    """
    require(can_decide_pool, actor, organisation)
    _refuse_wrong(rules)
    # Lock the organisation: two decisions must not both become the same version.
    Organisation.objects.select_for_update().get(pk=organisation.pk)
    latest = PoolRuleSet.objects.filter(organisation=organisation).order_by("-version").first()
    made = PoolRuleSet.objects.create(
        organisation=organisation,
        version=latest.version + 1 if latest else 1,
        valid_from=valid_from,
        decided_by=decided_by.strip(),
        source=source.strip(),
        provenance=Provenance.STATED if source.strip() else Provenance.UNVERIFIED,
    )
    PoolRule.objects.bulk_create(
        PoolRule(
            rule_set=made,
            kind_id=one.kind,
            order=one.order,
            reserved_number=one.number,
            reserved_percent=one.percent,
            until_weeks_before=one.until_weeks_before,
        )
        for one in rules
    )
    record(actor, "pool.decided", made, after={"version": made.version, "valid_from": valid_from.isoformat()})
    return made


def _refuse_wrong(rules: Sequence[KindRule]) -> None:
    names = {one.pk: str(one) for one in LearnerKind.objects.all()}
    places: dict[int, str] = {}
    for rule in rules:
        if rule.order in places:
            words = {"one": names[places[rule.order]], "other": names[rule.kind], "order": rule.order}
            raise PoolRulesWrongError(
                _("%(one)s och %(other)s har båda plats %(order)d i ordningen. Ge dem varsin plats.") % words
            )
        places[rule.order] = rule.kind
        if rule.number is not None and rule.percent is not None:
            raise PoolRulesWrongError(
                _("%(kind)s har både ett antal och en andel. Skriv det ena och lämna det andra tomt.")
                % {"kind": names[rule.kind]}
            )
    kept = sum(one.percent or 0 for one in rules)
    if kept > 100:
        raise PoolRulesWrongError(
            _("Andelarna som hålls är tillsammans %(percent)d procent. De får vara högst 100: sänk någon av dem.")
            % {"percent": kept}
        )
