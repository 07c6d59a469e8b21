"""Loading what holds where no organisation has decided (the pool, checklists, one's own workplace), and what patients are counted in."""

import datetime as dt

from randa.core.loader import Loaded, load_rows
from randa.core.provenance import Provenance
from randa.reference import readers
from randa.supply.models import ClearanceItem, PatientMeasure, PoolRule, PoolRuleSet, WorkplaceRule

VALID_FROM = dt.date(2021, 7, 1)
SOURCE = "Antagande: ingen källa funnen; varje region beslutar sin egen ordning"


def load_supply() -> Loaded:
    """Bring all of it in step with the reference data. Kinds of learner must be loaded; what organisations decided is left alone."""
    return load_pool_rules() + _load_clearance() + _load_workplace_rules() + load_patient_measures()


def load_pool_rules() -> Loaded:
    """Bring the common order in the pool in step with the reference data."""
    common = {"organisation_id": None, "version": 1, "valid_from": VALID_FROM}
    row = common | {"provenance": Provenance.UNVERIFIED.value, "source": SOURCE}
    loaded = load_rows(PoolRuleSet, [row], key=["organisation_id", "version"])
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


def load_patient_measures() -> Loaded:
    """Bring what a patient base is counted in in step with the reference data."""
    rows = [row | {"sort_order": place} for place, row in enumerate(readers.patient_measures(), start=1)]
    return load_rows(PatientMeasure, rows, key=["code"])


def _load_clearance() -> Loaded:
    rows = [
        {"is_agreement": False, "only_outside": False} | row | {"sort_order": place}
        for place, row in enumerate(readers.clearance_items(), start=1)
    ]
    return load_rows(ClearanceItem, rows, key=["code"])


def _load_workplace_rules() -> Loaded:
    rows = [row | {"organisation_id": None, "valid_from": VALID_FROM} for row in readers.workplace_rules()]
    return load_rows(WorkplaceRule, rows, key=["organisation_id", "valid_from"])
