"""Loading who goes first in the pool of seats where no organisation has decided."""

import datetime as dt

from randa.core.loader import Loaded, load_rows
from randa.core.provenance import Provenance
from randa.reference import readers
from randa.supply.models import PoolRule, PoolRuleSet

VALID_FROM = dt.date(2021, 7, 1)
SOURCE = "Antagande: ingen källa funnen; varje region beslutar sin egen ordning"


def load_pool_rules() -> Loaded:
    """Bring the common rules in step with the reference data. Kinds of learner must be loaded; what organisations decided is left alone."""
    common = {"organisation_id": None, "version": 1, "valid_from": VALID_FROM}
    loaded = load_rows(
        PoolRuleSet,
        [common | {"provenance": Provenance.UNVERIFIED.value, "source": SOURCE}],
        key=["organisation_id", "version"],
    )
    key = PoolRuleSet.objects.values_list("pk", flat=True).get(organisation=None, version=1)
    rules = [
        {
            "rule_set_id": key,
            "kind_id": row["kind"],
            "order": row["order"],
            "reserved_number": row.get("reserved_number"),
            "reserved_percent": row.get("reserved_percent"),
            "until_weeks_before": row["until_weeks_before"],
        }
        for row in readers.pool_rules()
    ]
    return loaded + load_rows(PoolRule, rules, key=["rule_set_id", "kind_id"])
