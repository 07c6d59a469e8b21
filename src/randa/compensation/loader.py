"""Loading how days are counted where an agreement says nothing."""

import datetime as dt

from randa.compensation.models import CountingRule
from randa.core.loader import Loaded, load_rows
from randa.reference import readers

VALID_FROM = dt.date(2021, 7, 1)


def load_compensation() -> Loaded:
    """Bring it in step with the reference data; what agreements say is left alone."""
    rows = [row | {"agreement_id": None, "starts_on": VALID_FROM, "version": 1} for row in readers.counting_rules()]
    return load_rows(CountingRule, rows, key=["agreement_id", "starts_on", "version"])
