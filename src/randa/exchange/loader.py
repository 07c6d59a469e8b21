"""Loading what holds for student groups where no university has decided: the rule of allocation and the categories of special reasons."""

import datetime as dt

from randa.core.loader import Loaded, load_rows
from randa.exchange.models import AllocationRule, SpecialReasonKind
from randa.reference import readers

VALID_FROM = dt.date(2021, 7, 1)


def load_exchange() -> Loaded:
    """Bring all of it in step with the reference data; what universities decided is left alone."""
    rules = [row | {"organisation_id": None, "valid_from": VALID_FROM} for row in readers.allocation_rules()]
    kinds = [row | {"sort_order": place} for place, row in enumerate(readers.special_reasons(), start=1)]
    loaded = load_rows(AllocationRule, rules, key=["organisation_id", "valid_from"])
    return loaded + load_rows(SpecialReasonKind, kinds, key=["code"])
