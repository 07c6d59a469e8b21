"""Loading placement areas and kinds of learner from the reference data."""

from decimal import Decimal

from randa.core.loader import Loaded, load_rows
from randa.reference import readers
from randa.training.models import LearnerKind, PlacementArea


def load_placement_areas() -> Loaded:
    """Bring the placement areas in step with the reference data."""
    rows = [
        {"code": row.code, "name_sv": row.name_sv, "name_en": row.name_en, "sort_order": place}
        for place, row in enumerate(readers.placement_areas(), start=1)
    ]
    return load_rows(PlacementArea, rows, key=["code"])


def load_learner_kinds() -> Loaded:
    """Bring the kinds of learner in step with the reference data."""
    rows = [
        row | {"weight": Decimal(str(row["weight"])), "sort_order": place}
        for place, row in enumerate(readers.learner_kinds(), start=1)
    ]
    return load_rows(LearnerKind, rows, key=["code"])
