"""Loading the reasons that a unit can give for a no."""

from randa.core.loader import Loaded, load_rows
from randa.proposals.models import NoReason
from randa.reference import readers


def load_proposals() -> Loaded:
    """Bring the reasons in step with the reference data."""
    rows = [row | {"sort_order": place} for place, row in enumerate(readers.no_reasons(), start=1)]
    return load_rows(NoReason, rows, key=["code"])
