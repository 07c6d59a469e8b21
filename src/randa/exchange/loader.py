"""Loading what holds where nobody has decided: how a student group's seats are given, special reasons, and the order of queues."""

import datetime as dt

from randa.core.loader import Loaded, load_rows
from randa.exchange.models import AllocationRule, OrderRule, SpecialReasonKind
from randa.reference import readers

VALID_FROM = dt.date(2021, 7, 1)


def load_exchange() -> Loaded:
    """Bring all of it in step with the reference data; what universities and healthcare regions decided is left alone."""
    rules = [row | {"organisation_id": None, "valid_from": VALID_FROM} for row in readers.allocation_rules()]
    kinds = [row | {"sort_order": place} for place, row in enumerate(readers.special_reasons(), start=1)]
    loaded = load_rows(AllocationRule, rules, key=["organisation_id", "valid_from"])
    loaded += load_rows(SpecialReasonKind, kinds, key=["code"])
    orders = [row | {"healthcare_region_id": None, "valid_from": VALID_FROM} for row in readers.order_rules()]
    return loaded + load_rows(OrderRule, orders, key=["healthcare_region_id", "valid_from"])
